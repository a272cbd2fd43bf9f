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

/* The blank that ends a question is on no screen's text. */
static bool is_asking(struct console *c, void *self)
{
	static const char question[] = "\r\nNumber (Enter for 1): ";
	const size_t length = sizeof question - 1;
	size_t size;
	const char *said = console_output(c, &size);

	(void)self;
	return size > length && strcmp(said + size - length, question) == 0;
}

/* What cannot be drawn on says why in one line, and has the pages line by line; nothing of a screen
 * is ever sent there. */
START_TEST(a_terminal_that_cannot_be_drawn_on_has_its_pages_line_by_line)
{
	static const char *const terms[][2] = {
		{"TERM=dumb", "inkan: This terminal (dumb) cannot place its cursor."},
		{"TERM=unknown", "does not know the terminal type unknown."},
		{"TERM=vt9000", "does not know the terminal type vt9000."},
		{"TERM=", "inkan: TERM is not set."},
		{"TERM", "inkan: TERM is not set."},
	};
	const char *environment[] = {terms[_i][0], NULL};
	struct console *c = start_in(environment, NULL);

	ck_assert_msg(console_until(c, is_asking, NULL), "nothing was asked:\n%s",
		      console_output(c, NULL));
	ck_assert_ptr_nonnull(strstr(console_output(c, NULL), terms[_i][1]));
	ck_assert_ptr_null(strchr(console_output(c, NULL), '\033'));
	console_type(c, "<C-d>");
	ck_assert_int_eq(console_end(c), 1);
}
END_TEST

/* Terminals newer than the server: nobody has to know what to type, and one line says what was
 * done. */
START_TEST(a_modern_terminal_that_is_not_known_is_taken_for_the_usual_one)
{
	static const char *const terms[] = {
		"TERM=xterm-kitty", "TERM=xterm-ghostty", "TERM=foot",           "TERM=wezterm",
		"TERM=contour",     "TERM=rio",           "TERM=nobody-256color"};
	const char *environment[] = {"TERMINFO=/nowhere", terms[_i], NULL};
	struct console *c = start_in(environment, "en");
	size_t size;

	console_wait(c, english.start);
	ck_assert_ptr_nonnull(strstr(console_output(c, &size), "it is taken for xterm-256color"));
	console_type(c, "<F10>");
	console_wait(c, "Nothing was changed.");
	console_wait(c, terms[_i] + strlen("TERM="));
	ck_assert_int_eq(console_end(c), 1);
}
END_TEST

START_TEST(without_a_terminal_no_screen_is_opened)
{
	int status;
	const char *said = world_run(&status,
				     "env -u SSH_CONNECTION '%s' --store %s 2>&1 </dev/null",
				     getenv("INKAN"), world_store());

	ck_assert_int_eq(status, 2);
	ck_assert_ptr_nonnull(strstr(said, "INK-1112"));
	ck_assert_ptr_nonnull(strstr(said, "--answers"));
}
END_TEST

