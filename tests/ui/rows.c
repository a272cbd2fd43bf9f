/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.c: tests of what a report looks like. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "front/tui/view.h"
#include "suites.h"

static struct ik_report report;
static enum ik_air air;

static void begin(void)
{
	air = IK_AIR_BLOCKS;
	ik_i18n_start("en");
}

static void end(void)
{
	ik_report_free(&report);
}

static void looks(bool wide, int width, int rows, const char *expected)
{
	struct ik_canvas canvas = {0};
	struct ik_space space = {.width = width, .wide = wide};

	ck_assert_int_eq(ik_layout_rows(&canvas, &report, &space, air, 0), rows);
	char *text = ik_canvas_string(&canvas, width, rows);
	ck_assert_str_eq(text, expected);
	free(text);
	ik_canvas_free(&canvas);
}

static void pair(const char *head, const char *now)
{
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(head), ik_strdup(now));
}

static void compare(const char *head, const char *before, const char *now, enum ik_changed changed)
{
	ik_report_compare(&report, ik_strdup(head), ik_strdup(before), ik_strdup(now), changed);
}

START_TEST(a_report_without_rows_takes_no_room)
{
	looks(true, 60, 0, "");
}
END_TEST

START_TEST(a_pair_without_a_head_goes_on_under_the_one_above)
{
	pair("Write", "/mnt/usb/inkan.zip");
	pair(NULL, "then open it and compare");
	pair("Switch", "current");
	looks(true, 50, 3,
	      "  Write   /mnt/usb/inkan.zip\n"
	      "          then open it and compare\n"
	      "  Switch  current\n");
}
END_TEST

START_TEST(long_values_break_inside_their_column)
{
	pair("書き込み", "証明書と鍵を書き込み、もう一度開いて照合します。");
	looks(true, 34, 3,
	      "  書き込み  証明書と鍵を書き込み、\n"
	      "            もう一度開いて\n"
	      "            照合します。\n");
}
END_TEST

START_TEST(before_and_now_stand_side_by_side_and_a_sign_marks_what_changed)
{
	compare("Serial number", "4f12 9c07 55e1 3abb 1892 7c03 5e90", "0d62 b71f", IK_CHANGED_YES);
	compare("Key", "RSA 2048", "RSA 2048", IK_CHANGED_NO);
	ik_report_text(&report, IK_TONE_QUIET, ik_strdup("Times are UTC."));
	pair("Backup", "/mnt/usb/inkan.zip");
	looks(true, 78, 6,
	      "                 before                         now\n"
	      "* Serial number  4f12 9c07 55e1 3abb 1892 7c03  0d62 b71f\n"
	      "                 5e90\n"
	      "  Key            RSA 2048                       the same\n"
	      "* changed        Times are UTC.\n"
	      "  Backup         /mnt/usb/inkan.zip\n");
}
END_TEST

/* Two blanks stand between the columns, however long a value is, and a name is not cut. */
START_TEST(values_break_behind_a_comma_or_before_a_dot)
{
	compare("Subject", "CN=xn--wgv71a119e.jp,O=An Organization",
		"CN=mail-gateway-01.infrastructure.example.co.jp", IK_CHANGED_YES);
	looks(true, 78, 4,
	      "           before                            now\n"
	      "* Subject  CN=xn--wgv71a119e.jp,O=An         CN=mail-gateway-01.infrastructure\n"
	      "           Organization                      .example.co.jp\n"
	      "* changed\n");
}
END_TEST

START_TEST(without_room_what_has_something_shorter_is_cut_and_that_is_said)
{
	compare("Fingerprint", "9a41 77c0 3be2 5d16 0ea8 5d0e", "c3f7 2b90 11de 6a05 48bb e7a2",
		IK_CHANGED_YES);
	ik_report_brief(&report, ik_strdup("9a41 77c0 ..."), ik_strdup("c3f7 2b90 ..."));
	ik_report_space(&report);
	air = IK_AIR_BRIEF;
	looks(true, 78, 3,
	      "               before                          now\n"
	      "* Fingerprint  9a41 77c0 ...                   c3f7 2b90 ...\n"
	      "* changed                                      F3 shows all in full.\n");
}
END_TEST

START_TEST(in_japanese_a_date_with_its_time_stays_on_one_line)
{
	compare("フィンガープリント (SHA-256)", "2023年11月20日(月) 10:00",
		"2026年11月21日(土) 03:12", IK_CHANGED_YES);
	looks(true, 78, 4,
	      "                            before                    now\n"
	      "* フィンガープリント        2023年11月20日(月) 10:00  2026年11月21日(土) 03:12\n"
	      "  (SHA-256)\n"
	      "* changed\n");
}
END_TEST

/* Else it would have to be put together again by whoever copies it. */
START_TEST(a_command_stands_on_one_line_wherever_there_is_room_for_it)
{
	pair("Files", "/var/lib");
	ik_report_command(&report, ik_strdup("Undo"), ik_strdup("inkan rollback"));
	ik_report_command(&report, ik_strdup("Undo"),
			  ik_strdup("inkan rollback --store /srv/certs"));
	ik_report_command(&report, NULL, ik_strdup("inkan import FILE --store /srv"));
	looks(true, 36, 5,
	      "  Files  /var/lib\n"
	      "  Undo   inkan rollback\n"
	      "  Undo\n"
	      "  inkan rollback --store /srv/certs\n"
	      "  inkan import FILE --store /srv\n");
}
END_TEST

