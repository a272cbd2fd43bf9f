/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.c: a made password can be read and noted, and no password is shown where nobody asked
 * for it. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

/* What the password page says of one that was made. */
static const struct said {
	const struct words *words;
	const char *here, *hidden, *label, *show, *hide, *wrong, *more, *rest;
} said[] = {
	{&english, "Here is your new password.", "The password was made for you. ^R shows it.",
	 "Its first 4 and last 4", "[ Show ^R ]", "[ Hide ^R ]", "Not the same.",
	 "Type the first 4 and last 4", "Typed so far: 4 of 8 characters."},
	{&japanese, "自動生成したパスワードです。", "自動生成したパスワードを使用します。",
	 "先頭4文字と末尾4文字", "[ 表示 ^R ]", "[ 隠す ^R ]", "一致しません。",
	 "控えの先頭4文字と末尾4文字を", "8文字中4文字です。"},
};

enum { LANGUAGES = 2 };

static const int sizes[][2] = {{60, 16}, {72, 24}, {80, 24}, {81, 24}, {82, 24}, {100, 30}};

enum { SIZES = sizeof sizes / sizeof sizes[0] };

static bool stands_whole(struct console *c, void *made)
{
	char shown[MADE + 1];

	return wizard_made(c, shown) && strcmp(shown, made) == 0;
}

/* The same once it is there; while a screen is painted anew it may be only half there. */
static void check_made(struct console *c, char made[MADE + 1])
{
	ck_assert_msg(console_until(c, stands_whole, made),
		      "%s is not whole on a line of its own:\n%s", made, console_screen(c));
}

static struct console *make_one(const struct said *expected, int columns, int rows,
				char made[MADE + 1])
{
	struct console *c = wizard_start(expected->words->lang, columns, rows);

	wizard_reach(c, expected->words, "password");
	console_type(c, "<Tab><Tab><Tab><Enter>");
	console_wait(c, expected->here);
	console_wait(c, expected->label);
	console_wait(c, "F10");
	wizard_wait_made(c, made);
	return c;
}

static void type_note(struct console *c, const char *made)
{
	char note[16];

	snprintf(note, sizeof note, "%.4s%s", made, made + MADE - 4);
	console_type(c, note);
}

START_TEST(a_made_password_stands_whole_on_its_line_at_every_size)
{
	const struct said *expected = &said[_i / SIZES];
	const int *size = sizes[_i % SIZES];
	char made[MADE + 1];
	struct console *c = make_one(expected, size[0], size[1], made);

	for (size_t i = 0; i < SIZES; i++) {
		console_resize(c, sizes[i][0], sizes[i][1]);
		console_type(c, "x<BS><C-l>"); /* it answers, so it has seen the new size */
		console_wait(c, expected->label);
		check_made(c, made);
	}
	console_type(c, "<F2>");
	console_wait(c, said[expected == said].here);
	check_made(c, made);
	console_kill(c);
}
END_TEST

START_TEST(a_made_password_must_be_noted_to_go_on)
{
	const struct said *expected = &said[_i];
	char made[MADE + 1];
	struct console *c = make_one(expected, 80, 24, made);

	console_type(c, "<F8>");
	console_wait(c, expected->more);
	console_type(c, "2345<F8>");
	console_wait(c, expected->rest);
	console_type(c, "<C-u>00000000<F8>");
	console_wait(c, expected->wrong);
	ck_assert(!console_shows(c, expected->words->backup));
	type_note(c, made); /* what is typed now takes the place of what was wrong */
	console_type(c, "<Enter>");
	console_wait(c, expected->words->backup);
	console_kill(c);
}
END_TEST

/* Who stops after the first 4 is asked for the rest, not for all of it again. */
START_TEST(what_is_typed_after_half_a_note_goes_on_behind_it)
{
	static const char *const next[] = {"<Enter>", "<F8>", "<Tab><S-Tab>"};
	const struct said *expected = &said[_i % LANGUAGES];
	char made[MADE + 1], start[5];
	struct console *c = make_one(expected, 80, 24, made);

	snprintf(start, sizeof start, "%.4s", made);
	console_type(c, start);
	console_type(c, next[_i / LANGUAGES]);
	console_wait(c, expected->rest);
	console_type(c, made + MADE - 4);
	console_wait_gone(c, expected->rest);
	console_type(c, "<F8>");
	console_wait(c, expected->words->backup);
	console_kill(c);
}
END_TEST

