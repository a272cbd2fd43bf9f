/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.c: a name that the network would not understand is refused with the sentence that says why.
 */
#include "ops/rules/rules.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "suites.h"

#define L50 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
#define L63 L50 "fffffffffffff"
#define L61 L50 "fffffffffff"

static const struct bad {
	const char *text;
	enum ik_error_id id;
	const char *arg;
} bad_hosts[] = {
	{"", IK_E_HOST_EMPTY, ""},
	{"a..b", IK_E_HOST_DOTS, ""},
	{"srv01。。jp", IK_E_HOST_DOTS, ""},
	{"..", IK_E_HOST_DOTS, ""},
	{".", IK_E_HOST_DOT_END, ""},
	{".example.jp", IK_E_HOST_DOT_END, ""},
	{"example.jp.", IK_E_HOST_DOT_END, ""},
	{"example.jp。", IK_E_HOST_DOT_END, ""},
	{"-x.com", IK_E_HOST_HYPHEN, ""},
	{"x-.com", IK_E_HOST_HYPHEN, ""},
	{"x.-", IK_E_HOST_HYPHEN, ""},
	{"－x.com", IK_E_HOST_HYPHEN, ""},
	{"日 本.jp", IK_E_HOST_SPACE, ""},
	{"日　本.jp", IK_E_HOST_SPACE, ""},
	{"srv 01", IK_E_HOST_SPACE, ""},
	{"srv\x01", IK_E_TEXT_CONTROL, ""},
	{"srv\n01", IK_E_TEXT_CONTROL, ""},
	{"srv\t01", IK_E_TEXT_CONTROL, ""},
	{"srv\x1b[31m", IK_E_TEXT_CONTROL, ""},
	{"srv\xc2\x9b", IK_E_TEXT_CONTROL, ""},
	{"srv\x7f", IK_E_TEXT_CONTROL, ""},
	{"srv\xff", IK_E_TEXT_BYTES, ""},
	{"\xe3\x81", IK_E_TEXT_BYTES, ""},
	{"foo_bar.com", IK_E_HOST_CHARACTER, "_"},
	{"foo/bar", IK_E_HOST_CHARACTER, "/"},
	{"a,b", IK_E_HOST_CHARACTER, ","},
	{"a:b", IK_E_HOST_CHARACTER, ":"},
	{"user@host", IK_E_HOST_CHARACTER, "@"},
	{"https://a.jp", IK_E_HOST_CHARACTER, ":"},
	{"a\\b", IK_E_HOST_CHARACTER, "\\"},
	{"\xf0\x9f\x92\xa9.jp", IK_E_HOST_CHARACTER, "\xf0\x9f\x92\xa9 (U+1F4A9)"},
	{"a\xe2\x80\xae"
	 "b.jp",
	 IK_E_HOST_CHARACTER, "<U+202E>"},
	{"a\xe2\x80\x8b"
	 "b.jp",
	 IK_E_HOST_CHARACTER, "<U+200B>"},
	{"a\xc2\xad"
	 "b.jp",
	 IK_E_HOST_CHARACTER, "<U+00AD>"},
	{"a\xe3\x85\xa4"
	 "b.jp",
	 IK_E_HOST_CHARACTER, "<U+1160>"}, /* a filler that is a letter, in its NFKC form */
	{"\xe2\x84\x80.jp", IK_E_HOST_CHARACTER, "/"}, /* a/c in one character */
	{"\xc2\xa5.jp", IK_E_HOST_CHARACTER, "\xc2\xa5 (U+00A5)"},
	{"*.example.jp", IK_E_HOST_WILDCARD, ""},
	{"*", IK_E_HOST_WILDCARD, ""},
	{"カ゛.jp", IK_E_HOST_SPACE,
	 ""}, /* a voiced mark that stands alone has a space in its NFKC form */
	{"＊.example.jp", IK_E_HOST_WILDCARD, ""},
	{"a.*.jp", IK_E_HOST_WILDCARD, ""},
	{"192.0.2.1", IK_E_HOST_ADDRESS, ""},
	{"１９２．０．２．１", IK_E_HOST_ADDRESS, ""},
	{"300.1.2.3", IK_E_HOST_ADDRESS, ""},
	{"10.1", IK_E_HOST_ADDRESS, ""},
	{"2001:db8::1", IK_E_HOST_ADDRESS, ""},
	{"[2001:db8::1]", IK_E_HOST_ADDRESS, ""},
	{"fe80::1%eth0", IK_E_HOST_ADDRESS, ""},
	{"::", IK_E_HOST_ADDRESS, ""},
	{"12345", IK_E_HOST_NUMBER, ""},
	{"srv.123", IK_E_HOST_NUMBER, ""},
	{"0x7f000001", IK_E_HOST_NUMBER, ""},
	{"srv.0x", IK_E_HOST_NUMBER, ""},
	{"xn--99999", IK_E_HOST_IDN, "xn--99999"},
	{"xn--", IK_E_HOST_HYPHEN, ""},
	{"xn--a", IK_E_HOST_IDN, "xn--a"},
	{"xn--abc-.jp", IK_E_HOST_HYPHEN, ""},
	{"xn--example-.jp", IK_E_HOST_HYPHEN, ""},
	{"XN--ZZZZ.jp", IK_E_HOST_IDN, "xn--zzzz"},
	{"www.xn--ls8h.la", IK_E_HOST_IDN, "xn--ls8h"}, /* the pile of poo again */
	{"\xcc\x81"
	 "a.jp",
	 IK_E_HOST_IDN, "<U+0301>a"}, /* begins with a combining mark */
	/* what an input method makes of a hyphen or a dot: the name that is meant is told */
	{"srvー01.example.jp", IK_E_HOST_LOOKALIKE, "srv-01.example.jp"},
	{"ｓｒｖー０１．ｅｘａｍｐｌｅ．ｊｐ", IK_E_HOST_LOOKALIKE, "srv-01.example.jp"},
	{"srvｰ01.jp", IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"srv一01.jp", IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"srv\xe2\x80\x93"
	 "01.jp",
	 IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"srv\xe2\x80\x94"
	 "01.jp",
	 IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"srv\xe2\x80\x95"
	 "01.jp",
	 IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"srv\xe2\x94\x80"
	 "01.jp",
	 IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"srv01・example・jp", IK_E_HOST_LOOKALIKE, "srv01.example.jp"},
	{"srv01･example.jp", IK_E_HOST_LOOKALIKE, "srv01.example.jp"},
	{"srv01\xc2\xb7"
	 "example.jp",
	 IK_E_HOST_LOOKALIKE, "srv01.example.jp"},
	{"日本ー.srvー01.jp", IK_E_HOST_LOOKALIKE, "日本ー.srv-01.jp"},
	{L63 "f.jp", IK_E_HOST_LABEL_LONG, ""},
	{L63 "." L63 "." L63 "." L61 "a", IK_E_HOST_LONG, ""},
	{L63 L63 L63 L63 L63, IK_E_HOST_LONG, ""},
};

