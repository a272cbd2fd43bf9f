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

/* A prime number of digits, so that no two groups are alike for long. */
#define STAND_IN_HEX \
	"4f129c0755e13abb18927c035e9041aa0d62b71f0c4daafe01a977e210bc88235ce04411d3e62a09b7f"

size_t screen_put_cell(char *at, const VTermScreenCell *cell)
{
	size_t size = 0;

	if (cell->chars[0] == (uint32_t)-1)
		return 0;
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
		size += screen_put_cell(at + size, &cell);
		column += cell.width > 1 ? cell.width : 1;
	}
	while (size > 0 && at[size - 1] == ' ')
		size--;
	return size;
}

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

/* What changes from run to run: the first group of each pattern, and what a golden screen and a
 * picture have instead of its letters and digits.  That of a picture is taken in turn.  A year
 * stands behind a month. */
static const struct {
	const char *pattern, *mask, *stand_in;
} changing[] = {
	{"([0-9a-f]{4}( [0-9a-f]{4})+)", "h", STAND_IN_HEX},
	{"[^A-Za-z][ \n]([0-9a-f]{4})\n", "h", STAND_IN_HEX},
	{" begins ([0-9a-f]{4})\n", "h", STAND_IN_HEX},
	{"  ([0-9a-f]{4})  ", "h", STAND_IN_HEX},
	{"([0-9a-f]{40,})", "h", STAND_IN_HEX}, /* in a line to be copied, and its rest */
	{"\n +([0-9a-f]{8,})\n", "h", STAND_IN_HEX},
	{"([a-z2-9]{4}(-[a-z2-9]{4}){6})", "x", "k7rqmx4tbw9hpd3ncfz6yv2s"}, /* a made password */
	{"([0-9,.]+) ?(bytes|バイト|GiB|MiB|TiB|KiB)", "0", "7296"},
	/* Ten seconds and more, which a step takes on a busy machine, are no wider. */
	{"([0-9]+)[0-9]\\.[0-9]( s|秒)", " ", " "},
	{"([0-9]+\\.[0-9])( s|秒)", "0", "14"},
	{"([0-9]{7})/store", "0", "0"}, /* the world's own directory, its start perhaps cut off */
	{"/inkan-([0-9]{7})", "0", "0"},
};

/* Overwrites each match of PATTERN's first group with the characters of WITH in turn, a character a
 * byte. */
static void mask_all(char *text, const char *pattern, const char *with)
{
	regex_t regex;
	regmatch_t match[2];
	size_t n = 0;

	ck_assert_int_eq(regcomp(&regex, pattern, REG_EXTENDED), 0);
	while (*text && regexec(&regex, text, 2, match, 0) == 0) {
		for (regoff_t i = match[1].rm_so; i < match[1].rm_eo; i++)
			if (isalnum((unsigned char)text[i]))
				text[i] = with[n++ % strlen(with)];
		text += match[1].rm_eo > 0 ? match[1].rm_eo : 1;
	}
	regfree(&regex);
}

char *screen_mask(const char *text)
{
	char *masked = strdup(text);

	for (size_t i = 0; i < sizeof changing / sizeof changing[0]; i++)
		mask_all(masked, changing[i].pattern, changing[i].mask);
	return masked;
}

char *screen_stand_in(const char *text)
{
	char *fixed = strdup(text);

	for (size_t i = 0; i < sizeof changing / sizeof changing[0]; i++)
		mask_all(fixed, changing[i].pattern, changing[i].stand_in);
	return fixed;
}

char *screen_read(const char *path)
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

void screen_write(const char *text, const char *path)
{
	FILE *file = fopen(path, "w");

	ck_assert_msg(file, "cannot write %s", path);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

bool screen_is_file(const char *text, const char *path)
{
	if (getenv("UPDATE_SCREENS")) {
		screen_write(text, path);
		return true;
	}
	char *golden = screen_read(path);
	const bool same = strcmp(golden, text) == 0;

	free(golden);
	return same;
}

bool screen_is_golden(const char *masked, const char *name)
{
	char path[PATH_ROOM];

	path_of(path, name);
	return screen_is_file(masked, path);
}

/* A test may not say as much as two long transcripts have. */
enum { SAID_MOST = 3000 };

/* Where the line begins that differs first; 0 where all of both can be said. */
static size_t first_difference(const char *golden, const char *text)
{
	size_t line = 0;

	if (strlen(golden) <= SAID_MOST && strlen(text) <= SAID_MOST)
		return 0;
	for (size_t at = 0; golden[at] && golden[at] == text[at]; at++)
		if (golden[at] == '\n')
			line = at + 1;
	return line;
}

void screen_compare(const char *masked, const char *name)
{
	char path[PATH_ROOM];

	path_of(path, name);
	if (screen_is_file(masked, path))
		return;
	char *golden = screen_read(path);
	size_t line = first_difference(golden, masked);

	ck_assert_msg(false, "%s differs. It should be:\n%.*s\nIt is:\n%.*s", name, SAID_MOST,
		      golden + line, SAID_MOST, masked + line);
	free(golden);
}
