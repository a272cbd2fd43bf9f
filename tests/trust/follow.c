/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.c: tests of an agent's decisions. */
#include <check.h>

#include "base/alloc.h"
#include "trust/follow.h"
#include "trust/offer.h"
#include "trust/suites.h"

enum { DAY = 86400, NOW = 100 * DAY };

static const struct ik_clock_now clock_now = {.now = NOW, .tells = true};

/* A place where an index and steps lie; behind a cache until one asks for them anew. */
struct place {
	const struct offer *index; /* NULL: there is none */
	const struct offer *steps, *fresh;
	size_t n, fresh_n;
	unsigned asked;
	struct shown shown;
};

static bool read_index(void *context, struct ik_signed *out)
{
	struct place *place = context;

	if (place->index)
		*out = show_one(place->index);
	return place->index != NULL;
}

static bool read_steps(void *context, bool anew, struct ik_steps *out)
{
	struct place *place = context;

	place->asked++;
	if (anew && !place->fresh)
		return false;
	*out = show(&place->shown, anew ? place->fresh : place->steps,
		    anew ? place->fresh_n : place->n);
	return anew || place->steps;
}

static enum ik_follow_end update(struct ik_trust *trust, struct place *place)
{
	struct ik_source source = {read_index, read_steps, place};

	return ik_update(trust, &source, clock_now, NULL);
}

static struct ik_trust pinned(char certificate, uint64_t sequence)
{
	return (struct ik_trust){.pin = {.certificate = called(certificate), .sequence = sequence}};
}

static void is_at(const struct ik_trust *trust, char certificate, uint64_t sequence)
{
	ck_assert_int_eq(trust->pin.certificate.bytes[0], certificate);
	ck_assert_uint_eq(trust->pin.sequence, sequence);
}

START_TEST(nothing_to_read_changes_nothing)
{
	struct ik_trust trust = pinned('A', 1);
	struct place place = {0};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_UNREACHED);
	is_at(&trust, 'A', 1);
	ck_assert_int_eq(trust.confirmed, 0);
}
END_TEST

START_TEST(an_index_of_a_stranger_is_an_alarm_after_a_day_and_not_before)
{
	const struct offer index = INDEX(NOW, 'X');
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	ck_assert_int_eq(trust.gap_since, NOW);
	trust.gap_since = NOW - IK_GRACE + 1;
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	trust.gap_since = NOW - IK_GRACE;
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_GAP);
	trust.gap_since = NOW + DAY; /* the clock was put back */
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	ck_assert_int_eq(trust.gap_since, NOW);
	is_at(&trust, 'A', 1);
}
END_TEST

START_TEST(a_clock_that_tells_nothing_begins_no_day_of_grace)
{
	const struct offer index = INDEX(NOW, 'X');
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index};
	struct ik_source source = {read_index, read_steps, &place};

	ck_assert_int_eq(ik_update(&trust, &source, (struct ik_clock_now){1, false}, NULL),
			 IK_FOLLOW_BEHIND);
	ck_assert_int_eq(trust.gap_since, 0);
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	ck_assert_int_eq(trust.gap_since, NOW);
}
END_TEST

START_TEST(an_index_of_the_same_key_for_another_certificate_confirms_nothing)
{
	const struct offer index = INDEX(NOW, 'a'), steps[] = {HANDOVER(5, 'A', 'a')};
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	is_at(&trust, 'A', 1);
	place.steps = steps;
	place.n = 1;
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_CONFIRMED);
	is_at(&trust, 'a', NOW);
}
END_TEST

START_TEST(an_index_that_has_expired_raises_the_number_and_confirms_nothing)
{
	const struct offer index = INDEX(NOW - 15 * DAY, 'A');
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index};
	struct ik_source source = {read_index, read_steps, &place};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_EXPIRED);
	is_at(&trust, 'A', NOW - 15 * DAY);
	ck_assert_int_eq(trust.confirmed, 0);
	/* A clock that tells nothing judges nobody. */
	ck_assert_int_eq(ik_update(&trust, &source, (struct ik_clock_now){NOW, false}, NULL),
			 IK_FOLLOW_CONFIRMED);
}
END_TEST

START_TEST(an_index_from_the_future_is_not_taken_and_the_steps_are_all_the_same)
{
	const struct offer index = INDEX(NOW + IK_GRACE + 1, 'B'),
			   steps[] = {HANDOVER(5, 'A', 'B')};
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index, .steps = steps, .n = 1};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_CLOCK);
	is_at(&trust, 'B', 5);
}
END_TEST

START_TEST(an_older_index_is_a_mirror_that_lags)
{
	const struct offer index = INDEX(NOW - DAY, 'A');
	struct ik_trust trust = pinned('A', NOW);
	struct place place = {.index = &index};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	is_at(&trust, 'A', NOW);
	ck_assert_int_eq(trust.gap_since, 0);
}
END_TEST

