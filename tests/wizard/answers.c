/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.c: answers are kept with where they came from, passwords apart. */
#include <string.h>

#include "wizard/page.h"
#include "world.h"

START_TEST(what_was_not_answered_is_empty)
{
	ik_answers *answers = ik_answers_new();

	ck_assert_str_eq(ik_answer(answers, IK_F_NAME), "");
	ck_assert_int_eq(ik_answer_origin(answers, IK_F_NAME), IK_FROM_NOWHERE);
	ck_assert_uint_eq(ik_secret_size(ik_answer_secret(answers, IK_F_BACKUP_PASSWORD)), 0);
	ck_assert(!ik_answers_touched(answers));
	ik_answers_free(answers);
	ik_answers_free(NULL);
}
END_TEST

START_TEST(an_answer_may_be_set_to_itself)
{
	ik_answers *answers = ik_answers_new();

	ik_answer_set(answers, IK_F_NAME, "srv01.example.jp", IK_FROM_DEFAULT);
	ik_answer_set(answers, IK_F_NAME, ik_answer(answers, IK_F_NAME), IK_FROM_OPERATOR);
	ck_assert_str_eq(ik_answer(answers, IK_F_NAME), "srv01.example.jp");
	ck_assert_int_eq(ik_answer_origin(answers, IK_F_NAME), IK_FROM_OPERATOR);
	ik_answers_free(answers);
}
END_TEST

START_TEST(only_what_an_operator_gave_can_be_lost)
{
	ik_answers *answers = ik_answers_new();

	ik_answer_set(answers, IK_F_NAME, "srv01.example.jp", IK_FROM_DEFAULT);
	ck_assert(!ik_answers_touched(answers));
	ik_answer_set(answers, IK_F_NAME, "", IK_FROM_OPERATOR);
	ck_assert(ik_answers_touched(answers));
	ik_answers_free(answers);

	answers = ik_answers_new();
	ck_assert(ik_secret_set(ik_answer_secret(answers, IK_F_BACKUP_PASSWORD), "x", 1, NULL));
	ck_assert(ik_answers_touched(answers));
	ik_answers_free(answers);
}
END_TEST

START_TEST(a_default_never_replaces_an_answer)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_DAYS, "90", IK_FROM_OPERATOR);
	ik_answer_set(wizard.answers, IK_F_ORGANIZATION, "", IK_FROM_COMMAND);
	ik_wizard_enter(&wizard, ik_page_find("identity"));
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_DAYS), "90");
	ck_assert_int_eq(ik_answer_origin(wizard.answers, IK_F_ORGANIZATION), IK_FROM_COMMAND);
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_KEY_TYPE), "ecdsa-p256");
	ck_assert_int_eq(ik_answer_origin(wizard.answers, IK_F_KEY_TYPE), IK_FROM_DEFAULT);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_choice_that_is_not_offered_is_refused)
{
	const char *wrong[] = {"", "ecdsa", "rsa-2048", "ECDSA-P256"};
	struct ik_wizard wizard;
	struct ik_error err = {0};

	world_wizard(&wizard);
	world_answer_all(&wizard, "srv01.example.jp");
	ik_answer_set(wizard.answers, IK_F_KEY_TYPE, wrong[_i], IK_FROM_COMMAND);
	ck_assert(!ik_field_check(&wizard, ik_field_find(IK_F_KEY_TYPE), &err));
	ck_assert_int_eq(err.id, IK_E_KEY_TYPE_UNKNOWN);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(looking_at_a_certificate_needs_one)
{
	const char *actions[] = {"verify", "backup"};
	struct ik_wizard wizard;
	struct ik_error err = {0};

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, actions[_i], IK_FROM_COMMAND);
	ck_assert_ptr_eq(ik_page_check(&wizard, ik_page_find("start"), &err),
			 ik_field_find(IK_F_ACTION));
	ck_assert_int_eq(err.id, IK_E_STORE_NONE);
	ik_wizard_free(&wizard);

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, actions[_i], IK_FROM_COMMAND);
	ck_assert_ptr_null(ik_page_check(&wizard, ik_page_find("start"), NULL));
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_answers(void)
{
	Suite *suite = suite_create("answers");
	TCase *tcase = tcase_create("answers");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, what_was_not_answered_is_empty);
	tcase_add_test(tcase, an_answer_may_be_set_to_itself);
	tcase_add_test(tcase, only_what_an_operator_gave_can_be_lost);
	tcase_add_test(tcase, a_default_never_replaces_an_answer);
	tcase_add_loop_test(tcase, a_choice_that_is_not_offered_is_refused, 0, 4);
	tcase_add_loop_test(tcase, looking_at_a_certificate_needs_one, 0, 2);
	suite_add_tcase(suite, tcase);
	return suite;
}
