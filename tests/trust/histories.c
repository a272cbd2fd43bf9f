/* SPDX-License-Identifier: GPL-3.0-or-later */
/* histories.c: the property that all of this is for, over random histories: an agent that could
 * follow follows, and one whose keys nobody else has is not led away.
 *
 * INKAN_HISTORIES plays more of them than the usual number.  A history is made anew by its seed,
 * which a failure names. */
#include <check.h>
#include <stdlib.h>

#include "trust/model.h"
#include "trust/suites.h"

enum { HISTORIES = 100000, PARTS = 8, EVENTS = 48, ENOUGH_TO_FIND = 20000 };

/* What was wrong in the history of SEED, or NULL. */
static const char *play(uint64_t seed, enum planted planted)
{
	static struct model model;

	model_begin(&model, seed, planted);
	for (unsigned i = 0; i < EVENTS && !model.fault; i++)
		if (once_in(&model, 3))
			server_acts(&model);
		else
			agent_acts(&model);
	return model.fault;
}

static uint64_t wanted(void)
{
	const char *more = getenv("INKAN_HISTORIES");

	return more ? strtoull(more, NULL, 10) : HISTORIES;
}

START_TEST(whoever_can_follow_follows_and_nobody_is_led_away)
{
	for (uint64_t seed = (uint64_t)_i; seed < wanted(); seed += PARTS) {
		const char *fault = play(seed, PLANTED_NOTHING);

		ck_assert_msg(!fault, "history %llu: %s", (unsigned long long)seed, fault);
	}
}
END_TEST

/* A property that finds nothing is no property. */
START_TEST(a_planted_fault_is_found)
{
	uint64_t seed = 0;

	while (seed < ENOUGH_TO_FIND && !play(seed, (enum planted)_i))
		seed++;
	ck_assert_msg(seed < ENOUGH_TO_FIND, "planted fault %d was not found", _i);
}
END_TEST

Suite *suite_histories(void)
{
	Suite *suite = suite_create("histories");
	TCase *histories = tcase_create("histories");

	tcase_set_timeout(histories, 600);
	tcase_add_loop_test(histories, whoever_can_follow_follows_and_nobody_is_led_away, 0, PARTS);
	tcase_add_loop_test(histories, a_planted_fault_is_found, PLANTED_NUMBER_NOT_RAISED,
			    PLANTED_COUNT);
	suite_add_tcase(suite, histories);
	return suite;
}
