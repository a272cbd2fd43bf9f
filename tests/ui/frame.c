/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.c: tests of what a page looks like: its blank rows, its width, its one focus, lists, the
 * way and the key bar. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/ui.h"
#include "suites.h"
#include "world.h"

static bool says(const char *sentence)
{
	return strstr(world_screen(80, 24), sentence) != NULL;
}

START_TEST(an_error_stands_under_its_field_with_its_sign)
{
	world_enter("password");
	world_lay(80, 24);
	world_type("abc");
	ik_view_judge(&world_view);
	ck_assert_msg(says("| Backup password  ***"), "%s", world_screen(80, 24));
	ck_assert_msg(says("|                  ! At least 12 characters are needed.\n"), "%s",
		      world_screen(80, 24));
}
END_TEST

/* The last column of the text LINE begins with, which stands on the screen once. */
static int column_after(const char *screen, const char *text)
{
	const char *at = strstr(screen, text), *start = at;

	ck_assert_msg(at != NULL, "no %s in:\n%s", text, screen);
	while (start > screen && start[-1] != '\n')
		start--;
	return ik_text_columns_n(start, (size_t)(at - start)) + ik_text_columns(text);
}

START_TEST(a_wide_window_is_not_filled_to_its_edge)
{
	world_enter("identity");
	for (int columns = 80; columns <= 200; columns++) {
		const char *screen = world_screen(columns, 60);
		int end = columns - 1 < IK_TEXT_END ? columns - 1 : IK_TEXT_END;

		ck_assert_int_eq(column_after(screen, "[ Next ]"), end);
	}
	world_enter("password");
	ck_assert_int_eq(column_after(world_screen(200, 60), "[ Next ]"), 99);
	ck_assert_int_eq(ik_space_for(ik_page_find("proof"), 200, 60).width, IK_TABLE_END - 1);
}
END_TEST

static int focused_spans(void)
{
	const struct ik_canvas *canvas = &world_view.layout.canvas;
	int n = 0;

	for (size_t i = 0; i < canvas->n; i++)
		n += canvas->spans[i].style == IK_STYLE_FOCUS;
	return n;
}

START_TEST(one_thing_has_the_focus_over_its_whole_width)
{
	world_enter("password");
	for (int i = 0; i < 6; i++) {
		world_lay(80, 24);
		ck_assert_int_eq(focused_spans(), 1);
		ik_view_step(&world_view, 1, true);
	}
	world_enter("password");
	world_lay(80, 24);
	for (size_t i = 0; i < world_view.layout.canvas.n; i++) {
		const struct ik_span *span = &world_view.layout.canvas.spans[i];
		if (span->style == IK_STYLE_FOCUS)
			ck_assert_int_eq(span->column + ik_text_columns(span->text),
					 world_view.layout.right);
	}
}
END_TEST

/* What all the page could say is looked at, however it is reached. */
START_TEST(the_list_keeps_its_height_and_shows_one_hint)
{
	size_t n;
	const struct ik_field *action = ik_field_find(IK_F_ACTION);
	const struct ik_choice *choices = ik_field_choices(&world_wizard, action, &n);
	int height = 0;

	ik_i18n_switch(_i ? IK_LANG_JA : IK_LANG_EN);
	world_enter("start");
	for (size_t i = 0; i < n; i++) {
		ck_assert_msg(choices[i].hint != NULL, "%s has no hint", choices[i].id);
		if (!ik_choice_shown(&world_wizard, &choices[i]))
			continue;
		ik_answer_set(world_wizard.answers, IK_F_ACTION, choices[i].id, IK_FROM_OPERATOR);
		world_lay(80, 24);
		ck_assert(height == 0 || world_view.layout.canvas.height == height);
		height = world_view.layout.canvas.height;
		for (size_t k = 0; k < n; k++)
			ck_assert_int_eq(says(_(choices[k].hint)),
					 !strcmp(choices[i].hint, choices[k].hint));
	}
	ck_assert_int_gt(height, 0);
}
END_TEST

