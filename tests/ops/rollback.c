/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback.c: an earlier key and certificate are in use again as a new generation, or nothing is
 * changed. */
#include "config.h"

#include "ops/change/rollback.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/status/show.h"
#include "suites.h"

static char *directory;
static char *store;

static void begin(void)
{
	directory = made_directory();
	store = ik_format("%s/store", directory);
	made_create(directory, NULL);
}

static void end(void)
{
	free(store);
	made_remove(directory);
}

static enum ik_error_id refusal(const char *generation)
{
	const struct ik_rollback_wish wish = {.generation = generation};
	struct ik_rollback_plan *plan = NULL;
	struct ik_error err = {0};
	char *before = made_tree(directory), *after;

	ck_assert(!ik_rollback_plan(&wish, store, MADE_AT, &plan, &err));
	ck_assert_ptr_null(plan);
	after = made_tree(directory);
	ck_assert_str_eq(before, after);
	free(after);
	free(before);
	return err.id;
}

START_TEST(without_an_earlier_one_there_is_nothing_to_go_back_to)
{
	ck_assert_int_eq(refusal(NULL), IK_E_ROLLBACK_NONE);
	ck_assert_int_eq(refusal("1"), IK_E_IN_USE_ALREADY);
	ck_assert_int_eq(refusal("7"), IK_E_STORE_NO_GENERATION);
	ck_assert_int_eq(refusal("0"), IK_E_STORE_NO_GENERATION);
	ck_assert_int_eq(refusal("1x"), IK_E_STORE_NO_GENERATION);
	ck_assert_int_eq(refusal("-1"), IK_E_STORE_NO_GENERATION);
	ck_assert_int_eq(refusal("99999999999999999999"), IK_E_STORE_NO_GENERATION);
}
END_TEST

START_TEST(a_deleted_key_cannot_be_used_again)
{
	char *key = ik_format("%s/generations/1/key.pem", store);

	made_create(directory, NULL);
	ck_assert_int_eq(unlink(key), 0);
	ck_assert_int_eq(refusal("1"), IK_E_ROLLBACK_NO_KEY);
	free(key);
}
END_TEST

