/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.c: tests of focus, scrolling, and when a field is called wrong. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/ui.h"
#include "suites.h"
#include "wizard/reveal.h"
#include "world.h"

enum { SMALL_COLUMNS = 60, SMALL_ROWS = 16 };

static bool says(const char *sentence)
{
	return strstr(world_screen(80, 24), sentence) != NULL;
}

static void paste(const char *text)
{
	struct ik_event event = {.kind = IK_EVENT_PASTE, .text = text, .size = strlen(text)};

	ik_line_type(&world_view, &event);
}

START_TEST(an_untouched_field_is_not_called_wrong)
{
	world_enter("password");
	ck_assert(!says("Please give a password."));
	world_lay(80, 24);
	ck_assert(ik_view_step(&world_view, 1, true));
	ck_assert(!says("Please give a password."));
}
END_TEST

START_TEST(a_password_is_not_called_short_while_it_is_typed)
{
	world_enter("password");
	world_lay(80, 24);
	world_type("abc");
	ck_assert(!says("At least 12 characters are needed."));
	ik_view_step(&world_view, 1, true);
	ck_assert(says("At least 12 characters are needed."));
	ik_view_step(&world_view, -1, true);
	ck_assert(says("At least 12 characters are needed."));
}
END_TEST

static size_t typed_into(enum ik_field_id id)
{
	return ik_secret_size(ik_answer_secret(world_wizard.answers, id));
}

START_TEST(what_is_typed_into_a_password_again_takes_its_place)
{
	world_enter("password");
	world_lay(80, 24);
	world_type("abc");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD), 3);
	ik_view_step(&world_view, 1, true);
	ik_view_step(&world_view, -1, true);
	world_type("x");
	world_type("y");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD), 2);
	/* The same field again, because it was wrong. */
	ik_view_judge(&world_view);
	ck_assert(says("At least 12 characters are needed."));
	world_type("z");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD), 1);
}
END_TEST

START_TEST(a_password_that_is_seen_or_edited_is_added_to)
{
	world_enter("password");
	world_lay(80, 24);
	world_type("abc");
	ik_view_judge(&world_view);
	ik_line_act(&world_view, IK_ACTION_END);
	world_type("d");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD), 4);
	ik_view_judge(&world_view);
	ik_wizard_reveal(&world_wizard, world_field(IK_F_BACKUP_PASSWORD).field);
	world_type("e");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD), 5);
	ck_assert(says("abcde"));
}
END_TEST

START_TEST(a_shown_password_is_hidden_when_the_focus_goes_to_another_field)
{
	world_enter("password");
	world_lay(80, 24);
	world_type("abc");
	ik_wizard_reveal(&world_wizard, world_field(IK_F_BACKUP_PASSWORD).field);
	ck_assert(says("abc_"));
	ck_assert(says("[ Hide ^R ]"));
	world_lay(80, 24);
	ik_view_move(&world_view, (struct ik_focus){.press = IK_PRESS_REVEAL});
	ck_assert(says("abc_"));
	ik_view_move(&world_view, world_field(IK_F_BACKUP_PASSWORD_AGAIN));
	ck_assert(!says("abc_"));
	ck_assert(says("[ Show ^R ]"));
}
END_TEST

START_TEST(a_name_is_checked_while_it_is_typed)
{
	world_enter("identity");
	world_lay(80, 24);
	world_type(".");
	world_type(".");
	ck_assert(says("Two dots in a row."));
	ik_line_act(&world_view, IK_ACTION_ERASE);
	ik_line_act(&world_view, IK_ACTION_ERASE);
	ck_assert(!says("Two dots in a row."));
}
END_TEST

START_TEST(a_pasted_password_with_a_line_break_is_refused_whole)
{
	world_enter("password");
	world_lay(80, 24);
	paste("correct horse\nbattery\n");
	ck_assert(says("What was pasted has a line break."));
	ck_assert_uint_eq(
		ik_secret_size(ik_answer_secret(world_wizard.answers, IK_F_BACKUP_PASSWORD)), 0);
	world_type("a");
	ck_assert(!says("What was pasted has a line break."));
}
END_TEST

