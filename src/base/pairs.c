/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pairs.c: reading and writing "id = value" lines. */
#include "base/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

/* A carriage return counts, so that a file edited elsewhere reads the same. */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char *trimmed(const char *from, const char *to)
{
	while (from < to && is_blank(*from))
		from++;
	while (to > from && is_blank(to[-1]))
		to--;
	return ik_strndup(from, (size_t)(to - from));
}

static bool take_line(const char *from, const char *to, unsigned line, struct ik_pairs *out,
		      struct ik_error *err)
{
	while (from < to && is_blank(*from))
		from++;
	if (from == to || *from == '#')
		return true;

	const char *equals = memchr(from, '=', (size_t)(to - from));

	if (!equals || equals == from)
		return ik_fail_number(err, IK_E_PAIRS_LINE, line);
	out->items = ik_realloc(out->items, (out->n + 1) * sizeof(*out->items));
	out->items[out->n++] = (struct ik_pair){
		.id = trimmed(from, equals), .value = trimmed(equals + 1, to), .line = line};
	return true;
}

bool ik_pairs_parse(const void *text, size_t size, struct ik_pairs *out, struct ik_error *err)
{
	const char *at = text, *end = at + size;

	*out = (struct ik_pairs){0};
	if (size == 0)
		return true;
	if (memchr(text, '\0', size) || !ik_text_is_utf8(text, size))
		return ik_fail(err, IK_E_PAIRS_TEXT);
	for (unsigned line = 1; at < end; line++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;

		if (!take_line(at, stop, line, out, err)) {
			ik_pairs_free(out);
			return false;
		}
		at = newline ? newline + 1 : end;
	}
	return true;
}

const char *ik_pairs_get(const struct ik_pairs *pairs, const char *id)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (strcmp(pairs->items[i].id, id) == 0)
			return pairs->items[i].value;
	return NULL;
}

void ik_pairs_write(struct ik_buffer *text, const char *id, const char *value)
{
	ik_buffer_format(text, "%s = %s\n", id, value);
}

void ik_pairs_free(struct ik_pairs *pairs)
{
	for (size_t i = 0; i < pairs->n; i++) {
		free(pairs->items[i].id);
		free(pairs->items[i].value);
	}
	free(pairs->items);
	*pairs = (struct ik_pairs){0};
}
