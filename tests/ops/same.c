/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same.c: the certificate in use is not made anew for nothing; and it is where something of it
 * would be new, which is said. */
#include "config.h"

#include "ops/change/same.h"

#include <check.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "brought.h"
#include "made.h"
#include "ops/change/rollback.h"
#include "suites.h"

/* Generation 2 is a certificate with its issuer. */
static void begin(void)
{
	struct ik_outcome outcome = {0};

	brought_begin();
	brought_shell("cat a.key a.pem ca.pem > whole.pem; cat a.key a.pem > alone.pem");
	brought_import_all("whole.pem", &outcome);
	ik_outcome_free(&outcome);
}

static void set_mode(const char *name, mode_t mode)
{
	char *path = brought_in(name);

	ck_assert_int_eq(chmod(path, mode), 0);
	free(path);
}

/* The files are imported with WISH: why that makes a new generation; with IK_SAME_WHOLLY it does
 * not. */
static enum ik_same judged(const char *name, const char *key_name,
			   const struct ik_import_wish *wish)
{
	struct ik_import *import = brought_opened(name, key_name, NULL);
	struct ik_import_wish accepting = *wish;
	struct ik_import_plan *plan = NULL;
	struct ik_error err = {0};
	enum ik_same same = IK_SAME_WHOLLY;

	accepting.accept_expired = true;
	if (ik_import_plan(import, &accepting, brought_store, MADE_AT + 60, &plan, &err))
		same = plan->same;
	else
		ck_assert_int_eq(err.id, IK_E_IN_USE_ALREADY);
	ik_import_plan_free(plan);
	ik_import_free(import);
	return same;
}

static const struct ik_import_wish nothing = {0};

