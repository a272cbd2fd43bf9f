/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_wrap.c: lines of text, broken as a Japanese or English reader expects.
 *
 * A line ends between phrases unless that would leave half of it empty; then between words.  A run
 * too long for a line falls back to Unicode's breaks, a path to its slashes, a list to its commas,
 * a host name to its dots, and the rest is cut where it must be. */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uniconv.h>
#include <uniwidth.h>

#include "base/alloc.h"
#include "base/text_breaks.h"

struct paragraph {
	const char *text;
	size_t size;
	int width;
	char *places; /* per byte: enum ik_break */
};

static int columns(const struct paragraph *p, size_t from, size_t to)
{
	return u8_width((const uint8_t *)p->text + from, to - from, locale_charset());
}

/* TO less the spaces that would hang over the end of the line from FROM. */
static size_t without_spaces(const struct paragraph *p, size_t from, size_t to)
{
	while (to > from && p->text[to - 1] == ' ')
		to--;
	return to;
}

static bool fits(const struct paragraph *p, size_t from, size_t to)
{
	return columns(p, from, without_spaces(p, from, to)) <= p->width;
}

/* The last place as good as LEAST at which a line from FROM still fits, at most END; FROM if there
 * is none. */
static size_t last_break(const struct paragraph *p, enum ik_break least, size_t from, size_t end)
{
	size_t found = from;

	for (size_t at = from + 1; at <= end; at++) {
		if (at < p->size && p->places[at] < (char)least)
			continue;
		if (!fits(p, from, at))
			break;
		found = at;
	}
	return found;
}

/* The end of the run that begins at FROM. */
static size_t run_end(const struct paragraph *p, size_t from)
{
	size_t at = from + 1;

	while (at < p->size && p->places[at] < IK_BREAK_BETWEEN)
		at++;
	return at;
}

/* The last seam of what has no blanks: behind a slash or a comma, else before a dot; FROM if there
 * is none. */
static size_t last_seam(const struct paragraph *p, size_t from, size_t end)
{
	size_t behind = from, dot = from;

	for (size_t at = from + 1; at < end && fits(p, from, at); at++) {
		if (p->text[at - 1] == '/' || p->text[at - 1] == ',')
			behind = at;
		if (p->text[at] == '.')
			dot = at;
	}
	return behind > from ? behind : dot;
}

/* Whether a line that begins at AT would begin with what closes something. */
static bool begins_badly(const struct paragraph *p, size_t at)
{
	unsigned char c = (unsigned char)p->text[at];

	return strchr(")]},.;:!?", c) || (c >= 0x80 && p->places[at] == IK_BREAK_NEVER);
}

/* Cuts at a character, as late as fits; at least one character, or nothing would ever end. */
static size_t cut(const struct paragraph *p, size_t from)
{
	size_t least = from + ik_text_next(p->text, from);
	size_t at = from + ik_text_fit(p->text + from, p->width);
	size_t late = at;

	if (at <= least)
		return least;
	while (at > least && at < p->size && begins_badly(p, at))
		at -= ik_text_previous(p->text + from, at - from);
	return at > least ? at : late;
}

/* Where the line that begins at FROM ends. */
static size_t line_end(const struct paragraph *p, size_t from)
{
	size_t at = last_break(p, IK_BREAK_PHRASE, from, p->size);

	if (at == p->size || 2 * columns(p, from, at) >= p->width)
		return at;
	at = last_break(p, IK_BREAK_BETWEEN, from, p->size);
	if (at > from)
		return at;
	if ((unsigned char)p->text[from] < 0x80)
		at = last_seam(p, from,
			       run_end(p, from)); /* Unicode's own breaks would cut a host-name */
	else
		at = last_break(p, IK_BREAK_INSIDE, from, run_end(p, from));
	return at > from ? at : cut(p, from);
}

static void wrap_paragraph(struct paragraph *p, struct ik_list *lines)
{
	size_t from = 0;

	ik_text_breaks(p->text, p->size, p->places);
	do {
		size_t to = p->size ? line_end(p, from) : 0;

		ik_list_take(lines, ik_strndup(p->text + from, without_spaces(p, from, to) - from));
		for (from = to; from < p->size && p->text[from] == ' ';)
			from++;
	} while (from < p->size);
}

/* libunistring trusts what it breaks to be UTF-8. */
static char *made_safe(const char *text)
{
	size_t size = strlen(text);

	return ik_text_is_utf8(text, size) ? ik_strndup(text, size) : ik_text_visible(text, size);
}

void ik_text_wrap(const char *text, int width, struct ik_list *lines)
{
	char *copy = made_safe(text);
	char *places = ik_alloc(strlen(copy) + 1);

	for (char *at = copy; *at;) {
		size_t size = strcspn(at, "\n");
		bool more = at[size] == '\n';
		struct paragraph p = {at, size, width > 0 ? width : 1, places};

		at[size] = '\0';
		wrap_paragraph(&p, lines);
		at += size + more;
	}
	free(places);
	free(copy);
}
