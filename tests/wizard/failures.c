/* SPDX-License-Identifier: GPL-3.0-or-later */
/* failures.c: conversations in which something fails, with a front-end that follows a script. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "wizard/inside.h"
#include "world.h"

static void break_days(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_DAYS, "0", IK_FROM_OPERATOR);
}

START_TEST(a_plan_that_is_refused_leads_to_the_field_at_fault)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT, .act = break_days},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "identity", .leave = IK_LEAVE_QUIT, .notice = IK_E_DAYS_RANGE},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_wizard(&wizard);
	world_run(&wizard, &script);
	ck_assert(!world_has("store"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_breaks_the_rule_of_an_answer_is_about_its_field)
{
	static const struct {
		enum ik_error_id error;
		enum ik_field_id field;
	} cases[] = {
		{IK_E_HOST_EMPTY, IK_F_NAME},
		{IK_E_HOST_NUMBER, IK_F_NAME},
		{IK_E_HOST_LOOKALIKE, IK_F_NAME},
		{IK_E_ALT_MANY, IK_F_ALT_NAMES},
		{IK_E_ORGANIZATION_LONG, IK_F_ORGANIZATION},
		{IK_E_DAYS_FAR, IK_F_DAYS},
		{IK_E_KEY_TYPE_UNKNOWN, IK_F_KEY_TYPE},
		{IK_E_KEY_GROUP_UNKNOWN, IK_F_KEY_GROUP},
		{IK_E_KEY_GROUP_DENIED, IK_F_KEY_GROUP},
		{IK_E_PW_NOTED, IK_F_BACKUP_PASSWORD},
		{IK_E_PATH_EXISTS, IK_F_BACKUP_FILE},
	};
	struct ik_wizard wizard;

	world_wizard(&wizard);
	answer_srv01(&wizard);
	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		const struct ik_error err = {.id = cases[i].error};
		const struct ik_field *field = ik_wizard_field_at_fault(&wizard, &err);

		ck_assert_msg(field && field->id == cases[i].field, "%s", ik_error_msgid(err.id));
	}
	ck_assert_ptr_null(
		ik_wizard_field_at_fault(&wizard, &(struct ik_error){.id = IK_E_CANCELLED}));
	ik_wizard_free(&wizard);
}
END_TEST

static void occupy_backup(struct ik_wizard *wizard)
{
	(void)wizard;
	world_write("backup.zip", "mine\n");
}

START_TEST(a_failure_says_first_that_nothing_was_changed)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = occupy_backup},
		{.page = "backup", .leave = IK_LEAVE_QUIT, .notice = IK_E_PATH_EXISTS},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_ne(world_run(&wizard, &script), 0);
	begins(script.notice, "Nothing was changed; the old certificate is in use.\n");
	begins(script.err,
	       "inkan: Nothing was changed; the old certificate is in use.\ninkan: INK-");
	ck_assert_str_eq(script.out, "");
	ck_assert(!world_has("store/generations/2"));
	char *left = world_read("backup.zip");

	ck_assert_str_eq(left, "mine\n");
	free(left);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

/* A page that says "this will happen" would be a lie then. */
static void says_that_it_failed(struct ik_wizard *wizard)
{
	enum ik_tone tone;
	char *title = ik_page_says(wizard, ik_page_find("review"), &tone);
	char *rows = world_rows(wizard, "review");

	ck_assert_str_eq(title, "It failed. Nothing was changed; there is no certificate yet.");
	ck_assert_int_eq(tone, IK_TONE_ERROR);
	begins(rows, "Back leads to the answers, to change one. Accept tries again.\n");
	free(rows);
	free(title);
}

