/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.c: what surrounds a page, on the real terminal: colours, signs, widths, questions. */
#include "config.h"

#include <string.h>

#include "program/wizard.h"

static struct console *start(const char *const *environment, const char *lang, int columns,
			     int rows)
{
	const char *arguments[] = {"--store", world_store(), "--lang", lang, NULL};
	struct console_setup setup = {.columns = columns,
				      .rows = rows,
				      .arguments = arguments,
				      .environment = environment};

	return console_start(&setup);
}

/* Whether the program ever asked for a colour: a sequence of attributes that holds 30 to 37. */
static bool has_colour(struct console *c)
{
	const char *at = console_output(c, NULL);

	while ((at = strstr(at, "\033[")) != NULL) {
		size_t size = strspn(at += 2, "0123456789;");
		for (size_t i = 0; at[size] == 'm' && i + 1 < size; i++)
			if (at[i] == '3' && at[i + 1] >= '0' && at[i + 1] <= '7'
			    && (i == 0 || at[i - 1] == ';'))
				return true;
	}
	return false;
}

START_TEST(no_color_takes_the_colours_away_and_nothing_else)
{
	static const char *const settings[] = {"NO_COLOR=1", "NO_COLOR=", "NO_COLOR"};
	const char *environment[] = {settings[_i], NULL};
	struct console *c = start(environment, "en", 80, 24);

	console_wait(c, "Enter Next  F1 Help");
	ck_assert_int_eq(has_colour(c), _i > 0);
	ck_assert(console_shows(c, " > Start"));
	console_kill(c);
}
END_TEST

START_TEST(with_ascii_nothing_else_is_sent)
{
	const char *arguments[] = {"--ascii", "--lang", "en", "--store", world_store(), NULL};
	struct console_setup setup = {.arguments = arguments};
	struct console *c = console_start(&setup);
	size_t size;

	wizard_reach(c, &english, "review");
	console_wait(c, "F2 Japanese");
	console_output(c, &size);
	for (size_t i = 0; i < size; i++)
		ck_assert_uint_lt((unsigned char)console_output(c, NULL)[i], 0x80);
	console_kill(c);
}
END_TEST

/* There the cell behind the last one is the first of the next line. */
START_TEST(a_terminal_that_wraps_at_once_gets_no_last_column)
{
	const char *environment[] = {"TERM=ansi", NULL};
	struct console *c = start(environment, "en", 80, 24);

	console_wait(c, "F10 Quit");
	console_wait(c, "1/6\n");
	console_kill(c);
}
END_TEST

/* The answer comes whenever it comes; only the first one was asked for. */
START_TEST(a_terminal_that_draws_lines_two_cells_wide_gets_ascii_ones)
{
	static const struct {
		const char *answer;
		bool ascii;
	} cases[] = {{"\033[24;3R", true}, {"\033[24;2R\033[24;3R", false}, {"", false}};
	struct console *c = start(NULL, "ja", 80, 24);

	console_wait(c, "F10 終了");
	console_send(c, cases[_i].answer, strlen(cases[_i].answer));
	console_type(c, "<Enter>");
	console_wait(c, japanese.identity);
	console_wait(c, "F7 戻る");
	ck_assert_int_eq(console_shows(c, "--------"), cases[_i].ascii);
	ck_assert_int_eq(console_shows(c, "│"), !cases[_i].ascii);
	console_wait(c, "srv01.example.jp__");
	console_kill(c);
}
END_TEST

START_TEST(half_width_kana_are_drawn_with_their_marks)
{
	struct console *c = start(NULL, _i ? "ja" : "en", 80, 24);

	wizard_reach(c, _i ? &japanese : &english, "identity");
	console_type(c, "<Down><Down>株式会社ﾊﾞﾝｸ ﾊﾟ");
	console_wait(c, "株式会社ﾊﾞﾝｸ ﾊﾟ__");
	console_kill(c);
}
END_TEST

START_TEST(a_question_leaves_the_page_to_be_seen)
{
	struct console *c = start(NULL, "en", _i ? 60 : 80, _i ? 16 : 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "x<F10>");
	console_wait(c, "[ Yes ]  [ No ]");
	console_wait(c, english.identity);
	console_wait(c, "srv01.example.jpx");
	console_type(c, "n");
	console_wait_gone(c, "[ Yes ]");
	console_wait(c, "srv01.example.jpx");
	/* A question of the wizard itself, about the page that was left. */
	console_type(c, "<BS><F8>");
	console_wait(c, english.password);
	console_type(c, "aaaaaaaaaaaa<Tab>aaaaaaaaaaaa<F8>");
	console_wait(c, "[ Yes ]  [ No ]");
	console_wait(c, english.password);
	console_resize(c, 70, 20);
	console_wait(c, english.password);
	console_wait(c, "[ Yes ]  [ No ]");
	console_kill(c);
}
END_TEST

START_TEST(the_start_page_scrolls_at_the_smallest_size)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	world_make_certificate("srv01.example.jp");
	c = start(NULL, "en", 60, 16);
	console_wait(c, "more: PgDn");
	ck_assert(!console_shows(c, "[ Next ]"));
	console_type(c, "<PgDn>");
	console_wait(c, "[ Next ]");
	console_wait(c, "Look at the certificates");
	console_wait(c, "Go back to an earlier one");
	console_type(c, "<PgUp>");
	console_wait(c, english.start);
	console_wait(c, "(*) 1 Generate");
	/* From the button, too. */
	console_type(c, "<Tab>");
	console_wait(c, "[ Next ]");
	console_type(c, "<PgUp>");
	console_wait(c, english.start);
	console_kill(c);
}
END_TEST

START_TEST(a_wide_window_shows_the_details_of_itself)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = start(NULL, "en", 80, 43);
	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	ck_assert(!console_shows(c, "SHA-1"));
	console_resize(c, 110, 43);
	console_wait(c, "SHA-1");
	console_type(c, "<F3>");
	console_wait_gone(c, "SHA-1");
	console_kill(c);
}
END_TEST

Suite *suite_frame(void)
{
	Suite *suite = suite_create("frame");
	TCase *all = tcase_create("frame");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, no_color_takes_the_colours_away_and_nothing_else, 0, 3);
	tcase_add_test(all, with_ascii_nothing_else_is_sent);
	tcase_add_test(all, a_terminal_that_wraps_at_once_gets_no_last_column);
	tcase_add_loop_test(all, a_terminal_that_draws_lines_two_cells_wide_gets_ascii_ones, 0, 3);
	tcase_add_loop_test(all, half_width_kana_are_drawn_with_their_marks, 0, 2);
	tcase_add_loop_test(all, a_question_leaves_the_page_to_be_seen, 0, 2);
	tcase_add_test(all, the_start_page_scrolls_at_the_smallest_size);
	tcase_add_test(all, a_wide_window_shows_the_details_of_itself);
	suite_add_tcase(suite, all);
	return suite;
}
