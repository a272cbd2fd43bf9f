/* SPDX-License-Identifier: GPL-3.0-or-later */
/* info.c: what a generation's info says comes back as it was, and nothing half-read is believed. */
#include "ops/records/info.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "suites.h"

#define MOST "origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby = root\n"
#define ALL MOST "exportable = yes\n"

static bool parse(const char *text, struct ik_info *info, struct ik_error *err)
{
	return ik_info_parse(text, strlen(text), "4", info, err);
}

START_TEST(a_damaged_record_is_refused_and_nothing_is_kept)
{
	static const char *const bad[] = {
		"",
		"\xff\xfe",
		"no line of ours\n",
		"origin = generated\n",
		MOST,
		ALL "origin = imported\n",
		ALL "exportable = no\n",
		MOST "exportable = maybe\n",
		MOST "exportable = \n",
		MOST "exportable = yesterday\n",
		"origin = dreamed-up\nmade-at = 2026-11-22T03:00:00Z\nby = root\nexportable = "
		"yes\n",
		"origin = generated\nmade-at = yesterday\nby = root\nexportable = yes\n",
		"origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby =\nexportable = yes\n",
		ALL "replaces = -1\n",
		ALL "replaces = 03\n",
		ALL "replaces = 3x\n",
		ALL "replaces =\n",
		ALL "replaces = 99999999999999999999\n",
		ALL "backup-number = four\n",
		ALL "backup-number = 1\nbackup-number = 1\n",
		ALL "replaces\n",
		ALL "step = 0\n",
		ALL "step = -1\n",
		ALL "step = 9007199254740993\n",
		ALL "step =\n",
		ALL "step = 5\nstep = 5\n",
		ALL "backup-steps =\n",
		ALL "backup-steps = 5 x\n",
		ALL "backup-steps = 5  6\n",
		ALL "backup-steps = 0\n",
		ALL "restored-at = yesterday\n",
		ALL "restored-at =\n",
	};

	for (size_t i = 0; i < IK_COUNT(bad); i++) {
		struct ik_info info = {0};
		struct ik_error err = {0};

		ck_assert_msg(!parse(bad[i], &info, &err), "%s", bad[i]);
		ck_assert_int_eq(err.id, IK_E_STORE_INFO);
		ck_assert_str_eq(err.arg[0], "4");
		ck_assert(*err.detail);
		ck_assert_ptr_null(info.by);
		ck_assert(!info.exportable);
	}
}
END_TEST

START_TEST(what_a_newer_version_wrote_besides_is_passed_over)
{
	struct ik_info info = {0};

	ck_assert(parse("# new\ncolour = red\n" ALL "colour = blue\nhandover = yes", &info, NULL));
	ck_assert_int_eq(info.origin, IK_ORIGIN_GENERATED);
	ck_assert_int_eq(info.made_at, 1795316400);
	ck_assert_str_eq(info.by, "root");
	ck_assert_str_eq(info.sudo_user, "");
	ck_assert_str_eq(info.key_group, "");
	ck_assert(info.exportable);
	ck_assert_uint_eq(info.backup_number, 0);
	ck_assert_int_eq(info.replaces, IK_REPLACES_UNKNOWN);
	ik_info_free(&info);
}
END_TEST

static void assert_same(const struct ik_info *a, const struct ik_info *b)
{
	ck_assert_int_eq(a->origin, b->origin);
	ck_assert_int_eq(a->made_at, b->made_at);
	ck_assert_str_eq(a->by, b->by);
	ck_assert_str_eq(a->sudo_user, b->sudo_user);
	ck_assert_str_eq(a->key_group, b->key_group);
	ck_assert_str_eq(a->lost_key_group, b->lost_key_group);
	ck_assert_int_eq(a->exportable, b->exportable);
	ck_assert_uint_eq(a->backup_number, b->backup_number);
	ck_assert_int_eq(a->replaces, b->replaces);
	ck_assert_uint_eq(a->step, b->step);
	ck_assert(ik_list_equal(&a->backup_steps, &b->backup_steps));
	ck_assert_int_eq(a->restored_at, b->restored_at);
	ck_assert_int_eq(a->asked.subject == NULL, b->asked.subject == NULL);
	if (a->asked.subject)
		ck_assert_str_eq(a->asked.subject, b->asked.subject);
	ck_assert(ik_list_equal(&a->asked.names, &b->asked.names));
}

START_TEST(what_is_written_is_read_back)
{
	for (int origin = 0; origin < IK_ORIGIN_COUNT; origin++) {
		struct ik_info info = {0}, again = {0};
		struct ik_buffer text = {0};

		ik_info_begin(&info, (enum ik_origin)origin, 1795316400, (unsigned)origin);
		ck_assert(*info.by);
		ck_assert(info.exportable);
		free(info.key_group);
		info.key_group = ik_strdup(origin ? "ssl-cert" : "");
		info.step = origin ? 1795237500 : 0;
		if (origin > 1)
			ik_list_add(&info.backup_steps, "12");
		if (origin > 2)
			ik_list_add(&info.backup_steps, "13");
		free(info.lost_key_group);
		info.lost_key_group = ik_strdup(origin ? "" : "haproxy");
		info.exportable = origin % 2;
		info.backup_number = (unsigned)origin;
		info.restored_at = origin ? 1795316400 + origin : 0;
		info.asked.subject = origin ? ik_strdup(origin == 1 ? "" : "CN=a,O=\\, b") : NULL;
		for (int i = 1; i < origin; i++)
			ik_list_add(&info.asked.names, i == 1 ? "*.example.jp" : "2001:db8::7");
		ik_info_write(&info, &text);
		ck_assert(ik_info_parse(text.data, text.size, "4", &again, NULL));
		assert_same(&info, &again);
		ik_info_free(&again);
		ik_info_free(&info);
		ik_buffer_free(&text);
	}
}
END_TEST

START_TEST(a_hostile_environment_cannot_add_a_line)
{
	struct ik_info info = {0}, again = {0};
	struct ik_buffer text = {0};

	setenv("SUDO_USER", "eve\nexportable = no\x1b[2J", 1);
	ik_info_begin(&info, IK_ORIGIN_GENERATED, 1795316400, 0);
	ik_info_write(&info, &text);
	ck_assert(ik_info_parse(text.data, text.size, "4", &again, NULL));
	ck_assert_str_eq(again.sudo_user, "eve\\x0aexportable = no\\x1b[2J");
	ck_assert(again.exportable);
	ik_info_free(&info);
	ik_info_free(&again);
	ik_buffer_free(&text);
}
END_TEST

Suite *suite_info(void)
{
	Suite *suite = suite_create("info");
	TCase *tcase = tcase_create("info");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_damaged_record_is_refused_and_nothing_is_kept);
	tcase_add_test(tcase, what_a_newer_version_wrote_besides_is_passed_over);
	tcase_add_test(tcase, what_is_written_is_read_back);
	tcase_add_test(tcase, a_hostile_environment_cannot_add_a_line);
	suite_add_tcase(suite, tcase);
	return suite;
}
