/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date.c: a moment reads the same everywhere, in the operator's language and on the server's clock.
 */
#include "base/date.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "suites.h"

enum { SOME_SATURDAY = 1795237500 };      /* 2026-11-21T05:05:00Z */
#define LAST_SECOND INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

static void start(const char *language, const char *zone)
{
	setenv("INKAN_LOCALEDIR", "locale", 0);
	setenv("TZ", zone, 1);
	tzset();
	ck_assert(ik_i18n_start(language));
}

static void assert_says(char *(*say)(int64_t), int64_t when, const char *expected)
{
	char *said = say(when);

	ck_assert_str_eq(said, expected);
	free(said);
}

START_TEST(what_is_not_rfc3339_is_refused)
{
	static const char *const wrong[] = {
		"",
		"2026-11-21",
		"2026-11-21T18:12:00",
		"2026-11-21 18:12:00Z",
		"2026-11-21T18:12:00+09:00",
		"2026-02-30T00:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-00-10T00:00:00Z",
		"2026-11-00T00:00:00Z",
		"2026-11-21T24:00:00Z",
		"2026-11-21T18:60:00Z",
		"2026-11-21T18:12:61Z",
		"2026-11-21T18:12:00Z ",
		"+026-11-21T18:12:00Z",
		"2026-11-21t18:12:00z",
		"２０２６-11-21T18:12:00Z",
	};

	for (size_t i = 0; i < IK_COUNT(wrong); i++)
		ck_assert_msg(ik_date_from_rfc3339(wrong[i]) == -1, "%s", wrong[i]);
}
END_TEST

START_TEST(machines_read_back_what_was_written)
{
	static const int64_t moments[] = {0, SOME_SATURDAY, INT64_C(4102444800), LAST_SECOND,
					  951782400};

	start("ja", "Asia/Tokyo");
	for (size_t i = 0; i < IK_COUNT(moments); i++) {
		char *text = ik_date_rfc3339(moments[i]);

		ck_assert_int_eq(ik_date_from_rfc3339(text), moments[i]);
		free(text);
	}
	assert_says(ik_date_rfc3339, SOME_SATURDAY, "2026-11-21T05:05:00Z");
	assert_says(ik_date_compact, SOME_SATURDAY, "20261121T050500Z");
	assert_says(ik_date_rfc3339, LAST_SECOND, "9999-12-31T23:59:59Z");
}
END_TEST

START_TEST(days_left_are_days_of_the_calendar_and_days_past_are_whole)
{
	enum { DAY = 86400 };

	ck_assert_int_eq(ik_date_days_left(100, 100), 0);
	ck_assert_int_eq(ik_date_days_left(100, 101), 0);
	ck_assert_int_eq(ik_date_days_left(DAY - 1, 0), 0);
	ck_assert_int_eq(ik_date_days_left(DAY, 0), 1);
	ck_assert_int_eq(ik_date_days_left(DAY, DAY - 1), 1);
	ck_assert_int_eq(ik_date_days_left(DAY - 1, DAY), -1);
	ck_assert_int_eq(ik_date_days_left(0, DAY + 1), -1);
	ck_assert_int_eq(ik_date_days_left(-1, 0), -1);
	ck_assert_int_eq(ik_date_days_left(LAST_SECOND, 0), LAST_SECOND / DAY);
	ck_assert_int_eq(ik_date_days_past(100, 100), 0);
	ck_assert_int_eq(ik_date_days_past(101, 100), -1);
	ck_assert_int_eq(ik_date_days_past(100, DAY + 99), 0);
	ck_assert_int_eq(ik_date_days_past(100, DAY + 100), 1);
}
END_TEST

START_TEST(english_dates_name_the_weekday)
{
	start("en", "Asia/Tokyo");
	assert_says(ik_date_day, SOME_SATURDAY, "Sat 21 Nov 2026");
	assert_says(ik_date_full, SOME_SATURDAY, "Sat 21 Nov 2026 14:05");
	assert_says(ik_date_zoned, SOME_SATURDAY, "Sat 21 Nov 2026 14:05 JST");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "Times are JST (UTC+9).");
	assert_says(ik_date_full, INT64_C(253402268399), "Fri 31 Dec 9999 23:59");
}
END_TEST