/* The lower rule offers PgDn there: it shows the rest of the page and changes neither the note nor
 * the password. */
START_TEST(a_look_at_the_rest_of_the_page_keeps_half_a_note)
{
	const struct said *expected = &said[_i];
	char made[MADE + 1], start[5];
	struct console *c = make_one(expected, 60, 16, made);

	snprintf(start, sizeof start, "%.4s", made);
	console_type(c, start);
	console_type(c, "<PgDn>");
	console_wait(c, expected->hide);
	console_type(c, made + MADE - 4);
	console_type(c, "<F8>");
	console_wait(c, expected->words->backup);
	console_kill(c);
}
END_TEST

START_TEST(a_made_password_is_hidden_once_its_page_was_left)
{
	const struct said *expected = &said[_i];
	char made[MADE + 1];
	struct console *c = make_one(expected, 80, 24, made);

	type_note(c, made);
	console_type(c, "<Enter>");
	console_wait(c, expected->words->backup);
	console_type(c, "<F7>");
	console_wait(c, expected->hidden);
	console_wait(c, expected->show);
	console_wait_gone(c, made);
	console_type(c, "<C-r>");
	console_wait(c, expected->hide);
	check_made(c, made);
	console_kill(c);
}
END_TEST

START_TEST(typing_ones_own_discards_what_was_made_and_hides_it)
{
	const struct said *expected = &said[_i];
	char made[MADE + 1];
	struct console *c = make_one(expected, 80, 24, made);

	console_type(c, "<Up>" PASSWORD);
	console_wait(c, expected->words->again);
	console_wait(c, expected->show);
	console_wait_gone(c, made);
	ck_assert(!console_shows(c, "correct horse"));
	console_type(c, "<Enter>" PASSWORD);
	console_wait(c, expected->words->same);
	console_type(c, "<Enter>");
	console_wait(c, expected->words->backup);
	console_kill(c);
}
END_TEST

START_TEST(what_was_shown_is_hidden_in_the_next_field_and_on_the_next_page)
{
	const struct said *expected = &said[_i];
	struct console *c = wizard_start(expected->words->lang, 80, 24);

	wizard_reach(c, expected->words, "password");
	console_type(c, PASSWORD "<C-r>");
	console_wait(c, "correct horse");
	console_type(c, "<Enter>" PASSWORD);
	console_wait(c, expected->words->same);
	console_wait_gone(c, "correct horse");
	console_type(c, "<C-r>");
	console_wait(c, "correct horse");
	console_type(c, "<Enter>");
	console_wait(c, expected->words->backup);
	console_type(c, "<F7>");
	console_wait(c, expected->show);
	ck_assert(!console_shows(c, "correct horse"));
	console_kill(c);
}
END_TEST

START_TEST(the_page_of_a_made_password_looks_as_agreed)
{
	const struct form *form = &forms[_i];
	char made[MADE + 1];
	struct console *c = make_one(&said[form->words == &japanese], form->columns, form->rows,
				     made);

	console_wait(c, "F10");
	wizard_compare(c, "made", _i);
	console_type(c, "<F1>");
	console_wait_gone(c, made);
	wizard_compare(c, "made-help", _i);
	console_kill(c);
}
END_TEST

Suite *suite_password(void)
{
	Suite *suite = suite_create("password");
	TCase *all = tcase_create("password");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_made_password_stands_whole_on_its_line_at_every_size, 0,
			    LANGUAGES * SIZES);
	tcase_add_loop_test(all, a_made_password_must_be_noted_to_go_on, 0, LANGUAGES);
	tcase_add_loop_test(all, what_is_typed_after_half_a_note_goes_on_behind_it, 0,
			    3 * LANGUAGES);
	tcase_add_loop_test(all, a_look_at_the_rest_of_the_page_keeps_half_a_note, 0, LANGUAGES);
	tcase_add_loop_test(all, a_made_password_is_hidden_once_its_page_was_left, 0, LANGUAGES);
	tcase_add_loop_test(all, typing_ones_own_discards_what_was_made_and_hides_it, 0, LANGUAGES);
	tcase_add_loop_test(all, what_was_shown_is_hidden_in_the_next_field_and_on_the_next_page, 0,
			    LANGUAGES);
	tcase_add_loop_test(all, the_page_of_a_made_password_looks_as_agreed, 0, FORMS);
	suite_add_tcase(suite, all);
	return suite;
}
