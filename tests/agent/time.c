/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time.c: tests of agents whose clock, or whose server's, is wrong, and of what has expired. */
#include "agent/suites.h"
#include "agent/world.h"
#include "base/built.h"

enum { YEAR = 365 * DAY };

static int64_t built_at;

static void begin(void)
{
	built_at = ik_built_at;
	/* What is built for the tests may be of this very moment. */
	ik_built_at = 1;
	world_begin();
}

static void end(void)
{
	world_end();
	ik_built_at = built_at;
}

START_TEST(a_frozen_index_is_refused_once_it_has_expired)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	now += 14 * DAY;
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	now += 1;
	ck_assert_int_eq(update("state"), IK_FOLLOW_EXPIRED);
	ck_error(IK_E_AGENT_EXPIRED);
	ck_follows("state", 1);
}
END_TEST

START_TEST(a_clock_a_year_on_loses_nothing_and_back_all_is_well)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	now += YEAR;
	ck_assert_int_eq(update("state"), IK_FOLLOW_EXPIRED);
	now -= YEAR;
	step(10, 1, 2);
	publish(11, 2);
	now += YEAR;
	ck_assert_int_eq(update("state"), IK_FOLLOW_EXPIRED);
	ck_follows("state", 2);
	now -= YEAR;
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
}
END_TEST

START_TEST(a_clock_a_year_back_takes_no_index_and_follows_all_the_same)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	now -= YEAR;
	ck_assert_int_eq(update("state"), IK_FOLLOW_CLOCK);
	ck_error(IK_E_AGENT_CLOCK);
	ck_follows("state", 2);
	now += YEAR;
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
}
END_TEST

START_TEST(a_clock_from_before_the_build_judges_no_date)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	ik_built_at = now;
	publish(2, 1);
	now = DAY; /* in 1970 */
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_error(IK_E_NONE);
	ck_assert_uint_eq(sequence_of("state"), 2);
}
END_TEST

START_TEST(an_agent_that_slept_past_every_expiry_follows)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	now += 3 * (int64_t)YEAR; /* certificate 1 ended after two */
	who(2);
	now -= 2 * (int64_t)YEAR;
	step(10, 1, 2);
	now += 2 * (int64_t)YEAR;
	publish(11, 2);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
}
END_TEST

START_TEST(an_index_signed_outside_its_certificates_dates_is_refused)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	now += 732 * (int64_t)DAY;
	publish(11, 1);
	update("state");
	ck_error(IK_E_AGENT_SIGNED_WHEN);
}
END_TEST

START_TEST(a_server_in_tomorrow_is_taken_and_one_in_next_week_is_not)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	now += DAY;
	publish(11, 1);
	now -= DAY;
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	now += 7 * DAY;
	publish(12, 1);
	now -= 7 * DAY;
	ck_assert_int_eq(update("state"), IK_FOLLOW_CLOCK);
	ck_assert_uint_eq(sequence_of("state"), 11);
}
END_TEST

Suite *suite_time(void)
{
	Suite *suite = suite_create("time");
	TCase *tcase = tcase_create("time");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_frozen_index_is_refused_once_it_has_expired);
	tcase_add_test(tcase, a_clock_a_year_on_loses_nothing_and_back_all_is_well);
	tcase_add_test(tcase, a_clock_a_year_back_takes_no_index_and_follows_all_the_same);
	tcase_add_test(tcase, a_clock_from_before_the_build_judges_no_date);
	tcase_add_test(tcase, an_agent_that_slept_past_every_expiry_follows);
	tcase_add_test(tcase, an_index_signed_outside_its_certificates_dates_is_refused);
	tcase_add_test(tcase, a_server_in_tomorrow_is_taken_and_one_in_next_week_is_not);
	suite_add_tcase(suite, tcase);
	return suite;
}
