/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.c: a clock that cannot be right is noticed by the plan of every change, and by nothing
 * else. */
#include "config.h"

#include "ops/records/clock.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/change/request.h"
#include "ops/change/rollback.h"
#include "suites.h"

enum { A_DAY = 86400 };

static char *directory, *store;

static void begin(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	ik_built_at = MADE_AT - 10 * A_DAY;
	directory = made_directory();
	store = ik_format("%s/store", directory);
}

static void end(void)
{
	free(store);
	made_remove(directory);
}

START_TEST(a_moment_before_the_build_cannot_be)
{
	struct ik_error err = {0};

	ck_assert(ik_clock_rule(ik_built_at, 0, &err));
	ck_assert(!ik_clock_rule(ik_built_at - 1, 0, &err));
	ck_assert_int_eq(err.id, IK_E_CHECK_CLOCK);
	ck_assert_str_eq(err.arg[0], "Tue 10 Nov 2026 18:39 UTC");
	ck_assert_str_eq(err.arg[1], "Tue 10 Nov 2026 18:40 UTC");
	ck_assert_str_eq(err.detail, "inkan built: 2026-11-10T18:40:00Z");
}
END_TEST

START_TEST(a_day_before_what_is_in_use_was_made_can_be_and_more_cannot)
{
	struct ik_error err = {0};

	ck_assert(ik_clock_rule(MADE_AT, MADE_AT, &err));
	ck_assert(ik_clock_rule(MADE_AT - A_DAY, MADE_AT, &err));
	ck_assert(!ik_clock_rule(MADE_AT - A_DAY - 1, MADE_AT, &err));
	ck_assert_str_eq(err.arg[1], "Fri 20 Nov 2026 18:40 UTC");
	/* The way on is said where it may be the clock of then that was wrong. */
	ck_assert_ptr_nonnull(
		strstr(err.detail, "made-at: 2026-11-20T18:40:00Z. If the clock is right now"));
	ck_assert_ptr_nonnull(strstr(err.detail, "accept the change in the wizard"));
	ck_assert(!ik_clock_rule(0, 0, NULL));
}
END_TEST

static enum ik_error_id create_at(int64_t now)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;
	enum ik_error_id doubt;

	ck_assert(ik_create_plan(&wish, store, now, &plan, NULL));
	doubt = plan->head.clock.id;
	ik_create_plan_free(plan);
	return doubt;
}

static enum ik_error_id request_at(int64_t now)
{
	char *file = ik_format("%s/a.csr", directory);
	const struct ik_request_wish wish = {
		.name = "a.example.jp", .key_type = "ecdsa-p256", .request_file = file};
	struct ik_request_plan *plan = NULL;
	enum ik_error_id doubt;

	ck_assert(ik_request_plan(&wish, store, now, &plan, NULL));
	doubt = plan->head.clock.id;
	ik_request_plan_free(plan);
	free(file);
	return doubt;
}

static enum ik_error_id rollback_at(int64_t now)
{
	const struct ik_rollback_wish wish = {.generation = "1", .accept_expired = true};
	struct ik_rollback_plan *plan = NULL;
	enum ik_error_id doubt;

	ck_assert(ik_rollback_plan(&wish, store, now, &plan, NULL));
	doubt = plan->head.clock.id;
	ik_rollback_plan_free(plan);
	return doubt;
}

START_TEST(every_plan_says_so)
{
	static enum ik_error_id (*const plan_at[])(int64_t now) = {create_at, request_at,
								   rollback_at};

	ck_assert_int_eq(create_at(ik_built_at), IK_E_NONE);
	ck_assert_int_eq(create_at(ik_built_at - 1), IK_E_CHECK_CLOCK);
	ck_assert_int_eq(request_at(ik_built_at - 1), IK_E_CHECK_CLOCK);
	made_create(directory, NULL);
	made_create(directory, NULL);
	for (size_t i = 0; i < IK_COUNT(plan_at); i++) {
		ck_assert_int_eq(plan_at[i](MADE_AT), IK_E_NONE);
		ck_assert_int_eq(plan_at[i](MADE_AT - A_DAY), IK_E_NONE);
		ck_assert_int_eq(plan_at[i](MADE_AT - A_DAY - 1), IK_E_CHECK_CLOCK);
		ck_assert_int_eq(plan_at[i](ik_built_at - 1), IK_E_CHECK_CLOCK);
	}
}
END_TEST

/* The build says nothing of what an older inkan recorded. */
START_TEST(what_is_recorded_can_have_been_since_there_was_an_inkan)
{
	ck_assert(!ik_clock_was_possible(A_DAY, 0));
	ck_assert(!ik_clock_was_possible(A_DAY, A_DAY));
	ck_assert(ik_clock_was_possible(ik_built_at - 1, 0));
	ck_assert(ik_clock_was_possible(MADE_AT - A_DAY, MADE_AT));
	ck_assert(!ik_clock_was_possible(MADE_AT - A_DAY - 1, MADE_AT));
}
END_TEST

Suite *suite_clock(void)
{
	Suite *suite = suite_create("clock");
	TCase *tests = tcase_create("clock");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, a_moment_before_the_build_cannot_be);
	tcase_add_test(tests, a_day_before_what_is_in_use_was_made_can_be_and_more_cannot);
	tcase_add_test(tests, every_plan_says_so);
	tcase_add_test(tests, what_is_recorded_can_have_been_since_there_was_an_inkan);
	suite_add_tcase(suite, tests);
	return suite;
}
