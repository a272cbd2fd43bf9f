/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_write.c: what was found reaches programs in the form that they read: JSON, metrics, a
 * calendar. */
#include "config.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "made.h"
#include "ops/status/check.h"
#include "suites.h"

static struct ik_check look(void)
{
	struct ik_check_wish wish = {
		.store = fake_path, .now = FAKE_NOW, .clock = IK_CLOCK_SYNCHRONISED};
	struct ik_check check;

	ik_check(&wish, &check);
	return check;
}

START_TEST(the_json_is_as_promised)
{
	struct ik_buffer text = {0};
	struct ik_check check = look();

	ik_check_json(&check, &text);
	json_t *json = json_loads(ik_buffer_string(&text), 0, NULL);

	ck_assert_str_eq(json_string_value(json_object_get(json, "status")), "critical");
	json_t *first = json_array_get(json_object_get(json, "findings"), 0);

	ck_assert_int_eq(json_integer_value(json_object_get(first, "number")), 4101);
	ck_assert_str_eq(json_string_value(json_object_get(first, "severity")), "critical");
	ck_assert(json_is_string(json_object_get(first, "message")));
	ck_assert(json_is_string(json_object_get(first, "cure")));
	ck_assert_uint_eq(json_object_size(first), 4);
	ck_assert_uint_eq(json_object_size(json), 2);
	json_decref(json);
	ik_buffer_free(&text);
	ik_check_free(&check);
}
END_TEST

START_TEST(each_metric_has_its_help_and_type)
{
	struct ik_buffer text = {0};

	fake_add(&(struct fake_generation){0});
	fake_write("backup.zip", "");
	char *file = fake_file("backup.zip"), *path = fake_file("backups/last");
	char *last = ik_format("file = %s\nnewest-generation = 1\ntime = 2026-11-21T00:00:00Z\n",
			       file);

	fake_write("backups/last", last);
	ck_assert_int_eq(chmod(path, 0600), 0);
	free(last);
	free(path);
	free(file);
	struct ik_check check = look();

	ik_check_prometheus(&check, &text);
	char *copy = ik_strdup(ik_buffer_string(&text));

	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		char *name = ik_strndup(line, strcspn(line, "{ "));
		char *help = ik_format("# HELP %s ", name),
		     *type = ik_format("# TYPE %s gauge\n", name);

		if (line[0] != '#') {
			ck_assert_ptr_nonnull(strstr(ik_buffer_string(&text), help));
			ck_assert_ptr_nonnull(strstr(ik_buffer_string(&text), type));
		}
		free(type);
		free(help);
		free(name);
	}
	ck_assert_ptr_nonnull(strstr(copy, "# HELP"));
	char *after = ik_format("inkan_certificate_not_after_seconds %lld\n",
				(long long)(FAKE_NOW + 730 * FAKE_DAY));

	ck_assert_ptr_nonnull(strstr(ik_buffer_string(&text), after));
	ck_assert_ptr_nonnull(
		strstr(ik_buffer_string(&text), "\ninkan_findings{severity=\"warning\"} 0\n"));
	ck_assert_ptr_nonnull(strstr(ik_buffer_string(&text), "\ninkan_backup_timestamp_seconds "));
	free(after);
	free(copy);
	ik_buffer_free(&text);
	ik_check_free(&check);
}
END_TEST

START_TEST(calendar_lines_are_folded_and_guarded)
{
	struct ik_buffer text = {0};
	struct ik_check check = {
		.store = "/store",
		.has_facts = true,
		.now = FAKE_NOW,
		.facts = {.common_name = ik_strdup(
				  "証明書,証明書;証明書証明書証明書証明書証明書証明書証明書証明書"),
			  .serial = ik_strdup("01"),
			  .sha256 = ik_strdup("00112233445566778899aabbccddeeff00112233445566778899"
					      "aabbccddeeff"),
			  .not_after = FAKE_NOW + FAKE_DAY},
	};

	ik_check_calendar(&check, &text);
	const char *at = ik_buffer_string(&text);

	ck_assert_ptr_nonnull(strstr(at, "\x5c,"));
	ck_assert_ptr_nonnull(strstr(at, "\x5c;"));
	ck_assert_ptr_nonnull(strstr(at, "\r\nDTSTART:20261123T030000Z\r\n"));
	while (*at) {
		size_t size = strcspn(at, "\r");

		ck_assert_uint_le(size, 75);
		ck_assert_uint_ne((unsigned char)at[0] & 0xc0, 0x80);
		ck_assert_uint_ne((unsigned char)at[1] & 0xc0, 0x80);
		ck_assert_int_eq(at[size + 1], '\n');
		at += size + 2;
	}
	ik_buffer_free(&text);
	ik_check_free(&check);
}
END_TEST

START_TEST(a_calendar_replaces_the_older_one)
{
	char *file = ik_format("%s/inkan.ics", fake_folder);
	struct ik_error err = {0};
	struct ik_check check = look();

	ck_assert(!ik_check_save_calendar(&check, file, &err));
	ck_assert_int_eq(err.id, IK_E_CHECK_CALENDAR);
	ik_check_free(&check);
	fake_add(&(struct fake_generation){0});
	check = look();
	ck_assert(ik_check_save_calendar(&check, file, NULL));
	ck_assert(ik_check_save_calendar(&check, file, NULL));
	ck_assert_uint_eq(made_mode(fake_folder, "inkan.ics"), 0644);
	ik_check_free(&check);
	free(file);
}
END_TEST

Suite *suite_check_write(void)
{
	Suite *suite = suite_create("check_write");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, the_json_is_as_promised);
	tcase_add_test(all, each_metric_has_its_help_and_type);
	tcase_add_test(all, calendar_lines_are_folded_and_guarded);
	tcase_add_test(all, a_calendar_replaces_the_older_one);
	suite_add_tcase(suite, all);
	return suite;
}
