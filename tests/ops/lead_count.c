/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead_count.c: a count that is lost goes on above all that agents may have taken. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "made.h"
#include "ops/change/publish.h"
#include "store/publish.h"
#include "store/steps.h"
#include "suites.h"
#include "trust/opened.h"

/* A path below the store, good until the next one. */
static const char *in_store(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", store, name);
	return path;
}

static struct ik_outcome create(void)
{
	const struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_outcome outcome;

	perform(plan, &outcome);
	ik_create_plan_free(plan);
	return outcome;
}

static void create_and_forget(void)
{
	struct ik_outcome outcome = create();

	ik_outcome_free(&outcome);
}

START_TEST(a_count_that_is_lost_goes_on_above_all_steps)
{
	struct ik_outcome outcome;
	ik_store *opened;

	create_and_forget();
	create_and_forget();
	opened = ik_store_open_change(store, "", NULL, NULL);
	ck_assert(ik_store_step_put(opened, "2000000000-0f3a99c1.pem", "step", 4, NULL));
	ik_store_close(opened);
	ck_assert_int_eq(unlink(in_store("published")), 0);
	outcome = create();
	ck_assert_uint_eq(outcome.step, 2000000001);
	ik_outcome_free(&outcome);
}
END_TEST

/* The number of the index that is published. */
static uint64_t index_number(void)
{
	ik_store *opened = ik_store_open(store, NULL);
	struct ik_buffer pem = {0};
	struct ik_opened index;
	uint64_t number;

	ck_assert(ik_store_publish_read(opened, IK_PUBLISH_INDEX, IK_INDEX_SIZE_MAX, &pem, NULL));
	ck_assert(ik_opened_one(pem.data, pem.size, IK_STATEMENT_INDEX, &index, NULL));
	number = index.items[0].sequence;
	ik_opened_free(&index);
	ik_buffer_free(&pem);
	ik_store_close(opened);
	return number;
}

static uint64_t publish(const char *source)
{
	const struct ik_publish_wish wish = {store, MADE_AT, source, 0};
	struct ik_publish_end end;
	struct ik_error err = {0};

	ck_assert_msg(ik_publish_perform(&wish, NULL, &end, &err), "%s", ik_error_msgid(err.id));
	ck_assert(end.signed_index);
	ik_publish_end_free(&end);
	return index_number();
}

/* An index whose number the clock does not reach: 2000000000. */
static void publish_far_ahead(void)
{
	static const char ahead[] = "last = 1999999999\n";

	create_and_forget();
	made_write(store, "published", ahead, strlen(ahead));
	ck_assert_uint_eq(publish(NULL), 2000000000);
	ck_assert_int_eq(unlink(in_store("published")), 0);
}

/* Agents that took the index would take no step, and no index, of a lower number. */
START_TEST(a_count_that_is_lost_goes_on_above_the_index_that_is_published)
{
	struct ik_outcome outcome;

	publish_far_ahead();
	outcome = create();
	ck_assert_int_eq(outcome.lead, IK_LEAD_LEADS);
	ck_assert_uint_gt(outcome.step, 2000000000);
	ck_assert_uint_gt(index_number(), outcome.step);
	ik_outcome_free(&outcome);
}
END_TEST

/* As the cure of a damaged count has it: remove it, and say the source again. */
START_TEST(an_index_that_is_made_anew_is_above_the_index_before_and_all_steps)
{
	publish_far_ahead();
	ck_assert_uint_gt(publish("https://srv01.example.jp/inkan"), 2000000000);
	create_and_forget();
	ck_assert_int_eq(unlink(in_store("published")), 0);
	ck_assert_int_eq(unlink(in_store("publish/index")), 0);
	ck_assert_uint_gt(publish(NULL), 2000000000);
}
END_TEST

START_TEST(an_index_that_the_key_in_use_did_not_sign_gives_no_number)
{
	size_t size;
	char *foreign;

	publish_far_ahead();
	foreign = made_read(store, "publish/index", &size);
	made_remove(ik_strdup(store));
	create_and_forget();
	made_write(store, "publish/index", foreign, size);
	ck_assert_int_eq(unlink(in_store("published")), 0);
	ck_assert_uint_lt(publish(NULL), 2000000000);
	made_write(store, "publish/index", "damaged", 7);
	ck_assert_int_eq(unlink(in_store("published")), 0);
	ck_assert_uint_lt(publish(NULL), 2000000000);
	free(foreign);
}
END_TEST

START_TEST(a_count_that_is_damaged_stops_the_change_before_anything_is_made)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;

	create_and_forget();
	create_and_forget();
	made_write(store, "published", "last = yesterday\n", 17);
	plan = plan_for(&wish);
	fails_without_trace(plan, NULL, IK_E_PUBLISHED_DAMAGED);
	ik_create_plan_free(plan);
}
END_TEST

Suite *suite_lead_count(void)
{
	Suite *suite = suite_create("lead_count");
	TCase *tests = tcase_create("lead_count");

	tcase_set_timeout(tests, 600);
	tcase_add_checked_fixture(tests, create_begin, create_end);
	tcase_add_test(tests, a_count_that_is_lost_goes_on_above_all_steps);
	tcase_add_test(tests, a_count_that_is_lost_goes_on_above_the_index_that_is_published);
	tcase_add_test(tests, an_index_that_is_made_anew_is_above_the_index_before_and_all_steps);
	tcase_add_test(tests, an_index_that_the_key_in_use_did_not_sign_gives_no_number);
	tcase_add_test(tests, a_count_that_is_damaged_stops_the_change_before_anything_is_made);
	suite_add_tcase(suite, tests);
	return suite;
}
