/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch.c: tests of fetching from servers that mean no good (hostile.py), and from good ones.
 *
 * The cases are those of the conformance tests of the update framework (python-tuf's
 * test_updater_fetch_target and its fetchers: endless data, slow retrieval, lengths that lie), and
 * what stands between a server and its agents: redirects, portals, certificates. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/fetch_url.h"
#include "agent/fetching.h"
#include "agent/hostile.h"
#include "base/alloc.h"

START_TEST(what_is_served_is_read_to_its_last_byte)
{
	struct fetched fetched = fetch("plain", "index", &usual);

	ck_assert_int_eq(fetched.err.id, IK_E_NONE);
	ck_assert_uint_eq(fetched.got.size, 13);
	ck_assert_mem_eq(fetched.got.data, "who are you\0\n", 13);
	ik_buffer_free(&fetched.got);
}
END_TEST

START_TEST(caches_on_the_way_are_told_to_ask)
{
	struct fetched fetched = fetch("plain", "asked?n=7", &usual);

	ck_assert_str_eq(ik_buffer_string(&fetched.got), "/asked?n=7 no-cache");
	ik_buffer_free(&fetched.got);
}
END_TEST

START_TEST(as_much_as_may_be_is_read_and_no_byte_more)
{
	check_read("plain", "size/4096", IK_BY_PLAIN);
	check_refused("plain", "size/4097", IK_E_CMS_LARGE);
}
END_TEST

START_TEST(what_does_not_end_is_left_at_the_limit)
{
	const char *const paths[] = {"endless", "promised", "pieces", "lie"};

	for (size_t i = 0; i < IK_COUNT(paths); i++)
		check_refused("plain", paths[i], IK_E_CMS_LARGE);
	check_refused("pin", "endless", IK_E_CMS_LARGE);
}
END_TEST

START_TEST(headers_without_end_are_left_too)
{
	const char *const paths[] = {"heads", "onehead", "continue"};

	for (size_t i = 0; i < IK_COUNT(paths); i++)
		check_refused("plain", paths[i], IK_E_SOURCE_UNREACHED);
}
END_TEST

START_TEST(who_is_slow_or_silent_is_not_waited_for)
{
	check_left("plain", "drip");
	check_left("plain", "silent");
	check_left("deaf", "index");
}
END_TEST

START_TEST(who_is_never_slow_enough_to_be_stalled_has_an_end_too)
{
	check_left("plain", "steady");
}
END_TEST

START_TEST(half_of_a_file_is_none)
{
	const char *const paths[] = {"short", "torn", "hangup", "bare"};

	for (size_t i = 0; i < IK_COUNT(paths); i++)
		check_refused("plain", paths[i], IK_E_SOURCE_UNREACHED);
	check_refused("noise", "index", IK_E_SOURCE_UNREACHED);
}
END_TEST

START_TEST(a_server_without_the_file_is_told_from_one_that_is_not_there)
{
	check_refused("plain", "status/404", IK_E_SOURCE_LACKS);
	check_refused("plain", "status/410", IK_E_SOURCE_LACKS);
	check_refused("plain", "status/503", IK_E_SOURCE_UNREACHED);
	check_refused("plain", "status/204", IK_E_SOURCE_UNREACHED);
	check_refused("plain", "status/206", IK_E_SOURCE_UNREACHED);
}
END_TEST

/* Wrong permissions would stay unseen for ever if they looked as a laptop without a network. */
START_TEST(what_a_server_refuses_for_good_is_a_fault_and_what_passes_is_none)
{
	const struct {
		const char *path;
		enum ik_error_id id;
	} rows[] = {
		{"status/401", IK_E_SOURCE_FORBIDDEN}, {"status/403", IK_E_SOURCE_FORBIDDEN},
		{"status/400", IK_E_SOURCE_ASKED},     {"status/405", IK_E_SOURCE_ASKED},
		{"status/421", IK_E_SOURCE_ASKED},     {"status/407", IK_E_SOURCE_UNREACHED},
		{"status/408", IK_E_SOURCE_UNREACHED}, {"status/425", IK_E_SOURCE_UNREACHED},
		{"status/429", IK_E_SOURCE_UNREACHED}, {"status/500", IK_E_SOURCE_UNREACHED},
		{"status/511", IK_E_SOURCE_UNREACHED},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		check_refused("plain", rows[i].path, rows[i].id);
		ck_assert_int_eq(ik_error_status(rows[i].id),
				 rows[i].id == IK_E_SOURCE_UNREACHED ? 4 : 1);
	}
	check_refused("pin", "status/403", IK_E_SOURCE_FORBIDDEN);
	check_refused("stranger", "status/403", IK_E_SOURCE_FORBIDDEN);
	ck_assert_ptr_nonnull(strstr(fetch("plain", "status/403", &usual).err.detail, "error log"));
}
END_TEST

