/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enrol.c: tests of first trust, and of enrolling again. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/suites.h"
#include "agent/trusted.h"
#include "agent/world.h"
#include "base/alloc.h"
#include "base/places.h"

/* Fails unless FILE (out, err, or one of a state) has TEXT. */
static void ck_has(const char *file, const char *text)
{
	char *all = get_text(file);

	ck_assert_ptr_nonnull(all);
	ck_assert_msg(strstr(all, text) != NULL, "%s lacks %s:\n%s", file, text, all);
	free(all);
}

START_TEST(enrolling_takes_the_number_and_the_recovery_key_of_the_index)
{
	publish_in("publish", 7, 1, 14, 21);
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_has("state/pin.pem", "inkan-pin 1\n");
	ck_has("state/pin.pem", "\nsequence = 7\n");
	ck_has("state/pin.pem", "\nrecovered = 7\n");
	ck_has("state/pin.pem", who(21)->hex);
	ck_has("out", "srv01.example.jp");
	ck_follows("state", 1);
}
END_TEST

START_TEST(recoveries_from_before_the_enrolment_are_no_way_back)
{
	recovery(5, 21, 2, 22);
	publish_in("publish", 7, 1, 14, 21);
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	publish_in("publish", 8, 3, 14, 21);
	update("state");
	ck_follows("state", 1);
}
END_TEST

START_TEST(a_fingerprint_of_another_server_enrols_nobody)
{
	ck_assert_int_eq(enrol("state", 2), 1);
	ck_has("err", "INK-7234");
	ck_assert_ptr_null(get_text("state/pin.pem"));
	ck_assert_int_eq(agent("update", "--state", "state", NULL), 3);
}
END_TEST

START_TEST(an_earlier_fingerprint_enrols_with_a_warning)
{
	step(10, 1, 2);
	step(20, 2, 3);
	publish(21, 3);
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_has("err", "earlier certificate");
	ck_follows("state", 3);
}
END_TEST

START_TEST(an_earlier_fingerprint_from_before_a_recovery_enrols_nobody)
{
	recovery(10, 21, 2, 22);
	publish_in("publish", 11, 2, 14, 22);
	ck_assert_int_eq(enrol("state", 1), 1);
	ck_has("err", "INK-7234");
	ck_assert_int_eq(enrol("state", 2), 0);
}
END_TEST

START_TEST(enrolled_twice_the_pin_stays_and_the_settings_are_new)
{
	ck_assert_int_eq(agent("enroll", "publish", "--fingerprint", who(1)->hex, "--set",
			       "patterns", "--report-to", "none", "--state", "state", NULL),
			 0);
	ck_has("state/pin.pem", "set = patterns");

	char *id = get_text("state/id"), *again;

	/* As a configuration manager does daily, long after that certificate was left; and the
	 * server may have moved. */
	publish_in("moved", 11, 2, 14, 0);
	ck_assert_int_eq(agent("enroll", "moved", "--fingerprint", who(3)->hex, "--set", "settings",
			       "--set", "hotfix", "--state", "state", NULL),
			 0);
	ck_has("err", "--again");
	ck_follows("state", 1);
	ck_has("state/pin.pem", "/moved\nset = settings\nset = hotfix\n");
	again = get_text("state/id");
	ck_assert_str_eq(id, again);
	free(again);
	free(id);
}
END_TEST

/* It would be damaged for ever: a line break, bytes that are no text, a blank that is lost. */
START_TEST(a_source_that_a_pin_cannot_keep_is_refused_and_the_pin_stays)
{
	static const char *const sources[] = {
		"file:///tmp/x%0Ay", "/tmp/a\nset = b", "/tmp/\xff\xfe",
		"http://h/..\x80",   "http://",         "https:///inkan",
		"http://:80/a",      "/tmp/blank ",     "/tmp/\033[31m",
	};
	const char *source = sources[_i / 2];

	ck_assert_int_eq(enrol("state", 1), 0);

	char *pin = get_text("state/pin.pem");

	ck_assert_int_eq(_i % 2 ? agent("enroll", "publish", "--report-to", source, "--fingerprint",
					who(1)->hex, "--state", "state", NULL)
				: agent("enroll", source, "--fingerprint", who(1)->hex, "--state",
					"state", NULL),
			 2);

	char *after = get_text("state/pin.pem");

	ck_assert_str_eq(pin, after);
	free(after);
	free(pin);
}
END_TEST

