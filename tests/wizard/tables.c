/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.c: the tables of pages, fields and actions hold what front-ends and operators rely on. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "wizard/action.h"
#include "wizard/page.h"
#include "world.h"

enum { LABEL = 26, HELP = 58, RAIL = 12, TITLE = 58, HINT = 56 };

static void fits(const char *what, const char *text, int most)
{
	const enum ik_language languages[] = {IK_LANG_EN, IK_LANG_JA};

	for (size_t i = 0; text && *text && i < 2; i++) {
		ik_i18n_switch(languages[i]);
		int columns = ik_text_columns(_(text));

		ck_assert_msg(columns > 0 && columns <= most, "%s is %d columns, not %d: %s", what,
			      columns, most, _(text));
	}
	ik_i18n_switch(IK_LANG_EN);
}

static void is_translated(const char *what, const char *text)
{
	ik_i18n_switch(IK_LANG_JA);
	ck_assert_msg(strcmp(_(text), text) != 0, "%s is not translated: %s", what, text);
	ik_i18n_switch(IK_LANG_EN);
}

START_TEST(every_field_can_be_explained)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];

			ck_assert_msg(field->help && *field->help, "%s has no help",
				      ik_field_name(field->id));
			ck_assert_msg(field->explain && *field->explain, "%s has no explanation",
				      ik_field_name(field->id));
			is_translated(ik_field_name(field->id), field->help);
			is_translated(ik_field_name(field->id), field->explain);
		}
}
END_TEST

/* On how many pages the field ID is asked, at most, whatever the action. */
static size_t asked_at_once(enum ik_field_id id)
{
	const struct ik_field *action = ik_field_find(IK_F_ACTION);
	struct ik_wizard wizard;
	size_t most = 0;

	world_wizard(&wizard);
	for (size_t a = 0; a < action->n_choices; a++) {
		size_t n = 0;

		ik_answer_set(wizard.answers, IK_F_ACTION, action->choices[a].id, IK_FROM_COMMAND);
		for (size_t i = 0; i < ik_page_count(); i++)
			for (size_t k = 0; k < ik_page_at(i)->n_fields; k++)
				n += ik_page_at(i)->fields[k].id == id
				     && ik_field_shown(&wizard, &ik_page_at(i)->fields[k]);
		most = n > most ? n : most;
	}
	ik_wizard_free(&wizard);
	return most;
}

START_TEST(an_id_is_asked_once_at_a_time)
{
	for (size_t i = 0; i < ik_page_count(); i++) {
		ck_assert_ptr_eq(ik_page_find(ik_page_at(i)->id), ik_page_at(i));
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];

			ck_assert_ptr_eq(ik_page_of(field), ik_page_at(i));
			ck_assert_uint_le(asked_at_once(field->id), 1);
		}
	}
	ck_assert_ptr_null(ik_page_at(ik_page_count()));
	ck_assert_ptr_null(ik_page_find("nowhere"));
	ck_assert_ptr_null(ik_field_named("nothing"));
}
END_TEST

START_TEST(every_field_of_the_list_is_asked_on_a_page_and_found_by_its_name)
{
	for (enum ik_field_id id = 0; id < IK_F_COUNT; id++) {
		ck_assert_msg(ik_field_find(id) != NULL, "%s", ik_field_name(id));
		ck_assert_ptr_eq(ik_field_named(ik_field_name(id)), ik_field_find(id));
	}
	ck_assert_ptr_null(ik_field_find(IK_F_MADE));
}
END_TEST

