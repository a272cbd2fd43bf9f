/* SPDX-License-Identifier: GPL-3.0-or-later */
/* editor.c: tests of the line editor: characters as a reader sees them. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "front/tui/editor.h"
#include "suites.h"

/* か with its mark as a character of its own, as macOS sends it. */
#define GA "か\xe3\x82\x99"

static struct ik_editor line;

static void begin(void)
{
	memset(&line, 0, sizeof(line));
}

static void end(void)
{
	ik_editor_free(&line);
}

static void type(const char *text)
{
	ck_assert(ik_editor_insert(&line, text, strlen(text), NULL));
}

static void act(enum ik_action action)
{
	ck_assert_int_ne(ik_editor_act(&line, action), IK_EDITED_NOT);
}

static void shows(int width, bool masked, const char *expected, int column)
{
	int cursor = -1;
	char *view = ik_editor_view(&line, width, masked, &cursor);

	ck_assert_str_eq(view, expected);
	ck_assert_int_eq(cursor, column);
	free(view);
}

START_TEST(what_has_no_room_is_refused_whole)
{
	struct ik_error err = {0};
	char *flood = ik_alloc(IK_EDITOR_ROOM + 1);

	memset(flood, 'a', IK_EDITOR_ROOM);
	type("x");
	ck_assert(!ik_editor_insert(&line, flood, IK_EDITOR_ROOM, &err));
	ck_assert_int_eq(err.id, IK_E_TEXT_LONG);
	ck_assert_str_eq(ik_editor_text(&line), "x");
	free(flood);
}
END_TEST

START_TEST(a_secret_without_room_is_refused_whole)
{
	ik_secret *secret = ik_secret_new(8);
	struct ik_error err = {0};

	ik_editor_set_secret(&line, secret);
	type("abcd");
	ck_assert(!ik_editor_insert(&line, "efghi", 5, &err));
	ck_assert_int_eq(err.id, IK_E_SECRET_LONG);
	ck_assert_str_eq(ik_secret_data(secret), "abcd");
	ik_secret_free(secret);
}
END_TEST

START_TEST(keys_at_the_ends_of_a_line_change_nothing)
{
	act(IK_ACTION_ERASE);
	act(IK_ACTION_DELETE);
	act(IK_ACTION_LEFT);
	act(IK_ACTION_RIGHT);
	act(IK_ACTION_ERASE_WORD);
	ck_assert_str_eq(ik_editor_text(&line), "");
	ck_assert_int_eq(ik_editor_act(&line, IK_ACTION_ENTER), IK_EDITED_NOT);
}
END_TEST

START_TEST(erase_takes_a_whole_character)
{
	type("証" GA);
	act(IK_ACTION_ERASE);
	ck_assert_str_eq(ik_editor_text(&line), "証");
	act(IK_ACTION_ERASE);
	ck_assert_str_eq(ik_editor_text(&line), "");
}
END_TEST

START_TEST(delete_takes_the_character_under_the_cursor)
{
	type("a" GA "b");
	act(IK_ACTION_HOME);
	act(IK_ACTION_RIGHT);
	act(IK_ACTION_DELETE);
	ck_assert_str_eq(ik_editor_text(&line), "ab");
	ck_assert_uint_eq(line.at, 1);
}
END_TEST

START_TEST(text_is_inserted_at_the_cursor)
{
	type("証書");
	act(IK_ACTION_LEFT);
	type("明");
	ck_assert_str_eq(ik_editor_text(&line), "証明書");
	type("!");
	ck_assert_str_eq(ik_editor_text(&line), "証明!書");
}
END_TEST

START_TEST(a_mark_that_arrives_late_joins_its_character)
{
	type("か");
	type("\xe3\x82\x99");
	shows(6, false, GA "____", 2);
	act(IK_ACTION_LEFT);
	ck_assert_uint_eq(line.at, 0);
}
END_TEST

START_TEST(what_is_taken_back_leaves_the_rest)
{
	type("か");
	type("\xe3\x82\x99");
	ik_editor_take_back(&line, 3);
	ck_assert_str_eq(ik_editor_text(&line), "か");
}
END_TEST

START_TEST(lines_and_words_are_erased)
{
	type("one.two, three");
	act(IK_ACTION_ERASE_WORD);
	ck_assert_str_eq(ik_editor_text(&line), "one.two, ");
	act(IK_ACTION_ERASE_WORD);
	ck_assert_str_eq(ik_editor_text(&line), "one.");
	act(IK_ACTION_HOME);
	act(IK_ACTION_RIGHT);
	act(IK_ACTION_ERASE_END);
	ck_assert_str_eq(ik_editor_text(&line), "o");
	act(IK_ACTION_ERASE_LINE);
	ck_assert_str_eq(ik_editor_text(&line), "");
}
END_TEST

START_TEST(undo_takes_back_a_clear_and_itself)
{
	act(IK_ACTION_UNDO);
	ck_assert_str_eq(ik_editor_text(&line), "");
	type("srv01.example.jp");
	act(IK_ACTION_ERASE_LINE);
	ck_assert_str_eq(ik_editor_text(&line), "");
	type("x");
	act(IK_ACTION_UNDO);
	ck_assert_str_eq(ik_editor_text(&line), "srv01.example.jp");
	ck_assert_uint_eq(line.at, 16);
	act(IK_ACTION_UNDO);
	ck_assert_str_eq(ik_editor_text(&line), "x");
}
END_TEST