START_TEST(a_command_of_ssh_is_told_how_it_gets_a_terminal)
{
	int status;
	const char *said = world_run(
		&status,
		"SSH_CONNECTION='192.0.2.1 1 192.0.2.7 22' '%s' --store %s 2>&1 </dev/null",
		getenv("INKAN"), world_store());

	ck_assert_int_eq(status, 2);
	ck_assert_ptr_nonnull(strstr(said, "ssh -t HOST inkan"));
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

/* What each of them sends for F2, Down, Shift-Tab and F8: NULL where it has no such key. */
static const struct {
	const char *term, *f2, *down, *back_tab, *f8;
} usual[] = {
	{"TERM=xterm", "\033OQ", "\033OB", "\033[Z", "\033[19~"},
	{"TERM=xterm-256color", "\033OQ", "\033OB", "\033[Z", "\033[19~"},
	{"TERM=screen", "\033OQ", "\033OB", "\033[Z", "\033[19~"},
	{"TERM=tmux", "\033OQ", "\033OB", "\033[Z", "\033[19~"},
	{"TERM=tmux-256color", "\033OQ", "\033OB", "\033[Z", "\033[19~"},
	{"TERM=linux", "\033[[B", "\033[B", "\033\t", "\033[19~"},
	{"TERM=vt100", "\033OQ", "\033OB", NULL, "\0338"},
	{"TERM=vt220", "\033OQ", "\033[B", NULL, "\033[19~"},
	{"TERM=putty", "\033[12~", "\033OB", "\033[Z", "\033[19~"},
	{"TERM=rxvt", "\033[12~", "\033[B", "\033[Z", "\033[19~"},
	{"TERM=ansi", "\0332", "\033[B", "\033[Z", "\0338"},
	{"TERM=cons25", "\033[N", "\033[B", "\033[Z", "\033[T"},
};
enum { USUAL = sizeof usual / sizeof usual[0] };

/* Whether this machine describes the terminal; Debian keeps the rare ones in ncurses-term. */
static bool is_described(const char *term)
{
	int status;

	world_run(&status, "infocmp %s >/dev/null 2>&1", term);
	return status == 0;
}

static void send_key(struct console *c, const char *bytes)
{
	console_send(c, bytes, strlen(bytes));
}

START_TEST(every_usual_terminal_has_its_picture_and_its_keys)
{
	const char *environment[] = {usual[_i].term, NULL};
	struct console *c;

	if (!is_described(usual[_i].term + strlen("TERM=")))
		return;
	world_make_certificate("srv01.example.jp");
	c = start_in(environment, "en");
	console_wait(c, english.start);
	console_wait(c, "F10 Quit");
	send_key(c, usual[_i].f2);
	console_wait(c, japanese.start);
	send_key(c, usual[_i].f2);
	console_wait(c, english.start);
	send_key(c, usual[_i].down);
	if (usual[_i].back_tab) {
		console_type(c, "<Tab>");
		send_key(c, usual[_i].back_tab);
	}
	send_key(c, usual[_i].down);
	console_type(c, "<Up><Up>");
	send_key(c, usual[_i].f8);
	console_wait(c, english.identity);
	console_type(c, "<F10>");
	console_kill(c);
}
END_TEST

/* The screen in ASCII, less its last column, which some terminals cannot write into; caller frees.
 */
static char *picture_of(struct console *c)
{
	char *picture = strdup(console_screen(c));
	char *to = picture;
	int column = 0;

	for (const char *from = picture; *from; from++) {
		column = *from == '\n' ? 0 : column + 1;
		if (column < 80)
			*to++ = *from;
	}
	*to = '\0';
	return picture;
}

/* The same first page, cell by cell, on whatever it is drawn. */
START_TEST(the_picture_is_the_same_on_every_terminal)
{
	const char *arguments[] = {"--ascii", "--lang", "en", "--store", world_store(), NULL};
	const char *environment[] = {usual[_i].term, NULL};
	struct console_setup setup = {.arguments = arguments};
	struct console *c = console_start(&setup);
	char *expected, *picture;

	console_wait(c, english.start);
	console_wait(c, "F10 Quit");
	expected = picture_of(c);
	console_kill(c);
	if (is_described(usual[_i].term + strlen("TERM="))) {
		setup.environment = environment;
		c = console_start(&setup);
		console_wait(c, english.start);
		console_wait(c, "F10 Quit");
		picture = picture_of(c);
		ck_assert_str_eq(picture, expected);
		free(picture);
		console_kill(c);
	}
	free(expected);
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
	size_t size;

	console_wait(c, "F10");
	ck_assert_ptr_nonnull(strstr(console_screen(c), "----"));
	ck_assert(console_shows(c, "F2 Japanese"));
	wizard_reach(c, &english, "review");
	console_output(c, &size);
	for (size_t i = 0; i < size; i++)
		ck_assert_int_lt((unsigned char)console_output(c, NULL)[i], 0x80);
	console_kill(c);
}
END_TEST

Suite *suite_terminals(void)
{
	Suite *suite = suite_create("terminals");
	TCase *all = tcase_create("terminals");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_terminal_that_cannot_be_drawn_on_has_its_pages_line_by_line, 0,
			    5);
	tcase_add_loop_test(all, a_modern_terminal_that_is_not_known_is_taken_for_the_usual_one, 0,
			    7);
	tcase_add_test(all, without_a_terminal_no_screen_is_opened);
	tcase_add_test(all, a_command_of_ssh_is_told_how_it_gets_a_terminal);
	tcase_add_loop_test(all, japanese_works_where_no_japanese_locale_exists, 0, 5);
	tcase_add_test(all, the_locale_alone_chooses_japanese);
	tcase_add_loop_test(all, a_console_that_cannot_draw_japanese_starts_in_english, 0, 2);
	tcase_add_loop_test(all, every_usual_terminal_has_its_picture_and_its_keys, 0, USUAL);
	tcase_add_loop_test(all, the_picture_is_the_same_on_every_terminal, 0, USUAL);
	tcase_add_loop_test(all, the_last_page_does_not_stay_on_the_screen, 0, 3);
	tcase_add_test(all, ascii_lines_are_ascii);
	suite_add_tcase(suite, all);
	return suite;
}
