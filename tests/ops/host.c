/* SPDX-License-Identifier: GPL-3.0-or-later */
/* host.c: the server's name comes from its own files, and only names that a rule allows are
 * offered. */
#include "ops/status/host.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "ops/rules/rules.h"
#include "suites.h"

START_TEST(the_full_name_is_found_without_asking_anybody)
{
	static const struct {
		const char *node, *hosts, *resolv, *name;
	} cases[] = {
		{"", "", "", ""},
		{"bad_name", "", "", ""},
		{"192.0.2.1", "", "", ""},
		{"-x", "127.0.0.1 -x.example.jp\n", "search example.jp\n", ""},
		{"srv01", "", "", "srv01"},
		{"SRV01.Example.JP", "192.0.2.1 srv01.other.jp\n", "search other.jp\n",
		 "srv01.example.jp"},
		{"srv01", "127.0.0.1 localhost\n127.0.1.1\tsrv01.example.jp srv01\n",
		 "search other.jp\n", "srv01.example.jp"},
		{"srv01", "192.0.2.1 srv01 SRV01.example.jp\n", "", "srv01.example.jp"},
		{"srv01",
		 "#192.0.2.1 srv01.example.jp\n192.0.2.1 srv011.example.jp # srv01.example.jp", "",
		 "srv01"},
		{"srv01", "srv01.example.jp\n", "",
		 "srv01"}, /* an address has to stand before it */
		{"srv01", "192.0.2.1 srv01.bad_one\n", "search example.jp\n", "srv01.example.jp"},
		{"srv01", "", "nameserver 192.0.2.53\nsearch example.jp other.jp\n",
		 "srv01.example.jp"},
		{"srv01", "", "domain example.jp", "srv01.example.jp"},
		{"srv01", "", "search first.jp\ndomain last.jp\n", "srv01.last.jp"},
		{"srv01", "", "search .\n", "srv01"},
		{"srv01", "", "search\n# search example.jp\n;domain example.jp\n", "srv01"},
		{"srv01", "", "search bad_one.jp\n", "srv01"},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		char *name = ik_host_full_name(cases[i].node, cases[i].hosts, cases[i].resolv);

		ck_assert_msg(!strcmp(name, cases[i].name), "%zu: %s, not %s", i, name,
			      cases[i].name);
		free(name);
	}
}
END_TEST

START_TEST(only_lasting_global_ipv6_addresses_are_offered)
{
	static const char table[] =
		"00000000000000000000000000000001 01 80 10 80       lo\n"
		"fe80000000000000021122fffe334455 02 40 20 80     eth0\n"
		"20010db8000000000000000000000001 02 40 00 80     eth0\n"
		"20010db8000000000000000000000002 02 40 00 01     eth0\n" /* temporary */
		"20010db8000000000000000000000003 02 40 00 20     eth0\n" /* deprecated */
		"20010db8000000000000000000000004 02 40 00 40     eth0\n" /* tentative */
		"20010db8000000000000000000000005 02 40 00 08     eth0\n" /* somebody else's */
		"fd000000000000000000000000000006 02 40 00 00     eth0\n"
		"20010db8000000000000000000000001 03 40 00 80     eth1\n"
		"20010db800000000 02 40 00 80 eth0\n"
		"zz010db8000000000000000000000007 02 40 00 80     eth0\n"
		"20010db8 02\n";
	struct ik_list addresses = {0};
	char *joined;

	ik_host_ipv6(table, &addresses);
	joined = ik_list_join(&addresses, " ");
	ck_assert_str_eq(joined, "2001:db8::1 fd00::6");
	free(joined);
	ik_list_free(&addresses);
	ik_host_ipv6("", &addresses);
	ck_assert_uint_eq(addresses.n, 0);
}
END_TEST

START_TEST(a_name_is_among_those_of_a_certificate_itself_or_by_a_wildcard)
{
	static const struct {
		const char *name, *host;
		bool is;
	} rows[] = {
		{"a.example.jp", "b.example.jp", false},   {"*.example.jp", "example.jp", false},
		{"*.example.jp", "a.b.example.jp", false}, {"*.example.jp", "srv", false},
		{"a.example.jp", "A.Example.JP", true},    {"*.example.jp", "a.EXAMPLE.jp", true},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_list names = {0};

		ik_list_add(&names, rows[i].name);
		ck_assert(ik_host_is_among(&names, rows[i].host) == rows[i].is);
		ik_list_free(&names);
	}
}
END_TEST

START_TEST(a_server_of_many_addresses_offers_some)
{
	struct ik_buffer table = {0};
	struct ik_list addresses = {0};

	for (int i = 1; i < 40; i++)
		ik_buffer_format(&table, "20010db80000000000000000000000%02x 02 40 00 80 eth0\n",
				 i);
	ik_host_ipv6(ik_buffer_string(&table), &addresses);
	ck_assert_uint_eq(addresses.n, IK_HOST_ADDRESSES_MAX);
	ik_list_free(&addresses);
	ik_buffer_free(&table);
}
END_TEST

START_TEST(all_that_this_server_offers_keeps_the_rules)
{
	struct ik_list offered = {0}, names = {0}, addresses = {0};
	char *host = ik_host_look(&offered);
	char *text = ik_list_join(&offered, ",");
	struct ik_error err = {0};

	ck_assert_msg(!*host || ik_rule_host_name(host, NULL, &err), "%s", host);
	ck_assert_msg(ik_rule_alt_names(text, &names, &addresses, &err), "%s", text);
	ck_assert_uint_eq(names.n + addresses.n, offered.n); /* no doubles either */
	free(host);
	free(text);
	ik_list_free(&offered);
	ik_list_free(&names);
	ik_list_free(&addresses);
}
END_TEST

Suite *suite_host(void)
{
	Suite *suite = suite_create("host");
	TCase *tcase = tcase_create("host");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_name_is_among_those_of_a_certificate_itself_or_by_a_wildcard);
	tcase_add_test(tcase, the_full_name_is_found_without_asking_anybody);
	tcase_add_test(tcase, only_lasting_global_ipv6_addresses_are_offered);
	tcase_add_test(tcase, a_server_of_many_addresses_offers_some);
	tcase_add_test(tcase, all_that_this_server_offers_keeps_the_rules);
	suite_add_tcase(suite, tcase);
	return suite;
}
