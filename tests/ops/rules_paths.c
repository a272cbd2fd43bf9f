/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_paths.c: a place for a backup that cannot be used is refused with the sentence that says
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
#include "files/place.h"
#include "suites.h"

static char folder[4096]; /* a new one for each test, as the system names it */
static char *store;

static void make_folder(void)
{
	char template[4096];
	const char *base = getenv("TMPDIR");

	snprintf(template, sizeof(template), "%s/inkan-rules-XXXXXX",
		 base && *base ? base : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(template));
	ck_assert_ptr_nonnull(realpath(template, folder));
	store = ik_format("%s/store", folder);
	ck_assert_int_eq(chdir(folder), 0);
	setenv("HOME", folder, 1);
}

static void remove_folder(void)
{
	char *command = ik_format("rm -rf '%s'", folder);

	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(command), 0);
	free(command);
	free(store);
}

static enum ik_error_id path_refusal(const char *text, struct ik_error *err)
{
	char *path = NULL;

	*err = (struct ik_error){0};
	if (!ik_rule_backup_file(text, store, &path, NULL, err))
		ck_assert_ptr_null(path);
	free(path);
	return err->id;
}

START_TEST(a_path_with_characters_that_lead_astray_is_refused)
{
	static const struct {
		const char *text;
		enum ik_error_id id;
		const char *arg;
	} cases[] = {
		{"", IK_E_PATH_EMPTY, ""},
		{"b\nc.zip", IK_E_PATH_CHARACTER, "\\x0a"},
		{"b\x1b[2J.zip", IK_E_PATH_CHARACTER, "\\x1b"},
		{"b\xc2\x9b.zip", IK_E_PATH_CHARACTER, "<U+009B>"},
		{"C:¥backup.zip", IK_E_PATH_CHARACTER, "¥ (U+00A5)"},
		{"‾/backup.zip", IK_E_PATH_CHARACTER, "‾ (U+203E)"},
		{"b\xe2\x80\xaepiz.zip", IK_E_PATH_CHARACTER, "<U+202E>"},
		{"b\xe2\x80\x8b.zip", IK_E_PATH_CHARACTER, "<U+200B>"},
		{"b\xff.zip", IK_E_TEXT_BYTES, ""},
	};
	struct ik_error err;

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		ck_assert_msg(path_refusal(cases[i].text, &err) == cases[i].id, "%s",
			      cases[i].text);
		if (*cases[i].arg)
			ck_assert_str_eq(err.arg[0], cases[i].arg);
	}
}
END_TEST

START_TEST(a_path_that_cannot_be_a_new_file_says_why)
{
	char *long_name = ik_format("%0300d", 0);
	FILE *file = fopen("there.zip", "w");
	struct ik_error err;

	ck_assert_ptr_nonnull(file);
	fclose(file);
	ck_assert_int_eq(mkdir("folder", 0700), 0);
	ck_assert_int_eq(path_refusal("there.zip", &err), IK_E_PATH_EXISTS);
	ck_assert_int_eq(path_refusal("folder", &err), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(path_refusal("folder/", &err), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(path_refusal("/", &err), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(path_refusal("~", &err), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(path_refusal("missing/b.zip", &err), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(path_refusal("there.zip/b.zip", &err), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(path_refusal("~nobody/b.zip", &err), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(path_refusal(long_name, &err), IK_E_PATH_LONG);
	if (geteuid() != 0) {
		ck_assert_int_eq(chmod("folder", 0500), 0);
		ck_assert_int_eq(path_refusal("folder/b.zip", &err), IK_E_PATH_DENIED);
	}
	free(long_name);
}
END_TEST

/* A disk of 512 KiB at "small", for this process alone; false where nobody may have one. */
static bool mount_small_disk(void)
{
	ck_assert_int_eq(mkdir("small", 0700), 0);
	if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	/* Without this a mount as root would be seen by everybody. */
	if (mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0)
		return false;
	return mount("small", "small", "tmpfs", 0, "size=512k,mode=0777") == 0;
}

START_TEST(a_disk_without_room_for_it_is_told_with_both_sizes)
{
	struct ik_error err;

	if (!mount_small_disk())
		return;
	ck_assert_int_eq(path_refusal("small/b.zip", &err), IK_E_PATH_FULL);
	ck_assert_str_eq(err.arg[0], "1040 KiB");
	ck_assert_str_eq(err.arg[1], "512 KiB");
	umount("small");
}
END_TEST

START_TEST(a_path_is_completed_to_where_it_lies)
{
	static const struct {
		const char *text, *below;
	} cases[] = {
		{"b.zip", "b.zip"},
		{"./b.zip", "./b.zip"},
		{"~/b.zip", "b.zip"},
		{"~b.zip", "~b.zip"},
		{"日本.zip", "日本.zip"},
		{"a b \\ c.zip", "a b \\ c.zip"},
		{"か\xe3\x82\x99.zip", "か\xe3\x82\x99.zip"}, /* as a Mac spells が */
	};
	struct ik_error err = {0};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_place place = {0};
		char *expected = ik_format("%s/%s", folder, cases[i].below);
		char *path = NULL;

		ck_assert_msg(ik_rule_backup_file(cases[i].text, store, &path, &place, &err),
			      "%s: %s", cases[i].text, ik_error_msgid(err.id));
		ck_assert_str_eq(path, expected);
		ck_assert(place.free_bytes != 0);
		ck_assert(!place.in_store);
		free(expected);
		free(path);
	}
}
END_TEST

START_TEST(the_default_place_is_fine_before_there_is_a_store)
{
	char *text = ik_format("%s/backups/b.zip", store);
	struct ik_place place = {0};
	struct ik_error err = {0};
	char *path = NULL;

	ck_assert_msg(ik_rule_backup_file(text, store, &path, &place, &err), "%s",
		      ik_error_msgid(err.id));
	ck_assert_str_eq(path, text);
	ck_assert(place.in_store);
	free(text);
	free(path);
}
END_TEST

Suite *suite_rules_paths(void)
{
	Suite *suite = suite_create("rules of paths");
	TCase *paths = tcase_create("paths");

	tcase_set_timeout(paths, 60);
	suite_add_tcase(suite, paths);
	tcase_add_checked_fixture(paths, make_folder, remove_folder);
	tcase_add_test(paths, a_path_with_characters_that_lead_astray_is_refused);
	tcase_add_test(paths, a_path_that_cannot_be_a_new_file_says_why);
	tcase_add_test(paths, a_disk_without_room_for_it_is_told_with_both_sizes);
	tcase_add_test(paths, a_path_is_completed_to_where_it_lies);
	tcase_add_test(paths, the_default_place_is_fine_before_there_is_a_store);
	return suite;
}