START_TEST(a_bad_host_name_is_refused_with_its_reason)
{
	const struct bad *bad = &bad_hosts[_i];
	struct ik_error err = {0};
	char *name = NULL;

	ck_assert_msg(!ik_rule_host_name(bad->text, &name, &err), "%s became %s", bad->text, name);
	ck_assert_ptr_null(name);
	ck_assert_msg(err.id == bad->id, "%s: %s", bad->text, ik_error_msgid(err.id));
	if (*bad->arg)
		ck_assert_str_eq(err.arg[0], bad->arg);
}
END_TEST

static const struct good {
	const char *text, *name;
} good_hosts[] = {
	{"srv01", "srv01"},
	{"SRV01.Example.JP", "srv01.example.jp"},
	{"3com.com", "3com.com"},
	{"a", "a"},
	{"1a", "1a"},
	{"123.example", "123.example"},
	{"a--b.jp", "a--b.jp"},
	{"r3---sn-abc.example", "r3---sn-abc.example"},
	{"ｓｒｖ０１．ｅｘａｍｐｌｅ．ｊｐ", "srv01.example.jp"},
	{"srv01。example｡jp", "srv01.example.jp"},
	{"srv−01.jp", "srv-01.jp"},
	{"srv\xe2\x80\x91"
	 "01.jp",
	 "srv-01.jp"}, /* a hyphen that does not break */
	{" srv01", "srv01"},
	{"srv01\xc2\xa0", "srv01"},
	{"　srv01.jp　", "srv01.jp"},
	{"DNS:srv01.jp", "srv01.jp"}, /* as openssl x509 -text writes it */
	{"CN = srv01.jp", "srv01.jp"},
	{"CN=srv01.jp", "srv01.jp"},
	{"一.jp", "xn--4gq.jp"},
	{"サーバー01.jp", "xn--01-2h4aqevjb.jp"},
	{"例え.テスト", "xn--r8jz45g.xn--zckzah"},
	{"日本.jp", "xn--wgv71a.jp"},
	{"ﾃｽﾄ.jp", "xn--zckzah.jp"},
	{"www.日本語。ＪＰ", "www.xn--wgv71a119e.jp"},
	{"xn--wgv71a.jp", "xn--wgv71a.jp"},
	{"XN--WGV71A.JP", "xn--wgv71a.jp"},
	{"M\xc3\x9cnchen.de", "xn--mnchen-3ya.de"},
	{"Mu\xcc\x88nchen.de", "xn--mnchen-3ya.de"},
	{"xn--mnchen-3ya.de", "xn--mnchen-3ya.de"},
	{"佐々木.jp", "xn--u6jy55gilq.jp"},
	{"サーバー・一.jp", "xn--vckucvgcb3865b.jp"},
	{"xn--zzz", "xn--zzz"}, /* 箥 */
	{L63 ".jp", L63 ".jp"},
	{L63 "." L63 "." L63 "." L61, L63 "." L63 "." L63 "." L61},
};