START_TEST(a_cancelled_change_can_be_accepted_again_or_left)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT},
		{.page = "review",
		 .leave = IK_LEAVE_QUIT,
		 .notice = IK_E_CANCELLED,
		 .act = says_that_it_failed},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	script.cancels = true;
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	ck_assert_str_eq(script.notice, "Stopped on request.");
	ck_assert(!world_has("store/current"));
	ck_assert(!world_has("backup.zip"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void overtake(struct ik_wizard *wizard)
{
	(void)wizard;
	world_create("other.example.jp");
}

START_TEST(somebody_elses_change_is_reviewed_before_anything_is_done)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = overtake},
		{.page = "review", .leave = IK_LEAVE_NEXT, .notice = IK_E_STORE_MOVED},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	ck_assert(world_has("store/generations/3"));
	contains(script.out, "  before: CN=other.example.jp\n");
	/* What is in use is not the old one. */
	begins(script.notice, "Nothing was changed.\n");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(defaults_follow_somebody_elses_change)
{
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ik_wizard_enter(&wizard, ik_page_find("identity"));
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_NAME), "srv01.example.jp");
	ik_answer_set(wizard.answers, IK_F_DAYS, "90", IK_FROM_OPERATOR);
	world_create("other.example.jp");
	ik_wizard_look_again(&wizard);
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_NAME), "other.example.jp");
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_DAYS), "90");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_terminal_lost_on_the_last_page_takes_nothing_back)
{
	struct step steps[IK_COUNT(whole_way)];
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	memcpy(steps, whole_way, sizeof(steps));
	steps[IK_COUNT(steps) - 1].leave = IK_LEAVE_FAILED;
	ik_fail(&script.lost, IK_E_TERMINAL_LOST);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(script.out, "Serial number: ");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_terminal_lost_before_is_an_error_and_changes_nothing)
{
	static const struct step steps[] = {{.page = "start", .leave = IK_LEAVE_FAILED}};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	ik_fail(&script.lost, IK_E_TERMINAL_LOST);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	contains(script.err, "INK-1114");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_fails_after_the_switch_is_said_and_is_status_3)
{
	struct script script = SCRIPT(whole_way);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	unlink(world_path("store/audit.log"));
	ck_assert_int_eq(mkdir(world_path("store/audit.log"), 0700), 0);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 3);
	begins(script.out,
	       "The certificate is replaced, but the audit log could not be written.\n");
	contains(script.out,
		 "The new certificate is in use; only what came after it failed.\nSerial number: ");
	begins(script.err, "inkan: The certificate is replaced; only what came after it "
			   "failed.\ninkan: INK-4122");
	ck_assert(world_has("store/generations/2"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(saved_answers_replace_no_file_and_are_tried_before_the_change)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_QUIT, .notice = IK_E_ANSWERS_SAVE},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_write("saved", "mine\n");
	world_wizard(&wizard);
	wizard.save_answers = world_path("saved");
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	char *saved = world_read("saved");

	ck_assert_str_eq(saved, "mine\n");
	ck_assert(!world_has("store"));
	free(saved);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_failures(void)
{
	Suite *suite = suite_create("failures");
	TCase *tcase = tcase_create("failures");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, a_plan_that_is_refused_leads_to_the_field_at_fault);
	tcase_add_test(tcase, what_breaks_the_rule_of_an_answer_is_about_its_field);
	tcase_add_test(tcase, a_failure_says_first_that_nothing_was_changed);
	tcase_add_test(tcase, a_cancelled_change_can_be_accepted_again_or_left);
	tcase_add_test(tcase, somebody_elses_change_is_reviewed_before_anything_is_done);
	tcase_add_test(tcase, defaults_follow_somebody_elses_change);
	tcase_add_test(tcase, a_terminal_lost_on_the_last_page_takes_nothing_back);
	tcase_add_test(tcase, a_terminal_lost_before_is_an_error_and_changes_nothing);
	tcase_add_test(tcase, what_fails_after_the_switch_is_said_and_is_status_3);
	tcase_add_test(tcase, saved_answers_replace_no_file_and_are_tried_before_the_change);
	suite_add_tcase(suite, tcase);
	return suite;
}
