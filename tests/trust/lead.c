/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.c: tests of choosing the steps that agents are shown. */
#include <check.h>

#include "base/alloc.h"
#include "trust/lead.h"
#include "trust/offer.h"
#include "trust/suites.h"

/* The numbers of the chosen steps must be WANTED, in that order. */
static void chooses(const struct offer *offers, size_t n, char in_use, size_t max,
		    const uint64_t *wanted, size_t wanted_n)
{
	struct shown shown;
	struct ik_steps steps = show(&shown, offers, n);
	struct ik_sha256 end = called(in_use);
	size_t chosen[32];

	ck_assert_uint_eq(ik_steps_that_lead(&steps, &end, chosen, max), wanted_n);
	for (size_t i = 0; i < wanted_n; i++)
		ck_assert_uint_eq(offers[chosen[i]].statement.sequence, wanted[i]);
}
#define CHOOSES(offers, in_use, max, ...) \
	chooses(offers, IK_COUNT(offers), in_use, max, (const uint64_t[]){__VA_ARGS__}, \
		IK_COUNT(((const uint64_t[]){__VA_ARGS__})))

START_TEST(a_step_to_a_dead_end_is_not_shown)
{
	/* B was given up for a backup of the time of A, from which came D. */
	const struct offer offers[] = {HANDOVER(5, 'A', 'B'), HANDOVER(6, 'B', 'C'),
				       HANDOVER(9, 'A', 'D')};

	CHOOSES(offers, 'D', 32, 9);
}
END_TEST

START_TEST(the_way_round_a_dead_end_is_shown)
{
	/* From A on, the highest step ends at C, which a restored backup knew; D is reached by the
	 * lower one. */
	const struct offer offers[] = {HANDOVER(10, 'A', 'B'), HANDOVER(11, 'B', 'A'),
				       HANDOVER(12, 'A', 'C'), HANDOVER(15, 'B', 'D')};

	CHOOSES(offers, 'D', 32, 15, 10);
}
END_TEST

START_TEST(the_oldest_are_left_out_of_too_many)
{
	const struct offer offers[] = {HANDOVER(5, 'A', 'B'), HANDOVER(7, 'C', 'D'),
				       HANDOVER(6, 'B', 'C')};

	CHOOSES(offers, 'D', 32, 7, 6, 5);
	CHOOSES(offers, 'D', 2, 7, 6);
}
END_TEST

START_TEST(a_recovery_leads_on_by_hand_overs_and_by_recoveries_under_its_key)
{
	const struct offer offers[] = {RECOVERY(10, 'R', 'B', 'S'), RECOVERY(20, 'S', 'C', 'S'),
				       HANDOVER(21, 'C', 'D'), RECOVERY(11, 'R', 'E', 'T'),
				       HANDOVER(5, 'A', 'E')};

	CHOOSES(offers, 'D', 32, 21, 20, 10);
}
END_TEST

Suite *suite_lead(void)
{
	Suite *suite = suite_create("lead");
	TCase *lead = tcase_create("lead");

	tcase_add_test(lead, a_step_to_a_dead_end_is_not_shown);
	tcase_add_test(lead, the_way_round_a_dead_end_is_shown);
	tcase_add_test(lead, the_oldest_are_left_out_of_too_many);
	tcase_add_test(lead, a_recovery_leads_on_by_hand_overs_and_by_recoveries_under_its_key);
	suite_add_tcase(suite, lead);
	return suite;
}