START_TEST(a_pasted_list_becomes_one_line)
{
	world_enter("identity");
	world_lay(80, 24);
	ik_view_move(&world_view, world_field(IK_F_ORGANIZATION));
	paste("Sample\r\n\tLtd\n\n");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_ORGANIZATION), "Sample   Ltd");
}
END_TEST

START_TEST(the_line_end_and_the_mark_of_a_pasted_password_are_no_part_of_it)
{
	static const char *const pasted[] = {
		"correct horse battery\n",
		"correct horse battery\r\n",
		"\357\273\277correct horse battery",
	};
	const ik_secret *secret = ik_answer_secret(world_wizard.answers, IK_F_BACKUP_PASSWORD);

	world_enter("password");
	world_lay(80, 24);
	paste(pasted[_i]);
	ck_assert_str_eq(ik_secret_data(secret), "correct horse battery");
	paste("\n\n");
	ck_assert(says("What was pasted has a line break."));
}
END_TEST

START_TEST(the_mark_before_a_pasted_text_is_no_part_of_it)
{
	world_enter("identity");
	world_lay(80, 24);
	ik_view_move(&world_view, world_field(IK_F_ORGANIZATION));
	paste("\xef\xbb\xbf"
	      "Example\n");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_ORGANIZATION), "Example");
}
END_TEST

START_TEST(what_could_not_be_seen_is_not_taken)
{
	world_enter("identity");
	world_lay(80, 24);
	ik_view_move(&world_view, world_field(IK_F_ORGANIZATION));
	paste("a\xe2\x80\xae"
	      "b");
	ck_assert(says("The invisible character <U+202E> cannot be used here."));
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_ORGANIZATION), "");
	paste("a\xe2\x80\x8d"
	      "b");
	ck_assert(says("The invisible character <U+200D> cannot be used here."));
	paste("a\x1b"
	      "b");
	ck_assert(says("Control characters cannot be used here."));
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_ORGANIZATION), "");
	world_type("か");
	world_type("\xe3\x82\x99");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_ORGANIZATION), "か\xe3\x82\x99");
}
END_TEST

START_TEST(bytes_of_another_encoding_are_reported)
{
	struct ik_event bad = {.kind = IK_EVENT_BAD_TEXT};

	world_enter("password");
	world_lay(80, 24);
	ik_line_type(&world_view, &bad);
	ck_assert(says("Check the terminal's encoding."));
}
END_TEST

START_TEST(tab_goes_around_and_arrows_stop)
{
	world_enter("identity");
	world_lay(80, 24);
	ck_assert(!ik_view_step(&world_view, -1, false));
	ck_assert(ik_view_step(&world_view, -1, true));
	ck_assert_int_eq(world_view.focus.press, IK_PRESS_NEXT);
	ck_assert(!ik_view_step(&world_view, 1, false));
	ck_assert(ik_view_step(&world_view, 1, true));
	ck_assert_ptr_eq(world_view.focus.field, world_field(IK_F_NAME).field);
}
END_TEST

START_TEST(buttons_come_last)
{
	static const enum ik_press last[] = {IK_PRESS_REVEAL, IK_PRESS_MAKE, IK_PRESS_BACK,
					     IK_PRESS_NEXT};

	world_enter("password");
	world_lay(80, 24);
	ck_assert_uint_eq(world_view.layout.n, 6);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(world_view.layout.items[2 + i].what.press, last[i]);
}
END_TEST

static void choose(const char *text)
{
	ck_assert(ik_choice_type(&world_view, text));
}

START_TEST(digits_choose_full_width_ones_too)
{
	world_enter("identity");
	world_lay(80, 24);
	ik_view_move(&world_view, world_field(IK_F_KEY_TYPE));
	choose("3");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_KEY_TYPE), "rsa-3072");
	choose("２");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_KEY_TYPE), "ecdsa-p384");
	choose("9");
	choose("0");
	choose("x");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_KEY_TYPE), "ecdsa-p384");
	choose("　");
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_KEY_TYPE), "rsa-3072");
	ck_assert(ik_choice_act(&world_view, IK_ACTION_LEFT));
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_KEY_TYPE), "ecdsa-p384");
}
END_TEST

START_TEST(looking_at_a_choice_is_not_answering_it)
{
	world_enter("start");
	world_lay(80, 24);
	choose("1");
	ck_assert(!ik_choice_act(&world_view, IK_ACTION_UP));
	choose("9");
	ck_assert(!ik_answers_touched(world_wizard.answers));
}
END_TEST

