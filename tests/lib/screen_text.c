/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen_text.c: an emulated screen as text, and golden screens. */
#include "config.h"

#include "lib/screen_text.h"

#include <check.h>
#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

enum { PATH_ROOM = 512 };

static size_t put_cell(char *at, const VTermScreenCell *cell)
{
	size_t size = 0;

	if (cell->chars[0] == 0) {
		*at = ' ';
		return 1;
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		int n = u8_uctomb((uint8_t *)at + size, cell->chars[i], 8);

		if (n > 0)
			size += (size_t)n;
	}
	return size;
}

/* The cells FROM to TO of ROW, trailing blanks cut; returns the number of bytes. */
static size_t put_cells(char *at, VTermScreen *screen, int row, int from, int to)
{
	size_t size = 0;

	for (int column = from; column <= to;) {
		VTermScreenCell cell;

		vterm_screen_get_cell(screen, (VTermPos){.row = row, .col = column}, &cell);
		if (cell.chars[0] != (uint32_t)-1)
			size += put_cell(at + size, &cell);
		column += cell.width > 1 ? cell.width : 1;
	}
	while (size > 0 && at[size - 1] == ' ')
		size--;
	return size;
}

enum { CELL_BYTES_MOST = 24 };

char *screen_text(VTermScreen *screen, int rows, int columns)
{
	char *text = calloc((size_t)rows * (size_t)columns * CELL_BYTES_MOST + (size_t)rows + 1, 1);
	size_t at = 0;

	ck_assert_ptr_nonnull(text);
	for (int row = 0; row < rows; row++) {
		at += put_cells(text + at, screen, row, 0, columns - 1);
		text[at++] = '\n';
	}
	text[at] = '\0';
	return text;
}

char *screen_text_of(VTermScreen *screen, int row, int from, int to)
{
	char *text = calloc((size_t)(to - from + 1) * CELL_BYTES_MOST + 1, 1);

	ck_assert_ptr_nonnull(text);
	text[put_cells(text, screen, row, from, to)] = '\0';
	return text;
}

/* Overwrites each match of PATTERN's first group with WITH, a character a byte. */
static void mask_all(char *text, const char *pattern, char with)
{
	regex_t regex;
	regmatch_t match[2];

	ck_assert_int_eq(regcomp(&regex, pattern, REG_EXTENDED), 0);
	while (*text && regexec(&regex, text, 2, match, 0) == 0) {
		for (regoff_t i = match[1].rm_so; i < match[1].rm_eo; i++)
			if (isalnum((unsigned char)text[i]))
				text[i] = with;
		text += match[1].rm_eo > 0 ? match[1].rm_eo : 1;
	}
	regfree(&regex);
}

char *screen_mask(const char *text)
{
	char *masked = strdup(text);

	mask_all(masked, "([0-9a-f]{4}( [0-9a-f]{4})+)", 'h');
	mask_all(masked, "[ \n]([0-9a-f]{4})\n", 'h');
	mask_all(masked, "  ([0-9a-f]{4})  ", 'h');
	mask_all(masked, "([a-z2-9]{4}(-[a-z2-9]{4}){6})", 'x'); /* a made password */
	mask_all(masked, "([0-9,.]+) ?(bytes|バイト|GiB|MiB|TiB|KiB)", '0');
	mask_all(masked, "([0-9]+\\.[0-9]) s", '0');
	mask_all(masked, "([0-9]{7})/store",
		 '0'); /* the world's own directory, its start perhaps cut off */
	mask_all(masked, "/inkan-([0-9]{7})", '0');
	return masked;
}

static char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return strdup("");
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = strdup("");
	}
	fclose(file);
	return text;
}

static void path_of(char path[PATH_ROOM], const char *name)
{
	const char *folder = getenv("srcdir");

	snprintf(path, PATH_ROOM, "%s/screens/%s", folder ? folder : ".", name);
}

bool screen_is_golden(const char *name)
{
	char path[PATH_ROOM];

	path_of(path, name);
	return access(path, F_OK) == 0;
}

void screen_compare(const char *masked, const char *name)
{
	char path[PATH_ROOM];

	path_of(path, name);
	if (getenv("UPDATE_SCREENS")) {
		FILE *file = fopen(path, "w");

		ck_assert_msg(file, "cannot write %s", path);
		fputs(masked, file);
		fclose(file);
		return;
	}
	char *golden = slurp(path);
	ck_assert_msg(strcmp(golden, masked) == 0, "%s differs. It should be:\n%s\nIt is:\n%s",
		      name, golden, masked);
	free(golden);
}