START_TEST(an_index_raises_the_number_so_that_no_older_step_leads_back)
{
	const struct offer index = INDEX(NOW, 'A'),
			   steps[] = {HANDOVER(5, 'A', 'B'), HANDOVER(6, 'B', 'A')};
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index, .steps = steps, .n = 2};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_CONFIRMED);
	ck_assert_uint_eq(place.asked, 0);
	is_at(&trust, 'A', NOW);
	place.index = NULL;
	place.n = 1;
	update(&trust, &place);
	is_at(&trust, 'A', NOW);
}
END_TEST

START_TEST(steps_behind_a_cache_are_asked_for_anew)
{
	const struct offer index = INDEX(NOW, 'C'), old[] = {HANDOVER(5, 'A', 'B')},
			   fresh[] = {HANDOVER(5, 'A', 'B'), HANDOVER(6, 'B', 'C')};
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.index = &index, .steps = old, .n = 1, .fresh = fresh, .fresh_n = 2};

	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_CONFIRMED);
	is_at(&trust, 'C', NOW);
	ck_assert_uint_eq(place.asked, 2);
}
END_TEST

START_TEST(the_pin_moves_though_the_index_lags)
{
	const struct offer index = INDEX(4, 'A'), steps[] = {HANDOVER(5, 'A', 'B')};
	struct ik_trust trust = pinned('A', 4);
	struct place place = {.index = &index, .steps = steps, .n = 1};

	trust.pin.sequence = 4;
	/* It has expired, too, and so is no reason to stop. */
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_BEHIND);
	is_at(&trust, 'B', 5);
	ck_assert_int_eq(trust.moved, NOW);
	ck_assert(trust.has_before);
}
END_TEST

START_TEST(a_recovery_key_from_an_index_counts_from_there_on)
{
	struct offer index = INDEX(NOW, 'B');
	const struct offer steps[] = {RECOVERY(NOW - DAY, 'R', 'A', 'R')};
	struct ik_trust trust = pinned('B', 1);
	struct place place = {.index = &index, .steps = steps, .n = 1};

	index.statement.has_recovery = true;
	index.statement.recovery = called('R');
	ck_assert_int_eq(update(&trust, &place), IK_FOLLOW_CONFIRMED);
	ck_assert(trust.pin.has_recovery);
	place.index = NULL;
	update(&trust, &place);
	is_at(&trust, 'B', NOW);
	/* And only a recovery changes it. */
	index.statement.recovery = called('S');
	place.index = &index;
	update(&trust, &place);
	ck_assert_int_eq(trust.pin.recovery.bytes[0], 'R');
}
END_TEST

START_TEST(enrolment_takes_an_earlier_fingerprint_along_and_no_stranger)
{
	struct offer index = INDEX(NOW, 'B');
	const struct offer steps[] = {HANDOVER(5, 'A', 'B')};
	struct place place = {.index = &index, .steps = steps, .n = 1};
	struct ik_source source = {read_index, read_steps, &place};
	struct ik_trust trust = {0};
	struct ik_sha256 stranger = called('X'), earlier = called('A');
	struct ik_walked how;

	ck_assert_int_eq(ik_enrol(&trust, &stranger, &source, clock_now, NULL), IK_FOLLOW_GAP);
	ck_assert_uint_eq(trust.pin.sequence, 0);
	ck_assert_int_eq(ik_enrol(&trust, &earlier, &source, clock_now, &how), IK_FOLLOW_CONFIRMED);
	is_at(&trust, 'B', NOW);
	ck_assert_uint_eq(trust.pin.recovered, NOW);
	ck_assert_uint_eq(how.steps, 1);
	/* Without a current index there is no number to begin with. */
	index = (struct offer)INDEX(NOW - 15 * DAY, 'B');
	ck_assert_int_eq(ik_enrol(&trust, &earlier, &source, clock_now, NULL), IK_FOLLOW_EXPIRED);
}
END_TEST

static struct offer message_of(const char *signers, int64_t issued)
{
	return (struct offer){
		{.kind = IK_STATEMENT_MESSAGE, .issued = issued, .expires = issued + 30 * DAY},
		signers};
}

static enum ik_message_end verify(struct ik_trust *trust, const struct offer *message,
				  const struct offer *steps, size_t n)
{
	struct shown shown;
	struct ik_steps own = show(&shown, steps, n);
	struct ik_signed asked = show_one(message);

	return ik_verify(trust, &asked, &own, NULL, clock_now, NULL);
}

