/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c: whole conversations that end well, or are left, with a front-end that follows a script. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "world.h"

START_TEST(leaving_before_accept_leaves_no_trace)
{
	struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_QUIT},
	};
	struct script script = {.steps = steps, .n = (size_t)_i + 1};
	struct ik_wizard wizard;

	steps[_i].leave = IK_LEAVE_QUIT;
	world_wizard(&wizard);
	wizard.save_answers = world_path("saved");
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	ck_assert(!world_has("store"));
	ck_assert(!world_has("saved"));
	ck_assert_str_eq(script.out, "");
	ck_assert_str_eq(script.err, "inkan: Nothing was changed.\n");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_whole_way_ends_with_a_proof_that_stays_on_the_screen)
{
	struct script script = SCRIPT(whole_way);
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	ck_assert_uint_gt(script.pulses, 0);
	ck_assert_uint_eq(script.asked, 0);
	begins(script.out, "Done: the new certificate is in use. Valid 730 days, until ");
	contains(script.out, ".\nSerial number: ");
	contains(script.out, "730 days left");
	contains(script.out, "opened again and compared");
	contains(script.out, "To print this again:\n  inkan show --store ");
	ck_assert_ptr_null(strstr(script.out, "changed"));
	ck_assert_str_eq(script.err, "");
	ck_assert(world_has("store/current/key.pem"));
	ck_assert(world_has("backup.zip"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_renewal_says_what_changed_and_what_did_not)
{
	struct script script = SCRIPT(whole_way);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_now += 733 * DAY;
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	begins(script.out, "Done: the new certificate is in use. Valid 730 days, until ");
	contains(script.out, ".\nSerial number: changed\n  before: ");
	contains(script.out, "expired 3 days ago");
	contains(script.out, "Subject: CN=srv01.example.jp (not changed)");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void change_much(struct ik_wizard *wizard)
{
	world_answer_all(wizard, "srv02.example.jp");
	ik_answer_set(wizard->answers, IK_F_ALT_NAMES, "192.0.2.9", IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_ORGANIZATION, "Sample Ltd", IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_KEY_TYPE, "ecdsa-p384", IK_FROM_OPERATOR);
}

static char *review;

static void keep_review(struct ik_wizard *wizard)
{
	review = world_rows(wizard, "review");
}

START_TEST(review_says_all_that_will_happen_and_what_differs)
{
	struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = change_much},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_QUIT, .act = keep_review},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	contains(review, "Make: key (ECDSA P-384) and certificate, generation 2\n");
	contains(review, "srv02.example.jp, until Mon 20 Nov 2028 (730 days)\n");
	contains(review, "New among the names: srv02.example.jp, 192.0.2.9\n");
	contains(review, "No longer among the names: srv01.example.jp\n");
	contains(review, "There was no organization.\n");
	contains(review, "The key was: ECDSA P-256\nOrganization: Sample Ltd\n");
	contains(review, world_path("backup.zip"));
	contains(review, "/store/current from generation 1 to 2\n");
	contains(review, "If the connection breaks, the old or the new one is in use.");
	free(review);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_plain_renewal_says_that_nothing_differs)
{
	struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_QUIT, .act = keep_review},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	wizard.no_backup = true;
	world_run(&wizard, &script);
	contains(review, "Same names and kind of key as now.\n");
	contains(review, "no backup, as you asked\n");
	free(review);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void name_is_kept(struct ik_wizard *wizard)
{
	ck_assert_str_eq(ik_answer(wizard->answers, IK_F_NAME), "srv01.example.jp");
}

START_TEST(back_keeps_what_was_answered)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_BACK},
		{.page = "identity", .leave = IK_LEAVE_BACK, .act = name_is_kept},
		{.page = "start", .leave = IK_LEAVE_BACK},
		{.page = "start", .leave = IK_LEAVE_NEXT},
		{.page = "identity", .leave = IK_LEAVE_QUIT, .act = name_is_kept},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void choose_weak(struct ik_wizard *wizard)
{
	world_set_secret(wizard, IK_F_BACKUP_PASSWORD, "aaaaaaaaaaaa");
	world_set_secret(wizard, IK_F_BACKUP_PASSWORD_AGAIN, "aaaaaaaaaaaa");
}

