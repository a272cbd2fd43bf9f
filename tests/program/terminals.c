/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminals.c: terminals and locales as servers really have them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

static struct console *start_in(const char *const *environment, const char *lang)
{
	const char *with[] = {"--store", world_store(), "--lang", lang, NULL};
	const char *without[] = {"--store", world_store(), NULL};
	struct console_setup setup = {.arguments = lang ? with : without,
				      .environment = environment};

	return console_start(&setup);
}

START_TEST(a_terminal_without_a_movable_cursor_gets_one_sentence)
{
	static const char *const terms[] = {"TERM=dumb", "TERM=unknown-thing", "TERM=", "TERM"};
	const char *environment[] = {terms[_i], NULL};
	struct console *c = start_in(environment, NULL);

	console_wait(c, "INK-1113");
	ck_assert_int_eq(console_end(c), 2);
}
END_TEST

START_TEST(without_a_terminal_no_screen_is_opened)
{
	int status;
	const char *said = world_run(&status, "'%s' --store %s 2>&1 </dev/null", getenv("INKAN"),
				     world_store());

	ck_assert_int_eq(status, 2);
	ck_assert_ptr_nonnull(strstr(said, "INK-1112"));
	ck_assert_ptr_nonnull(strstr(said, "--answers"));
}
END_TEST

START_TEST(japanese_works_where_no_japanese_locale_exists)
{
	static const char *const locales[][4] = {
		{"LANG", NULL},
		{"LANG=C", NULL},
		{"LC_ALL=POSIX", NULL},
		{"LANG=ja_JP.UTF-8", NULL},
		{"LC_ALL=C", "LANGUAGE=en", NULL},
	};
	struct console *c = start_in(locales[_i], "ja");

	console_wait(c, japanese.start);
	console_wait(c, "F10 終了");
	console_kill(c);
}
END_TEST

START_TEST(the_locale_alone_chooses_japanese)
{
	const char *environment[] = {"LANG=ja_JP.UTF-8", NULL};
	struct console *c = start_in(environment, NULL);

	console_wait(c, japanese.start);
	console_kill(c);
}
END_TEST

START_TEST(a_console_that_cannot_draw_japanese_starts_in_english)
{
	static const char *const cases[][3] = {{"TERM=linux", "LANG=ja_JP.UTF-8", NULL},
					       {"LANG=C", "LC_ALL=C", NULL}};
	struct console *c = start_in(cases[_i], NULL);
	size_t size;

	console_wait(c, english.start);
	console_wait(c, "F2 Japanese");
	console_output(c, &size);
	for (size_t i = 0; i < size; i++)
		ck_assert_int_lt((unsigned char)console_output(c, NULL)[i],
				 0xe3); /* no kanji, no kana */
	console_kill(c);
}
END_TEST

START_TEST(every_usual_terminal_shows_the_first_page)
{
	static const char *const terms[] = {"TERM=linux", "TERM=vt100", "TERM=screen",
					    "TERM=tmux-256color", "TERM=xterm"};
	const char *environment[] = {terms[_i], NULL};
	struct console *c = start_in(environment, "en");

	console_wait(c, english.start);
	console_wait(c, "F10 Quit");
	console_type(c, "<Enter>");
	console_wait(c, english.identity);
	console_kill(c);
}
END_TEST

START_TEST(the_last_page_does_not_stay_on_the_screen)
{
	static const char *const terms[] = {"TERM=linux", "TERM=vt100", "TERM=xterm"};
	const char *environment[] = {terms[_i], NULL};
	struct console *c = start_in(environment, "en");
	static const char said[] = "inkan: Nothing was changed.\n";

	console_wait(c, english.start);
	console_type(c, "<F10>");
	console_wait(c, "Nothing was changed.");
	ck_assert_msg(strncmp(console_screen(c), said, sizeof(said) - 1) == 0, "%s",
		      console_screen(c));
	ck_assert(!console_shows(c, english.start));
	ck_assert(!console_shows(c, "F10 Quit"));
	ck_assert_ptr_null(strstr(console_output(c, NULL), "$<"));
	ck_assert_int_eq(console_end(c), 1);
}
END_TEST

START_TEST(ascii_lines_are_ascii)
{
	const char *arguments[] = {"--ascii", "--lang", "en", "--store", world_store(), NULL};
	struct console_setup setup = {.arguments = arguments};
	struct console *c = console_start(&setup);
	const char *screen;

	console_wait(c, "F10");
	screen = console_screen(c);
	ck_assert_ptr_nonnull(strstr(screen, "----"));
	console_kill(c);
}
END_TEST

Suite *suite_terminals(void)
{
	Suite *suite = suite_create("terminals");
	TCase *all = tcase_create("terminals");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_terminal_without_a_movable_cursor_gets_one_sentence, 0, 4);
	tcase_add_test(all, without_a_terminal_no_screen_is_opened);
	tcase_add_loop_test(all, japanese_works_where_no_japanese_locale_exists, 0, 5);
	tcase_add_test(all, the_locale_alone_chooses_japanese);
	tcase_add_loop_test(all, a_console_that_cannot_draw_japanese_starts_in_english, 0, 2);
	tcase_add_loop_test(all, every_usual_terminal_shows_the_first_page, 0, 5);
	tcase_add_loop_test(all, the_last_page_does_not_stay_on_the_screen, 0, 3);
	tcase_add_test(all, ascii_lines_are_ascii);
	suite_add_tcase(suite, all);
	return suite;
}
