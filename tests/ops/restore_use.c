/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_use.c: what is put in use by a restore: always under a higher number, so that there is a
 * way back; and what was lost or damaged here comes back. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/change/rollback.h"
#include "ops/records/history.h"
#include "ops/records/info.h"
#include "ops/records/retention.h"
#include "ops/records/state.h"
#include "ops/status/show.h"
#include "restore_world.h"
#include "store/store.h"
#include "suites.h"

static const int64_t day = 86400;

static void drop_key(unsigned number)
{
	static const char *const names[] = {"key.pem", "combined.pem"};

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *path = ik_format("%s/generations/%u/%s", restored, number, names[i]);

		ck_assert_int_eq(remove(path), 0);
		free(path);
	}
}

/* Both generations of the backup are here, the second in use. */
static void restore_all(void)
{
	struct ik_outcome outcome;

	restore_do(good, NULL, false, &outcome);
	ck_assert_uint_eq(outcome.generation, 2);
	ik_outcome_free(&outcome);
}

/* What is in use stays. */
static void restore_all_beside(void)
{
	struct ik_outcome outcome;

	restore_do(good, NULL, false, &outcome);
	ck_assert(!outcome.switched);
	ck_assert_uint_eq(outcome.restored, 2);
	ik_outcome_free(&outcome);
}

/* Generation USE of the backup is put in use, and is NUMBER here. */
static void put_in_use(const char *use, unsigned number)
{
	struct ik_outcome outcome;

	restore_do(good, use, false, &outcome);
	ck_assert(outcome.switched);
	ck_assert_uint_eq(outcome.generation, number);
	ck_assert_uint_eq(restore_current(), number);
	ik_outcome_free(&outcome);
}

/* Nothing but the switch was missing: the same again changes nothing. */
static void assert_nothing_to_do(const char *use)
{
	struct restoring restoring = restore_prepare(good, use, false);

	ck_assert(!ik_restore_changes(restoring.plan));
	restore_release(&restoring);
}

static void assert_state(unsigned number, enum ik_generation_state state)
{
	struct ik_shown shown = {0};

	ck_assert(ik_show(restored, number, MADE_AT, &shown, NULL));
	ck_assert_int_eq(shown.state, state);
	ik_shown_free(&shown);
}

START_TEST(what_was_in_use_before_comes_back_as_a_new_generation)
{
	struct ik_rollback_plan *rollback = NULL;

	restore_all();
	put_in_use("1", 3);
	restore_same_pair(1, 1);
	restore_same_pair(1, 3);
	assert_state(2, IK_STATE_RETIRED);
	ck_assert(ik_rollback_plan(&(struct ik_rollback_wish){0}, restored, MADE_AT, &rollback,
				   NULL));
	ck_assert_uint_eq(rollback->back_to, 2);
	ik_rollback_plan_free(rollback);
	assert_nothing_to_do("1");
}
END_TEST

/* It stands above the one in use, and nothing here says that anything took its place: but it was in
 * use where it came from. */
START_TEST(what_came_back_without_being_put_in_use_is_retired_not_unused)
{
	made_create(target, NULL);
	restore_all_beside();
	assert_state(1, IK_STATE_IN_USE);
	assert_state(2, IK_STATE_RETIRED);
	assert_state(3, IK_STATE_RETIRED);
	made_create(target, NULL);
	assert_state(1, IK_STATE_RETIRED);
	assert_state(2, IK_STATE_RETIRED);
	assert_state(3, IK_STATE_RETIRED);
	assert_state(4, IK_STATE_IN_USE);
}
END_TEST

/* Here are 1 and 3, and 3 is in use. */
START_TEST(a_free_number_below_the_one_in_use_is_not_switched_to)
{
	char *two = ik_format("%s/generations/2", restored);
	char *rest = ik_format("rm -r '%s'", two);

	restore_all();
	made_create(target, NULL);
	ck_assert_int_eq(system(rest), 0);
	put_in_use("2", 4);
	restore_same_pair(2, 4);
	ck_assert(!made_exists(restored, "generations/2"));
	free(rest);
	free(two);
}
END_TEST

/* The certificate that took its place was made 100 days earlier, and counts from when it was put in
 * use. */
START_TEST(what_left_use_by_a_restore_keeps_its_key_for_thirty_days)
{
	const struct ik_restore_wish wish = {.use = "1"};
	const int64_t then = MADE_AT + 100 * day;
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct restoring restoring = {0};
	struct ik_outcome outcome;
	struct ik_history history;
	struct ik_old_keys keys;

	restore_all();
	ck_assert(ik_restore_open(good, password, NULL, &restoring.source, NULL));
	ck_assert(ik_restore_plan(restoring.source, restored, &wish, then, &restoring.plan, NULL));
	ck_assert(ik_restore_perform(restoring.source, restoring.plan, NULL, &outcome, NULL));
	ck_assert_uint_eq(outcome.generation, 3);
	ik_store *store = ik_store_open(restored, NULL);
	ck_assert(ik_history_read(store, 3, IK_HISTORY_RECORDS, 0, &history, NULL));
	ik_old_keys_find(&history, 4, 3, then + 29 * day, IK_KEY_DAYS, &keys);
	for (size_t i = 0; i < keys.n; i++)
		ck_assert_uint_ne(keys.numbers[i], 2);
	ik_old_keys_free(&keys);
	ik_old_keys_find(&history, 4, 3, then + 30 * day, IK_KEY_DAYS, &keys);
	ck_assert_uint_ge(keys.n, 1);
	ck_assert_uint_eq(keys.numbers[keys.n - 1], 2);
	ik_old_keys_free(&keys);
	ik_history_free(&history);
	ik_store_close(store);
	ik_outcome_free(&outcome);
	restore_release(&restoring);
	ik_secret_free(password);
}
END_TEST

