/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.c: keys, pastes and sequences as terminals really send them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

START_TEST(a_sequence_cut_at_any_byte_is_still_one_key)
{
	static const char *const next[] = {"\033[19~",
					   "\0338"}; /* F8, and Esc 8 where F keys do not arrive */
	const char *keys = next[_i];

	for (size_t cut = 1; cut < strlen(keys); cut++) {
		struct console *c = wizard_start("en", 80, 24);

		console_wait(c, english.start);
		console_send(c, keys, cut);
		if (cut == 1)
			console_wait(c, "Esc"); /* the hint: the next byte decides, however late */
		console_send(c, keys + cut, strlen(keys) - cut);
		console_wait(c, english.identity);
		console_kill(c);
	}
}
END_TEST

START_TEST(every_form_of_a_function_key_is_understood)
{
	/* F2 as xterm, rxvt, the Linux console and Esc 2 send it: each time the language changes.
	 */
	static const char *const encodings[] = {"\033OQ", "\033[12~", "\033[[B", "\0332"};
	struct console *c = wizard_start("en", 80, 24);

	console_wait(c, english.start);
	for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
		console_send(c, encodings[i], strlen(encodings[i]));
		console_wait(c, i % 2 ? english.start : japanese.start);
	}
	console_kill(c);
}
END_TEST

START_TEST(unknown_sequences_leave_no_trace)
{
	static const char *const noise[] = {
		"\033[?62;1;2c", "\033[99~", "\033[1;9X", "\033OX", "\033[<0;3;3M",
		/* Alt and b; what a terminal answers; a mouse */
		"\033b", "\033]11;rgb:0000/0000/0000\007", "\033P>|XTerm(370)\033\\", "\033[M !!",
		"\033[?2004;1$y", "\033[98;3u", "\033[98;1:3u"};
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>a");
	for (size_t i = 0; i < sizeof noise / sizeof noise[0]; i++)
		console_send(c, noise[i], strlen(noise[i]));
	console_type(c, "b.example.jp");
	console_wait(c, "ab.example.jp");
	console_kill(c);
}
END_TEST

/* Alt and an arrow, as PuTTY and rxvt send it: neither Back, nor text in a password. */
START_TEST(two_escs_and_an_arrow_are_one_key)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_type(c, PASSWORD);
	console_send(c, "\033\033[B", 4);
	console_type(c, PASSWORD);
	console_wait(c, english.same);
	console_send(c, "\033\033", 2);
	console_wait(c, english.identity);
	console_kill(c);
}
END_TEST

START_TEST(a_paste_whose_end_is_lost_is_said_and_can_be_stopped)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>a");
	console_send(c, "\033[200~bbb", 9);
	console_type(c, "<F10>");
	console_wait(c, "^C ^C stops it.");
	console_type(c, "<C-c>");
	console_wait(c, "^C once more");
	console_type(c, "<C-c>");
	console_wait(c, "The paste was dropped");
	console_type(c, "c.example.jp");
	console_wait(c, "ac.example.jp");
	console_kill(c);
}
END_TEST

START_TEST(a_password_may_be_pasted_with_its_line_end)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_paste(c, PASSWORD "\n");
	console_type(c, "<Enter>");
	console_paste(c, PASSWORD "\r\n");
	console_wait(c, english.same);
	console_kill(c);
}
END_TEST

START_TEST(what_was_cleared_comes_back)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>typed.example.jp<C-u>");
	console_wait_gone(c, "typed.example.jp");
	console_send(c, "\037", 1);
	console_wait(c, "typed.example.jp");
	console_kill(c);
}
END_TEST

START_TEST(a_newline_in_a_paste_presses_nothing)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_paste(c, "correct horse\nbattery 9\n");
	console_wait(c, "line break");
	ck_assert(console_shows(c, english.password));
	console_kill(c);
}
END_TEST

START_TEST(a_pasted_name_arrives_whole)
{
	char name[202];
	struct console *c = wizard_start("en", 80, 24);

	memset(name, 'a', sizeof name);
	for (size_t i = 50; i < 200; i += 50)
		name[i] = '.';
	strcpy(name + 190, ".last.jp");
	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>");
	console_paste(c, name);
	console_wait(c, ".last.jp");
	console_type(c, "<Home>");
	console_wait(c, "aaaaaaaaaaaaaaaaaaaa");
	console_kill(c);
}
END_TEST

START_TEST(the_password_is_never_on_the_screen)
{
	struct console *c = wizard_start("en", 80, 24);
	size_t size;

	wizard_reach(c, &english, "backup");
	console_output(c, &size);
	ck_assert_ptr_null(memmem(console_output(c, NULL), size, "horse", 5));
	console_type(c, "<F7><C-r>");
	console_wait(c, PASSWORD); /* the operator asked */
	console_type(c, "<C-r>");
	console_wait_gone(c, PASSWORD);
	console_kill(c);
}
END_TEST

START_TEST(wide_digits_choose_and_wide_names_are_narrowed)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start("ja", 80, 24);
	console_wait(c, japanese.start);
	console_type(c, "６<Enter>");
	console_wait(c, "使用中の証明書の内容です。");
	console_kill(c);
	c = wizard_start("ja", 80, 24);
	wizard_reach(c, &japanese, "identity");
	console_type(c, "<C-u>ｍａｉｌ．ｅｘａｍｐｌｅ。ｊｐ");
	console_wait(c, "半角に変換して使用します");
	console_kill(c);
}
END_TEST