START_TEST(a_choice_is_numbered_by_what_chooses_it)
{
	world_enter("start");
	ck_assert(says("(*) 1 Generate a new certificate"));
	ck_assert(says("( ) 2 "));
	ck_assert(ik_choice_type(&world_view, "2"));
	ck_assert(says("( ) 1 Generate a new certificate"));
	ck_assert(says("(*) 2 "));
}
END_TEST

START_TEST(a_list_that_is_scrolled_stays_where_it_was_scrolled_to)
{
	struct ik_space space = ik_space_for(ik_page_find("start"), 60, 16);

	space.rows = 4;
	world_enter("start");
	ik_view_lay(&world_view, &space);
	ik_view_scroll(&world_view, &space, 3);
	int top = world_view.top;
	ck_assert_int_gt(top, 0);
	ik_view_lay(&world_view, &space);
	ck_assert_int_eq(world_view.top, top);
	ck_assert_ptr_eq(world_view.focus.field, world_field(IK_F_ACTION).field);
	ck_assert_str_eq(ik_answer(world_wizard.answers, IK_F_ACTION), "generate");
	/* To its end, and back from the button there. */
	ik_view_scroll(&world_view, &space, 100);
	ik_view_lay(&world_view, &space);
	ck_assert(!ik_view_has_more(&world_view, &space));
	ik_view_move(&world_view, (struct ik_focus){.press = IK_PRESS_NEXT});
	ik_view_scroll(&world_view, &space, -100);
	ik_view_lay(&world_view, &space);
	ck_assert_int_eq(world_view.top, 0);
	/* Who chooses sees what is chosen. */
	ik_view_move(&world_view, world_field(IK_F_ACTION));
	ik_choice_act(&world_view, IK_ACTION_DOWN);
	ik_view_lay(&world_view, &space);
	const struct ik_item *item = &world_view.layout.items[ik_view_index(&world_view)];
	ck_assert_int_ge(item->cursor_row, world_view.top);
	ck_assert_int_lt(item->cursor_row, world_view.top + space.rows);
}
END_TEST

/* The key bar as it ends on a screen of so many COLUMNS. */
static const char *key_bar(int columns, const struct ik_page *page,
			   const struct ik_first_key *first)
{
	static char bar[1024];
	struct ik_canvas screen = {0}, body = {0};
	struct ik_frame frame = {.wizard = &world_wizard,
				 .page = page,
				 .columns = columns,
				 .rows = 24,
				 .space = ik_space_for(page, columns, 24),
				 .body = &body,
				 .help = "",
				 .keys = ik_frame_keys(&world_wizard, page),
				 .first = *first};

	ik_frame_compose(&frame, &screen);
	char *text = ik_canvas_string(&screen, columns + 400, 24);
	const char *last = text;
	for (const char *at = text; (at = strchr(at, '\n')) != NULL && at[1]; at++)
		last = at + 1;
	snprintf(bar, sizeof(bar), "%s", last);
	bar[strcspn(bar, "\n")] = '\0';
	free(text);
	ik_canvas_free(&screen);
	return bar;
}

/* Every page, in each language, with the longest word behind Enter. */
START_TEST(every_key_bar_fits_its_window)
{
	static const int widths[] = {60, 71, 72, 80, 200};

	ik_i18n_switch(_i ? IK_LANG_JA : IK_LANG_EN);
	struct ik_first_key first = {
		.key = "Enter", .label = _("Accept"), .size = strlen(_("Accept"))};
	for (size_t p = 0; p < ik_page_count(); p++)
		for (size_t w = 0; w < IK_COUNT(widths); w++) {
			const struct ik_page *page = ik_page_at(p);
			const char *bar = key_bar(widths[w], page, &first);

			ck_assert_msg(ik_text_columns(bar) < widths[w], "%s: %s", page->id, bar);
			if (page->kind != IK_PAGE_PROGRESS)
				ck_assert_msg(strstr(bar, "F10 ") != NULL, "%s: %s", page->id, bar);
			if (widths[w] >= 80)
				ck_assert_msg(strstr(bar, " Enter ") == bar, "%s: %s", page->id,
					      bar);
			else if (widths[w] < 72)
				ck_assert_msg(!strstr(bar, "Enter") && !strstr(bar, "F3 "),
					      "%s: %s", page->id, bar);
		}
}
END_TEST