START_TEST(japanese_dates_name_the_weekday)
{
	start("ja", "Asia/Tokyo");
	assert_says(ik_date_day, SOME_SATURDAY, "2026年11月21日(土)");
	assert_says(ik_date_full, SOME_SATURDAY, "2026年11月21日(土) 14:05");
	assert_says(ik_date_zoned, SOME_SATURDAY, "2026年11月21日(土) 14:05 JST");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "時刻はJST (UTC+9) です。");
	assert_says(ik_date_full, 946652640, "2000年1月1日(土) 00:04");
}
END_TEST

START_TEST(every_weekday_and_month_has_its_name)
{
	static const char *const days[] = {"日", "月", "火", "水", "木", "金", "土"};

	start("ja", "UTC0");
	for (int i = 0; i < 7; i++) {
		char *expected = ik_format("2026年11月%d日(%s)", 22 + i, days[i]);

		assert_says(ik_date_day, INT64_C(1795305600) + i * 86400, expected);
		free(expected);
	}
	for (int month = 1; month <= 12; month++) {
		char *moment = ik_format("2026-%02d-15T12:00:00Z", month);
		char *day = ik_date_day(ik_date_from_rfc3339(moment));
		char *expected = ik_format("2026年%d月15日", month);

		ck_assert_msg(!strncmp(day, expected, strlen(expected)), "%s", day);
		free(expected);
		free(day);
		free(moment);
	}
}
END_TEST

/* 05:23 of a summer's day in New York is no EST. */
START_TEST(across_the_change_to_summer_time_each_moment_says_how_far_it_is_from_utc)
{
	const int64_t winter = SOME_SATURDAY, summer = winter + INT64_C(250) * 86400;

	start("en", "EST5EDT,M3.2.0,M11.1.0");
	assert_says(ik_date_offset, winter, "Sat 21 Nov 2026 00:05 UTC-5");
	assert_says(ik_date_offset, summer, "Thu 29 Jul 2027 01:05 UTC-4");
	ck_assert(!ik_date_same_offset(winter, summer));
	ck_assert(ik_date_same_offset(winter, winter + 86400));
	start("ja", "Asia/Tokyo");
	assert_says(ik_date_offset, winter, "2026年11月21日(土) 14:05 UTC+9");
	ck_assert(ik_date_same_offset(winter, summer));
}
END_TEST

START_TEST(a_zone_that_nobody_knows_is_utc_and_has_no_name)
{
	start("en", "Asia/Nowhere");
	assert_says(ik_date_zoned, SOME_SATURDAY, "Sat 21 Nov 2026 05:05 UTC");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "Times are UTC.");
}
END_TEST

START_TEST(the_zone_is_named_as_the_server_has_it)
{
	start("en", "UTC");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "Times are UTC.");
	assert_says(ik_date_zoned, SOME_SATURDAY, "Sat 21 Nov 2026 05:05 UTC");
	start("en", "<-03>3:30");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "Times are UTC-3:30.");
	assert_says(ik_date_zoned, SOME_SATURDAY, "Sat 21 Nov 2026 01:35 UTC-3:30");
	start("en", "GMT0");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "Times are GMT (UTC+0).");
	start("ja", "UTC");
	assert_says(ik_date_zone_sentence, SOME_SATURDAY, "時刻はUTCです。");
}
END_TEST

Suite *suite_date(void)
{
	Suite *suite = suite_create("date");
	TCase *machine = tcase_create("machine"), *human = tcase_create("human");

	tcase_set_timeout(machine, 60);
	tcase_add_test(machine, what_is_not_rfc3339_is_refused);
	tcase_add_test(machine, machines_read_back_what_was_written);
	tcase_add_test(machine, days_left_are_days_of_the_calendar_and_days_past_are_whole);
	suite_add_tcase(suite, machine);
	tcase_set_timeout(human, 60);
	tcase_add_test(human, english_dates_name_the_weekday);
	tcase_add_test(human, japanese_dates_name_the_weekday);
	tcase_add_test(human, every_weekday_and_month_has_its_name);
	tcase_add_test(human, the_zone_is_named_as_the_server_has_it);
	tcase_add_test(human,
		       across_the_change_to_summer_time_each_moment_says_how_far_it_is_from_utc);
	tcase_add_test(human, a_zone_that_nobody_knows_is_utc_and_has_no_name);
	suite_add_tcase(suite, human);
	return suite;
}