START_TEST(the_screen_follows_every_size)
{
	struct console *c = wizard_start("en", 80, 24);
	static const int sizes[][2] = {{132, 50}, {60, 16},  {72, 20},
				       {71, 17},  {200, 16}, {80, 24}};

	wizard_reach(c, &english, "identity");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		console_resize(c, sizes[i][0], sizes[i][1]);
		console_wait(c, english.identity);
		console_wait(c, "F10");
	}
	console_resize(c, 52, 12);
	console_wait(c, "60x16");
	console_wait(c, "52x12");
	console_type(c, "x"); /* nothing is typed blindly into a field */
	console_resize(c, 1, 1);
	console_resize(c, 80, 24);
	console_wait(c, english.identity);
	console_wait(c, "srv01.example.jp");
	ck_assert(!console_shows(c, "srv01.example.jpx"));
	console_kill(c);
}
END_TEST

START_TEST(q_on_a_window_too_small_asks_before_anything_typed_is_lost)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>typed.example.jp");
	console_resize(c, 40, 10);
	console_wait(c, "press q to quit");
	console_type(c, "q");
	console_wait(c, "Quit? What you typed is lost.");
	console_type(c, "n");
	console_wait(c, "press q to quit");
	console_resize(c, 80, 24);
	console_wait(c, "typed.example.jp");
	console_resize(c, 40, 10);
	console_wait(c, "press q to quit");
	console_type(c, "q");
	console_wait(c, "Quit? What you typed is lost.");
	console_type(c, "y");
	ck_assert_int_eq(console_end(c), 1);
}
END_TEST

/* Where nobody tells of a new size, as on a serial line, the operator does. */
START_TEST(redrawing_reads_the_size_again)
{
	char start[512];
	const char *arguments[] = {"-c", start, NULL};
	struct console_setup setup = {.arguments = arguments, .program = "/bin/sh"};
	struct console *c;

	snprintf(start, sizeof start, "trap '' WINCH; exec '%s' --lang en --store %s",
		 getenv("INKAN"), world_store());
	c = console_start(&setup);
	wizard_reach(c, &english, "identity");
	console_resize(c, 52, 12);
	console_type(c, "<C-l>");
	console_wait(c, "this window is 52x12");
	console_resize(c, 100, 30);
	console_type(c, "<C-l>");
	console_wait(c, english.identity);
	console_wait(c, "F10");
	console_kill(c);
}
END_TEST

START_TEST(all_keys_have_one_page_of_help_behind_the_field)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<F1>");
	console_wait(c, "F1: all keys.");
	ck_assert(!console_shows(c, "Shift-Tab"));
	console_type(c, "<F1>");
	console_wait(c, "Shift-Tab");
	console_type(c, "<End>");
	console_wait(c, "Ctrl-Z");
	console_type(c, "<F1>");
	console_wait(c, "F1: all keys.");
	console_type(c, "<Enter>");
	console_wait(c, english.identity);
	/* A button has no more to say than what it does, and says that there, too. */
	console_type(c, "<S-Tab><F1>");
	console_wait(c, "F1: all keys.");
	console_wait(c, "Checks this page and goes on.");
	console_kill(c);
}
END_TEST

/* A password that is on its way when the wizard is ended is no command of the shell. */
START_TEST(what_is_typed_when_the_wizard_ends_never_reaches_the_shell)
{
	char start[512];
	const char *arguments[] = {"-c", start, NULL};
	struct console_setup setup = {.arguments = arguments, .program = "/bin/sh"};
	struct console *c;

	snprintf(start, sizeof start, "'%s' --lang en --store %s; read line; echo \"got: $line\"",
		 getenv("INKAN"), world_store());
	c = console_start(&setup);
	wizard_reach(c, &english, "password");
	world_run(NULL, "pkill -STOP -P %zu", console_pid(c));
	console_type(c, PASSWORD "<Enter>");
	world_run(NULL, "pkill -TERM -P %zu; pkill -CONT -P %zu", console_pid(c), console_pid(c));
	console_wait(c, "Terminated");
	console_type(c, "next");
	console_send(c, "\n", 1);
	console_wait(c, "got: next");
	console_kill(c);
}
END_TEST

Suite *suite_keys(void)
{
	Suite *suite = suite_create("keys");
	TCase *all = tcase_create("keys");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_sequence_cut_at_any_byte_is_still_one_key, 0, 2);
	tcase_add_test(all, every_form_of_a_function_key_is_understood);
	tcase_add_test(all, unknown_sequences_leave_no_trace);
	tcase_add_test(all, two_escs_and_an_arrow_are_one_key);
	tcase_add_test(all, a_paste_whose_end_is_lost_is_said_and_can_be_stopped);
	tcase_add_test(all, a_password_may_be_pasted_with_its_line_end);
	tcase_add_test(all, what_was_cleared_comes_back);
	tcase_add_test(all, a_newline_in_a_paste_presses_nothing);
	tcase_add_test(all, a_pasted_name_arrives_whole);
	tcase_add_test(all, the_password_is_never_on_the_screen);
	tcase_add_test(all, wide_digits_choose_and_wide_names_are_narrowed);
	tcase_add_test(all, the_screen_follows_every_size);
	tcase_add_test(all, q_on_a_window_too_small_asks_before_anything_typed_is_lost);
	tcase_add_test(all, redrawing_reads_the_size_again);
	tcase_add_test(all, what_is_typed_when_the_wizard_ends_never_reaches_the_shell);
	tcase_add_test(all, all_keys_have_one_page_of_help_behind_the_field);
	suite_add_tcase(suite, all);
	return suite;
}
