/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.c: rows, the proof made of them, and the lines that are printed of it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "rows/proof.h"
#include "rows/report.h"
#include "rows/words.h"
#include "world.h"

static void facts_begin(struct ik_facts *facts, const char *serial, int64_t not_after)
{
	*facts = (struct ik_facts){
		.subject = ik_strdup("CN=srv01.example.jp"),
		.issuer = ik_strdup("CN=srv01.example.jp"),
		.serial = ik_strdup(serial),
		.sha256 = ik_strdup(
			"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
		.sha1 = ik_strdup("00112233445566778899aabbccddeeff00112233"),
		.key_type = ik_strdup("ecdsa-p256"),
		.not_before = NOW - DAY,
		.not_after = not_after,
	};
	ik_list_add(&facts->dns_names, "srv01.example.jp");
	ik_list_add(&facts->ip_addresses, "192.0.2.7");
}

static char *plain(const struct ik_facts *before, const struct ik_facts *now, bool details)
{
	struct ik_report report = {0};

	ik_proof_facts(&report, before, now, NOW, details);
	char *text = ik_report_plain(&report);

	ik_report_free(&report);
	return text;
}

/* One line for all would be false for one of them. */
START_TEST(dates_on_both_sides_of_summer_time_say_their_distance_from_utc)
{
	struct ik_report report = {0};
	struct ik_facts facts;

	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	facts_begin(&facts, "0c4daafe", NOW + 250 * DAY);
	ik_proof_facts(&report, NULL, &facts, NOW, false);
	ik_proof_zone(&report, NULL, &facts);
	char *text = ik_report_plain(&report);

	ck_assert_ptr_nonnull(strstr(text, " UTC-5\n"));
	ck_assert_ptr_nonnull(strstr(text, " UTC-4, 250 days left\n"));
	ck_assert_ptr_null(strstr(text, "Times are"));
	free(text);
	ik_report_free(&report);
	facts.not_after = NOW + 730 * DAY;
	ik_proof_zone(&report, NULL, &facts);
	ck_assert_str_eq(report.rows[0].now, "Times are EST (UTC-5).");
	ik_report_free(&report);
	ik_facts_free(&facts);
	unsetenv("TZ");
	tzset();
}
END_TEST

START_TEST(changed_is_said_in_words_and_both_values_stand_in_full)
{
	struct ik_facts before, now;

	facts_begin(&before, "4f129c07", NOW - 3 * DAY - 7);
	facts_begin(&now, "0c4daafe", NOW + 730 * DAY);
	char *text = plain(&before, &now, false);

	ck_assert_ptr_nonnull(
		strstr(text, "Serial number: changed\n  before: 4f12 9c07\n  now: 0c4d aafe\n"));
	ck_assert_ptr_nonnull(strstr(text, "expired 3 days ago"));
	ck_assert_ptr_nonnull(strstr(text, "730 days left"));
	ck_assert_ptr_nonnull(strstr(text, "Subject: CN=srv01.example.jp (not changed)\n"));
	ck_assert_ptr_nonnull(
		strstr(text, "Other names (SAN): srv01.example.jp, 192.0.2.7 (not changed)\n"));
	ck_assert_ptr_null(strstr(text, "SHA-1"));
	free(text);
	ik_facts_free(&before);
	ik_facts_free(&now);
}
END_TEST

START_TEST(without_a_before_nothing_is_compared)
{
	struct ik_facts now;

	facts_begin(&now, "0c4daafe", NOW + 730 * DAY);
	char *text = plain(NULL, &now, true);

	ck_assert_ptr_nonnull(strstr(text, "Serial number: 0c4d aafe\n"));
	ck_assert_ptr_null(strstr(text, "changed"));
	ck_assert_ptr_nonnull(strstr(text, "Thumbprint (SHA-1): 0011 2233"));
	ck_assert_ptr_nonnull(strstr(text, "Issuer: "));
	free(text);
	ik_facts_free(&now);
}
END_TEST

START_TEST(a_name_that_is_gone_is_a_change)
{
	struct ik_facts before, now;

	facts_begin(&before, "01", NOW + DAY);
	facts_begin(&now, "01", NOW + DAY);
	ik_list_add(&before.dns_names, "srv01");
	char *text = plain(&before, &now, false);

	ck_assert_ptr_nonnull(strstr(
		text,
		"Other names (SAN): changed\n  before: srv01.example.jp, srv01, 192.0.2.7\n"));
	free(text);
	ik_facts_free(&before);
	ik_facts_free(&now);
}
END_TEST

START_TEST(rows_of_every_kind_have_their_line)
{
	struct ik_report report = {0};

	ik_report_text(&report, IK_TONE_PLAIN, ik_strdup("A sentence."));
	ik_report_space(&report);
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup("Write"), ik_strdup("/mnt/a.zip"));
	ik_report_pair(&report, IK_TONE_PLAIN, NULL, ik_strdup("more\nand more"));
	char *text = ik_report_plain(&report);

	ck_assert_str_eq(text, "A sentence.\nWrite: /mnt/a.zip\n  more, and more\n");
	free(text);
	ik_report_free(&report);
	ik_report_free(&report);
	ck_assert_uint_eq(report.n, 0);
}
END_TEST

