/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch_answers.c: tests of what operators learn when something else came than a file, or a report
 * was not taken. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/fetch_why.h"
#include "agent/fetching.h"
#include "agent/hostile.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

/* --- in place of a file ----------------------------------------------------------------------- */

/* libcurl speaks English to everybody. */
START_TEST(why_nobody_was_reached_is_said_in_the_language_of_the_operator)
{
	const struct {
		CURLcode code;
		long system;
	} rows[] = {
		{CURLE_COULDNT_RESOLVE_HOST, 0},
		{CURLE_COULDNT_RESOLVE_PROXY, 0},
		{CURLE_COULDNT_CONNECT, ECONNREFUSED},
		{CURLE_COULDNT_CONNECT, EHOSTUNREACH},
		{CURLE_COULDNT_CONNECT, 0},
		{CURLE_OPERATION_TIMEDOUT, 0},
		{CURLE_SSL_CONNECT_ERROR, 0},
		{CURLE_PEER_FAILED_VERIFICATION, 0},
		{CURLE_GOT_NOTHING, 0},
		{CURLE_UNSUPPORTED_PROTOCOL, 0},
		{CURLE_WRITE_ERROR, 0},
	};

	setenv("INKAN_LOCALEDIR", "locale", 0);
	ck_assert(ik_i18n_start("ja"));
	for (size_t i = 0; ik_i18n_language() == IK_LANG_JA && i < IK_COUNT(rows); i++) {
		struct ik_error err = {.id = IK_E_SOURCE_UNREACHED};

		ik_fetch_tell_why(rows[i].code, rows[i].system, "its words", &err);
		ck_assert_msg(!ik_text_is_ascii(err.detail), "row %zu: %s", i, err.detail);
		ck_assert_ptr_nonnull(strstr(err.detail, " (its words)"));
	}
	ck_assert(ik_i18n_start("en"));
}
END_TEST

START_TEST(who_is_reached_in_vain_is_told_apart)
{
	const struct {
		const char *server, *path, *says;
	} rows[] = {{"deaf", "index", "in time"},
		    {"noise", "index", "TLS 1.2"},
		    {"old", "index", "TLS 1.2"},
		    {"plain", "bare", "no web server"},
		    {"plain", "hangup", "ended before"},
		    {"plain", "short", "ended before"},
		    {"plain", "heads", "headers without end"}};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		const bool waits = strcmp(rows[i].server, "deaf") == 0;
		struct fetched fetched = fetch(rows[i].server, rows[i].path,
					       waits ? &hasty : &usual);

		ck_assert_msg(strstr(fetched.err.detail, rows[i].says) != NULL, "%s/%s: %s",
			      rows[i].server, rows[i].path, fetched.err.detail);
	}
}
END_TEST

/* It has no tunnel for anybody, as one that wants a password. */
START_TEST(a_proxy_that_lets_nobody_through_is_named)
{
	char *proxy = hostile_url("plain", "");
	ik_fetcher *with = fetcher(&usual);
	struct ik_buffer got = {0};
	struct ik_error err = {0};
	enum ik_carried_by by;

	setenv("https_proxy", proxy, 1);
	ck_assert(
		!ik_fetch_get(with, "https://srv01.example.jp/inkan/index", MAX, &got, &by, &err));
	unsetenv("https_proxy");
	ck_assert_int_eq(err.id, IK_E_SOURCE_UNREACHED);
	ck_assert_msg(strstr(err.detail, "HTTP 404: the proxy") != NULL, "%s", err.detail);
	ck_assert_ptr_nonnull(strstr(fetch("plain", "status/407", &usual).err.detail, "the proxy"));
	ik_fetcher_free(with);
	free(proxy);
}
END_TEST

/* A hotel's network is no attack, and the operator learns where its page is. */
START_TEST(a_page_in_place_of_a_file_is_told_as_what_it_is)
{
	const char *const pages[] = {"page/html",  "page/untold", "page/script",       "page/empty",
				     "page/large", "page/login",  "to/plain/page/html"};

	for (size_t i = 0; i < IK_COUNT(pages); i++) {
		struct fetched fetched = fetch("plain", pages[i], &usual);

		check_refused("plain", pages[i], IK_E_SOURCE_UNREACHED);
		ck_assert_int_eq(ik_error_status(fetched.err.id), 4);
		ck_assert_msg(strstr(fetched.err.detail, "A web page came") != NULL
				      && strstr(fetched.err.detail, "/page/") != NULL,
			      "%s: %s", pages[i], fetched.err.detail);
	}
	ck_assert_ptr_nonnull(strstr(fetch("plain", "page/html", &usual).err.detail, "text/html"));
}
END_TEST

START_TEST(what_is_damaged_is_no_page_whatever_it_is_called)
{
	check_read("plain", "page/called", IK_BY_PLAIN);
	check_read("plain", "page/damaged", IK_BY_PLAIN);
}
END_TEST