START_TEST(under_72_columns_each_row_is_stacked)
{
	compare("Serial number", "4f12 9c07 55e1 3abb 1892 7c03", "0d62 b71f", IK_CHANGED_YES);
	compare("Valid until", "19 Nov 2026\nexpired 3 days ago", "21 Nov 2028\n730 days left",
		IK_CHANGED_YES);
	compare("Key", "RSA\n2048", "RSA\n2048", IK_CHANGED_NO);
	pair("Files", "/var/lib/inkan/current/");
	pair("Backup", "/mnt/usb/somewhere/inkan.zip");
	pair(NULL, "4,198 bytes");
	looks(false, 40, 13,
	      "Serial number: changed\n"
	      "  before: 4f12 9c07 55e1 3abb 1892 7c03\n"
	      "  now: 0d62 b71f\n"
	      "Valid until: changed\n"
	      "  before: 19 Nov 2026\n"
	      "          expired 3 days ago\n"
	      "  now: 21 Nov 2028\n"
	      "       730 days left\n"
	      "Key: RSA, 2048 (not changed)\n"
	      "Files          /var/lib/inkan/current/\n"
	      "Backup\n"
	      "    /mnt/usb/somewhere/inkan.zip\n"
	      "    4,198 bytes\n");
}
END_TEST

START_TEST(the_first_certificate_has_no_columns_of_before)
{
	compare("Serial number", NULL, "0d62 b71f", IK_CHANGED_UNSAID);
	ik_report_space(&report);
	ik_report_text(&report, IK_TONE_QUIET, ik_strdup("Times are UTC."));
	looks(true, 60, 3, "Serial number  0d62 b71f\n\nTimes are UTC.\n");
}
END_TEST

static void bar(struct ik_timeline *timeline, unsigned number, bool in_use, int64_t from,
		int64_t until)
{
	const int64_t day = INT64_C(86400);

	ik_timeline_add(timeline, &(struct ik_timeline_bar){.number = number,
							    .state = in_use ? "in use" : "retired",
							    .known = until != 0,
							    .from = from * day,
							    .until = until * day,
							    .in_use = in_use});
}

/* 1970 to 1973, and it is the end of 1971. */
START_TEST(a_time_line_tells_valid_ending_and_expired_apart_without_colour)
{
	struct ik_timeline timeline = {.now = INT64_C(700) * 86400};

	bar(&timeline, 3, false, 300, 1000);
	bar(&timeline, 2, true, 200, 500);
	bar(&timeline, 12, false, 0, 300);
	bar(&timeline, 1, false, 0, 0);
	ik_report_timeline(&report, &timeline);
	looks(true, 65, 7,
	      "             Thu 1 Jan 1970                       Wed 27 Sep 1972\n"
	      "                                                 | today\n"
	      "  3 retired                 =====================|==============!\n"
	      "  2 in use             -----------------xxxxxxxxx|\n"
	      " 12 retired  ----------------                    |\n"
	      "  1 retired\n"
	      "= valid  ! its last 30 days  - expired  x in use, though expired\n");
}
END_TEST

START_TEST(a_time_line_of_what_cannot_be_read_is_none)
{
	struct ik_timeline timeline = {.now = 0};

	bar(&timeline, 1, true, 0, 0);
	ik_report_timeline(&report, &timeline);
	looks(true, 60, 0, "");
}
END_TEST

static void picture(const char *left, const char *right)
{
	ik_report_picture(&report, left ? ik_strdup(left) : NULL, ik_strdup(right));
}

START_TEST(pictures_stand_side_by_side_where_there_is_room)
{
	picture("# #\n # ", "|a  |\n|  b|\n|c  |");
	looks(true, 13, 3,
	      "  # #   |a  |\n"
	      "   #    |  b|\n"
	      "        |c  |\n");
	looks(true, 12, 5,
	      "  # #\n"
	      "   #\n"
	      "  |a  |\n"
	      "  |  b|\n"
	      "  |c  |\n");
}
END_TEST

START_TEST(a_picture_alone_stands_at_the_edge)
{
	picture(NULL, "|a|\n|b|");
	looks(true, 20, 2, "  |a|\n  |b|\n");
}
END_TEST

Suite *suite_rows(void)
{
	Suite *suite = suite_create("rows");
	TCase *all = tcase_create("rows");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, a_report_without_rows_takes_no_room);
	tcase_add_test(all, a_pair_without_a_head_goes_on_under_the_one_above);
	tcase_add_test(all, long_values_break_inside_their_column);
	tcase_add_test(all, before_and_now_stand_side_by_side_and_a_sign_marks_what_changed);
	tcase_add_test(all, values_break_behind_a_comma_or_before_a_dot);
	tcase_add_test(all, without_room_what_has_something_shorter_is_cut_and_that_is_said);
	tcase_add_test(all, a_command_stands_on_one_line_wherever_there_is_room_for_it);
	tcase_add_test(all, in_japanese_a_date_with_its_time_stays_on_one_line);
	tcase_add_test(all, a_time_line_tells_valid_ending_and_expired_apart_without_colour);
	tcase_add_test(all, a_time_line_of_what_cannot_be_read_is_none);
	tcase_add_test(all, under_72_columns_each_row_is_stacked);
	tcase_add_test(all, the_first_certificate_has_no_columns_of_before);
	tcase_add_test(all, pictures_stand_side_by_side_where_there_is_room);
	tcase_add_test(all, a_picture_alone_stands_at_the_edge);
	suite_add_tcase(suite, all);
	return suite;
}
