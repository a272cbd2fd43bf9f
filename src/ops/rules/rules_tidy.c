/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_tidy.c: what was typed or pasted, without what only came along with it. */
#include "config.h"

#include "ops/rules/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"

/* What openssl x509 -text writes before a name. */
static const char *const marks_of_lists[] = {"DNS:", "IP Address:", "IP:", NULL};
static const char *const marks_of_names[] = {"DNS:", "CN=", "CN = ", NULL};

static const char separators[] = ", \t\n\r";

static size_t length_of_mark(const char *text, const char *const *marks)
{
	for (; *marks; marks++)
		if (strncmp(text, *marks, strlen(*marks)) == 0)
			return strlen(*marks);
	return 0;
}

/* The inside of TEXT between the blanks at its ends; caller frees. */
static char *trimmed(const char *text)
{
	size_t size;

	text += strspn(text, " ");
	size = strlen(text);
	while (size > 0 && text[size - 1] == ' ')
		size--;
	return ik_strndup(text, size);
}

/* Narrowed, and without the blanks that NFKC makes of all kinds of them; caller frees. */
static char *narrowed(const char *text)
{
	char *narrow = NULL, *inside;

	ik_text_narrow(text, &narrow);
	inside = trimmed(narrow);
	free(narrow);
	return inside;
}

char *ik_rule_tidy_name(const char *text)
{
	char *name = narrowed(text);
	size_t mark = length_of_mark(name, marks_of_names);

	memmove(name, name + mark, strlen(name + mark) + 1);
	return name;
}

char *ik_rule_tidy_names(const char *text)
{
	struct ik_buffer out = {0};
	char *list = narrowed(text);
	char *tidy;

	for (size_t at = 0; list[at];) {
		size_t gap = strspn(list + at, separators);

		ik_buffer_add(&out, list + at, gap);
		at += gap;
		at += length_of_mark(list + at, marks_of_lists);

		size_t item = strcspn(list + at, separators);

		ik_buffer_add(&out, list + at, item);
		at += item;
	}
	tidy = ik_strdup(ik_buffer_string(&out));
	ik_buffer_free(&out);
	free(list);
	return tidy;
}

char *ik_rule_tidy_days(const char *text)
{
	static const char *const units[] = {"日間", "日"};
	char *number = narrowed(text);

	for (size_t i = 0; i < IK_COUNT(units); i++) {
		size_t size = strlen(number), unit = strlen(units[i]);

		if (size <= unit || strcmp(number + size - unit, units[i]) != 0)
			continue;
		number[size - unit] = '\0';
		break;
	}
	while (*number && number[strlen(number) - 1] == ' ')
		number[strlen(number) - 1] = '\0';
	return number;
}

/* As a person would trim it: blanks of every width; TEXT is not narrowed otherwise. */
char *ik_rule_tidy_text(const char *text)
{
	static const char *const blanks[] = {" ", "\t", "\xe3\x80\x80", "\xc2\xa0"};
	size_t size = strlen(text);
	bool found;

	do {
		found = false;
		for (size_t i = 0; i < IK_COUNT(blanks); i++) {
			size_t blank = strlen(blanks[i]);

			if (size >= blank && memcmp(text, blanks[i], blank) == 0) {
				text += blank;
				size -= blank;
				found = true;
			} else if (size >= blank
				   && memcmp(text + size - blank, blanks[i], blank) == 0) {
				size -= blank;
				found = true;
			}
		}
	} while (found);
	return ik_strndup(text, size);
}

/* TEXT as a shell would take it: without the quotes that hold it, and the backslashes that ls and
 * completion put before what is special there.  Caller frees. */
static char *unquoted(const char *text)
{
	struct ik_buffer out = {0};
	char quote = '\0';
	char *plain;

	for (; *text; text++) {
		if (quote ? *text == quote : *text == '\'' || *text == '"') {
			quote = quote ? '\0' : *text;
			continue;
		}
		if (*text == '\\' && quote != '\'' && text[1])
			text++;
		ik_buffer_add(&out, text, 1);
	}
	plain = quote ? NULL : ik_strdup(ik_buffer_string(&out));
	ik_buffer_free(&out);
	return plain;
}

char *ik_rule_tidy_path(const char *text, bool makes, bool (*exists)(const char *path))
{
	char *trim, *plain;

	if (exists(text))
		return ik_strdup(text);
	trim = ik_rule_tidy_text(text);
	plain = exists(trim) ? NULL : unquoted(trim);
	if (!plain || !*plain || (!makes && !exists(plain))) {
		free(plain);
		return trim;
	}
	free(trim);
	return plain;
}
