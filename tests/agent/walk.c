/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c: tests of agents that follow, however long they slept and whatever was signed meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "agent/suites.h"
#include "agent/world.h"
#include "base/alloc.h"

/* The one test in which every state is a folder of its own name. */
static char *state_of(int n)
{
	return ik_format("state-%d", n);
}

START_TEST(an_agent_at_every_generation_reaches_the_last_in_one_update)
{
	enum { LAST = 20 };

	for (int i = 1; i <= LAST; i++) {
		char *state = state_of(i);

		if (i > 1)
			step(10 * (uint64_t)i, i - 1, i);
		publish(10 * (uint64_t)i + 1, i);
		ck_assert_int_eq(enrol(state, i), 0);
		free(state);
	}
	for (int i = 1; i <= LAST; i++) {
		char *state = state_of(i);

		ck_assert_int_eq(update(state), IK_FOLLOW_CONFIRMED);
		ck_error(IK_E_NONE);
		ck_assert_uint_eq(updated.how.steps, (unsigned)(LAST - i));
		ck_follows(state, LAST);
		ck_assert_uint_eq(sequence_of(state), 10 * LAST + 1);
		free(state);
	}
}
END_TEST

START_TEST(the_certificate_left_last_is_kept_beside_the_pin)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_ptr_null(get_text("state/before.pem"));
	step(10, 1, 2);
	step(20, 2, 3);
	publish(21, 3);
	update("state");

	char *before = get_text("state/before.pem");

	ck_assert_str_eq(before, ik_buffer_string(&who(2)->certificate));
	free(before);
}
END_TEST

START_TEST(a_certificate_of_the_same_key_arrives)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	renewed(2, 1);
	step(10, 1, 2);
	publish(11, 2);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
}
END_TEST

START_TEST(a_rollback_is_followed_and_the_key_left_by_it_leads_nobody_away)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	step(20, 2, 1);
	publish(21, 1);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 1);
	/* A thief of the key of 2. */
	step(1000, 2, 3);
	publish(1001, 3);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_follows("state", 1);
}
END_TEST

START_TEST(steps_from_before_the_index_that_is_known_are_not_taken_again)
{
	step(10, 1, 2);
	step(20, 2, 1);
	publish(21, 1);
	ck_assert_int_eq(enrol("state", 1), 0);
	/* 1 to 2 is true, was taken, and is over. */
	forget_steps();
	step(10, 1, 2);
	publish(11, 2);
	update("state");
	ck_follows("state", 1);
	ck_assert_uint_eq(sequence_of("state"), 21);
}
END_TEST

START_TEST(a_fork_stops_the_agent_and_is_refused)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	step(10, 1, 3);
	publish(11, 3);
	ck_assert_int_eq(update("state"), IK_FOLLOW_FORK);
	ck_error(IK_E_AGENT_FORK);
	ck_follows("state", 1);
}
END_TEST

START_TEST(a_step_that_only_one_end_has_signed_does_not_exist)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	/* 3 signs for 2. */
	struct ik_buffer before = {0};

	step(10, 3, 2);
	publish(11, 2);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_NONE);
	ck_follows("state", 1);
	ik_buffer_free(&before);
}
END_TEST

START_TEST(the_pin_moves_even_where_the_index_lags)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	step(20, 2, 3);
	publish_steps("publish", 3);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_NONE);
	ck_follows("state", 3);
	publish_index("publish", 21, 3, 14, 0);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
}
END_TEST

START_TEST(a_recovery_heals_an_agent_that_a_thief_has_led_away)
{
	enum { RECOVERY = 21, NEXT = 22, THIEF = 23 };

	publish_in("publish", 2, 1, 14, RECOVERY);
	ck_assert_int_eq(enrol("state", 1), 0);
	step(1000, 1, THIEF);
	publish_in("publish", 1001, THIEF, 14, RECOVERY);
	update("state");
	ck_follows("state", THIEF);
	forget_steps();
	recovery(10, RECOVERY, 2, NEXT);
	publish_in("publish", 11, 2, 14, NEXT);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
	ck_assert_uint_eq(sequence_of("state"), 11);
}
END_TEST

START_TEST(an_index_pushed_to_the_highest_number_is_healed_by_a_recovery)
{
	enum { RECOVERY = 21, NEXT = 22 };

	publish_in("publish", 2, 1, 14, RECOVERY);
	ck_assert_int_eq(enrol("state", 1), 0);
	publish_in("publish", IK_SEQUENCE_MAX, 1, 14, RECOVERY);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	step(10, 1, 2);
	publish_in("publish", 11, 2, 14, RECOVERY);
	update("state");
	ck_follows("state", 1);
	recovery(20, RECOVERY, 2, NEXT);
	publish_in("publish", 21, 2, 14, NEXT);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
}
END_TEST

START_TEST(clones_of_a_state_follow_each_for_itself)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	copy("state", "clone");
	step(10, 1, 2);
	publish(11, 2);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_assert_int_eq(update("clone"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
	ck_follows("clone", 2);
}
END_TEST

START_TEST(a_stick_is_a_source_for_once)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish_in("stick", 11, 2, 14, 0);
	ck_assert_int_eq(agent("update", "stick", "--state", "state", NULL), 0);
	ck_follows("state", 2);

	char *pin = get_text("state/pin.pem");

	ck_assert_ptr_null(strstr(pin, "stick"));
	free(pin);
}
END_TEST

Suite *suite_walk(void)
{
	Suite *suite = suite_create("walk");
	TCase *tcase = tcase_create("walk");

	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, an_agent_at_every_generation_reaches_the_last_in_one_update);
	tcase_add_test(tcase, the_certificate_left_last_is_kept_beside_the_pin);
	tcase_add_test(tcase, a_certificate_of_the_same_key_arrives);
	tcase_add_test(tcase, a_rollback_is_followed_and_the_key_left_by_it_leads_nobody_away);
	tcase_add_test(tcase, steps_from_before_the_index_that_is_known_are_not_taken_again);
	tcase_add_test(tcase, a_fork_stops_the_agent_and_is_refused);
	tcase_add_test(tcase, a_step_that_only_one_end_has_signed_does_not_exist);
	tcase_add_test(tcase, the_pin_moves_even_where_the_index_lags);
	tcase_add_test(tcase, a_recovery_heals_an_agent_that_a_thief_has_led_away);
	tcase_add_test(tcase, an_index_pushed_to_the_highest_number_is_healed_by_a_recovery);
	tcase_add_test(tcase, clones_of_a_state_follow_each_for_itself);
	tcase_add_test(tcase, a_stick_is_a_source_for_once);
	suite_add_tcase(suite, tcase);
	return suite;
}
