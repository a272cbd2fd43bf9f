/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.c: the list of other people's files is read. */
#include "config.h"

#include "manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { COLUMNS = 13 };

unsigned char *file_read(const char *directory, const char *name, size_t *size)
{
	char *path = ik_format("%s/%s", directory, name);
	FILE *file = fopen(path, "rb");
	unsigned char *bytes = NULL;
	long end;

	free(path);
	*size = 0;
	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0
	    && fseek(file, 0, SEEK_SET) == 0) {
		bytes = ik_alloc((size_t)end + 1);
		*size = fread(bytes, 1, (size_t)end, file);
	}
	fclose(file);
	return bytes;
}

/* Of "none", "<empty>" and "<null>" and what nobody knows an operator types nothing. */
static const char *typed(const char *password)
{
	static const char *const nothing[] = {"none", "<empty>", "<null>", "unknown"};

	for (size_t i = 0; i < IK_COUNT(nothing); i++) {
		if (strcmp(password, nothing[i]) == 0)
			return NULL;
	}
	return password;
}

static bool read_row(char *line, struct row *row)
{
	const char *column[COLUMNS];

	row->line = line;
	for (size_t i = 0; i < COLUMNS; i++) {
		column[i] = strsep(&line, "\t");
		if (!column[i])
			return false;
	}
	row->file = column[0];
	row->kind = column[2];
	row->password = typed(column[3]);
	row->expected = column[4];
	row->opens = strncmp(column[12], "ok(", 3) == 0;
	row->fits = row->opens && strstr(column[12], "match=1") != NULL;
	return strcmp(row->kind, "zip") != 0 && strcmp(row->file, "file") != 0;
}

bool manifest_read(struct manifest *manifest)
{
	const char *given = getenv("INKAN_CORPORA"), *top = getenv("top_srcdir");
	size_t size;
	char *text, *rest, *line;

	manifest->directory = given ? ik_strdup(given)
				    : ik_format("%s/../shared/corpora", top ? top : "..");
	text = (char *)file_read(manifest->directory, "MANIFEST.tsv", &size);
	if (!text)
		return false;
	rest = text;
	while ((line = strsep(&rest, "\n")) != NULL) {
		struct row row = {0};

		if (!read_row(ik_strdup(line), &row)) {
			free(row.line);
			continue;
		}
		manifest->rows = ik_realloc(manifest->rows,
					    (manifest->n + 1) * sizeof(*manifest->rows));
		manifest->rows[manifest->n++] = row;
	}
	free(text);
	return manifest->n > 0;
}