START_TEST(the_certificate_in_use_is_not_made_anew)
{
	char *before = made_tree(brought_directory), *after;

	ck_assert_int_eq(judged("whole.pem", NULL, &nothing), IK_SAME_WHOLLY);
	/* What came without its chain is completed by the one in use. */
	ck_assert_int_eq(judged("a.pem", "a.key", &nothing), IK_SAME_WHOLLY);
	ck_assert_int_eq(judged("a.pem", NULL, &nothing), IK_SAME_WHOLLY);
	ck_assert_int_eq(judged("b.pem", "b.key", &nothing), IK_SAME_NOT);
	after = made_tree(brought_directory);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

START_TEST(a_certificate_in_use_needs_no_second_yes_for_its_dates)
{
	struct ik_import *import = brought_opened("whole.pem", NULL, NULL);
	const int64_t late = import->keys[0].facts.not_after + 1;
	struct ik_import_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert(!ik_import_plan(import, &nothing, brought_store, late, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_IN_USE_ALREADY);
	ck_assert_int_eq(ik_error_status(err.id), 0);
	ik_import_free(import);
}
END_TEST

START_TEST(what_this_program_made_and_gave_out_is_known_again)
{
	brought_shell("cat store/generations/1/combined.pem > ours.pem");
	made_create(brought_directory, NULL);
	brought_shell("cat store/current/key.pem > newest.pem; "
		      "cat store/current/certificate.pem >> newest.pem");
	ck_assert_int_eq(judged("ours.pem", NULL, &nothing), IK_SAME_NOT);
	ck_assert_int_eq(judged("newest.pem", NULL, &nothing), IK_SAME_WHOLLY);
}
END_TEST

START_TEST(another_chain_makes_it_anew)
{
	struct ik_outcome outcome = {0};

	made_create(brought_directory, NULL);
	brought_import_all("alone.pem", &outcome);
	brought_shell("test $(grep -c BEGIN store/current/certificate.pem) = 1");
	ck_assert_int_eq(judged("alone.pem", NULL, &nothing), IK_SAME_WHOLLY);
	ck_assert_int_eq(judged("whole.pem", NULL, &nothing), IK_SAME_CHAIN);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(another_group_makes_it_anew)
{
	char *group = ik_format("%u", (unsigned)getegid());
	const struct ik_import_wish wish = {.key_group = group};
	struct ik_import *import = brought_opened("whole.pem", NULL, NULL);
	struct ik_import_plan *plan = brought_plan_for(import, &wish);
	struct ik_outcome outcome = {0};

	ck_assert_int_eq(plan->same, IK_SAME_GROUP);
	brought_perform(plan, &outcome);
	ck_assert_int_eq(judged("whole.pem", NULL, &wish), IK_SAME_WHOLLY);
	ck_assert_int_eq(judged("whole.pem", NULL, &nothing), IK_SAME_WHOLLY);
	ck_assert_int_eq(judged("whole.pem", NULL, &(struct ik_import_wish){.key_group = ""}),
			 IK_SAME_GROUP);
	ik_outcome_free(&outcome);
	ik_import_plan_free(plan);
	ik_import_free(import);
	free(group);
}
END_TEST

START_TEST(a_file_that_is_damaged_missing_or_open_makes_it_anew)
{
	static const struct {
		const char *damage, *mend;
	} tries[] = {
		{"rm k/key.pem", "cp kept/key.pem k/; chmod 600 k/key.pem"},
		{"rm k/combined.pem", "cp kept/combined.pem k/; chmod 600 k/combined.pem"},
		{"echo x > k/key.pem", "cat kept/key.pem > k/key.pem"},
		{"cat b.key > k/key.pem", "cat kept/key.pem > k/key.pem"},
		{"echo x > k/info", "cat kept/info > k/info"},
		{"chmod 604 k/key.pem", "chmod 600 k/key.pem"},
		{"chmod 640 k/combined.pem", "chmod 600 k/combined.pem"},
	};

	brought_shell("ln -s store/generations/2 k; cp -r store/generations/2 kept");
	for (size_t i = 0; i < IK_COUNT(tries); i++) {
		brought_shell(tries[i].damage);
		ck_assert_msg(judged("whole.pem", NULL, &nothing) == IK_SAME_BROKEN, "%s",
			      tries[i].damage);
		brought_shell(tries[i].mend);
		ck_assert_msg(judged("whole.pem", NULL, &nothing) == IK_SAME_WHOLLY, "%s",
			      tries[i].mend);
	}
}
END_TEST

/* --- rollback --------------------------------------------------------------------------------- */

static enum ik_error_id back_to(const char *generation, struct ik_rollback_plan **plan)
{
	const struct ik_rollback_wish wish = {.generation = generation, .accept_expired = true};
	struct ik_error err = {0};

	ik_rollback_plan(&wish, brought_store, MADE_AT + 60, plan, &err);
	return err.id;
}

START_TEST(going_back_to_what_is_in_use_changes_nothing)
{
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};

	ck_assert_int_eq(back_to("2", &plan), IK_E_IN_USE_ALREADY);
	ck_assert_int_eq(back_to("1", &plan), IK_E_NONE);
	ck_assert_int_eq(plan->same, IK_SAME_NOT);
	ck_assert(ik_rollback_perform(plan, NULL, &outcome, NULL));
	ik_rollback_plan_free(plan);
	ck_assert_int_eq(back_to("1", &plan), IK_E_IN_USE_ALREADY);
	ck_assert_int_eq(back_to("3", &plan), IK_E_IN_USE_ALREADY);
	set_mode("store/generations/3/key.pem", 0644);
	ck_assert_int_eq(back_to("1", &plan), IK_E_NONE);
	ck_assert_int_eq(plan->same, IK_SAME_BROKEN);
	ik_rollback_plan_free(plan);
	ik_outcome_free(&outcome);
}
END_TEST

Suite *suite_same(void)
{
	Suite *suite = suite_create("same");
	TCase *tests = tcase_create("same");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, begin, brought_end);
	tcase_add_test(tests, the_certificate_in_use_is_not_made_anew);
	tcase_add_test(tests, a_certificate_in_use_needs_no_second_yes_for_its_dates);
	tcase_add_test(tests, what_this_program_made_and_gave_out_is_known_again);
	tcase_add_test(tests, another_chain_makes_it_anew);
	tcase_add_test(tests, another_group_makes_it_anew);
	tcase_add_test(tests, a_file_that_is_damaged_missing_or_open_makes_it_anew);
	tcase_add_test(tests, going_back_to_what_is_in_use_changes_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