START_TEST(the_focus_is_in_sight_on_the_smallest_screen)
{
	struct ik_space space;

	world_enter(_i == 0 ? "identity" : "password");
	space = ik_space_for(world_view.page, SMALL_COLUMNS, SMALL_ROWS);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	for (size_t i = 0; i < 2 * world_view.layout.n; i++) {
		const struct ik_item *item = &world_view.layout.items[ik_view_index(&world_view)];
		ck_assert_int_ge(item->cursor_row, world_view.top);
		ck_assert_int_lt(item->last_row, world_view.top + space.rows);
		ik_view_step(&world_view, i < world_view.layout.n ? 1 : -1, true);
		world_lay(SMALL_COLUMNS, SMALL_ROWS);
	}
}
END_TEST

START_TEST(scrolling_a_form_takes_the_focus_along)
{
	struct ik_space space;

	world_enter("identity");
	space = ik_space_for(world_view.page, SMALL_COLUMNS, SMALL_ROWS);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	ck_assert(ik_view_has_more(&world_view, &space));
	ik_view_scroll(&world_view, &space, 100);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	ck_assert(!ik_view_has_more(&world_view, &space));
	ck_assert_ptr_ne(world_view.focus.field, world_field(IK_F_NAME).field);
	ik_view_scroll(&world_view, &space, -100);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	ck_assert_int_eq(world_view.top, 0);
	ck_assert_ptr_eq(world_view.focus.field, world_field(IK_F_NAME).field);
}
END_TEST

/* The rest of the page is looked at, and back. */
static void scroll_there_and_back(void)
{
	struct ik_space space = ik_space_for(world_view.page, SMALL_COLUMNS, SMALL_ROWS);

	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	int before = world_view.top;
	ck_assert(ik_view_has_more(&world_view, &space));
	ik_view_scroll(&world_view, &space, space.rows - 1);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	ck_assert(!ik_view_has_more(&world_view, &space));
	ik_view_scroll(&world_view, &space, before - world_view.top);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	ck_assert_int_eq(world_view.top, before);
}

START_TEST(scrolling_leaves_the_focus_on_a_field_in_sight_and_what_was_typed_in_it)
{
	struct ik_error err = {0};

	world_enter("password");
	ck_assert(ik_wizard_make_password(&world_wizard, &err));
	ik_line_reload(&world_view);
	world_lay(SMALL_COLUMNS, SMALL_ROWS);
	ck_assert(ik_view_move(&world_view, world_field(IK_F_BACKUP_PASSWORD_NOTED)));
	world_type("abcd");
	scroll_there_and_back();
	ck_assert_ptr_eq(world_view.focus.field, world_field(IK_F_BACKUP_PASSWORD_NOTED).field);
	world_type("efgh");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD_NOTED), 8);
}
END_TEST

START_TEST(moving_to_the_field_that_has_the_focus_loses_nothing)
{
	world_enter("password");
	world_lay(80, 24);
	world_type("ab");
	ck_assert(ik_view_move(&world_view, world_field(IK_F_BACKUP_PASSWORD)));
	world_type("cd");
	ck_assert_uint_eq(typed_into(IK_F_BACKUP_PASSWORD), 4);
	ck_assert(!says("At least 12 characters are needed."));
}
END_TEST

/* The first field draws what stands above it into sight, but not back from where the operator went.
 */
START_TEST(a_page_that_is_a_little_too_long_scrolls_to_its_end)
{
	struct ik_space space = {.width = SMALL_COLUMNS - 2};

	world_enter("identity");
	ik_view_lay(&world_view, &space);
	space.rows = world_view.layout.canvas.height - 1;
	ik_view_lay(&world_view, &space);
	ck_assert_int_eq(world_view.top, 0);
	ik_view_scroll(&world_view, &space, space.rows - 1);
	ik_view_lay(&world_view, &space);
	ck_assert(!ik_view_has_more(&world_view, &space));
	ck_assert_ptr_eq(world_view.focus.field, world_field(IK_F_NAME).field);
	ik_view_step(&world_view, 1, false);
	ik_view_step(&world_view, -1, false);
	ik_view_lay(&world_view, &space);
	ck_assert_int_eq(world_view.top, 0);
}
END_TEST