START_TEST(a_good_host_name_gets_its_form_on_the_wire)
{
	const struct good *good = &good_hosts[_i];
	struct ik_error err = {0};
	char *name = NULL;

	ck_assert_msg(ik_rule_host_name(good->text, &name, &err), "%s: %s", good->text,
		      ik_error_msgid(err.id));
	ck_assert_str_eq(name, good->name);
	ck_assert(ik_rule_host_name(good->text, NULL, NULL));
	free(name);
	name = NULL;
	ck_assert(ik_rule_host_name(good->name, &name, &err)); /* and is that form already */
	ck_assert_str_eq(name, good->name);
	free(name);
}
END_TEST

/* --- other names ------------------------------------------------------------------------------ */

static const struct bad bad_lists[] = {
	{"srv..example.jp", IK_E_ALT_BAD, "srv..example.jp"},
	{"good.jp, -bad.jp", IK_E_ALT_BAD, "-bad.jp"},
	{"good.jp,bad.jp.", IK_E_ALT_BAD, "bad.jp."},
	{"300.1.2.3", IK_E_ALT_BAD, "300.1.2.3"},
	{"1.2.3", IK_E_ALT_BAD, "1.2.3"},
	{"010.1.2.3", IK_E_ALT_BAD, "010.1.2.3"},
	{"192.0.2.0/24", IK_E_HOST_CHARACTER, "/"},
	{"0.0.0.0", IK_E_ALT_BAD, "0.0.0.0"},
	{"::", IK_E_ALT_BAD, "::"},
	{"0:0:0:0:0:0:0:0", IK_E_ALT_BAD, "0:0:0:0:0:0:0:0"},
	{"::ffff:0.0.0.0", IK_E_ALT_BAD, "::ffff:0.0.0.0"},
	{"fe80::1%eth0", IK_E_ALT_BAD, "fe80::1%eth0"},
	{"2001:db8::g", IK_E_ALT_BAD, "2001:db8::g"},
	{"1:2:3", IK_E_ALT_BAD, "1:2:3"},
	{"srv01:443", IK_E_ALT_BAD, "srv01:443"},
	{"https://srv01", IK_E_ALT_BAD, "https://srv01"},
	{"2001:db8::/32", IK_E_ALT_BAD, "2001:db8::/32"},
	{"[2001:db8::1]", IK_E_ALT_BAD, "[2001:db8::1]"},
	{"srv.7", IK_E_ALT_BAD, "srv.7"},
	{"foo_bar.jp", IK_E_HOST_CHARACTER, "_"},
	{"a.jp, srvー01.jp", IK_E_HOST_LOOKALIKE, "srv-01.jp"},
	{"a;b", IK_E_HOST_CHARACTER, ";"},
	{"*.*.jp", IK_E_HOST_WILDCARD, ""},
	{"a.*.jp", IK_E_HOST_WILDCARD, ""},
	{"*a.jp", IK_E_HOST_WILDCARD, ""},
	{"*", IK_E_HOST_WILDCARD, ""},
	{"*.", IK_E_ALT_BAD, "*."},
	{"*.192.0.2.1", IK_E_ALT_BAD, "*.192.0.2.1"},
	{"xn--99999.jp", IK_E_HOST_IDN, "xn--99999"},
	{L63 "f.jp", IK_E_HOST_LABEL_LONG, ""},
	{"a\x01", IK_E_TEXT_CONTROL, ""},
	{"a\x0b"
	 "b",
	 IK_E_TEXT_CONTROL, ""},
	{"a\xff", IK_E_TEXT_BYTES, ""},
};