START_TEST(nobody_there_is_not_reached)
{
	ik_fetcher *with = fetcher(&usual);
	struct ik_buffer got = {0};
	struct ik_error err = {0};
	enum ik_carried_by by;

	ck_assert(!ik_fetch_get(with, "http://127.0.0.1:1/index", MAX, &got, &by, &err));
	ck_assert_int_eq(err.id, IK_E_SOURCE_UNREACHED);
	ck_assert_int_eq(ik_error_status(err.id), 4);
	ck_assert_ptr_nonnull(strstr(err.detail, "Nobody takes connections there"));
	ik_fetcher_free(with);
}
END_TEST

START_TEST(three_redirects_are_followed_and_not_a_fourth)
{
	check_read("plain", "hops/3", IK_BY_PLAIN);
	check_refused("plain", "hops/4", IK_E_FETCH_REDIRECT);
	check_refused("plain", "loop", IK_E_FETCH_REDIRECT);
}
END_TEST

START_TEST(a_redirect_goes_up_and_never_down)
{
	/* Who is sent on by http is nowhere for certain, whoever vouches for the end. */
	check_read("plain", "to/pin/index", IK_BY_PLAIN);
	check_read("pin", "to/pin/index", IK_BY_PIN);
	check_read("pin", "to/ca/index", IK_BY_CA);
	check_read("stranger", "to/pin/index", IK_BY_NONE);
	check_refused("pin", "to/plain/index", IK_E_FETCH_REDIRECT);
	check_refused("plain", "to/pin/to/plain/index", IK_E_FETCH_REDIRECT);
	check_refused("pin", "to/ca/to/plain/index", IK_E_FETCH_REDIRECT);
}
END_TEST

START_TEST(a_redirect_leads_to_no_file_no_other_scheme_and_no_user)
{
	const char *const paths[] = {"lead/file", "lead/ftp", "lead/gopher", "lead/user"};

	for (size_t i = 0; i < IK_COUNT(paths); i++)
		check_refused("plain", paths[i], IK_E_FETCH_REDIRECT);
	/* What is no address at all is followed nowhere. */
	ck_assert_int_ne(fetch("plain", "lead/nowhere", &usual).err.id, IK_E_NONE);
}
END_TEST

START_TEST(it_is_said_by_what_a_server_was_known)
{
	check_read("pin", "index", IK_BY_PIN);
	check_read("before", "index", IK_BY_BEFORE);
	check_read("ca", "index", IK_BY_CA);
	check_read("plain", "index", IK_BY_PLAIN);
}
END_TEST

START_TEST(a_stranger_is_read_and_called_one)
{
	check_read("stranger", "index", IK_BY_NONE);
	check_read("expired", "index", IK_BY_NONE);
	check_read("elsewhere", "index", IK_BY_NONE);
}
END_TEST

START_TEST(without_a_pin_a_stranger_is_one_too)
{
	ik_fetcher *with = ik_fetcher_new(&(struct ik_fetch_roots){.pin = NULL}, &usual, NULL);
	char *url = hostile_url("pin", "index");
	struct ik_buffer got = {0};
	enum ik_carried_by by = IK_BY_PIN;

	ck_assert(ik_fetch_get(with, url, MAX, &got, &by, NULL));
	ck_assert_int_eq(by, IK_BY_NONE);
	ik_buffer_free(&got);
	free(url);
	ik_fetcher_free(with);
}
END_TEST

START_TEST(a_file_of_authorities_that_is_none_vouches_for_nobody)
{
	ik_fetcher *with = ik_fetcher_new(&(struct ik_fetch_roots){.ca = "/nonexistent"}, &usual,
					  NULL);
	char *url = hostile_url("ca", "index");
	struct ik_buffer got = {0};
	enum ik_carried_by by = IK_BY_CA;

	ck_assert(ik_fetch_get(with, url, MAX, &got, &by, NULL));
	ck_assert_int_eq(by, IK_BY_NONE);
	ik_buffer_free(&got);
	free(url);
	ik_fetcher_free(with);
}
END_TEST

START_TEST(old_tls_is_not_spoken)
{
	check_refused("old", "index", IK_E_SOURCE_UNREACHED);
}
END_TEST

