/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c: tests of the walk. */
#include <check.h>

#include "base/alloc.h"
#include "trust/offer.h"
#include "trust/suites.h"
#include "trust/walk.h"

static struct ik_pin pin_of(char certificate, uint64_t sequence)
{
	return (struct ik_pin){.certificate = called(certificate), .sequence = sequence};
}

static struct ik_walked walk_over(struct ik_pin *pin, const struct offer *offers, size_t n)
{
	struct shown shown;
	struct ik_steps steps = show(&shown, offers, n);
	struct ik_walked how;

	ik_walk_steps(pin, &steps, &how);
	return how;
}
#define WALK(pin, offers) walk_over(pin, offers, IK_COUNT(offers))

static void is_at(const struct ik_pin *pin, char certificate, uint64_t sequence)
{
	ck_assert_int_eq(pin->certificate.bytes[0], certificate);
	ck_assert_uint_eq(pin->sequence, sequence);
}

START_TEST(a_step_that_one_end_did_not_sign_is_not_taken)
{
	struct offer offers[] = {HANDOVER(2, 'A', 'B'), HANDOVER(3, 'A', 'C'),
				 HANDOVER(4, 'A', 'D')};
	struct ik_pin pin = pin_of('A', 1);

	offers[0].signers = "A";
	offers[1].signers = "C";
	offers[2].signers = "";
	ck_assert_uint_eq(WALK(&pin, offers).steps, 0);
	is_at(&pin, 'A', 1);
}
END_TEST

START_TEST(a_step_from_another_certificate_of_the_same_key_is_not_taken)
{
	const struct offer offers[] = {HANDOVER(2, 'a', 'B')};
	struct ik_pin pin = pin_of('A', 1);

	ck_assert_uint_eq(WALK(&pin, offers).steps, 0);
}
END_TEST

START_TEST(a_step_that_is_not_newer_is_not_taken)
{
	const struct offer offers[] = {HANDOVER(5, 'A', 'B'), HANDOVER(4, 'A', 'C')};
	struct ik_pin pin = pin_of('A', 5);

	ck_assert_uint_eq(WALK(&pin, offers).steps, 0);
	is_at(&pin, 'A', 5);
}
END_TEST

START_TEST(a_recovery_counts_only_under_the_pinned_key_and_above_the_last)
{
	const struct offer offers[] = {RECOVERY(9, 'R', 'B', 'R')};
	struct ik_pin none = pin_of('A', 1), other = none, newer = none;

	other.has_recovery = newer.has_recovery = true;
	other.recovery = called('S');
	newer.recovery = called('R');
	newer.recovered = 9;
	ck_assert_uint_eq(WALK(&none, offers).steps, 0);
	ck_assert_uint_eq(WALK(&other, offers).steps, 0);
	ck_assert_uint_eq(WALK(&newer, offers).steps, 0);
}
END_TEST

START_TEST(two_of_the_highest_number_are_a_fork)
{
	const struct offer offers[] = {HANDOVER(5, 'A', 'B'), HANDOVER(2, 'A', 'D'),
				       HANDOVER(5, 'A', 'C')};
	struct ik_pin pin = pin_of('A', 1);
	struct ik_walked how = WALK(&pin, offers);

	ck_assert(how.fork);
	ck_assert_uint_eq(how.steps, 0);
	ck_assert_int_eq(how.ends[0].bytes[0], 'B');
	ck_assert_int_eq(how.ends[1].bytes[0], 'C');
	is_at(&pin, 'A', 1);
}
END_TEST

START_TEST(a_lie_beside_the_true_step_is_no_fork)
{
	struct offer offers[] = {HANDOVER(5, 'A', 'B'), HANDOVER(5, 'A', 'C'),
				 HANDOVER(5, 'A', 'B')};
	struct ik_pin pin = pin_of('A', 1);

	offers[1].signers = "C";
	ck_assert(!WALK(&pin, offers).fork);
	is_at(&pin, 'B', 5);
}
END_TEST

