/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_values.c: numbers and passwords that cannot be used are refused with the sentence that says
 * why. */
#include "config.h"

#include "ops/rules/rules.h"

#include <check.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "suites.h"

/* TEXT N times; caller frees. */
static char *repeated(const char *text, int n)
{
	struct ik_buffer out = {0};

	for (int i = 0; i < n; i++)
		ik_buffer_text(&out, text);
	return (char *)out.data;
}

/* --- days, organization, key type, group ------------------------------------------------------ */

START_TEST(a_number_of_days_that_is_none_is_refused)
{
	static const char *const bad[] = {
		"",      "0",        "-1",  "+1",  "3x",  "x",       "1.5",
		"36501", "99999999", "1e3", "7 7", "日",  "730日日", "18446744073709551617",
		"٣",     "0x10",     "七",  "7\n", "\xff"};
	struct ik_error err;
	int days = 7;

	for (size_t i = 0; i < IK_COUNT(bad); i++) {
		err = (struct ik_error){0};
		ck_assert_msg(!ik_rule_days(bad[i], &days, &err), "%s", bad[i]);
		ck_assert_int_eq(err.id, IK_E_DAYS_RANGE);
	}
	ck_assert_int_eq(days, 7);
}
END_TEST

START_TEST(a_number_of_days_may_be_full_width)
{
	static const struct {
		const char *text;
		int days;
	} good[] = {{"1", 1},        {"730", 730},   {"0730", 730},  {"36500", 36500},
		    {"７３０", 730}, {" 730 ", 730}, {"730日", 730}, {"７３０日間　", 730}};
	int days;

	for (size_t i = 0; i < IK_COUNT(good); i++) {
		ck_assert_msg(ik_rule_days(good[i].text, &days, NULL), "%s", good[i].text);
		ck_assert_int_eq(days, good[i].days);
	}
	ck_assert(ik_rule_days("7", NULL, NULL));
}
END_TEST

START_TEST(an_organization_has_64_characters_and_none_that_hide)
{
	char *most = repeated("株", 64), *more = repeated("株", 65);
	const struct {
		const char *text;
		enum ik_error_id id;
	} cases[] = {
		{more, IK_E_ORGANIZATION_LONG},
		{"a\nb", IK_E_TEXT_CONTROL},
		{"a\x1b[1m", IK_E_TEXT_CONTROL},
		{"a\xe2\x80\xae"
		 "b",
		 IK_E_TEXT_HIDDEN},
		{"a\xc2\x85", IK_E_TEXT_CONTROL},
		{"\xc0\xaf", IK_E_TEXT_BYTES},
		{"", IK_E_NONE},
		{most, IK_E_NONE},
		{"Example, Inc. \\ \"x\"", IK_E_NONE},
		{"株式会社　例", IK_E_NONE},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_error err = {0};

		ck_assert_int_eq(ik_rule_organization(cases[i].text, &err),
				 cases[i].id == IK_E_NONE);
		ck_assert_int_eq(err.id, cases[i].id);
	}
	free(most);
	free(more);
}
END_TEST

START_TEST(an_unknown_key_type_is_refused_and_the_known_ones_are_named)
{
	static const char *const bad[] = {"",        "rsa",      "RSA-3072",
					  "ed25519", "rsa-2048", "ecdsa-p256 "};
	for (size_t i = 0; i < IK_COUNT(bad); i++) {
		struct ik_error err = {0};

		ck_assert(!ik_rule_key_type(bad[i], NULL, &err));
		ck_assert_int_eq(err.id, IK_E_KEY_TYPE_UNKNOWN);
		ck_assert_str_eq(err.arg[0], bad[i]);
		ck_assert_str_eq(err.arg[1], "ecdsa-p256, ecdsa-p384, rsa-3072, rsa-4096");
	}
	ck_assert(ik_rule_key_type("rsa-4096", NULL, NULL));
	ck_assert(ik_rule_key_type("rsa-2048", "rsa-2048", NULL));
	ck_assert(!ik_rule_key_type("rsa-2049", "rsa-2048", NULL));
}
END_TEST

START_TEST(a_group_is_known_by_name_or_number)
{
	static const char *const bad[] = {"no such group", "-1",  "4294967295",
					  "2147483646",    "0x0", "99999999999999999999"};
	const struct group *some = getgrgid(0);
	gid_t group = 7;

	for (size_t i = 0; i < IK_COUNT(bad); i++) {
		struct ik_error err = {0};

		ck_assert_msg(!ik_rule_key_group(bad[i], &group, &err), "%s", bad[i]);
		ck_assert_int_eq(err.id, IK_E_KEY_GROUP_UNKNOWN);
		ck_assert_str_eq(err.arg[0], bad[i]);
	}
	ck_assert(ik_rule_key_group(NULL, &group, NULL));
	ck_assert_uint_eq(group, (gid_t)-1);
	ck_assert(ik_rule_key_group("0", &group, NULL));
	ck_assert_uint_eq(group, 0);
	group = 7;
	ck_assert(ik_rule_key_group(some->gr_name, &group, NULL));
	ck_assert_uint_eq(group, 0);
}
END_TEST