/* A network's own page has a certificate, too, by which authorities know its name. */
START_TEST(a_stranger_who_sends_us_down_is_a_network_and_a_known_server_is_not)
{
	const struct {
		const char *server, *path;
	} networks[] = {
		{"stranger", "to/plain/page/html"},
		{"plain", "to/stranger/to/plain/page/html"},
		{"plain", "to/ca/to/plain/page/html"},
	};

	for (size_t i = 0; i < IK_COUNT(networks); i++) {
		struct fetched fetched = fetch(networks[i].server, networks[i].path, &usual);

		ck_assert_int_eq(fetched.err.id, IK_E_SOURCE_UNREACHED);
		ck_assert_ptr_nonnull(strstr(fetched.err.detail, "/page/html"));
	}
	check_refused("pin", "to/plain/page/html", IK_E_FETCH_REDIRECT);
	check_refused("ca", "to/plain/page/html", IK_E_FETCH_REDIRECT);
	check_refused("plain", "to/pin/to/plain/page/html", IK_E_FETCH_REDIRECT);
}
END_TEST

/* --- putting ---------------------------------------------------------------------------------- */

/* What is sent says to whom. */
static void write_body(void *context, enum ik_carried_by by, struct ik_buffer *out)
{
	(void)context;
	ik_buffer_format(out, "to one known by %d", by);
}

static enum ik_error_id put(const char *server, const char *path, enum ik_carried_by expected)
{
	ik_fetcher *with = fetcher(&usual);
	char *url = hostile_url(server, path), *last = hostile_url("plain", "put");
	char *body = ik_format("to one known by %d", expected);
	struct ik_buffer there = {0};
	struct ik_error err = {0};
	enum ik_carried_by by;

	if (ik_fetch_put(with, url, write_body, NULL, &by, &err)) {
		ck_assert_int_eq(by, expected);
		ck_assert(ik_fetch_get(with, last, MAX, &there, &by, NULL));
		ck_assert_str_eq(ik_buffer_string(&there), body);
	}
	ik_buffer_free(&there);
	free(body);
	free(last);
	free(url);
	ik_fetcher_free(with);
	return err.id;
}

START_TEST(what_is_put_is_made_for_whoever_gets_it)
{
	ck_assert_int_eq(put("plain", "put/yes", IK_BY_PLAIN), IK_E_NONE);
	ck_assert_int_eq(put("pin", "put/yes", IK_BY_PIN), IK_E_NONE);
	ck_assert_int_eq(put("stranger", "put/yes", IK_BY_NONE), IK_E_NONE);
	ck_assert_int_eq(put("ca", "put/moved", IK_BY_CA), IK_E_NONE);
	ck_assert_int_eq(put("plain", "put/secure", IK_BY_PLAIN), IK_E_NONE);
	ck_assert_int_eq(put("stranger", "put/left", IK_BY_NONE), IK_E_NONE);
}
END_TEST

START_TEST(what_a_server_does_not_take_has_its_own_cure)
{
	const struct {
		const char *path;
		enum ik_error_id id;
	} rows[] = {
		{"put/405", IK_E_PUT_UNSERVED},
		{"put/501", IK_E_PUT_UNSERVED},
		{"put/404", IK_E_PUT_UNSERVED},
		{"put/403", IK_E_PUT_FORBIDDEN},
		{"put/401", IK_E_PUT_FORBIDDEN},
		{"put/413", IK_E_PUT_LARGE},
		{"put/507", IK_E_PUT_FULL},
		{"put/409", IK_E_CARRY_PUT},
		{"put/503", IK_E_SOURCE_UNREACHED},
		{"put/500", IK_E_SOURCE_UNREACHED},
		{"put/429", IK_E_SOURCE_UNREACHED},
		{"put/405/large", IK_E_PUT_UNSERVED},
		{"put/503/large", IK_E_SOURCE_UNREACHED},
		{"put/201/large", IK_E_NONE},
		{"put/cut", IK_E_NONE}, /* it is taken, whatever else was to be said */
		{"put/left", IK_E_NONE},
		{"put/half", IK_E_SOURCE_UNREACHED}, /* a network's, which has taken nothing */
		{"put/page", IK_E_SOURCE_UNREACHED},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		const enum ik_error_id id = put("plain", rows[i].path, IK_BY_PLAIN);

		ck_assert_msg(id == rows[i].id, "%s: %u", rows[i].path, ik_error_number(id));
	}
}
END_TEST

Suite *suite_answers(void)
{
	Suite *suite = suite_create("answers");
	TCase *files = tcase_create("files"), *puts = tcase_create("putting");

	tcase_add_test(files, why_nobody_was_reached_is_said_in_the_language_of_the_operator);
	tcase_add_test(files, who_is_reached_in_vain_is_told_apart);
	tcase_add_test(files, a_proxy_that_lets_nobody_through_is_named);
	tcase_add_test(files, a_page_in_place_of_a_file_is_told_as_what_it_is);
	tcase_add_test(files, what_is_damaged_is_no_page_whatever_it_is_called);
	tcase_add_test(files, a_stranger_who_sends_us_down_is_a_network_and_a_known_server_is_not);
	tcase_add_test(puts, what_is_put_is_made_for_whoever_gets_it);
	tcase_add_test(puts, what_a_server_does_not_take_has_its_own_cure);
	suite_add_tcase(suite, files);
	suite_add_tcase(suite, puts);
	return suite;
}