START_TEST(one_fetcher_tells_servers_apart)
{
	const struct {
		const char *server;
		enum ik_carried_by by;
	} rows[] = {{"pin", IK_BY_PIN},       {"before", IK_BY_BEFORE}, {"pin", IK_BY_PIN},
		    {"stranger", IK_BY_NONE}, {"ca", IK_BY_CA},         {"stranger", IK_BY_NONE},
		    {"pin", IK_BY_PIN}};
	ik_fetcher *with = fetcher(&usual);

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		char *url = hostile_url(rows[i].server, "index");
		struct ik_buffer got = {0};
		enum ik_carried_by by;

		ck_assert(ik_fetch_get(with, url, MAX, &got, &by, NULL));
		ck_assert_msg(by == rows[i].by, "row %zu: %d", i, by);
		ik_buffer_free(&got);
		free(url);
	}
	ik_fetcher_free(with);
}
END_TEST

/* --- directories ------------------------------------------------------------------------------ */

static enum ik_error_id carry(const char *source, const char *name)
{
	struct ik_carrier carrier = {.source = source};
	struct ik_buffer got = {0};
	struct ik_error err = {0};

	ck_assert(!ik_carry_get(&carrier, name, MAX, &got, &err));
	ck_assert_uint_eq(got.size, 0);
	ik_carrier_end(&carrier);
	/* A device or a pipe is not called a directory. */
	if (err.id == IK_E_SOURCE_LACKS)
		ck_assert_str_eq(err.detail, "What is there is not an ordinary file.");
	return err.id;
}

