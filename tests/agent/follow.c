/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.c: tests of agents that are offered something else than what their server publishes now.
 *
 * Modelled on the conformance tests of The Update Framework (theupdateframework/tuf-conformance);
 * an index is its timestamp, the number in it the version, a step the change of a root key:
 *
 *   test_rollback.py    new_timestamp_version_rollback        an older index (also expired) here
 *                       simple_snapshot_rollback, _mismatch   the mixed files here
 *                       ..._fast_forward_recovery             the highest number, in walk.c
 *   test_expiration.py  expired, then renewed metadata        frozen indexes, in time.c
 *   test_keys.py        too few, doubled, foreign signatures  steps of one end in walk.c, tests/pki
 *   test_updater_key_rotations.py                             the walk over generations in walk.c
 *   test_basic.py       no metadata, a server that is gone    sources that lack something here
 *   test_file_download.py, endless and slow                   tests/agent/fetch.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/offer.h"
#include "agent/refusal.h"
#include "agent/suites.h"
#include "agent/world.h"

/* What STATE has in its log of refusals: the newest, and how many; 0: none. */
static unsigned last_refusal(const char *name, size_t *n)
{
	struct ik_agent_state state;
	struct ik_refusals refusals;
	unsigned reason = 0;

	ck_assert(ik_agent_open(name, IK_AGENT_LOOK, &state, NULL));
	ik_refusals_read(&state, now, &refusals);
	*n = refusals.n;
	if (refusals.n > 0)
		reason = refusals.items[0].reason;
	ik_refusals_free(&refusals);
	ik_agent_close(&state);
	return reason;
}

START_TEST(the_files_of_another_server_are_nothing_for_a_day_and_refused_after_it)
{
	size_t n;

	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 2, 3);
	publish(11, 3);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_NONE);
	now += DAY - 1;
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_assert_uint_eq(last_refusal("state", &n), 0);
	now += 1;
	ck_assert_int_eq(update("state"), IK_FOLLOW_GAP);
	ck_error(IK_E_AGENT_GAP);
	ck_assert_uint_eq(last_refusal("state", &n), 7207);
	ck_follows("state", 1);
	/* The own server again: all is forgotten. */
	forget_steps();
	publish(12, 1);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	publish(13, 3);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
}
END_TEST

START_TEST(an_index_of_one_server_and_the_steps_of_another_lead_nowhere)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish_steps("publish", 2);
	publish_index("publish", 12, 3, 14, 0);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	/* Its own step is true, whoever brought it. */
	ck_follows("state", 2);
}
END_TEST

/* A server that is replaced whenever one of its files has been read, twice. */
struct busy {
	struct ik_source reads;
	int n;
};

static bool read_busy_index(void *context, struct ik_signed *out)
{
	struct busy *busy = context;
	bool good = busy->reads.index(busy->reads.context, out);

	if (busy->n++ == 0) {
		step(20, 2, 3);
		publish(21, 3);
	}
	return good;
}

static bool read_busy_steps(void *context, bool anew, struct ik_steps *out)
{
	struct busy *busy = context;
	bool good = busy->reads.steps(busy->reads.context, anew, out);

	if (good) {
		step(30, 3, 4);
		publish(31, 4);
	}
	return good;
}

/* An agent that reads an old copy while another process updates the same state. */
struct beside {
	struct ik_source reads;
	int n;
};

static bool read_beside_index(void *context, struct ik_signed *out)
{
	struct beside *beside = context;

	if (beside->n++ == 0)
		ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	return beside->reads.index(beside->reads.context, out);
}

static bool read_beside_steps(void *context, bool anew, struct ik_steps *out)
{
	struct beside *beside = context;

	return beside->reads.steps(beside->reads.context, anew, out);
}

static void decide(void *context, struct ik_trust *trust, const struct ik_source *source)
{
	enum ik_follow_end *end = context;

	*end = ik_update(trust, source, ik_offer_clock(now), NULL);
}

START_TEST(what_another_process_stored_meanwhile_is_not_undone)
{
	struct ik_agent_state state;
	struct ik_offer offer;
	struct beside beside = {.n = 0};
	const struct ik_source source = {read_beside_index, read_beside_steps, &beside};
	enum ik_follow_end end;

	ck_assert_int_eq(enrol("state", 1), 0);
	copy("publish", "old");
	step(10, 1, 2);
	publish(11, 2);
	now += 60;
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	ik_offer_begin(&state, "old", &offer);
	beside.reads = ik_offer_source(&offer);
	ck_assert(ik_offer_settle(&state, &offer, &source, NULL, decide, &end, NULL));
	ck_assert_int_eq(end, IK_FOLLOW_BEHIND);
	ck_assert(ik_sha256_equal(&state.trust.pin.certificate, &who(2)->sha256));
	ck_assert(state.stored);
	ik_offer_free(&offer);
	ik_agent_close(&state);
	ck_follows("state", 2);
	ck_assert_uint_eq(sequence_of("state"), 11);
}
END_TEST

START_TEST(a_server_that_is_replaced_twice_during_the_reading_is_followed_and_no_alarm)
{
	struct ik_agent_state state;
	struct ik_offer offer;
	struct busy busy = {.n = 0};
	const struct ik_source source = {read_busy_index, read_busy_steps, &busy};
	const struct ik_buffer before = {0};

	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	ik_offer_begin(&state, NULL, &offer);
	busy.reads = ik_offer_source(&offer);
	ck_assert_int_eq(ik_update(&state.trust, &source, ik_offer_clock(now), NULL),
			 IK_FOLLOW_BEHIND);
	ck_assert(ik_offer_keep(&state, &offer, NULL, &before, NULL));
	ik_offer_free(&offer);
	ik_agent_close(&state);
	ck_follows("state", 3);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 4);
}
END_TEST