/* The detail of the refusal to go back to generation 1. */
static char *advice(void)
{
	const struct ik_rollback_wish wish = {.generation = "1"};
	struct ik_rollback_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert(!ik_rollback_plan(&wish, store, MADE_AT, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_ROLLBACK_NO_KEY);
	return ik_strdup(err.detail);
}

START_TEST(a_deleted_key_that_the_last_backup_has_is_restored_from_there)
{
	char *key = ik_format("%s/generations/1/key.pem", store);
	char *expected = ik_format("inkan restore %s/b.zip --use 1 --store %s", directory, store);
	char *said;

	made_create(directory, "b.zip");
	ck_assert_int_eq(unlink(key), 0);
	said = advice();
	ck_assert_str_eq(said, expected);
	free(said);
	/* A backup that is another one than was proven is named nowhere. */
	made_write(directory, "b.zip", "x", 1);
	said = advice();
	ck_assert_str_eq(said, "");
	free(said);
	/* One that was made without the key, too. */
	made_create(directory, "late.zip");
	said = advice();
	ck_assert_str_eq(said, "");
	free(said);
	free(expected);
	free(key);
}
END_TEST

START_TEST(a_damaged_generation_is_not_put_in_use)
{
	made_create(directory, NULL);
	made_write(directory, "store/generations/1/certificate.pem", "x", 1);
	ck_assert_int_eq(refusal("1"), IK_E_CERT_READ);
}
END_TEST

/* Goes back and checks that the new generation NUMBER is generation BACK_TO again. */
static void go_back(const char *text, unsigned back_to, unsigned number)
{
	const struct ik_rollback_wish wish = {.generation = text};
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	struct ik_shown shown = {0};

	ck_assert_msg(ik_rollback_plan(&wish, store, MADE_AT, &plan, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_uint_eq(plan->back_to, back_to);
	ck_assert_uint_eq(plan->head.to, number);
	ck_assert(ik_rollback_perform(plan, NULL, &outcome, &err));
	ck_assert(outcome.switched);
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ck_assert_uint_eq(outcome.generation, number);
	ck_assert_str_eq(outcome.now.sha256, plan->facts.sha256);
	ck_assert(ik_show(store, 0, MADE_AT, &shown, &err));
	ck_assert_uint_eq(shown.generation, number);
	ck_assert_str_eq(shown.origin, "rolled-back");
	ck_assert_str_eq(shown.facts.sha256, plan->facts.sha256);
	ik_shown_free(&shown);
	ik_outcome_free(&outcome);
	ik_rollback_plan_free(plan);
}

START_TEST(the_one_before_is_in_use_again_under_a_new_number)
{
	char *old, *new;

	made_create(directory, NULL);
	go_back(NULL, 1, 3);
	old = made_read(directory, "store/generations/1/key.pem", NULL);
	new = made_read(directory, "store/generations/3/key.pem", NULL);
	ck_assert_str_eq(old, new);
	ck_assert_int_eq(made_mode(directory, "store/generations/3/key.pem"), 0600);
	free(new);
	free(old);
}
END_TEST

START_TEST(going_back_twice_is_going_forth)
{
	made_create(directory, NULL);
	go_back(NULL, 1, 3);
	go_back(NULL, 2, 4);
	go_back("1", 1, 5);
}
END_TEST

START_TEST(a_plan_that_is_overtaken_changes_nothing)
{
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	made_create(directory, NULL);
	ck_assert(ik_rollback_plan(&(struct ik_rollback_wish){0}, store, MADE_AT, &plan, &err));
	made_create(directory, NULL);
	ck_assert(!ik_rollback_perform(plan, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_MOVED);
	ck_assert(!outcome.switched);
	ck_assert(!made_exists(directory, "store/generations/4/info"));
	ik_outcome_free(&outcome);
	ik_rollback_plan_free(plan);
}
END_TEST

START_TEST(the_number_may_be_typed_in_full_width)
{
	made_create(directory, NULL);
	go_back("１", 1, 3);
}
END_TEST

/* The way out that check names. */
START_TEST(where_the_link_is_lost_the_newest_is_used_again)
{
	char *link = ik_format("%s/current", store);

	made_create(directory, NULL);
	ck_assert_int_eq(unlink(link), 0);
	go_back(NULL, 2, 3);
	ck_assert_int_eq(unlink(link), 0);
	ck_assert_int_eq(symlink("generations/9", link), 0);
	go_back("1", 1, 10);
	free(link);
}
END_TEST

START_TEST(an_expired_one_is_no_help_and_needs_a_second_yes)
{
	struct ik_rollback_plan *plan = NULL;
	struct ik_error err = {0};

	made_create(directory, NULL);
	ck_assert(!ik_rollback_plan(&(struct ik_rollback_wish){.generation = "1"}, store,
				    MADE_AT + 40000LL * 86400, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_IMPORT_EXPIRED);
	ik_error_clear(&err);
	ck_assert(ik_rollback_plan(
		&(struct ik_rollback_wish){.generation = "1", .accept_expired = true}, store,
		MADE_AT + 40000LL * 86400, &plan, &err));
	ck_assert(plan->expired);
	ck_assert(!plan->not_yet);
	ik_rollback_plan_free(plan);
}
END_TEST

START_TEST(only_generations_with_their_key_are_offered_newest_first)
{
	char *key = ik_format("%s/generations/1/key.pem", store);
	struct ik_rollback_choices choices;

	made_create(directory, NULL);
	made_create(directory, NULL);
	ck_assert(ik_rollback_choices(store, NULL, MADE_AT, &choices, NULL));
	ck_assert_uint_eq(choices.n, 2);
	ck_assert_uint_eq(choices.items[0].number, 2);
	ck_assert_uint_eq(choices.items[1].number, 1);
	ck_assert_uint_eq(strlen(choices.items[1].facts.sha256), 64);
	ik_rollback_choices_free(&choices);
	ck_assert_int_eq(unlink(key), 0);
	ck_assert(ik_rollback_choices(store, NULL, MADE_AT, &choices, NULL));
	ck_assert_uint_eq(choices.n, 1);
	ik_rollback_choices_free(&choices);
	free(key);
}
END_TEST

/* The numbers that are offered, as one text. */
static void offers(const char *numbers)
{
	struct ik_rollback_choices choices;
	struct ik_buffer text = {0};
	struct ik_shown in_use = {0};

	ck_assert(ik_show(store, 0, MADE_AT, &in_use, NULL));
	ck_assert(ik_rollback_choices(store, in_use.facts.sha256, MADE_AT, &choices, NULL));
	ik_shown_free(&in_use);
	for (size_t i = 0; i < choices.n; i++)
		ik_buffer_format(&text, "%u ", choices.items[i].number);
	ck_assert_str_eq(ik_buffer_string(&text), numbers);
	ik_buffer_free(&text);
	ik_rollback_choices_free(&choices);
}

/* Whoever chose it would be told that nothing is to be changed. */
START_TEST(what_is_in_use_already_under_another_number_is_not_offered)
{
	char *combined = ik_format("%s/generations/3/combined.pem", store);

	made_create(directory, NULL);
	go_back("1", 1, 3);
	offers("2 ");
	ck_assert_int_eq(refusal("1"), IK_E_IN_USE_ALREADY);
	/* There it helps. */
	ck_assert_int_eq(unlink(combined), 0);
	offers("2 1 ");
	free(combined);
}
END_TEST

Suite *suite_rollback(void)
{
	Suite *suite = suite_create("rollback");
	TCase *tests = tcase_create("rollback");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, without_an_earlier_one_there_is_nothing_to_go_back_to);
	tcase_add_test(tests, a_deleted_key_cannot_be_used_again);
	tcase_add_test(tests, a_deleted_key_that_the_last_backup_has_is_restored_from_there);
	tcase_add_test(tests, a_damaged_generation_is_not_put_in_use);
	tcase_add_test(tests, a_plan_that_is_overtaken_changes_nothing);
	tcase_add_test(tests, the_one_before_is_in_use_again_under_a_new_number);
	tcase_add_test(tests, where_the_link_is_lost_the_newest_is_used_again);
	tcase_add_test(tests, the_number_may_be_typed_in_full_width);
	tcase_add_test(tests, going_back_twice_is_going_forth);
	tcase_add_test(tests, an_expired_one_is_no_help_and_needs_a_second_yes);
	tcase_add_test(tests, only_generations_with_their_key_are_offered_newest_first);
	tcase_add_test(tests, what_is_in_use_already_under_another_number_is_not_offered);
	suite_add_tcase(suite, tests);
	return suite;
}