START_TEST(what_could_not_be_read_again_does_not_take_the_place_of_a_pin)
{
	struct ik_agent_state state;
	struct ik_error err = {0};

	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, &err));
	for (int i = 0; i < 4000; i++)
		ik_list_take(&state.settings.sets, ik_format("%0*d", IK_SET_NAME_MAX - 10, i));
	ck_assert(!ik_agent_store(&state, &err));
	ck_assert_int_eq(err.id, IK_E_AGENT_STATE_WRITE);
	ik_agent_close(&state);
	ck_follows("state", 1);
}
END_TEST

START_TEST(only_again_touches_the_pin_and_makes_a_new_id)
{
	ck_assert_int_eq(enrol("state", 1), 0);

	char *id = get_text("state/id"), *fresh;

	publish(11, 2);
	ck_assert_int_eq(agent("enroll", "publish", "--fingerprint", who(2)->hex, "--again",
			       "--state", "state", NULL),
			 0);
	ck_follows("state", 2);
	ck_assert_ptr_null(get_text("state/before.pem"));
	fresh = get_text("state/id");
	ck_assert_str_ne(id, fresh);
	free(fresh);
	free(id);
}
END_TEST

START_TEST(again_that_fails_leaves_the_pin_as_it_was)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_int_eq(agent("enroll", "publish", "--fingerprint", who(2)->hex, "--again",
			       "--state", "state", NULL),
			 1);
	ck_follows("state", 1);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
}
END_TEST

START_TEST(an_expired_index_enrols_nobody)
{
	now -= 30 * DAY;
	publish_in("publish", 2, 1, 14, 0);
	now += 30 * DAY;
	ck_assert_int_eq(enrol("state", 1), 1);
	ck_has("err", "INK-72");
	ck_assert_ptr_null(get_text("state/pin.pem"));
}
END_TEST

START_TEST(a_source_that_is_not_there_enrols_nobody_with_status_4)
{
	ck_assert_int_eq(
		agent("enroll", "nowhere", "--fingerprint", who(1)->hex, "--state", "state", NULL),
		4);
	ck_assert_int_eq(agent("status", "--state", "state", NULL), 3);
}
END_TEST

/* --- what is given ---------------------------------------------------------------------------- */

#define EIGHT(text) text text text text text text text text

START_TEST(a_fingerprint_may_be_grouped_as_it_likes)
{
	static const char *const good[] = {
		EIGHT("0123abCD"),           EIGHT("0123 abCD "),       EIGHT("01:23:ab:CD:"),
		"  " EIGHT("0123\n abcd\t"), EIGHT("０１２３ａｂｃｄ"),
	};
	static const char *const bad[] = {
		"",       EIGHT("0123abc"),  EIGHT("0123abcd") "0",
		"SHA256", EIGHT("0123abcg"), EIGHT("0123,abcd"),
	};
	struct ik_sha256 sha256;
	char hex[IK_SHA256_HEX + 1];

	for (size_t i = 0; i < IK_COUNT(good); i++) {
		ck_assert_msg(ik_trusted_fingerprint(good[i], &sha256, NULL), "%s", good[i]);
		ik_sha256_hex(&sha256, hex);
		ck_assert_str_eq(hex, EIGHT("0123abcd"));
	}
	for (size_t i = 0; i < IK_COUNT(bad); i++) {
		struct ik_error err = {0};

		ck_assert_msg(!ik_trusted_fingerprint(bad[i], &sha256, &err), "%s", bad[i]);
		ck_assert_int_eq(err.id, IK_E_AGENT_FINGERPRINT);
	}
}
END_TEST