START_TEST(a_lost_key_of_the_one_in_use_comes_back)
{
	struct restoring restoring;

	restore_all();
	drop_key(2);
	restoring = restore_prepare(good, NULL, false);
	ck_assert_int_eq(restoring.plan->entries[1].fate, IK_RESTORE_RENUMBERED);
	ck_assert_uint_eq(restoring.plan->entries[1].here, 3);
	ck_assert(!restoring.plan->switches);
	restore_release(&restoring);
	put_in_use("2", 3);
	restore_same_pair(2, 3);
	ck_assert(!made_exists(restored, "generations/2/key.pem"));
}
END_TEST

START_TEST(what_is_damaged_here_comes_back)
{
	static const char *const files[] = {"key.pem", "combined.pem", "certificate.pem", "info"};

	for (size_t i = 0; i < IK_COUNT(files); i++) {
		char *name = ik_format("generations/2/%s", files[i]);

		restore_all();
		made_write(restored, name, "x", 1);
		put_in_use("2", 3);
		restore_same_pair(2, 3);
		free(name);
		restore_world_done();
		restore_world_begin();
	}
}
END_TEST

START_TEST(what_is_damaged_and_not_in_use_comes_back_too)
{
	struct restoring restoring;

	restore_all();
	made_write(restored, "generations/1/key.pem", "x", 1);
	restoring = restore_prepare(good, NULL, false);
	ck_assert_int_eq(restoring.plan->entries[0].fate, IK_RESTORE_RENUMBERED);
	ck_assert_int_eq(restoring.plan->entries[1].fate, IK_RESTORE_PRESENT);
	ck_assert(!restoring.plan->switches);
	restore_release(&restoring);
}
END_TEST

START_TEST(a_key_that_was_deleted_here_comes_back_to_be_put_in_use)
{
	restore_all();
	drop_key(1);
	put_in_use("1", 3);
	restore_same_pair(1, 3);
	ck_assert(!made_exists(restored, "generations/1/key.pem"));
	assert_nothing_to_do("1");
	assert_nothing_to_do(NULL);
}
END_TEST

/* A rollback put it in use under a number that the backup does not know. */
START_TEST(what_is_in_use_under_another_number_is_not_put_in_use_anew)
{
	const struct ik_rollback_wish wish = {.generation = "1"};
	struct ik_rollback_plan *plan;
	struct ik_outcome outcome;

	restore_all();
	ck_assert(ik_rollback_plan(&wish, restored, MADE_AT, &plan, NULL));
	ck_assert(ik_rollback_perform(plan, NULL, &outcome, NULL));
	ck_assert_uint_eq(restore_current(), 3);
	assert_nothing_to_do("1");
	ck_assert_uint_eq(restore_current(), 3);
	put_in_use("2", 4);
	ik_outcome_free(&outcome);
	ik_rollback_plan_free(plan);
}
END_TEST

START_TEST(the_number_may_be_typed_in_full_width)
{
	struct ik_outcome outcome;

	restore_do(good, "１", false, &outcome);
	ck_assert_uint_eq(outcome.generation, 1);
	ik_outcome_free(&outcome);
}
END_TEST

Suite *suite_restore_use(void)
{
	Suite *suite = suite_create("restore_use");
	TCase *tests = tcase_create("restore_use");

	tcase_add_unchecked_fixture(tests, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(tests, restore_world_begin, restore_world_done);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, a_lost_key_of_the_one_in_use_comes_back);
	tcase_add_test(tests, what_is_damaged_here_comes_back);
	tcase_add_test(tests, what_is_damaged_and_not_in_use_comes_back_too);
	tcase_add_test(tests, what_left_use_by_a_restore_keeps_its_key_for_thirty_days);
	tcase_add_test(tests, what_was_in_use_before_comes_back_as_a_new_generation);
	tcase_add_test(tests, what_came_back_without_being_put_in_use_is_retired_not_unused);
	tcase_add_test(tests, a_free_number_below_the_one_in_use_is_not_switched_to);
	tcase_add_test(tests, a_key_that_was_deleted_here_comes_back_to_be_put_in_use);
	tcase_add_test(tests, what_is_in_use_under_another_number_is_not_put_in_use_anew);
	tcase_add_test(tests, the_number_may_be_typed_in_full_width);
	suite_add_tcase(suite, tests);
	return suite;
}