/* An error has a blank row below it, which is there before where there is room for one. */
START_TEST(nothing_moves_when_something_is_said)
{
	static const struct {
		int rows, moved;
	} windows[] = {{24, 1}, {32, 0}};

	world_enter("identity");
	world_lay(80, windows[_i].rows);
	int before = world_view.layout.items[1].row;
	world_type("..");
	world_lay(80, windows[_i].rows);
	ck_assert_int_eq(world_view.layout.items[1].row, before + windows[_i].moved);
}
END_TEST

START_TEST(every_label_and_help_line_fits)
{
	static const enum ik_language languages[] = {IK_LANG_EN, IK_LANG_JA};

	ik_i18n_switch(languages[_i]);
	for (size_t i = 0; i < ik_page_count(); i++) {
		const struct ik_page *page = ik_page_at(i);
		for (size_t k = 0; k < page->n_fields; k++)
			ck_assert_int_le(ik_text_columns(_(page->fields[k].help)), 58);
		ck_assert_int_le(ik_text_columns(_(page->rail)), 12);
		ck_assert_uint_le(page->n_fields, IK_VIEW_FIELDS);
	}
}
END_TEST

START_TEST(a_window_too_small_says_what_it_needs)
{
	struct ik_canvas screen = {0};

	ck_assert(!ik_frame_fits(59, 16));
	ck_assert(!ik_frame_fits(60, 15));
	ck_assert(ik_frame_fits(60, 16));
	ik_frame_too_small(52, 12, &screen);
	char *text = ik_canvas_string(&screen, 52, 2);
	ck_assert_str_eq(
		text,
		"inkan needs 60x16, this window is 52x12.\nMake it larger, or press q to quit.\n");
	free(text);
	ik_canvas_free(&screen);
	ik_frame_too_small(1, 1, &screen);
	ik_canvas_free(&screen);
}
END_TEST

static void add_keys(TCase *all)
{
	tcase_add_test(all, tab_goes_around_and_arrows_stop);
	tcase_add_test(all, buttons_come_last);
	tcase_add_test(all, digits_choose_full_width_ones_too);
	tcase_add_test(all, looking_at_a_choice_is_not_answering_it);
	tcase_add_loop_test(all, the_focus_is_in_sight_on_the_smallest_screen, 0, 2);
	tcase_add_test(all, scrolling_a_form_takes_the_focus_along);
	tcase_add_test(all,
		       scrolling_leaves_the_focus_on_a_field_in_sight_and_what_was_typed_in_it);
	tcase_add_test(all, moving_to_the_field_that_has_the_focus_loses_nothing);
	tcase_add_test(all, a_page_that_is_a_little_too_long_scrolls_to_its_end);
	tcase_add_loop_test(all, nothing_moves_when_something_is_said, 0, 2);
	tcase_add_loop_test(all, every_label_and_help_line_fits, 0, 2);
	tcase_add_test(all, a_window_too_small_says_what_it_needs);
}

Suite *suite_view(void)
{
	Suite *suite = suite_create("view");
	TCase *all = tcase_create("view");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, an_untouched_field_is_not_called_wrong);
	tcase_add_test(all, a_password_is_not_called_short_while_it_is_typed);
	tcase_add_test(all, what_is_typed_into_a_password_again_takes_its_place);
	tcase_add_test(all, a_password_that_is_seen_or_edited_is_added_to);
	tcase_add_test(all, a_shown_password_is_hidden_when_the_focus_goes_to_another_field);
	tcase_add_test(all, a_name_is_checked_while_it_is_typed);
	tcase_add_test(all, a_pasted_password_with_a_line_break_is_refused_whole);
	tcase_add_test(all, a_pasted_list_becomes_one_line);
	tcase_add_loop_test(all, the_line_end_and_the_mark_of_a_pasted_password_are_no_part_of_it,
			    0, 3);
	tcase_add_test(all, the_mark_before_a_pasted_text_is_no_part_of_it);
	tcase_add_test(all, what_could_not_be_seen_is_not_taken);
	tcase_add_test(all, bytes_of_another_encoding_are_reported);
	add_keys(all);
	suite_add_tcase(suite, all);
	return suite;
}
