/* SPDX-License-Identifier: GPL-3.0-or-later */
/* directives.c: the arguments of printf formats compared. */
#include "config.h"

#include "base/directives.h"

#include <stddef.h>
#include <string.h>

enum { PLACES = 9, TYPE_ROOM = 4 };

/* The type of each argument that a format takes: "d", "zu", "s"; "" for one that it does not take.
 */
struct arguments {
	char type[PLACES][TYPE_ROOM];
	size_t next; /* the place of the next directive that names none */
	bool failed; /* an argument of two types, or one too many */
};

static size_t digits(const char *at)
{
	return strspn(at, "0123456789");
}

static void take(struct arguments *taken, size_t place, const char *type, size_t size)
{
	if (place >= PLACES || size >= TYPE_ROOM) {
		taken->failed = true;
		return;
	}
	if (*taken->type[place]
	    && (strncmp(taken->type[place], type, size) != 0 || taken->type[place][size]))
		taken->failed = true;
	memcpy(taken->type[place], type, size);
	taken->type[place][size] = '\0';
}

/* A width or precision: digits, or an argument of its own.  Returns what is behind it. */
static const char *take_number(struct arguments *taken, const char *at)
{
	if (*at != '*')
		return at + digits(at);
	take(taken, taken->next++, "d", 1);
	return at + 1;
}

/* One directive, AT behind its "%".  Returns what is behind it. */
static const char *take_directive(struct arguments *taken, const char *at)
{
	const size_t named = digits(at) == 1 && at[1] == '$' ? (size_t)(*at - '0') : 0;
	size_t length;

	if (named)
		at += 2;
	at += strspn(at, "-+ #0'I");
	at = take_number(taken, at);
	if (*at == '.')
		at = take_number(taken, at + 1);
	length = strspn(at, "hlqjztL");
	if (!at[length])
		taken->failed = true;
	else if (at[length] != '%')
		take(taken, named ? named - 1 : taken->next++, at, length + 1);
	return at + length + (at[length] != '\0');
}

static void take_all(struct arguments *taken, const char *format)
{
	taken->next = 0;
	while ((format = strchr(format, '%')) != NULL)
		format = take_directive(taken, format + 1);
}

bool ik_directives_fit(const char *text, const char *original, const char *plural)
{
	struct arguments wanted = {.next = 0}, given = {.next = 0};

	if (!strchr(text, '%') || strcmp(text, original) == 0)
		return true;
	take_all(&wanted, text);
	take_all(&given, original);
	if (plural)
		take_all(&given, plural);
	for (size_t i = 0; i < PLACES; i++)
		if (*wanted.type[i] && strcmp(wanted.type[i], given.type[i]) != 0)
			return false;
	return !wanted.failed && !given.failed;
}
