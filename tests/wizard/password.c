/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.c: the password page: typed twice or made and noted, and shown where it was asked for,
 * nowhere else. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "wizard/reveal.h"
#include "world.h"

/* Whether the page says TEXT. */
static bool says(struct ik_wizard *wizard, const char *text)
{
	char *rows = world_rows(wizard, "password");
	bool found = strstr(rows, text) != NULL;

	free(rows);
	return found;
}

START_TEST(both_entries_of_a_password_have_to_be_the_same)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD, PASSWORD);
	ck_assert(!ik_field_check(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD_AGAIN), &err));
	ck_assert_int_eq(err.id, IK_E_PW_EMPTY);
	ik_error_clear(&err);
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD_AGAIN, PASSWORD "x");
	ck_assert(!ik_field_check(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD_AGAIN), &err));
	ck_assert_int_eq(err.id, IK_E_PW_DIFFER);
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD_AGAIN, PASSWORD);
	ck_assert_ptr_null(ik_page_check(&wizard, ik_page_find("password"), NULL));
	ik_wizard_free(&wizard);
}
END_TEST

/* The start and the end of MADE with BETWEEN between them, as an answer. */
static void note(struct ik_wizard *wizard, const char *between)
{
	ik_secret *made = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);
	char *text = ik_format("%.4s%s%s", ik_secret_data(made), between,
			       ik_secret_data(made) + ik_secret_size(made) - 4);

	world_set_secret(wizard, IK_F_BACKUP_PASSWORD_NOTED, text);
	free(text);
}

START_TEST(a_password_that_was_made_is_confirmed_by_both_its_ends)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};
	const struct ik_page *page = ik_page_find("password");

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ck_assert(ik_wizard_make_password(&wizard, NULL));
	ck_assert(says(&wizard, "Write it down before going on."));
	ck_assert(!ik_field_shown(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD_AGAIN)));
	ck_assert_ptr_eq(ik_page_check(&wizard, page, &err),
			 ik_field_find(IK_F_BACKUP_PASSWORD_NOTED));
	ck_assert_int_eq(err.id, IK_E_PW_NOTED);
	ik_error_clear(&err);
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD_NOTED, "00-00");
	ck_assert_ptr_nonnull(ik_page_check(&wizard, page, &err));
	ck_assert_int_eq(err.id, IK_E_PW_NOTED_PART);
	ck_assert_str_eq(err.arg[0], "4");
	ik_error_clear(&err);
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD_NOTED, "00000000");
	ck_assert_ptr_nonnull(ik_page_check(&wizard, page, &err));
	ck_assert_int_eq(err.id, IK_E_PW_NOTED_WRONG);
	note(&wizard, " - ");
	ck_assert_ptr_null(ik_page_check(&wizard, page, NULL));
	note(&wizard, "x");
	ck_assert_ptr_nonnull(ik_page_check(&wizard, page, NULL));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_made_password_that_was_edited_is_one_of_ones_own)
{
	struct ik_wizard wizard;
	const struct ik_page *page = ik_page_find("password");
	ik_secret *made;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ck_assert(ik_wizard_make_password(&wizard, NULL));
	made = ik_answer_secret(wizard.answers, IK_F_BACKUP_PASSWORD);
	ck_assert(ik_secret_append(made, "x", 1, NULL));
	ik_wizard_password_edited(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD));
	ck_assert(!ik_wizard_shows_secret(&wizard, page));
	ck_assert(ik_field_shown(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD_AGAIN)));
	ck_assert(!ik_field_shown(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD_NOTED)));
	ck_assert_ptr_eq(ik_page_check(&wizard, page, NULL),
			 ik_field_find(IK_F_BACKUP_PASSWORD_AGAIN));
	/* Nor does it come back: who edits it may have lost the note. */
	ik_secret_erase(made, ik_secret_size(made) - 1, 1);
	ck_assert(ik_field_shown(&wizard, ik_field_find(IK_F_BACKUP_PASSWORD_AGAIN)));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_is_shown_belongs_to_one_field_of_one_page)
{
	struct ik_wizard wizard;
	const struct ik_field *one = ik_field_find(IK_F_FILE_PASSWORD),
			      *other = ik_field_find(IK_F_INNER_PASSWORD);

	world_wizard(&wizard);
	ik_wizard_reveal(&wizard, one);
	ck_assert(ik_wizard_reveals(&wizard, one));
	ck_assert(!ik_wizard_reveals(&wizard, other));
	ck_assert(!ik_wizard_shows_secret(&wizard, ik_page_find("password")));
	ik_wizard_hide_others(&wizard, other);
	ck_assert(!ik_wizard_reveals(&wizard, one));
	ik_wizard_reveal(&wizard, one);
	ik_wizard_enter(&wizard, ik_page_find("password"));
	ck_assert(!ik_wizard_reveals(&wizard, one));
	ck_assert(ik_wizard_make_password(&wizard, NULL));
	ck_assert(ik_wizard_shows_secret(&wizard, ik_page_find("password")));
	ik_wizard_enter(&wizard, ik_page_find("backup"));
	ck_assert(!ik_wizard_shows_secret(&wizard, ik_page_find("password")));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_input_method_is_warned_of_at_the_first_character)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ck_assert(!says(&wizard, "input method"));
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD, "パ");
	ck_assert(says(&wizard, "Turn the input method off"));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(strength_is_one_of_four_words)
{
	const char *passwords[][2] = {{"aaaaaaaaaaaa", "Strength: weak"},
				      {"パスワードパスワード", "Strength: weak"}};
	struct ik_wizard wizard;

	world_wizard(&wizard);
	world_set_secret(&wizard, IK_F_BACKUP_PASSWORD, passwords[_i][0]);
	char *remark = ik_field_find(IK_F_BACKUP_PASSWORD)->remark(&wizard);

	ck_assert_pstr_eq(remark, passwords[_i][1]);
	free(remark);
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_password(void)
{
	Suite *suite = suite_create("password");
	TCase *tcase = tcase_create("password");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, both_entries_of_a_password_have_to_be_the_same);
	tcase_add_test(tcase, a_password_that_was_made_is_confirmed_by_both_its_ends);
	tcase_add_test(tcase, a_made_password_that_was_edited_is_one_of_ones_own);
	tcase_add_test(tcase, what_is_shown_belongs_to_one_field_of_one_page);
	tcase_add_test(tcase, the_input_method_is_warned_of_at_the_first_character);
	tcase_add_loop_test(tcase, strength_is_one_of_four_words, 0, 2);
	suite_add_tcase(suite, tcase);
	return suite;
}