START_TEST(the_key_bar_says_what_enter_does)
{
	world_enter("password");
	ck_assert(says(" Enter Next  F1 Help"));
	ik_view_move(&world_view, (struct ik_focus){.press = IK_PRESS_MAKE});
	ck_assert(says(" Enter Make one for me  F1 Help"));
	ik_view_move(&world_view, (struct ik_focus){.press = IK_PRESS_REVEAL});
	ck_assert(says(" Enter Show  F1 Help"));
	ik_view_move(&world_view, (struct ik_focus){.press = IK_PRESS_BACK});
	ck_assert(says(" Enter Back  F1 Help"));
}
END_TEST

/* Not that the page before comes, where a change was made that nothing leads back into. */
START_TEST(where_back_leads_is_told)
{
	const struct ik_focus back = {.press = IK_PRESS_BACK};

	world_enter("password");
	world_lay(80, 24);
	ik_view_move(&world_view, back);
	ck_assert_str_eq(ik_view_help(&world_view),
			 "Back to the page before. What was typed is kept.");
	world_enter("proof");
	world_lay(80, 24);
	ik_view_move(&world_view, back);
	ck_assert_str_eq(ik_view_help(&world_view),
			 "Back to the start, for something else. It undoes nothing.");
	ik_answer_set(world_wizard.answers, IK_F_ACTION, "agents", IK_FROM_OPERATOR);
	world_enter("agents-list");
	world_lay(80, 24);
	ik_view_move(&world_view, back);
	ck_assert_str_eq(ik_view_help(&world_view),
			 "Back to the page before. What was typed is kept.");
}
END_TEST

START_TEST(the_rail_tells_done_from_coming)
{
	world_enter("password");
	ck_assert(says("\n + Identity"));
	ck_assert(says("\n > Password"));
	ck_assert(says("\n   Backup"));
}
END_TEST

START_TEST(where_the_cursor_is_is_told_by_its_column)
{
	static const char answer[] = "\033[24;3R";
	struct ik_keys keys = {0};
	struct ik_event event;

	ik_keys_start(&keys);
	ck_assert_uint_eq(
		ik_keys_read(&keys, (const unsigned char *)answer, sizeof(answer) - 1, &event),
		sizeof(answer) - 1);
	ck_assert_int_eq(event.kind, IK_EVENT_PLACE);
	ck_assert_uint_eq(event.column, 3);
	ik_keys_end(&keys);
}
END_TEST

Suite *suite_frame(void)
{
	Suite *suite = suite_create("frame");
	TCase *all = tcase_create("frame");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, an_error_stands_under_its_field_with_its_sign);
	tcase_add_test(all, a_wide_window_is_not_filled_to_its_edge);
	tcase_add_test(all, one_thing_has_the_focus_over_its_whole_width);
	tcase_add_loop_test(all, the_list_keeps_its_height_and_shows_one_hint, 0, 2);
	tcase_add_test(all, a_choice_is_numbered_by_what_chooses_it);
	tcase_add_loop_test(all, every_key_bar_fits_its_window, 0, 2);
	tcase_add_test(all, a_list_that_is_scrolled_stays_where_it_was_scrolled_to);
	tcase_add_test(all, the_key_bar_says_what_enter_does);
	tcase_add_test(all, where_back_leads_is_told);
	tcase_add_test(all, the_rail_tells_done_from_coming);
	tcase_add_test(all, where_the_cursor_is_is_told_by_its_column);
	suite_add_tcase(suite, all);
	return suite;
}
