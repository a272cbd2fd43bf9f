/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mo.c: the layout of a .mo file: magic, revision, count, offsets of two tables of (length,
 * offset). */
#include "lint/mo.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { AT_REVISION = 4, AT_COUNT = 8, AT_IDS = 12, AT_TEXTS = 16, HEADER = 28 };

char *mo_read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *data;

	ck_assert_msg(file != NULL, "no file: %s", path);
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	data = ik_alloc(*size + 1);
	ck_assert_uint_eq(fread(data, 1, *size, file), *size);
	fclose(file);
	return data;
}

static uint32_t word_at(const struct mo *mo, size_t at)
{
	uint32_t word;

	memcpy(&word, mo->bytes + at, sizeof word);
	return word;
}

static const char *string_at(const struct mo *mo, size_t table, size_t i)
{
	return mo->bytes + word_at(mo, word_at(mo, table) + 8 * i + 4);
}

void mo_load(struct mo *mo, const char *code)
{
	const char *folder = getenv("INKAN_LOCALEDIR");
	char *path = ik_format("%s/%s/LC_MESSAGES/inkan.mo", folder ? folder : "locale", code);

	mo->bytes = mo_read_file(path, &mo->size);
	ck_assert_uint_gt(mo->size, HEADER);
	ck_assert_uint_eq(word_at(mo, 0), 0x950412DE);
	mo->revision = word_at(mo, AT_REVISION);
	mo->n = word_at(mo, AT_COUNT);
	ck_assert_uint_gt(mo->n, 100);
	ck_assert_str_eq(mo_id(mo, 0), "");
	free(path);
}

const char *mo_id(const struct mo *mo, size_t i)
{
	return string_at(mo, AT_IDS, i);
}

const char *mo_plural(const struct mo *mo, size_t i)
{
	const char *id = mo_id(mo, i);
	const size_t size = word_at(mo, word_at(mo, AT_IDS) + 8 * i);

	return size > strlen(id) ? id + strlen(id) + 1 : NULL;
}

const char *mo_text(const struct mo *mo, size_t i)
{
	return string_at(mo, AT_TEXTS, i);
}