START_TEST(an_older_index_is_a_mirror_that_lags_and_no_alarm)
{
	publish(20, 1);
	ck_assert_int_eq(enrol("state", 1), 0);
	publish(19, 1);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_NONE);
	ck_assert_uint_eq(sequence_of("state"), 20);
}
END_TEST

START_TEST(an_older_index_that_has_expired_is_refused)
{
	size_t n;

	publish(20, 1);
	ck_assert_int_eq(enrol("state", 1), 0);
	publish_in("publish", 19, 1, 1, 0);
	now += 2 * DAY;
	update("state");
	ck_error(IK_E_AGENT_SEQUENCE);
	ck_assert_uint_eq(last_refusal("state", &n), 7205);
}
END_TEST

START_TEST(a_cache_that_is_days_old_keeps_nobody_from_following_later)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	copy("publish", "cache");
	step(10, 1, 2);
	publish(11, 2);
	now += 3 * DAY;
	/* All of the cache is old, then its index alone, then its steps alone. */
	ck_assert_int_eq(update_from("state", "cache"), IK_FOLLOW_CONFIRMED);
	publish_index("cache", 11, 2, 14, 0);
	ck_assert_int_eq(update_from("state", "cache"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_NONE);
	ck_follows("state", 1);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
	ck_assert_int_eq(update_from("state", "cache"), IK_FOLLOW_CONFIRMED);
}
END_TEST

START_TEST(an_index_that_its_own_certificate_has_not_signed_is_refused_at_once)
{
	size_t n;
	char *index;

	ck_assert_int_eq(enrol("state", 1), 0);
	publish_index("other", 30, 2, 14, 0);
	index = get_text("other/index");
	/* It says 2 and is signed by 2, of which nothing is left but the text. */
	put_text("publish/index", index);
	free(index);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_NONE);
	put_text("publish/index", "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n");
	update("state");
	ck_error(IK_E_STATEMENT_DAMAGED);
	ck_assert_uint_eq(last_refusal("state", &n), 7208);
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(a_step_in_place_of_the_index_is_refused)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish_steps("publish", 2);

	/* Behind the certificate stands the step. */
	char *steps = get_text("publish/agent.pem"), *at = strstr(steps, "-----BEGIN PKCS7");

	put_text("publish/index", at);
	free(steps);
	update("state");
	ck_error(IK_E_STATEMENT_KIND);
	ck_follows("state", 2);
}
END_TEST

START_TEST(a_source_that_is_not_there_is_no_alarm)
{
	size_t n;

	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_int_eq(rename("publish", "elsewhere"), 0);
	ck_assert_int_eq(agent("update", "--state", "state", NULL), 4);
	ck_assert_int_eq(update("state"), IK_FOLLOW_UNREACHED);
	ck_error(IK_E_SOURCE_UNREACHED);
	ck_assert_uint_eq(last_refusal("state", &n), 0);
}
END_TEST

START_TEST(a_source_without_an_index_is_said_to_be_one)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_int_eq(unlink("publish/index"), 0);
	ck_assert_int_eq(update("state"), IK_FOLLOW_BEHIND);
	ck_error(IK_E_SOURCE_LACKS);
	ck_assert_int_eq(agent("update", "--state", "state", NULL), 1);
}
END_TEST

START_TEST(a_pipe_a_folder_and_a_large_file_are_no_index)
{
	static char large[2 * 1024 * 1024];

	ck_assert_int_eq(enrol("state", 1), 0);
	unlink("publish/index");
	ck_assert_int_eq(mkfifo("publish/index", 0644), 0);
	update("state");
	ck_error(IK_E_SOURCE_LACKS);
	unlink("publish/index");
	mkdir("publish/index", 0755);
	update("state");
	ck_error(IK_E_SOURCE_LACKS);
	rmdir("publish/index");
	memset(large, 'A', sizeof(large) - 1);
	put_text("publish/index", large);
	update("state");
	ck_error(IK_E_CMS_LARGE);
	ck_follows("state", 1);
}
END_TEST

Suite *suite_follow(void)
{
	Suite *suite = suite_create("follow");
	TCase *tcase = tcase_create("follow");

	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase,
		       the_files_of_another_server_are_nothing_for_a_day_and_refused_after_it);
	tcase_add_test(tcase, an_index_of_one_server_and_the_steps_of_another_lead_nowhere);
	tcase_add_test(tcase, what_another_process_stored_meanwhile_is_not_undone);
	tcase_add_test(tcase,
		       a_server_that_is_replaced_twice_during_the_reading_is_followed_and_no_alarm);
	tcase_add_test(tcase, an_older_index_is_a_mirror_that_lags_and_no_alarm);
	tcase_add_test(tcase, an_older_index_that_has_expired_is_refused);
	tcase_add_test(tcase, a_cache_that_is_days_old_keeps_nobody_from_following_later);
	tcase_add_test(tcase, an_index_that_its_own_certificate_has_not_signed_is_refused_at_once);
	tcase_add_test(tcase, a_step_in_place_of_the_index_is_refused);
	tcase_add_test(tcase, a_source_that_is_not_there_is_no_alarm);
	tcase_add_test(tcase, a_source_without_an_index_is_said_to_be_one);
	tcase_add_test(tcase, a_pipe_a_folder_and_a_large_file_are_no_index);
	suite_add_tcase(suite, tcase);
	return suite;
}