START_TEST(a_message_is_judged_by_signer_and_dates)
{
	struct ik_trust trust = pinned('A', 1);
	const struct offer ours = message_of("A", NOW), strange = message_of("X", NOW),
			   old = message_of("A", NOW - 31 * DAY),
			   early = message_of("A", NOW + IK_GRACE + 1), index = INDEX(NOW, 'A');

	ck_assert_int_eq(verify(&trust, &ours, NULL, 0), IK_MESSAGE_TAKEN);
	ck_assert_int_eq(verify(&trust, &strange, NULL, 0), IK_MESSAGE_STRANGER);
	ck_assert_int_eq(verify(&trust, &old, NULL, 0), IK_MESSAGE_EXPIRED);
	ck_assert_int_eq(verify(&trust, &early, NULL, 0), IK_MESSAGE_CLOCK);
	ck_assert_int_eq(verify(&trust, &index, NULL, 0), IK_MESSAGE_STRANGER);
}
END_TEST

START_TEST(a_message_brings_its_own_steps)
{
	const struct offer message = message_of("C", NOW),
			   steps[] = {HANDOVER(6, 'B', 'C'), HANDOVER(5, 'A', 'B')};
	struct ik_trust trust = pinned('A', 1);

	ck_assert_int_eq(verify(&trust, &message, steps, 1), IK_MESSAGE_STRANGER);
	ck_assert_int_eq(verify(&trust, &message, steps, 2), IK_MESSAGE_TAKEN);
	is_at(&trust, 'C', 6);
}
END_TEST

START_TEST(a_message_under_way_is_taken_for_a_day)
{
	const struct offer before = message_of("A", 4), after = message_of("A", NOW),
			   steps[] = {HANDOVER(5, 'A', 'B')};
	struct offer under_way = before;
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.steps = steps, .n = 1};

	under_way.statement.expires = NOW + DAY;
	update(&trust, &place);
	is_at(&trust, 'B', 5);
	ck_assert_int_eq(verify(&trust, &under_way, NULL, 0), IK_MESSAGE_OF_BEFORE);
	ck_assert_int_eq(verify(&trust, &before, NULL, 0), IK_MESSAGE_EXPIRED);
	ck_assert_int_eq(verify(&trust, &after, NULL, 0), IK_MESSAGE_LEFT);
	trust.moved = NOW - IK_GRACE - 1;
	ck_assert_int_eq(verify(&trust, &under_way, NULL, 0), IK_MESSAGE_LEFT);
}
END_TEST

START_TEST(after_a_recovery_nothing_is_under_way)
{
	struct offer under_way = message_of("A", 4);
	const struct offer steps[] = {RECOVERY(5, 'R', 'B', 'R')};
	struct ik_trust trust = pinned('A', 1);
	struct place place = {.steps = steps, .n = 1};

	under_way.statement.expires = NOW + DAY;
	trust.pin.has_recovery = true;
	trust.pin.recovery = called('R');
	update(&trust, &place);
	is_at(&trust, 'B', 5);
	ck_assert_int_eq(verify(&trust, &under_way, NULL, 0), IK_MESSAGE_LEFT);
}
END_TEST

Suite *suite_follow(void)
{
	Suite *suite = suite_create("follow");
	TCase *follow = tcase_create("follow");

	tcase_add_test(follow, nothing_to_read_changes_nothing);
	tcase_add_test(follow, an_index_of_a_stranger_is_an_alarm_after_a_day_and_not_before);
	tcase_add_test(follow, a_clock_that_tells_nothing_begins_no_day_of_grace);
	tcase_add_test(follow, an_index_of_the_same_key_for_another_certificate_confirms_nothing);
	tcase_add_test(follow, an_index_that_has_expired_raises_the_number_and_confirms_nothing);
	tcase_add_test(follow,
		       an_index_from_the_future_is_not_taken_and_the_steps_are_all_the_same);
	tcase_add_test(follow, an_older_index_is_a_mirror_that_lags);
	tcase_add_test(follow, an_index_raises_the_number_so_that_no_older_step_leads_back);
	tcase_add_test(follow, steps_behind_a_cache_are_asked_for_anew);
	tcase_add_test(follow, the_pin_moves_though_the_index_lags);
	tcase_add_test(follow, a_recovery_key_from_an_index_counts_from_there_on);
	tcase_add_test(follow, enrolment_takes_an_earlier_fingerprint_along_and_no_stranger);
	suite_add_tcase(suite, follow);

	TCase *messages = tcase_create("messages");

	tcase_add_test(messages, a_message_is_judged_by_signer_and_dates);
	tcase_add_test(messages, a_message_brings_its_own_steps);
	tcase_add_test(messages, a_message_under_way_is_taken_for_a_day);
	tcase_add_test(messages, after_a_recovery_nothing_is_under_way);
	suite_add_tcase(suite, messages);
	return suite;
}