START_TEST(a_bad_other_name_is_refused_with_its_reason)
{
	const struct bad *bad = &bad_lists[_i];
	struct ik_list names = {0}, addresses = {0};
	struct ik_error err = {0};

	ik_list_add(&names, "old.jp");
	ck_assert_msg(!ik_rule_alt_names(bad->text, &names, &addresses, &err), "%s was taken",
		      bad->text);
	ck_assert_msg(err.id == bad->id, "%s: %s", bad->text, ik_error_msgid(err.id));
	if (*bad->arg)
		ck_assert_str_eq(err.arg[0], bad->arg);
	ck_assert_uint_eq(names.n, 0);
	ck_assert_uint_eq(addresses.n, 0);
}
END_TEST

static const struct lists {
	const char *text, *names, *addresses;
} good_lists[] = {
	{"", "", ""},
	{" , ,,\t", "", ""},
	{"a.jp,b.jp c.jp", "a.jp|b.jp|c.jp", ""},
	{"ａ．ｊｐ、ｂ.jp，c.jp　d.jp､e.jp", "a.jp|b.jp|c.jp|d.jp|e.jp", ""},
	{"a.jp\nb.jp\r\n192.0.2.1\n", "a.jp|b.jp", "192.0.2.1"},
	{"A.jp a.JP a.jp", "a.jp", ""},
	{"*.example.jp ＊．ｅｘａｍｐｌｅ．ｃｏｍ", "*.example.jp|*.example.com", ""},
	{"*.日本.jp", "*.xn--wgv71a.jp", ""},
	{"192.0.2.1 １９２。０。２。２ 192.0.2.1", "", "192.0.2.1|192.0.2.2"},
	{"2001:0DB8:0:0:0:0:0:1 2001:db8::1", "", "2001:db8::1"},
	{"::1 127.0.0.1", "", "::1|127.0.0.1"},
	{"２００１：ｄｂ８：：１", "", "2001:db8::1"},
	{"::ffff:192.0.2.1", "", "192.0.2.1"},
	{"fe80::1", "", "fe80::1"},
	{"日本.jp, 198.51.100.7", "xn--wgv71a.jp", "198.51.100.7"},
	/* as openssl x509 -text writes them */
	{"DNS:a.jp, DNS:*.b.jp, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:1",
	 "a.jp|*.b.jp", "192.0.2.7|2001:db8::1"},
	{"    DNS:a.jp, IP:192.0.2.7\n", "a.jp", "192.0.2.7"},
};

static void assert_list(const struct ik_list *list, const char *expected)
{
	char *joined = ik_list_join(list, "|");

	ck_assert_str_eq(joined ? joined : "", expected);
	free(joined);
}

START_TEST(a_list_is_sorted_into_names_and_addresses)
{
	const struct lists *good = &good_lists[_i];
	struct ik_list names = {0}, addresses = {0};
	struct ik_error err = {0};

	ck_assert_msg(ik_rule_alt_names(good->text, &names, &addresses, &err), "%s: %s", good->text,
		      ik_error_msgid(err.id));
	assert_list(&names, good->names);
	assert_list(&addresses, good->addresses);
	ck_assert(ik_rule_alt_names(good->text, NULL, NULL, NULL));
	ik_list_free(&names);
	ik_list_free(&addresses);
}
END_TEST