/* --- passwords -------------------------------------------------------------------------------- */

static ik_secret *secret_of(const void *bytes, size_t size)
{
	ik_secret *secret = ik_secret_new(IK_SECRET_PASSWORD_ROOM);

	ck_assert(ik_secret_set(secret, bytes, size, NULL));
	return secret;
}

static enum ik_error_id refusal(const void *bytes, size_t size)
{
	ik_secret *typed = secret_of(bytes, size), *out = NULL;
	struct ik_error err = {0};
	bool changed = true;

	if (ik_rule_password(typed, &out, &changed, &err)) {
		ck_assert_int_eq(err.id, IK_E_NONE);
		ck_assert_ptr_nonnull(out);
	} else {
		ck_assert_int_ne(err.id, IK_E_NONE);
		ck_assert_ptr_null(out);
		ck_assert(!changed);
	}
	ik_secret_free(typed);
	ik_secret_free(out);
	return err.id;
}

START_TEST(a_password_that_cannot_be_used_says_why)
{
	static const struct {
		const char *text;
		enum ik_error_id id;
	} cases[] = {
		{"", IK_E_PW_EMPTY},
		{"short", IK_E_PW_SHORT},
		{"elevenchars", IK_E_PW_SHORT},
		{"じゅういちもじしかない", IK_E_PW_SHORT},
		/* 6 characters, typed as 12 */
		{"e\xcc\x81"
		 "e\xcc\x81"
		 "e\xcc\x81"
		 "e\xcc\x81"
		 "e\xcc\x81"
		 "e\xcc\x81",
		 IK_E_PW_SHORT},
		{"not utf-8 \xff at all", IK_E_PW_BYTES},
		{"cut off here \xe3\x81", IK_E_PW_BYTES},
		{"with a \x1b[A in it", IK_E_PW_CONTROL},
		{"with a \x7f in it all", IK_E_PW_CONTROL},
		{"with a\ttab in it", IK_E_PW_CONTROL},
		{"with a C1 \xc2\x9b in it", IK_E_PW_CONTROL},
		{"two lines\nof a paste", IK_E_PW_NEWLINE},
		{"two lines\rof a paste", IK_E_PW_NEWLINE},
		{"long enough today\n", IK_E_PW_NEWLINE},
		{"zero\xe2\x80\x8b"
		 "width inside",
		 IK_E_PW_REFUSED},
		{"noncharacter \xef\xbf\xbf", IK_E_PW_REFUSED},
		{"exactlytwelv", IK_E_NONE},
		{"じゅうにもじのひみつです", IK_E_NONE},
		{"ａｂｃｄｅｆｇｈｉｊｋｌ", IK_E_NONE},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++)
		ck_assert_msg(refusal(cases[i].text, strlen(cases[i].text)) == cases[i].id, "%s",
			      cases[i].text);
	ck_assert_int_eq(refusal("a NUL \0 in it, too", 18), IK_E_PW_CONTROL);
}
END_TEST

START_TEST(a_password_has_128_characters_at_most_however_many_bytes)
{
	static const struct {
		const char *piece;
		int n;
		enum ik_error_id id;
	} cases[] = {
		{"a", 128, IK_E_NONE},
		{"a", 129, IK_E_PW_LONG},
		{"あ", 128, IK_E_NONE},
		{"あ", 129, IK_E_PW_LONG},
		{"\xf0\xa0\xae\x9f", 128, IK_E_NONE},
		{"\xf0\xa0\xae\x9f", 129, IK_E_PW_LONG},
		{"a", IK_SECRET_PASSWORD_ROOM, IK_E_PW_LONG},
		{"\xf0\xaf\xa4\x84", IK_SECRET_PASSWORD_ROOM / 4, IK_E_PW_LONG},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		char *text = repeated(cases[i].piece, cases[i].n);

		ck_assert_int_eq(refusal(text, strlen(text)), cases[i].id);
		free(text);
	}
}
END_TEST

START_TEST(a_wide_space_becomes_an_ordinary_one_and_that_is_told)
{
	ik_secret *typed = secret_of("ひみつの　ことばを　つかう",
				     strlen("ひみつの　ことばを　つかう")),
		  *out = NULL;
	bool changed = false;

	ck_assert(ik_rule_password(typed, &out, &changed, NULL));
	ck_assert_str_eq(ik_secret_data(out), "ひみつの ことばを つかう");
	ck_assert(changed);
	ik_secret_free(typed);
	typed = out;
	out = NULL;
	ck_assert(ik_rule_password(typed, &out, &changed, NULL));
	ck_assert(!changed);
	ck_assert(ik_rule_password(typed, NULL, NULL, NULL));
	ik_secret_free(typed);
	ik_secret_free(out);
}
END_TEST