START_TEST(a_weak_password_needs_a_second_yes)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT, .act = choose_weak},
		{.page = "password", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	script.yes = false;
	world_wizard(&wizard);
	world_run(&wizard, &script);
	ck_assert_uint_eq(script.asked, 1);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

/* The clock is set back while the operator looks at the pages. */
static void answer_under_an_old_clock(struct ik_wizard *wizard)
{
	answer_srv01(wizard);
	world_now = NOW - DAY - 1;
}

static void see_the_clock(struct ik_wizard *wizard)
{
	char *rows = world_rows(wizard, "review");

	begins(rows, "The clock of this server is wrong: it says Fri 20 Nov 2026 05:04 UTC, and "
		     "Sat 21 Nov");
	free(rows);
}

static const struct step under_an_old_clock[] = {
	{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_under_an_old_clock},
	{.page = "identity", .leave = IK_LEAVE_NEXT},
	{.page = "password", .leave = IK_LEAVE_NEXT},
	{.page = "backup", .leave = IK_LEAVE_NEXT},
	{.page = "review", .leave = IK_LEAVE_NEXT, .act = see_the_clock},
	{.page = "review", .leave = IK_LEAVE_QUIT},
};

START_TEST(a_clock_that_cannot_be_right_is_said_and_needs_a_second_yes)
{
	struct script script = SCRIPT(under_an_old_clock);
	struct ik_wizard wizard;

	script.yes = false;
	world_create("srv01.example.jp");
	world_wizard(&wizard);
	world_run(&wizard, &script);
	ck_assert_uint_eq(script.asked, 1);
	ck_assert(!world_has("store/generations/2"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(who_insists_gets_a_certificate_under_any_clock)
{
	struct step steps[IK_COUNT(under_an_old_clock)];
	struct script script = {.steps = steps, .n = IK_COUNT(steps), .yes = true};
	struct ik_wizard wizard;

	memcpy(steps, under_an_old_clock, sizeof(steps));
	steps[5].page = "proof";
	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	ck_assert_uint_eq(script.asked, 1);
	ck_assert(world_has("store/generations/2"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void choose_verify(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_ACTION, "verify", IK_FROM_OPERATOR);
}

static const struct step looking[] = {
	{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose_verify},
	{.page = "certificates", .leave = IK_LEAVE_QUIT},
};

static const struct step looking_twice[] = {
	{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose_verify},
	{.page = "certificates", .leave = IK_LEAVE_BACK},
	{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose_verify},
	{.page = "certificates", .leave = IK_LEAVE_BACK},
	{.page = "start", .leave = IK_LEAVE_QUIT},
};

START_TEST(who_looked_can_go_back_to_the_start)
{
	struct script script = SCRIPT(looking_twice);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	ck_assert_str_eq(script.out, "");
	contains(script.err, "Nothing was changed.");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

/* What is asked next begins with the certificate that is in use now. */
static void is_afresh(struct ik_wizard *wizard)
{
	ck_assert(!ik_answers_touched(wizard->answers));
	ck_assert_uint_eq(wizard->situation.generation, 1);
	ck_assert(!wizard->done);
}

START_TEST(the_way_back_from_a_proof_leads_to_the_start_and_the_proof_is_told_all_the_same)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT},
		{.page = "proof", .leave = IK_LEAVE_BACK},
		{.page = "start", .leave = IK_LEAVE_QUIT, .act = is_afresh},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	begins(script.out, "Done: the new certificate is in use. Valid 730 days, until ");
	contains(script.out, "opened again and compared");
	ck_assert_str_eq(script.err, "");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(looking_shows_what_is_in_use_and_changes_nothing)
{
	struct script script = SCRIPT(looking);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	begins(script.out, "The certificate in use.\n");
	contains(script.out, "Subject: CN=srv01.example.jp\n");
	ck_assert(!world_has("store/generations/2"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void choose_backup(struct ik_wizard *wizard)
{
	answer_srv01(wizard);
	ik_answer_set(wizard->answers, IK_F_ACTION, "backup", IK_FROM_OPERATOR);
}

START_TEST(a_backup_alone_leaves_the_certificate_as_it_is)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose_backup},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(review, "The certificate in use stays as it is.");
	begins(script.out, "Done: the backup is made, and was opened again.\n");
	contains(script.out, "opened again and compared");
	ck_assert(!world_has("store/generations/2"));
	ck_assert(world_has("backup.zip"));
	free(review);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(saved_answers_hold_everything_but_the_password)
{
	struct script script = SCRIPT(whole_way);
	struct ik_wizard wizard;
	struct stat st;

	world_wizard(&wizard);
	wizard.save_answers = world_path("saved");
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	char *saved = world_read("saved");

	contains(saved, "action = generate\nname = srv01.example.jp\nalt_names = ");
	contains(saved, "days = 730\nkey_type = ecdsa-p256\n# key_group = \nbackup_file = /");
	ck_assert_ptr_null(strstr(saved, "password"));
	ck_assert_ptr_null(strstr(saved, PASSWORD));
	ck_assert_int_eq(stat(world_path("saved"), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	free(saved);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void show_details(struct ik_wizard *wizard)
{
	wizard->details = IK_DETAILS_SHOWN;
	review = world_rows(wizard, "certificates");
}

START_TEST(details_name_all_generations_and_the_thumbprint)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose_verify},
		{.page = "certificates", .leave = IK_LEAVE_QUIT, .act = show_details},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(review, "Thumbprint (SHA-1): ");
	contains(review, "Generation 2: in use, until ");
	contains(review, "Generation 1: retired, until ");
	ck_assert_ptr_null(strstr(script.out, "SHA-1"));
	free(review);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static TCase *case_way(void)
{
	TCase *tcase = tcase_create("way");

	tcase_add_loop_test(tcase, leaving_before_accept_leaves_no_trace, 0, 5);
	tcase_add_test(tcase, the_whole_way_ends_with_a_proof_that_stays_on_the_screen);
	tcase_add_test(tcase, a_renewal_says_what_changed_and_what_did_not);
	tcase_add_test(tcase, review_says_all_that_will_happen_and_what_differs);
	tcase_add_test(tcase, a_plain_renewal_says_that_nothing_differs);
	tcase_add_test(tcase, back_keeps_what_was_answered);
	tcase_add_test(tcase, a_weak_password_needs_a_second_yes);
	tcase_add_test(tcase, a_clock_that_cannot_be_right_is_said_and_needs_a_second_yes);
	tcase_add_test(tcase, who_insists_gets_a_certificate_under_any_clock);
	tcase_add_test(tcase, looking_shows_what_is_in_use_and_changes_nothing);
	tcase_add_test(tcase, who_looked_can_go_back_to_the_start);
	tcase_add_test(
		tcase,
		the_way_back_from_a_proof_leads_to_the_start_and_the_proof_is_told_all_the_same);
	tcase_add_test(tcase, a_backup_alone_leaves_the_certificate_as_it_is);
	tcase_add_test(tcase, details_name_all_generations_and_the_thumbprint);
	tcase_add_test(tcase, saved_answers_hold_everything_but_the_password);
	return tcase;
}

Suite *suite_run(void)
{
	Suite *suite = suite_create("run");
	TCase *tcase = case_way();

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	suite_add_tcase(suite, tcase);
	return suite;
}
