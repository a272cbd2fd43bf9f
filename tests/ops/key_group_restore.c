/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_group_restore.c: a restore gives the key to the group that reads it. */
#include "config.h"

#include "ops/change/key_group.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "grouped.h"
#include "made.h"
#include "ops/change/restore.h"
#include "suites.h"

static char *moved; /* the grouped.directory as it was before back_up_and_move() */

/* A backup of two generations, the first recorded for FIRST, both made for GROUP; then all begins
 * anew in an empty place. */
static void back_up_and_move(const char *first, const char *group)
{
	grouped_create(group);
	if (first)
		grouped_record(1, first);
	made_create(grouped.directory, "all.zip");
	moved = grouped.directory;
	grouped.directory = made_directory();
	free(grouped.store);
	grouped.store = ik_format("%s/store", grouped.directory);
}

/* Restores that backup; the plan is the caller's. */
static struct ik_restore_plan *restore(const char *use, const char *group)
{
	char *file = ik_format("%s/all.zip", moved);
	const struct ik_restore_wish wish = {.use = use, .key_group = group};
	ik_secret *password = made_secret(MADE_PASSWORD);
	ik_restore_source *source = NULL;
	struct ik_restore_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert_msg(ik_restore_open(file, password, NULL, &source, &err)
			      && ik_restore_plan(source, grouped.store, &wish, MADE_AT, &plan, &err)
			      && ik_restore_perform(source, plan, NULL, &outcome, &err),
		      "INK-%u %s", ik_error_number(err.id), err.arg[0]);
	ik_outcome_free(&outcome);
	ik_restore_source_free(source);
	ik_secret_free(password);
	free(file);
	made_remove(moved);
	return plan;
}

START_TEST(a_restore_brings_the_group_back)
{
	back_up_and_move(NULL, grouped.ours);
	ik_restore_plan_free(restore(NULL, NULL));
	grouped_has(1, grouped.ours, false);
	grouped_has(2, grouped.ours, false);
}
END_TEST

START_TEST(a_restore_gives_what_is_put_in_use_to_the_group_given)
{
	struct ik_restore_plan *plan;

	back_up_and_move(NOBODYS, NULL);
	plan = restore(NULL, grouped.ours);
	ck_assert_str_eq(plan->entries[0].group.lost, NOBODYS);
	ck_assert_ptr_null(plan->idle_group);
	ik_restore_plan_free(plan);
	grouped_has(1, "", false);
	grouped_has(2, grouped.ours, false);
}
END_TEST

START_TEST(a_restore_remembers_what_was_lost)
{
	struct ik_info info;

	back_up_and_move(NOBODYS,
			 NULL); /* generation 2, in use, has lost it; 1 is recorded for it */
	ik_restore_plan_free(restore(NULL, NULL));
	for (unsigned number = 1; number <= 2; number++) {
		grouped_has(number, "", false);
		info = grouped_info(number);
		ck_assert_str_eq(info.lost_key_group, NOBODYS);
		ik_info_free(&info);
	}
}
END_TEST

START_TEST(a_restore_lets_no_group_read_where_none_may)
{
	back_up_and_move(NULL, grouped.ours);
	ik_restore_plan_free(restore(NULL, ""));
	grouped_has(1, "", true);
	grouped_has(2, "", true);
}
END_TEST

START_TEST(a_restore_into_use_follows_the_one_in_use_here)
{
	struct ik_restore_plan *plan;

	back_up_and_move(NULL, NULL);
	grouped_create(grouped.ours);
	plan = restore("2", NULL);
	ck_assert_uint_eq(plan->head.to, 2);
	ik_restore_plan_free(plan);
	grouped_has(2, grouped.ours, false);
}
END_TEST

START_TEST(a_group_for_a_restore_that_puts_nothing_in_use_is_said_to_be_of_no_use)
{
	struct ik_restore_plan *plan;

	back_up_and_move(NULL, NULL);
	grouped_create(NULL);
	plan = restore(NULL, grouped.ours);
	ck_assert_str_eq(plan->idle_group, grouped.ours);
	ik_restore_plan_free(plan);
}
END_TEST

Suite *suite_key_group_restore(void)
{
	Suite *suite = suite_create("key_group_restore");
	TCase *tests = tcase_create("key_group_restore");

	tcase_add_checked_fixture(tests, grouped_begin, grouped_end);
	tcase_set_timeout(tests, 300);
	tcase_add_test(tests, a_restore_brings_the_group_back);
	tcase_add_test(tests, a_restore_gives_what_is_put_in_use_to_the_group_given);
	tcase_add_test(tests, a_restore_lets_no_group_read_where_none_may);
	tcase_add_test(tests, a_restore_into_use_follows_the_one_in_use_here);
	tcase_add_test(tests,
		       a_group_for_a_restore_that_puts_nothing_in_use_is_said_to_be_of_no_use);
	tcase_add_test(tests, a_restore_remembers_what_was_lost);
	suite_add_tcase(suite, tests);
	return suite;
}