START_TEST(an_old_password_may_be_short_but_is_read_the_same_way)
{
	static const struct {
		const char *text, *normal;
		enum ik_error_id id;
	} cases[] = {
		{"", NULL, IK_E_PW_EMPTY},
		{"\xff", NULL, IK_E_PW_BYTES},
		{"a\nb", NULL, IK_E_PW_NEWLINE},
		{"a\x01", NULL, IK_E_PW_CONTROL},
		{"a", "a", IK_E_NONE},
		{"　", " ", IK_E_NONE},
		{"e\xcc\x81", "\xc3\xa9", IK_E_NONE},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		ik_secret *typed = secret_of(cases[i].text, strlen(cases[i].text)), *out = NULL;
		struct ik_error err = {0};

		ck_assert_int_eq(ik_rule_old_password(typed, &out, &err), cases[i].id == IK_E_NONE);
		ck_assert_int_eq(err.id, cases[i].id);
		if (cases[i].normal)
			ck_assert_str_eq(ik_secret_data(out), cases[i].normal);
		else
			ck_assert_ptr_null(out);
		ik_secret_free(typed);
		ik_secret_free(out);
	}
}
END_TEST

static TCase *case_of(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	return tcase;
}

/* --- where agents fetch from ------------------------------------------------------------------ */

START_TEST(a_source_is_a_directory_or_a_url_that_agents_take)
{
	static const struct {
		const char *text, *source; /* NULL: refused */
	} rows[] = {
		{"", NULL},
		{"srv01", NULL},
		{"ftp://srv01/", NULL},
		{"inkan/publish", NULL},
		{"https://", NULL},
		{"https:///inkan", NULL},
		{"https://:443/inkan", NULL},
		{"https://srv01/inkan?a=b", NULL},
		{"https://srv01/inkan#a", NULL},
		{"https://srv01/$(reboot)", NULL},
		{"https://srv01/a;reboot", NULL},
		{"https://srv01/a b", NULL},
		{"https://srv01/a\n", NULL},
		{"https://日本.jp/inkan", NULL},
		{"file://srv01/inkan", NULL},
		{"file:///srv/%zz", NULL},
		{"file:///srv/%00", NULL},
		{"https://srv01.example.jp/inkan", "https://srv01.example.jp/inkan"},
		{"HTTP://srv01:8080/inkan/", "HTTP://srv01:8080/inkan"},
		{"https://[2001:db8::1]/a@b", "https://[2001:db8::1]/a@b"},
		{"file:///srv/inkan", "file:///srv/inkan"},
		{"/mnt/inkan/", "/mnt/inkan"},
		{"/srv/店 舗/it's/", "/srv/店 舗/it's"},
		{"/", "/"},
		{"/srv/inkan \n", NULL},
		{"/srv/inkan ", NULL},
		{"/srv/inkan /", NULL},
		{"/srv/\x1b[31m", NULL},
		{"/srv/\xa4\xa2", NULL},
		{"file:///srv/a b", NULL},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_error err = {0};
		char *source = NULL;

		ck_assert_msg(ik_rule_source(rows[i].text, &source, &err) == !!rows[i].source, "%s",
			      rows[i].text);
		if (rows[i].source)
			ck_assert_str_eq(source, rows[i].source);
		else
			ck_assert_int_eq(err.id, IK_E_SOURCE_FORM);
		free(source);
	}
}
END_TEST

START_TEST(a_source_with_a_password_is_refused_and_not_repeated)
{
	struct ik_error err = {0};
	char *source = NULL, *said;

	ck_assert(!ik_rule_source("https://me:secret@srv01/inkan", &source, &err));
	ck_assert_int_eq(err.id, IK_E_AGENT_SOURCE_USER);
	said = ik_error_lines(&err);
	ck_assert_ptr_null(strstr(said, "secret"));
	free(said);
}
END_TEST

Suite *suite_rules_values(void)
{
	Suite *suite = suite_create("rules of values");
	TCase *values = case_of(suite, "values");
	TCase *passwords = case_of(suite, "passwords");

	tcase_add_test(values, a_number_of_days_that_is_none_is_refused);
	tcase_add_test(values, a_number_of_days_may_be_full_width);
	tcase_add_test(values, an_organization_has_64_characters_and_none_that_hide);
	tcase_add_test(values, an_unknown_key_type_is_refused_and_the_known_ones_are_named);
	tcase_add_test(values, a_group_is_known_by_name_or_number);
	tcase_add_test(values, a_source_is_a_directory_or_a_url_that_agents_take);
	tcase_add_test(values, a_source_with_a_password_is_refused_and_not_repeated);
	tcase_add_test(passwords, a_password_that_cannot_be_used_says_why);
	tcase_add_test(passwords, a_password_has_128_characters_at_most_however_many_bytes);
	tcase_add_test(passwords, a_wide_space_becomes_an_ordinary_one_and_that_is_told);
	tcase_add_test(passwords, an_old_password_may_be_short_but_is_read_the_same_way);
	return suite;
}
