/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_expect.c: the agents that an operator expects, a name a line. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/places.h"
#include "base/text.h"
#include "files/read.h"
#include "ops/records/default_store.h"

enum { FILE_MAX = 32 * 1024 * 1024 };

/* How much of NAME two names of one machine have in common: all up to the first dot, but of an
 * address, which is no name, the whole. */
static size_t head_of(const char *name)
{
	const bool address = strchr(name, ':') || strspn(name, "0123456789.") == strlen(name);

	return address ? strlen(name) : strcspn(name, ".");
}

static int compare_heads(const char *a, const char *b)
{
	const size_t size_a = head_of(a), size_b = head_of(b);
	const int order = strncasecmp(a, b, size_a < size_b ? size_a : size_b);

	return order ? order : (size_a > size_b) - (size_a < size_b);
}

static bool is_same(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0
	       || (compare_heads(a, b) == 0 && (!a[head_of(a)] || !b[head_of(b)]));
}

static int by_head(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;
	const int order = compare_heads(left, right);

	return order ? order : strcasecmp(left, right);
}

/* --- reading ---------------------------------------------------------------------------------- */

static void add_line(const char *line, size_t size, struct ik_list *names)
{
	while (size > 0 && strchr(" \t\r", line[size - 1]))
		size--;
	while (size > 0 && strchr(" \t", *line)) {
		line++;
		size--;
	}
	if (size == 0 || *line == '#')
		return;

	char *name = ik_text_visible(line, size);

	name[ik_text_cut(name, strlen(name), IK_AGENT_TEXT_MAX)] = '\0';
	ik_list_take(names, name);
}

static void add_lines(const struct ik_buffer *text, struct ik_list *names)
{
	const char *at = ik_buffer_string(text), *end = at + text->size;

	if (text->size >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;

		add_line(at, (size_t)(stop - at), names);
		at = stop + 1;
	}
}

/* One written twice, or short and full, is one. */
static void drop_doubles(struct ik_list *names)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->n; i++) {
		if (kept > 0 && is_same(names->items[kept - 1], names->items[i])) {
			free(names->items[i]);
			continue;
		}
		names->items[kept++] = names->items[i];
	}
	names->n = kept;
}

bool ik_agents_expected_read(const char *store, const char *file,
			     struct ik_agents_expected *expected, struct ik_error *err)
{
	const bool usual = !file && geteuid() == 0 && ik_is_default_store(store);
	const char *path = file ? file : usual ? IK_AGENTS_EXPECTED : NULL;
	struct ik_buffer text = {0};
	struct ik_error why = {0};

	*expected = (struct ik_agents_expected){0};
	if (path && !ik_read_file(AT_FDCWD, path, false, FILE_MAX, path, &text, &why)) {
		ik_buffer_free(&text);
		return (!file && why.id == IK_E_FILE_NONE)
		       || ik_fail_because(err, IK_E_AGENTS_EXPECT, &why, path);
	}
	add_lines(&text, &expected->names);
	ik_buffer_free(&text);
	if (expected->names.n > 0)
		qsort(expected->names.items, expected->names.n, sizeof(char *), by_head);
	drop_doubles(&expected->names);
	expected->seen = ik_alloc_array(expected->names.n + 1, sizeof(bool));
	return true;
}

/* --- asking ----------------------------------------------------------------------------------- */

uint32_t ik_agents_expected_find(const struct ik_agents_expected *expected, const char *name)
{
	size_t low = 0, high = expected->names.n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (compare_heads(expected->names.items[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < expected->names.n && compare_heads(expected->names.items[low], name) == 0;
	     low++)
		if (is_same(expected->names.items[low], name))
			return (uint32_t)low + 1;
	return 0;
}

void ik_agents_expected_free(struct ik_agents_expected *expected)
{
	ik_list_free(&expected->names);
	free(expected->seen);
	*expected = (struct ik_agents_expected){0};
}
