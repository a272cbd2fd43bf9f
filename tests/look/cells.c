/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cells.c: what is read from a screen is what stands there: its looks, and a picture of it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "lib/cell_look.h"
#include "lib/picture.h"
#include "look/scenes.h"

static VTerm *terminal;
static VTermScreen *screen;

enum { ROWS = 4, COLUMNS = 100 };

static void begin(void)
{
	terminal = vterm_new(ROWS, COLUMNS);
	vterm_set_utf8(terminal, 1);
	screen = vterm_obtain_screen(terminal);
	vterm_screen_reset(screen, 1);
}

static void end(void)
{
	vterm_free(terminal);
}

static size_t keep(struct dim_state *state, char *to, const char *from, size_t size)
{
	return cell_keep_dim(state, to, from, size);
}

static void show(const char *bytes)
{
	char kept[CELL_DIM_ROOM(1024)];
	struct dim_state state = {0};

	vterm_input_write(terminal, kept, keep(&state, kept, bytes, strlen(bytes)));
}

static void expect_attributes(const char *expected)
{
	char *attributes = screen_attributes(screen, ROWS, COLUMNS);

	ck_assert_str_eq(attributes, expected);
	free(attributes);
}

/* A colour numbered 2 is none. */
START_TEST(dim_is_kept_wherever_the_bytes_are_cut)
{
	const char bytes[] = "\033[2ma\033[1;22mb\033[38;5;2mc\033[0;2md\033[2Je\033Of";
	const char expected[] = "\033[19ma\033[1;22;10mb\033[38;5;2mc\033[0;19md\033[2Je\033Of";

	for (size_t cut = 0; cut < sizeof bytes; cut++) {
		char kept[CELL_DIM_ROOM(sizeof bytes)] = "";
		struct dim_state state = {0};
		size_t n = keep(&state, kept, bytes, cut);

		n += keep(&state, kept + n, bytes + cut, sizeof bytes - cut);
		ck_assert_uint_eq(n, sizeof expected);
		ck_assert_str_eq(kept, expected);
	}
}
END_TEST

START_TEST(each_look_is_named_with_its_columns)
{
	show("\033[2mdim\033[0m \033[1;31mred one\033[0m  \033[33;1mof\033[0m\r\n"
	     "\033[7m  \xe5\x8d\xb0 \033[0m\033[32mgreen\033[0m \033[36;7mF1\033[0m");
	expect_attributes("  1   1-3   dim            dim\n"
			  "  1   5-11  red bold       red one\n"
			  "  1  14-15  yellow bold    of\n"
			  "  2   1-5   reverse          \xe5\x8d\xb0\n"
			  "  2   6-10  green          green\n"
			  "  2  12-13  cyan reverse   F1\n");
}
END_TEST

/* A bold blank looks like any other. */
START_TEST(blanks_have_no_look_but_reverse)
{
	show("\033[1m   \033[31m \033[0m \033[7m  \033[0m");
	expect_attributes("  1   6-7   reverse\n");
}
END_TEST

START_TEST(a_picture_keeps_columns_and_escapes_what_markup_is)
{
	show("\033[1ma<b&c\033[0m \xe5\x8d\xb0\xe9\x91\x91  \xe2\x94\x80\xe2\x94\x80");
	char *picture = picture_svg(screen, ROWS, COLUMNS, (VTermPos){.row = -1}, "T");

	ck_assert_ptr_nonnull(strstr(picture, "<title>T</title>"));
	ck_assert_ptr_nonnull(strstr(picture,
				     "<text x=\"14.0\" y=\"27.7\" class=\"b\" textLength=\"42.0\" "
				     "lengthAdjust=\"spacingAndGlyphs\">a&lt;b&amp;c</text>"));
	ck_assert_ptr_nonnull(strstr(picture,
				     "<text x=\"64.4\" y=\"27.7\" class=\"w\" textLength=\"33.6\">"
				     "\xe5\x8d\xb0\xe9\x91\x91</text>"));
	ck_assert_ptr_nonnull(
		strstr(picture, "<rect x=\"114.8\" y=\"23.0\" width=\"16.8\" height=\"1.0\"/>"));
	ck_assert_ptr_null(strstr(picture, "class=\"k\""));
	free(picture);
}
END_TEST

START_TEST(what_changes_from_run_to_run_is_not_in_a_picture)
{
	char *pictures[2];
	const char *pages[] = {
		"serial 0123 4567 89ab, 1,234 bytes, /tmp/inkan-0000123/store/backups/ it is",
		"serial ffff aaaa bbbb, 9,999 bytes, /tmp/inkan-9999999/store/backups/ it is"};

	for (int i = 0; i < 2; i++) {
		show(pages[i]);
		pictures[i] = picture_svg(screen, ROWS, COLUMNS, (VTermPos){0}, "T");
		end();
		begin();
	}
	ck_assert_str_eq(pictures[0], pictures[1]);
	ck_assert_ptr_null(strstr(pictures[0], "/tmp"));
	free(pictures[0]);
	free(pictures[1]);
}
END_TEST

Suite *suite_cells(void)
{
	Suite *suite = suite_create("cells");
	TCase *all = tcase_create("cells");

	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, dim_is_kept_wherever_the_bytes_are_cut);
	tcase_add_test(all, each_look_is_named_with_its_columns);
	tcase_add_test(all, blanks_have_no_look_but_reverse);
	tcase_add_test(all, a_picture_keeps_columns_and_escapes_what_markup_is);
	tcase_add_test(all, what_changes_from_run_to_run_is_not_in_a_picture);
	suite_add_tcase(suite, all);
	return suite;
}