START_TEST(it_goes_on_to_the_end_in_any_order)
{
	const struct offer offers[] = {HANDOVER(7, 'C', 'D'), HANDOVER(5, 'A', 'B'), INDEX(9, 'A'),
				       HANDOVER(6, 'B', 'C')};
	struct ik_pin pin = pin_of('A', 1);
	struct ik_walked how = WALK(&pin, offers);

	is_at(&pin, 'D', 7);
	ck_assert_uint_eq(how.steps, 3);
	ck_assert_int_eq(how.left.bytes[0], 'C');
	ck_assert_int_eq(how.left_at, 7);
	ck_assert(!how.by_recovery);
}
END_TEST

START_TEST(a_rollback_is_followed_there_and_on)
{
	const struct offer offers[] = {HANDOVER(5, 'A', 'B'), HANDOVER(6, 'B', 'A'),
				       HANDOVER(7, 'A', 'C')};
	struct ik_pin first = pin_of('A', 1), second = pin_of('B', 5);

	WALK(&first, offers);
	is_at(&first, 'C', 7);
	WALK(&second, offers);
	is_at(&second, 'C', 7);
}
END_TEST

START_TEST(the_same_key_with_a_new_certificate_is_a_step)
{
	const struct offer offers[] = {HANDOVER(5, 'A', 'a')};
	struct ik_pin pin = pin_of('A', 1);

	WALK(&pin, offers);
	is_at(&pin, 'a', 5);
}
END_TEST

START_TEST(a_recovery_goes_before_what_a_thief_leads_to_and_before_his_numbers)
{
	const struct offer offers[] = {HANDOVER(999, 'A', 'X'), HANDOVER(12, 'B', 'C'),
				       RECOVERY(10, 'R', 'B', 'S')};
	struct ik_pin pin = pin_of('A', 900);
	struct ik_walked how;

	pin.has_recovery = true;
	pin.recovery = called('R');
	pin.recovered = 3;
	how = WALK(&pin, offers);
	is_at(&pin, 'C', 12);
	ck_assert_uint_eq(pin.recovered, 10);
	ck_assert_int_eq(pin.recovery.bytes[0], 'S');
	ck_assert_uint_eq(how.steps, 2);
	ck_assert(!how.by_recovery);
}
END_TEST

START_TEST(one_recovery_leads_to_the_next)
{
	const struct offer offers[] = {RECOVERY(20, 'S', 'C', 'S'), RECOVERY(10, 'R', 'B', 'S')};
	struct ik_pin pin = pin_of('A', 1);

	pin.has_recovery = true;
	pin.recovery = called('R');
	ck_assert(WALK(&pin, offers).by_recovery);
	is_at(&pin, 'C', 20);
	ck_assert_uint_eq(pin.recovered, 20);
}
END_TEST

Suite *suite_walk(void)
{
	Suite *suite = suite_create("walk");
	TCase *walk = tcase_create("walk");

	tcase_add_test(walk, a_step_that_one_end_did_not_sign_is_not_taken);
	tcase_add_test(walk, a_step_from_another_certificate_of_the_same_key_is_not_taken);
	tcase_add_test(walk, a_step_that_is_not_newer_is_not_taken);
	tcase_add_test(walk, a_recovery_counts_only_under_the_pinned_key_and_above_the_last);
	tcase_add_test(walk, two_of_the_highest_number_are_a_fork);
	tcase_add_test(walk, a_lie_beside_the_true_step_is_no_fork);
	tcase_add_test(walk, it_goes_on_to_the_end_in_any_order);
	tcase_add_test(walk, a_rollback_is_followed_there_and_on);
	tcase_add_test(walk, the_same_key_with_a_new_certificate_is_a_step);
	tcase_add_test(walk, a_recovery_goes_before_what_a_thief_leads_to_and_before_his_numbers);
	tcase_add_test(walk, one_recovery_leads_to_the_next);
	suite_add_tcase(suite, walk);
	return suite;
}
