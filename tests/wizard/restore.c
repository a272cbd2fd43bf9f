/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c: what is asked of a backup, what is refused where, and what the review promises of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "world.h"

static char *shown;

static void forget_shown(void)
{
	free(shown);
	shown = NULL;
}

/* backup.zip with N generations of one server; the store is as if nothing had been, with its traces
 * in OLD. */
static void make_backup(unsigned n, const char *old)
{
	struct ik_backup_plan *plan;
	struct ik_outcome outcome;
	struct ik_error err = {0};
	ik_secret *password = ik_secret_new(64);

	ik_secret_set(password, PASSWORD, strlen(PASSWORD), NULL);
	for (unsigned i = 0; i < n; i++, world_now += DAY)
		world_create("srv01.example.jp");
	ck_assert(ik_backup_plan(world_path("store"), world_path("backup.zip"), password, world_now,
				 &plan, &err));
	ck_assert(ik_backup_perform(plan, NULL, &outcome, &err));
	ck_assert_int_eq(rename(world_path("store"), world_path(old)), 0);
	ik_outcome_free(&outcome);
	ik_backup_plan_free(plan);
	ik_secret_free(password);
}

static void answer(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_ACTION, "restore", IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_FILE, world_path("backup.zip"), IK_FROM_OPERATOR);
	world_set_secret(wizard, IK_F_FILE_PASSWORD, PASSWORD);
}

static void answer_wrong(struct ik_wizard *wizard)
{
	answer(wizard);
	world_set_secret(wizard, IK_F_FILE_PASSWORD, "not this one");
}

static void mend_password(struct ik_wizard *wizard)
{
	ck_assert_int_eq(wizard->attention->id, IK_F_FILE_PASSWORD);
	world_set_secret(wizard, IK_F_FILE_PASSWORD, PASSWORD);
}

static void expect_use(struct ik_wizard *wizard)
{
	ck_assert_int_eq(wizard->attention->id, IK_F_USE);
}

static void use_first(struct ik_wizard *wizard)
{
	expect_use(wizard);
	ik_answer_set(wizard->answers, IK_F_USE, "1", IK_FROM_OPERATOR);
}

static void keep_review(struct ik_wizard *wizard)
{
	forget_shown();
	shown = world_rows(wizard, "review");
}

static void overtake(struct ik_wizard *wizard)
{
	keep_review(wizard);
	world_create("srv09.example.jp");
}

START_TEST(a_file_that_is_no_backup_is_refused_at_its_field_before_any_password)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	world_write("backup.zip", "This is a shopping list.\n");
	world_wizard(&wizard);
	answer(&wizard);
	ck_assert_ptr_eq(ik_page_check(&wizard, ik_page_find("source"), &err),
			 ik_field_find(IK_F_FILE));
	ck_assert_int_eq(err.id, IK_E_BACKUP_NOT_OURS);
	ck_assert(!ik_field_shown(&wizard, ik_field_find(IK_F_FILE_PASSWORD)));
	ik_wizard_free(&wizard);
}
END_TEST

/* Nothing has to be opened to know that. */
START_TEST(an_empty_password_is_refused_before_the_backup_is_opened)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	make_backup(1, "old");
	world_wizard(&wizard);
	answer(&wizard);
	world_set_secret(&wizard, IK_F_FILE_PASSWORD, "");
	ck_assert_int_eq(ik_page_check(&wizard, ik_page_find("source"), &err)->id,
			 IK_F_FILE_PASSWORD);
	ck_assert_int_eq(err.id, IK_E_PW_EMPTY);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_wrong_password_is_refused_at_its_field_and_nothing_is_made)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_wrong},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "source",
		 .leave = IK_LEAVE_NEXT,
		 .act = mend_password,
		 .notice = IK_E_BACKUP_PASSWORD},
		{.page = "source", .leave = IK_LEAVE_QUIT, .act = expect_use},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_backup(2, "old");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	ck_assert(!world_has("store"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

/* One generation and an empty store: there is nothing to choose. */
START_TEST(what_has_one_answer_is_not_asked)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_backup(1, "old");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(shown, "Generation 1: comes back as generation 1; in use afterwards");
	begins(script.out, "Done: the backup is restored, and was read back from disk.\n");
	contains(script.out, "Restored: 1 generation\n");
	contains(script.out, "In use: Generation 1\n");
	forget_shown();
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_restore_of_what_is_here_already_does_not_speak_of_a_new_certificate)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};

	make_backup(1, "old");
	for (int time = 0; time < 2; time++) {
		struct script script = SCRIPT(steps);
		struct ik_wizard wizard;

		world_wizard(&wizard);
		ck_assert_int_eq(world_run(&wizard, &script), 0);
		if (time == 1) {
			contains(shown, "There is nothing to do.");
			begins(script.out, "Nothing was changed.\n");
		}
		forget_shown();
		script_free(&script);
		ik_wizard_free(&wizard);
	}
}
END_TEST

START_TEST(a_store_with_something_keeps_it_in_use_unless_told_otherwise)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "source", .leave = IK_LEAVE_NEXT, .act = use_first},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_backup(2, "old");
	world_now += DAY;
	world_create("srv02.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	begins(shown, "Warning: the backup is older than the newest generation of this store.\n");
	contains(shown, "Generation 1: comes back as generation 3, since its number is taken; in "
			"use afterwards");
	contains(shown, "Generation 2: comes back as generation 2;");
	contains(shown, "New among the names: srv01.example.jp");
	contains(shown, "No longer among the names: srv02.example.jp");
	contains(shown, "Undo:\n  inkan rollback 1 --store ");
	contains(script.out, "In use: Generation 3\n");
	forget_shown();
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_plan_that_was_overtaken_is_shown_anew)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = overtake},
		{.page = "review",
		 .leave = IK_LEAVE_NEXT,
		 .act = keep_review,
		 .notice = IK_E_STORE_MOVED},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_backup(1, "old");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(shown, "comes back as generation 2, since its number is taken");
	contains(shown, "Generation 1 stays in use.");
	contains(script.out, "CN=srv09.example.jp");
	forget_shown();
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_dry_run_says_the_plan_and_makes_nothing)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_backup(1, "old");
	world_wizard(&wizard);
	wizard.dry_run = true;
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(script.out, "Nothing was changed.\n");
	ck_assert(!world_has("store"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_restore(void)
{
	Suite *suite = suite_create("restore");
	TCase *tcase = tcase_create("restore");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, a_file_that_is_no_backup_is_refused_at_its_field_before_any_password);
	tcase_add_test(tcase, an_empty_password_is_refused_before_the_backup_is_opened);
	tcase_add_test(tcase, a_wrong_password_is_refused_at_its_field_and_nothing_is_made);
	tcase_add_test(tcase, what_has_one_answer_is_not_asked);
	tcase_add_test(tcase,
		       a_restore_of_what_is_here_already_does_not_speak_of_a_new_certificate);
	tcase_add_test(tcase, a_store_with_something_keeps_it_in_use_unless_told_otherwise);
	tcase_add_test(tcase, a_plan_that_was_overtaken_is_shown_anew);
	tcase_add_test(tcase, a_dry_run_says_the_plan_and_makes_nothing);
	suite_add_tcase(suite, tcase);
	return suite;
}