START_TEST(a_certificate_counts_only_where_nobody_else_could_have_put_it)
{
	/* World's own folder is this user's alone. */
	put_text("server.pem", ik_buffer_string(&who(1)->certificate));
	ck_assert_int_eq(
		agent("enroll", "publish", "--certificate", "server.pem", "--state", "state", NULL),
		0);
	ck_follows("state", 1);
	chmod("server.pem", 0666);
	ck_assert_int_eq(
		agent("enroll", "publish", "--certificate", "server.pem", "--state", "other", NULL),
		1);
	ck_has("err", "INK-7233");
	put_text("no.pem", "nothing\n");
	ck_assert_int_eq(
		agent("enroll", "publish", "--certificate", "no.pem", "--state", "other", NULL), 1);
	ck_has("err", "INK-7232");
}
END_TEST

START_TEST(wrong_usage_is_status_2)
{
	static const char *const more[][2] = {
		{"--set", "../etc"},        {"--set", "-x"},
		{"--fingerprint", "1234"},  {"--report-to", "ftp://example.jp/"},
		{"--certificate", "a.pem"},
	};

	for (size_t i = 0; i < IK_COUNT(more); i++) {
		const bool given = strcmp(more[i][0], "--fingerprint") == 0;

		ck_assert_int_eq(given ? agent("enroll", "publish", more[i][0], more[i][1],
					       "--state", "state", NULL)
				       : agent("enroll", "publish", "--fingerprint", who(1)->hex,
					       more[i][0], more[i][1], "--state", "state", NULL),
				 2);
	}
	ck_assert_int_eq(agent("enroll", "publish", "--state", "state", NULL), 2);
	ck_has("err", "INK-7231");
	ck_assert_int_eq(agent("enroll", "https://me:secret@example.jp/", "--fingerprint",
			       who(1)->hex, "--state", "state", NULL),
			 2);
	ck_has("err", "INK-7229");

	char *err = get_text("err");

	ck_assert_ptr_null(strstr(err, "secret"));
	free(err);
}
END_TEST

Suite *suite_enrol(void)
{
	Suite *suite = suite_create("enrol");
	TCase *tcase = tcase_create("enrol");

	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, enrolling_takes_the_number_and_the_recovery_key_of_the_index);
	tcase_add_test(tcase, recoveries_from_before_the_enrolment_are_no_way_back);
	tcase_add_test(tcase, a_fingerprint_of_another_server_enrols_nobody);
	tcase_add_test(tcase, an_earlier_fingerprint_enrols_with_a_warning);
	tcase_add_test(tcase, an_earlier_fingerprint_from_before_a_recovery_enrols_nobody);
	tcase_add_loop_test(tcase, a_source_that_a_pin_cannot_keep_is_refused_and_the_pin_stays, 0,
			    18);
	tcase_add_test(tcase, what_could_not_be_read_again_does_not_take_the_place_of_a_pin);
	tcase_add_test(tcase, enrolled_twice_the_pin_stays_and_the_settings_are_new);
	tcase_add_test(tcase, only_again_touches_the_pin_and_makes_a_new_id);
	tcase_add_test(tcase, again_that_fails_leaves_the_pin_as_it_was);
	tcase_add_test(tcase, an_expired_index_enrols_nobody);
	tcase_add_test(tcase, a_source_that_is_not_there_enrols_nobody_with_status_4);
	tcase_add_test(tcase, a_fingerprint_may_be_grouped_as_it_likes);
	tcase_add_test(tcase, a_certificate_counts_only_where_nobody_else_could_have_put_it);
	tcase_add_test(tcase, wrong_usage_is_status_2);
	suite_add_tcase(suite, tcase);
	return suite;
}
