/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statement_files.c: the files that a statement names. */
#include "config.h"

#include "trust/statement_files.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pairs.h"
#include "base/text.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

bool ik_set_name_is_good(const char *name)
{
	size_t length = strlen(name);

	return length >= 1 && length <= IK_SET_NAME_MAX && name[0] != '.' && name[0] != '-'
	       && strspn(name, LETTERS DIGITS "._-") == length;
}

bool ik_message_name_is_good(const char *name)
{
	size_t length = strlen(name);

	if (length < 1 || length > IK_FILE_NAME_MAX || !strcmp(name, ".") || !strcmp(name, "..")
	    || strchr(name, '/') || name[length - 1] == ' ')
		return false;
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	return true;
}

bool ik_file_sets_have(const struct ik_file_sets *sets, const char *name)
{
	for (size_t i = 0; i < sets->n; i++)
		if (!strcmp(sets->items[i].name, name))
			return true;
	return false;
}

struct ik_file_set *ik_file_sets_add(struct ik_file_sets *sets, const char *name)
{
	sets->items = ik_realloc(sets->items, (sets->n + 1) * sizeof(*sets->items));
	sets->items[sets->n] = (struct ik_file_set){.name = ik_strdup(name)};
	return &sets->items[sets->n++];
}

void ik_file_set_add(struct ik_file_set *set, const struct ik_sha256 *sha256, uint64_t size,
		     const char *name)
{
	set->files = ik_realloc(set->files, (set->n + 1) * sizeof(*set->files));
	set->files[set->n++] = (struct ik_named_file){
		.sha256 = *sha256,
		.size = size,
		.name = ik_strdup(name),
	};
}

static int by_name(const void *a, const void *b)
{
	const struct ik_named_file *const *one = a, *const *other = b;

	return strcmp((*one)->name, (*other)->name);
}

/* Sorted, since anybody can write an index, and comparing each with all takes its time. */
bool ik_file_set_names_differ(const struct ik_file_set *set)
{
	const struct ik_named_file **sorted = ik_alloc((set->n + 1) * sizeof(const void *));
	bool good = true;

	for (size_t i = 0; i < set->n; i++)
		sorted[i] = &set->files[i];
	qsort(sorted, set->n, sizeof(const void *), by_name);
	for (size_t i = 1; i < set->n && good; i++)
		good = by_name(&sorted[i - 1], &sorted[i]) != 0;
	free(sorted);
	return good;
}

/* The text of VALUE up to its next blank, which is passed; NULL: no blank follows.  Caller frees.
 */
static char *word(const char **value)
{
	const char *end = strchr(*value, ' ');

	if (!end)
		return NULL;

	char *text = ik_strndup(*value, (size_t)(end - *value));

	*value = end + 1;
	return text;
}

bool ik_file_set_read(struct ik_file_set *set, const char *value)
{
	char *hex = word(&value), *digits = hex ? word(&value) : NULL;
	struct ik_sha256 sha256;
	uint64_t size = 0;
	bool good = digits && ik_sha256_read(hex, &sha256)
		    && ik_text_number(digits, INT64_MAX, &size)
		    && (set->name[0] ? ik_set_name_is_good(value) : ik_message_name_is_good(value));

	if (good)
		ik_file_set_add(set, &sha256, size, value);
	free(hex);
	free(digits);
	return good;
}

void ik_file_sets_write(const struct ik_file_sets *sets, struct ik_buffer *text)
{
	for (size_t i = 0; i < sets->n; i++) {
		const struct ik_file_set *set = &sets->items[i];

		if (set->name[0])
			ik_pairs_write(text, "set", set->name);
		for (size_t j = 0; j < set->n; j++) {
			char hex[IK_SHA256_HEX + 1];

			ik_sha256_hex(&set->files[j].sha256, hex);
			ik_buffer_format(text, "file = %s %" PRIu64 " %s\n", hex,
					 set->files[j].size, set->files[j].name);
		}
	}
}

void ik_file_sets_free(struct ik_file_sets *sets)
{
	for (size_t i = 0; i < sets->n; i++) {
		for (size_t j = 0; j < sets->items[i].n; j++)
			free(sets->items[i].files[j].name);
		free(sets->items[i].files);
		free(sets->items[i].name);
	}
	free(sets->items);
	*sets = (struct ik_file_sets){0};
}