START_TEST(a_hundred_names_fit_and_no_more)
{
	struct ik_list names = {0}, addresses = {0};
	struct ik_buffer text = {0};
	struct ik_error err = {0};

	for (int i = 0; i < 60; i++)
		ik_buffer_format(&text, "n%d.jp,192.0.2.%d ", i, i % 40 + 1);
	ck_assert(ik_rule_alt_names(ik_buffer_string(&text), &names, &addresses, &err));
	ck_assert_uint_eq(names.n + addresses.n, 100);
	ik_buffer_text(&text, "n0.jp"); /* a double does not count */
	ck_assert(ik_rule_alt_names(ik_buffer_string(&text), &names, &addresses, &err));
	ik_buffer_text(&text, ",one.more.jp");
	ck_assert(!ik_rule_alt_names(ik_buffer_string(&text), &names, &addresses, &err));
	ck_assert_int_eq(err.id, IK_E_ALT_MANY);
	ck_assert_str_eq(err.arg[0], "100");
	ik_buffer_free(&text);
}
END_TEST

START_TEST(narrowing_is_remarked_on_and_accents_are_not)
{
	ck_assert(ik_rule_is_narrowed("ｓｒｖ０１"));
	ck_assert(ik_rule_is_narrowed("srv01。jp"));
	ck_assert(ik_rule_is_narrowed("a、b"));
	ck_assert(!ik_rule_is_narrowed("srv01.jp"));
	ck_assert(!ik_rule_is_narrowed("日本.jp"));
	ck_assert(!ik_rule_is_narrowed("Mu\xcc\x88nchen.de"));
}
END_TEST

static const struct looks {
	const char *text;
	enum ik_name_looks looks;
	const char *character;
} looks[] = {
	{"srv01.example.jp", IK_NAME_CLEAR, ""},
	{"日本語.jp", IK_NAME_CLEAR, ""},
	{"カタカナひらがな漢字abc.jp", IK_NAME_CLEAR, ""},
	{"Mu\xcc\x88nchen.de", IK_NAME_CLEAR, ""},
	{"сервер.example.jp", IK_NAME_CLEAR, ""}, /* a label of one script */
	{"東京ー01.jp", IK_NAME_LOOKALIKE, "ー (U+30FC)"},
	{"a.jp, 東京・大阪.jp", IK_NAME_LOOKALIKE, "・ (U+30FB)"},
	{"\xd1\x95rv01.jp", IK_NAME_MIXED, "\xd1\x95 (U+0455)"},
	{"a.jp b\xce\xbf.jp", IK_NAME_MIXED, "\xce\xbf (U+03BF)"},
	{"日本с.jp", IK_NAME_MIXED, "с (U+0441)"},
	{"", IK_NAME_CLEAR, ""},
};

START_TEST(a_name_that_looks_like_another_is_warned_of)
{
	char *character = NULL;

	ck_assert_msg(ik_rule_name_looks(looks[_i].text, &character) == looks[_i].looks, "%s: %s",
		      looks[_i].text, character ? character : "");
	ck_assert_str_eq(character ? character : "", looks[_i].character);
	free(character);
}
END_TEST

Suite *suite_rules(void)
{
	Suite *suite = suite_create("rules");
	TCase *names = tcase_create("names");

	tcase_set_timeout(names, 60);
	tcase_add_loop_test(names, a_bad_host_name_is_refused_with_its_reason, 0,
			    IK_COUNT(bad_hosts));
	tcase_add_loop_test(names, a_good_host_name_gets_its_form_on_the_wire, 0,
			    IK_COUNT(good_hosts));
	tcase_add_loop_test(names, a_bad_other_name_is_refused_with_its_reason, 0,
			    IK_COUNT(bad_lists));
	tcase_add_loop_test(names, a_list_is_sorted_into_names_and_addresses, 0,
			    IK_COUNT(good_lists));
	tcase_add_test(names, a_hundred_names_fit_and_no_more);
	tcase_add_loop_test(names, a_name_that_looks_like_another_is_warned_of, 0, IK_COUNT(looks));
	tcase_add_test(names, narrowing_is_remarked_on_and_accents_are_not);
	suite_add_tcase(suite, names);
	return suite;
}