/* A key pressed twice must not cost what the first one cleared. */
START_TEST(a_clear_of_nothing_leaves_undo_as_it_was)
{
	static const enum ik_action clears[] = {IK_ACTION_ERASE_LINE, IK_ACTION_ERASE_END,
						IK_ACTION_ERASE_WORD};

	for (size_t i = 0; i < IK_COUNT(clears); i++) {
		ik_editor_set(&line, "one");
		if (clears[i] == IK_ACTION_ERASE_END)
			act(IK_ACTION_HOME);
		act(clears[i]);
		act(clears[i]);
		ik_editor_clear(&line);
		act(IK_ACTION_UNDO);
		ck_assert_str_eq(ik_editor_text(&line), "one");
	}
}
END_TEST

START_TEST(undo_brings_back_a_password_in_its_own_home)
{
	ik_secret *secret = ik_secret_new(64);

	ik_editor_set_secret(&line, secret);
	type("correct horse");
	ik_editor_clear(&line);
	type("b");
	act(IK_ACTION_UNDO);
	ck_assert_str_eq(ik_secret_data(secret), "correct horse");
	ck_assert_uint_eq(line.at, 13);
	ck_assert_uint_eq(line.cleared_text.size, 0);
	act(IK_ACTION_UNDO);
	ck_assert_str_eq(ik_secret_data(secret), "b");
	ik_secret_free(secret);
}
END_TEST

START_TEST(a_secret_is_one_star_a_character_and_its_words_stay_hidden)
{
	ik_secret *secret = ik_secret_new(64);

	ik_editor_set_secret(&line, secret);
	type("two 言" GA);
	shows(10, true, "******____", 6);
	shows(12, false, "two 言" GA "____", 8);
	act(IK_ACTION_LEFT);
	shows(10, true, "******____", 5);
	act(IK_ACTION_ERASE_WORD);
	ck_assert_str_eq(ik_secret_data(secret), GA);
	ik_secret_free(secret);
}
END_TEST

START_TEST(a_long_line_says_that_it_goes_on)
{
	ik_editor_set(&line, "/var/lib/inkan/backups/x.zip");
	shows(12, false, "<kups/x.zip_", 11);
	act(IK_ACTION_HOME);
	shows(12, false, "/var/lib/in>", 0);
}
END_TEST

START_TEST(a_wide_character_is_never_cut)
{
	ik_editor_set(&line, "一二三四五六七八");
	act(IK_ACTION_HOME);
	shows(10, false, "一二三四 >", 0);
	shows(9, false, "一二三四>", 0);
}
END_TEST

/* The cursor is always inside, every column is accounted for, and what stands at the cursor is
 * right. */
START_TEST(wherever_the_cursor_goes_the_view_holds_it)
{
	static const char mixed[] = "srv01.証明書.example.jp, " GA GA
				    ", 192.0.2.7, 日本語ドメイン名例.jp";
	static const enum ik_action way[] = {IK_ACTION_LEFT, IK_ACTION_RIGHT};
	int width = 8 + _i;

	ik_editor_set(&line, mixed);
	for (size_t turn = 0; turn < IK_COUNT(way); turn++)
		for (size_t n = 0; n < sizeof(mixed); n++) {
			int cursor = -1;
			char *view = ik_editor_view(&line, width, false, &cursor);
			ck_assert_int_eq(ik_text_columns(view), width);
			ck_assert_int_ge(cursor, 0);
			ck_assert_int_lt(cursor, width);
			size_t at = ik_text_fit(view, cursor);
			size_t step = ik_text_next(mixed, line.at);
			ck_assert(step == 0 || memcmp(view + at, mixed + line.at, step) == 0);
			free(view);
			act(way[turn]);
		}
}
END_TEST

START_TEST(typing_past_the_edge_leaps_rather_than_crawls)
{
	int leaps = 0;
	size_t first = 0;

	for (int n = 0; n < 200; n++) {
		int cursor;
		type("a");
		free(ik_editor_view(&line, 30, false, &cursor));
		leaps += line.first != first;
		first = line.first;
	}
	ck_assert_int_gt(leaps, 0);
	ck_assert_int_lt(leaps, 25);
}
END_TEST

Suite *suite_editor(void)
{
	Suite *suite = suite_create("editor");
	TCase *all = tcase_create("editor");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, what_has_no_room_is_refused_whole);
	tcase_add_test(all, a_secret_without_room_is_refused_whole);
	tcase_add_test(all, keys_at_the_ends_of_a_line_change_nothing);
	tcase_add_test(all, erase_takes_a_whole_character);
	tcase_add_test(all, delete_takes_the_character_under_the_cursor);
	tcase_add_test(all, text_is_inserted_at_the_cursor);
	tcase_add_test(all, a_mark_that_arrives_late_joins_its_character);
	tcase_add_test(all, what_is_taken_back_leaves_the_rest);
	tcase_add_test(all, lines_and_words_are_erased);
	tcase_add_test(all, undo_takes_back_a_clear_and_itself);
	tcase_add_test(all, a_clear_of_nothing_leaves_undo_as_it_was);
	tcase_add_test(all, undo_brings_back_a_password_in_its_own_home);
	tcase_add_test(all, a_secret_is_one_star_a_character_and_its_words_stay_hidden);
	tcase_add_test(all, a_long_line_says_that_it_goes_on);
	tcase_add_test(all, a_wide_character_is_never_cut);
	tcase_add_loop_test(all, wherever_the_cursor_goes_the_view_holds_it, 0, 30);
	tcase_add_test(all, typing_past_the_edge_leaps_rather_than_crawls);
	suite_add_tcase(suite, all);
	return suite;
}