/* As the files of root in a home of 0700 are to everybody else. */
START_TEST(a_directory_that_is_closed_is_a_fault_and_one_that_is_not_there_is_none)
{
	char *all = hostile_file("."), *closed = hostile_file("closed"),
	     *open = hostile_file("open"), *index = hostile_file("open/index"),
	     *gone = hostile_file("gone");

	ck_assert_int_eq(chmod(all, 0755), 0);
	ck_assert_int_eq(mkdir(closed, 0), 0);
	ck_assert_int_eq(mkdir(open, 0755), 0);
	ck_assert_int_eq(mknod(index, S_IFREG, 0), 0);
	const uid_t self = geteuid();

	if (self == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	ck_assert_int_eq(carry(gone, "index"), IK_E_SOURCE_UNREACHED);
	ck_assert_int_eq(carry(closed, "index"), IK_E_SOURCE_FORBIDDEN);
	ck_assert_int_eq(carry(open, "index"), IK_E_SOURCE_FORBIDDEN);
	/* Who looks for leaks at the end needs to be root again. */
	ck_assert_int_eq(seteuid(self), 0);
	free(gone);
	free(index);
	free(open);
	free(closed);
	free(all);
}
END_TEST

START_TEST(devices_and_pipes_in_a_directory_are_not_read_for_ever)
{
	char *odd = hostile_file("odd"), *zero = hostile_file("odd/index"),
	     *pipe = hostile_file("odd/agent.pem"), *whole;

	ck_assert_int_eq(mkdir(odd, 0755), 0);
	ck_assert_int_eq(symlink("/dev/zero", zero), 0);
	ck_assert_int_eq(mkfifo(pipe, 0644), 0);
	ck_assert_int_eq(carry(odd, "index"), IK_E_SOURCE_LACKS);
	ck_assert_int_eq(carry(odd, "agent.pem"), IK_E_SOURCE_LACKS);
	ck_assert(ik_source_read("file:///dev/zero", &whole, NULL));
	ck_assert_int_eq(carry(whole, "index"), IK_E_SOURCE_UNREACHED);
	free(whole);
	free(pipe);
	free(zero);
	free(odd);
}
END_TEST

START_TEST(past_caches_a_web_server_is_asked_with_a_number)
{
	char *url = hostile_url("plain", "");
	struct ik_carrier carrier = {.source = url}, directory = {.source = "/"};
	struct ik_buffer got = {0};
	struct ik_error err = {0};

	url[strlen(url) - 1] = '\0';
	ck_assert(ik_carry_get_anew(&carrier, "asked", 42, MAX, &got, NULL));
	ck_assert_str_eq(ik_buffer_string(&got), "/asked?n=42 no-cache");
	ck_assert(!ik_carry_get_anew(&directory, "asked", 42, MAX, &got, &err));
	ck_assert_int_eq(err.id, IK_E_NONE);
	ik_carrier_end(&carrier);
	ik_buffer_free(&got);
	free(url);
}
END_TEST

/* --- addresses -------------------------------------------------------------------------------- */

/* Somebody may have typed a password into a configuration of his. */
static void check_no_user(const struct ik_error *err)
{
	char *lines = ik_error_lines(err);

	ck_assert_ptr_null(strstr(lines, "secret"));
	ck_assert_ptr_null(strstr(lines, "me@"));
	free(lines);
}

START_TEST(a_way_leads_up_and_to_a_host)
{
	const struct {
		const char *from, *to;
		bool may;
	} rows[] = {
		{"http://a.example.jp/x", "http://b.example.jp/y?z=1", true},
		{"http://a.example.jp/x", "https://b.example.jp/", true},
		{"https://a.example.jp/x", "https://[::1]:8443/", true},
		{"https://a.example.jp/x", "http://a.example.jp/x", false},
		{"http://a.example.jp/x", "file:///dev/zero", false},
		{"http://a.example.jp/x", "ftp://a.example.jp/x", false},
		{"http://a.example.jp/x", "http://me@a.example.jp/x", false},
		{"http://a.example.jp/x", "http://:secret@a.example.jp/x", false},
		{"http://a.example.jp/x", "https://", false},
		{"http://a.example.jp/x", "", false},
		{"http://a.example.jp/x", "http://a\nb/", false},
		{"http://a.example.jp/x", "http://a b/", false},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_error err = {0};

		ck_assert_msg(ik_fetch_may_lead(rows[i].from, rows[i].to, &err) == rows[i].may,
			      "%s", rows[i].to);
		ck_assert_int_eq(err.id, rows[i].may ? IK_E_NONE : IK_E_FETCH_REDIRECT);
		check_no_user(&err);
	}
}
END_TEST

/* --- the whole -------------------------------------------------------------------------------- */

static Suite *suite_fetch(void)
{
	Suite *suite = suite_create("fetch");
	TCase *good = tcase_create("fetching"), *bad = tcase_create("attacks"),
	      *tls = tcase_create("tls"), *urls = tcase_create("addresses");

	tcase_add_test(good, what_is_served_is_read_to_its_last_byte);
	tcase_add_test(good, caches_on_the_way_are_told_to_ask);
	tcase_add_test(good, as_much_as_may_be_is_read_and_no_byte_more);
	tcase_add_test(good, a_server_without_the_file_is_told_from_one_that_is_not_there);
	tcase_add_test(good, what_a_server_refuses_for_good_is_a_fault_and_what_passes_is_none);
	tcase_add_test(good, nobody_there_is_not_reached);
	tcase_add_test(bad, what_does_not_end_is_left_at_the_limit);
	tcase_add_test(bad, headers_without_end_are_left_too);
	tcase_add_test(bad, who_is_slow_or_silent_is_not_waited_for);
	tcase_add_test(bad, who_is_never_slow_enough_to_be_stalled_has_an_end_too);
	tcase_add_test(bad, half_of_a_file_is_none);
	tcase_add_test(bad, three_redirects_are_followed_and_not_a_fourth);
	tcase_add_test(bad, a_redirect_goes_up_and_never_down);
	tcase_add_test(bad, a_redirect_leads_to_no_file_no_other_scheme_and_no_user);
	tcase_add_test(bad,
		       a_directory_that_is_closed_is_a_fault_and_one_that_is_not_there_is_none);
	tcase_add_test(bad, devices_and_pipes_in_a_directory_are_not_read_for_ever);
	tcase_add_test(good, past_caches_a_web_server_is_asked_with_a_number);
	tcase_add_test(tls, it_is_said_by_what_a_server_was_known);
	tcase_add_test(tls, a_stranger_is_read_and_called_one);
	tcase_add_test(tls, without_a_pin_a_stranger_is_one_too);
	tcase_add_test(tls, a_file_of_authorities_that_is_none_vouches_for_nobody);
	tcase_add_test(tls, old_tls_is_not_spoken);
	tcase_add_test(tls, one_fetcher_tells_servers_apart);
	tcase_add_test(urls, a_way_leads_up_and_to_a_host);
	suite_add_tcase(suite, good);
	suite_add_tcase(suite, bad);
	suite_add_tcase(suite, tls);
	suite_add_tcase(suite, urls);
	return suite;
}

int main(void)
{
	SRunner *runner;
	int failed;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (!hostile_begin()) {
		puts("python3 with ssl, or openssl, is not installed: no hostile server is here");
		return HOSTILE_NONE;
	}
	runner = srunner_create(suite_fetch());
	srunner_add_suite(runner, suite_answers());
	srunner_add_suite(runner, suite_reporting());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	hostile_end();
	return failed ? 1 : 0;
}