START_TEST(words_fit_their_columns_in_both_languages)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	for (size_t i = 0; i < ik_page_count(); i++) {
		const struct ik_page *page = ik_page_at(i);

		fits("rail", page->rail, RAIL);
		fits("title", page->title(&wizard), TITLE);
		fits("help", page->help, HELP);
		if (page->help_now)
			fits("help", page->help_now(&wizard), HELP);
		for (size_t k = 0; k < page->n_fields; k++) {
			fits("label", page->fields[k].label, LABEL);
			fits("help", page->fields[k].help, HELP);
			for (size_t c = 0; c < page->fields[k].n_choices; c++) {
				fits("choice", page->fields[k].choices[c].label, HINT);
				fits("hint", page->fields[k].choices[c].hint, HINT);
			}
		}
	}
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(choices_have_a_label_and_fields_of_choice_have_choices)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];
			bool chooses = field->kind == IK_FIELD_RADIO
				       || field->kind == IK_FIELD_PICK;

			ck_assert_int_eq(chooses, field->n_choices > 0 || field->list);
			for (size_t c = 0; c < field->n_choices; c++)
				ck_assert(field->choices[c].id && field->choices[c].label);
		}
}
END_TEST

static void list_one(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	(void)wizard;
	ik_choices_add(choices, ik_strdup("one"), ik_strdup("One"), NULL);
}

static void list_two(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	list_one(wizard, choices);
	list_one(wizard, choices);
}

START_TEST(any_number_of_fields_may_list_their_choices)
{
	struct ik_field ones[IK_F_COUNT];
	const struct ik_field two = {.id = IK_F_USE, .kind = IK_FIELD_RADIO, .list = list_two};
	const struct ik_choice *first[IK_F_COUNT];
	struct ik_wizard wizard;
	size_t n;

	world_wizard(&wizard);
	for (enum ik_field_id id = 0; id < IK_F_COUNT; id++) {
		ones[id] = (struct ik_field){.id = id, .kind = IK_FIELD_RADIO, .list = list_one};
		first[id] = ik_field_choices(&wizard, &ones[id], &n);
		ck_assert_uint_eq(n, 1);
	}
	for (enum ik_field_id id = 0; id < IK_F_COUNT; id++)
		ck_assert_ptr_eq(ik_field_choices(&wizard, &ones[id], &n), first[id]);
	ik_field_choices(&wizard, &two, &n);
	ck_assert_uint_eq(n, 2);
	ik_field_choices(&wizard, &ones[IK_F_USE], &n);
	ck_assert_uint_eq(n, 1);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_needs_no_answer_has_a_default)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];

			ck_assert_msg(field->needed || field->fill, "%s", ik_field_name(field->id));
		}
}
END_TEST

START_TEST(every_action_is_named_once_and_explained)
{
	for (int i = IK_ACTION_NONE + 1; i < IK_ACTION_COUNT; i++) {
		const struct ik_action_info *info = ik_action_info((enum ik_action)i);

		ck_assert_msg(*info->name && *info->keys && *info->help, "%d", i);
		is_translated(info->name, info->help);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(ik_action_info((enum ik_action)k)->name, info->name);
	}
	ck_assert_str_eq(ik_action_info(IK_ACTION_COUNT)->name, "none");
}
END_TEST

START_TEST(the_conversation_begins_with_start_and_ends_with_proof)
{
	ck_assert_str_eq(ik_page_at(0)->id, "start");
	ck_assert_int_eq(ik_page_at(ik_page_count() - 1)->kind, IK_PAGE_PROOF);
}
END_TEST

Suite *suite_tables(void)
{
	Suite *suite = suite_create("tables");
	TCase *tcase = tcase_create("tables");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, every_field_can_be_explained);
	tcase_add_test(tcase, an_id_is_asked_once_at_a_time);
	tcase_add_test(tcase, every_field_of_the_list_is_asked_on_a_page_and_found_by_its_name);
	tcase_add_test(tcase, words_fit_their_columns_in_both_languages);
	tcase_add_test(tcase, choices_have_a_label_and_fields_of_choice_have_choices);
	tcase_add_test(tcase, any_number_of_fields_may_list_their_choices);
	tcase_add_test(tcase, what_needs_no_answer_has_a_default);
	tcase_add_test(tcase, every_action_is_named_once_and_explained);
	tcase_add_test(tcase, the_conversation_begins_with_start_and_ends_with_proof);
	suite_add_tcase(suite, tcase);
	return suite;
}