static void hex_is(const char *hex, const char *expected)
{
	char *text = ik_words_hex(hex);

	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(a_secret_is_never_printed)
{
	struct ik_report report = {0};
	ik_secret *secret = ik_secret_new(16);

	ik_secret_set(secret, "ft5r-kude", 9, NULL);
	ik_report_text(&report, IK_TONE_PLAIN, ik_strdup("Here it is."));
	ik_report_secret(&report, secret);
	char *text = ik_report_plain(&report);

	ck_assert_str_eq(text, "Here it is.\n");
	free(text);
	ik_report_free(&report);
	ck_assert_str_eq(ik_secret_data(secret), "ft5r-kude");
	ik_secret_free(secret);
}
END_TEST

START_TEST(hexadecimal_stands_in_groups_of_four)
{
	hex_is("", "");
	hex_is(NULL, "");
	hex_is("4f", "4f");
	hex_is("4f129c07", "4f12 9c07");
	hex_is("4f129c0755", "4f12 9c07 55");
	hex_is("-4f129c07", "-4f12 9c07");
}
END_TEST

START_TEST(sizes_are_said_shortly)
{
	const struct {
		int64_t bytes;
		const char *words;
	} cases[] = {
		{-1, "unknown"},
		{0, "0.0 kB"},
		{1500, "1.5 kB"},
		{4200000, "4.2 MB"},
		{INT64_C(12300000000), "12.3 GB"},
	};
	char *words = ik_words_size(cases[_i].bytes);

	ck_assert_str_eq(words, cases[_i].words);
	free(words);
}
END_TEST

START_TEST(days_left_are_days_of_the_calendar)
{
	const struct {
		int64_t from_now;
		const char *words;
	} cases[] = {
		{730 * DAY, "730 days left"},
		{730 * DAY - 1, "730 days left"},
		{DAY, "1 day left"},
		{DAY - 3600, "1 day left"},
		{3600, "expires today"},
		{-3600, "expired today"},
		{-DAY + 3600, "expired 1 day ago"},
		{-3 * DAY - 1, "expired 3 days ago"},
	};
	char *words = ik_words_days_left(NOW + cases[_i].from_now, NOW);

	ck_assert_str_eq(words, cases[_i].words);
	free(words);
}
END_TEST

START_TEST(bytes_are_grouped)
{
	char *words = ik_words_bytes(4198);

	ck_assert_str_eq(words, "4,198 bytes");
	free(words);
	words = ik_words_bytes(1);
	ck_assert_str_eq(words, "1 byte");
	free(words);
	words = ik_words_bytes(1234567);
	ck_assert_str_eq(words, "1,234,567 bytes");
	free(words);
}
END_TEST

Suite *suite_report(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = tcase_create("report");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, changed_is_said_in_words_and_both_values_stand_in_full);
	tcase_add_test(tcase, dates_on_both_sides_of_summer_time_say_their_distance_from_utc);
	tcase_add_test(tcase, without_a_before_nothing_is_compared);
	tcase_add_test(tcase, a_name_that_is_gone_is_a_change);
	tcase_add_test(tcase, rows_of_every_kind_have_their_line);
	tcase_add_test(tcase, a_secret_is_never_printed);
	tcase_add_test(tcase, hexadecimal_stands_in_groups_of_four);
	tcase_add_loop_test(tcase, sizes_are_said_shortly, 0, 5);
	tcase_add_loop_test(tcase, days_left_are_days_of_the_calendar, 0, 8);
	tcase_add_test(tcase, bytes_are_grouped);
	suite_add_tcase(suite, tcase);
	return suite;
}
