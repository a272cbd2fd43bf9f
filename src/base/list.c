/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c: a list of strings that owns its strings. */
#include "base/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

void ik_list_add(struct ik_list *list, const char *text)
{
	ik_list_take(list, ik_strdup(text));
}

void ik_list_take(struct ik_list *list, char *text)
{
	/* Full whenever N is a power of two: the room need not be remembered. */
	if ((list->n & (list->n - 1)) == 0)
		list->items = ik_realloc(list->items,
					 (list->n ? list->n * 2 : 1) * sizeof(*list->items));
	list->items[list->n++] = text;
}

bool ik_list_has(const struct ik_list *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static bool has_all(const struct ik_list *list, const struct ik_list *wanted)
{
	for (size_t i = 0; i < wanted->n; i++)
		if (!ik_list_has(list, wanted->items[i]))
			return false;
	return true;
}

bool ik_list_equal(const struct ik_list *a, const struct ik_list *b)
{
	return has_all(a, b) && has_all(b, a);
}

void ik_list_copy(struct ik_list *to, const struct ik_list *from)
{
	if (to == from)
		return;
	ik_list_free(to);
	ik_list_append(to, from);
}

void ik_list_append(struct ik_list *to, const struct ik_list *from)
{
	for (size_t i = 0; i < from->n; i++)
		ik_list_add(to, from->items[i]);
}

char *ik_list_join(const struct ik_list *list, const char *between)
{
	struct ik_buffer text = {0};

	ik_buffer_text(&text, "");
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			ik_buffer_text(&text, between);
		ik_buffer_text(&text, list->items[i]);
	}
	return (char *)text.data;
}

void ik_list_free(struct ik_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct ik_list){0};
}
