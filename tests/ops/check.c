/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.c: each thing that is wrong is found, with its severity; nothing that is right is called
 * wrong. */
#include "config.h"

#include "ops/status/check.h"

#include <check.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "fake_store.h"
#include "made.h"
#include "ops/records/clock.h"
#include "pki/digest.h"
#include "store/store.h"
#include "suites.h"

static struct ik_check check_with(struct ik_check_wish wish)
{
	struct ik_check check;

	wish.store = fake_path;
	wish.now = wish.now ? wish.now : FAKE_NOW;
	wish.clock = wish.clock ? wish.clock : IK_CLOCK_SYNCHRONISED;
	ik_check(&wish, &check);
	return check;
}

static struct ik_check look(void)
{
	return check_with((struct ik_check_wish){0});
}

static const struct ik_finding *find(const struct ik_check *check, enum ik_error_id id)
{
	for (size_t i = 0; i < check->n; i++)
		if (check->findings[i].error.id == id)
			return &check->findings[i];
	return NULL;
}

static void assert_found(enum ik_error_id id, enum ik_severity severity)
{
	struct ik_check check = look();
	const struct ik_finding *finding = find(&check, id);

	ck_assert_msg(finding != NULL, "%s", ik_error_msgid(id));
	ck_assert_int_eq(finding->severity, severity);
	ck_assert_int_ge(check.status, severity);
	ck_assert(finding->cure && *finding->cure);
	ik_check_free(&check);
}

static void assert_cure(enum ik_error_id id, const char *cure)
{
	struct ik_check check = look();
	const struct ik_finding *finding = find(&check, id);

	ck_assert_ptr_nonnull(finding);
	ck_assert_str_eq(finding->cure, cure);
	ik_check_free(&check);
}

static void assert_none(enum ik_error_id id)
{
	struct ik_check check = look();

	ck_assert_ptr_null(find(&check, id));
	ik_check_free(&check);
}

/* A backup as the store remembers it, of GENERATION. */
static void put_backup(const char *content, unsigned generation)
{
	char *file = fake_file("backup.zip");
	char hex[65];

	ck_assert(ik_digest_sha256(content, strlen(content), hex, NULL));
	char *last = ik_format(
		"file = %s\nsha256 = %s\nnewest-generation = %u\ntime = 2026-11-21T00:00:00Z\n",
		file, hex, generation);
	char *path = fake_file("backups/last");

	fake_write("backup.zip", content);
	fake_write("backups/last", last);
	ck_assert_int_eq(chmod(path, 0600), 0);
	free(path);
	free(last);
	free(file);
}

START_TEST(a_sound_store_is_ok)
{
	fake_add(&(struct fake_generation){0});
	put_backup("backup", 1);
	struct ik_check check = look();

	ck_assert_int_eq(check.status, IK_SEVERITY_REMARK);
	ck_assert_int_eq(ik_check_exit(check.status), 0);
	for (size_t i = 0; i < check.n; i++)
		ck_assert_msg(check.findings[i].error.id == IK_E_CHECK_HOST, "%s",
			      ik_error_msgid(check.findings[i].error.id));
	ck_assert_int_eq(check.days_left, 730);
	ck_assert_int_eq(check.backup_at, ik_date_from_rfc3339("2026-11-21T00:00:00Z"));
	ik_check_free(&check);
}
END_TEST

START_TEST(nothing_there_is_critical)
{
	assert_found(IK_E_STORE_NONE, IK_SEVERITY_CRITICAL);
	struct ik_check check = look();

	ck_assert_int_eq(ik_check_exit(check.status), 2);
	ck_assert(!check.has_facts);
	ik_check_free(&check);
}
END_TEST

START_TEST(the_end_comes_near_by_the_thresholds)
{
	static const struct {
		int days, warning, critical;
		enum ik_severity status;
	} cases[] = {
		{31, 0, 0, IK_SEVERITY_REMARK},     {30, 0, 0, IK_SEVERITY_WARNING},
		{8, 0, 0, IK_SEVERITY_WARNING},     {7, 0, 0, IK_SEVERITY_CRITICAL},
		{0, 0, 0, IK_SEVERITY_CRITICAL},    {31, 60, 0, IK_SEVERITY_WARNING},
		{20, 60, 21, IK_SEVERITY_CRITICAL}, {20, 10, 5, IK_SEVERITY_REMARK},
		{20, 10, 25, IK_SEVERITY_CRITICAL},
	};
	int64_t until = FAKE_NOW + 100 * FAKE_DAY;

	fake_add(&(struct fake_generation){.from = FAKE_NOW - FAKE_DAY, .until = until});
	put_backup("backup", 1);
	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_check check = check_with((struct ik_check_wish){
			.now = until - cases[i].days * FAKE_DAY,
			.warning_days = cases[i].warning,
			.critical_days = cases[i].critical,
		});

		ck_assert_int_eq(check.status, cases[i].status);
		ck_assert_int_eq(find(&check, IK_E_CHECK_EXPIRING) != NULL,
				 cases[i].status != IK_SEVERITY_REMARK);
		ik_check_free(&check);
	}
	struct ik_check check = check_with((struct ik_check_wish){.now = until + 1});

	ck_assert_int_eq(check.findings[0].error.id, IK_E_CHECK_EXPIRED);
	ck_assert_int_eq(check.findings[0].severity, IK_SEVERITY_CRITICAL);
	ik_check_free(&check);
}
END_TEST

START_TEST(not_valid_yet_is_critical)
{
	fake_add(&(struct fake_generation){.from = FAKE_NOW + 60,
					   .until = FAKE_NOW + 90 * FAKE_DAY});
	assert_found(IK_E_CHECK_NOT_YET, IK_SEVERITY_CRITICAL);
}
END_TEST

START_TEST(damage_of_the_one_in_use_is_critical_of_another_a_warning)
{
	fake_add(&(struct fake_generation){.other_key = true});
	assert_found(IK_E_KEY_APART, IK_SEVERITY_CRITICAL);
	fake_add(&(struct fake_generation){0});
	assert_found(IK_E_KEY_APART, IK_SEVERITY_WARNING);
	fake_add(&(struct fake_generation){.without_key = true});
	assert_found(IK_E_STORE_NO_KEY, IK_SEVERITY_CRITICAL);
	fake_add(&(struct fake_generation){.certificate = "no certificate"});
	assert_found(IK_E_CERT_READ, IK_SEVERITY_CRITICAL);
	char *current = fake_file("current");

	ck_assert_int_eq(unlink(current), 0);
	ck_assert_int_eq(symlink("generations/99", current), 0);
	assert_found(IK_E_STORE_CURRENT, IK_SEVERITY_CRITICAL);
	free(current);
}
END_TEST

START_TEST(backups_are_held_against_what_was_proven)
{
	char *file;

	fake_add(&(struct fake_generation){0});
	assert_found(IK_E_CHECK_BACKUP_NONE, IK_SEVERITY_WARNING);
	put_backup("backup", 1);
	fake_add(&(struct fake_generation){0});
	assert_found(IK_E_CHECK_BACKUP_OLD, IK_SEVERITY_WARNING);
	put_backup("backup", 2);
	fake_write("backup.zip", "backuq");
	assert_found(IK_E_CHECK_BACKUP_CHANGED, IK_SEVERITY_WARNING);
	file = fake_file("backup.zip");
	ck_assert_int_eq(unlink(file), 0);
	assert_found(IK_E_CHECK_BACKUP_GONE, IK_SEVERITY_WARNING);
	ck_assert_int_eq(mkdir(file, 0700), 0);
	assert_found(IK_E_CHECK_BACKUP_READ, IK_SEVERITY_WARNING);
	ck_assert_int_eq(rmdir(file), 0);
	fake_write("backups/last", "no pairs");
	assert_found(IK_E_CHECK_BACKUP_NONE, IK_SEVERITY_WARNING);
	free(file);
}
END_TEST

START_TEST(a_key_that_stays_here_is_a_warning)
{
	fake_add(&(struct fake_generation){.not_exportable = true});
	assert_found(IK_E_CHECK_NOT_EXPORTABLE, IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(what_is_too_open_is_found)
{
	static const struct {
		const char *name;
		mode_t mode;
		enum ik_severity severity;
	} cases[] = {
		{"generations/1/key.pem", 0644, IK_SEVERITY_CRITICAL},
		{"generations/1/key.pem", 0640, IK_SEVERITY_CRITICAL},
		{"generations/1/certificate.pem", 0664, IK_SEVERITY_CRITICAL},
		{"generations/1", 0777, IK_SEVERITY_CRITICAL},
		{"backups", 0755, IK_SEVERITY_WARNING},
		{"backups/last", 0644, IK_SEVERITY_WARNING},
		{"format", 0646, IK_SEVERITY_CRITICAL},
		{".", 0755, IK_SEVERITY_WARNING},
	};

	fake_add(&(struct fake_generation){0});
	put_backup("backup", 1);
	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		char *path = fake_file(cases[i].name);
		struct stat st;

		ck_assert_int_eq(stat(path, &st), 0);
		ck_assert_int_eq(chmod(path, cases[i].mode), 0);
		assert_found(IK_E_CHECK_OPEN, cases[i].severity);
		ck_assert_int_eq(chmod(path, st.st_mode & 0777), 0);
		struct ik_check check = look();

		ck_assert_ptr_null(find(&check, IK_E_CHECK_OPEN));
		ik_check_free(&check);
		free(path);
	}
	ck_assert_int_eq(chmod(fake_path, 0777), 0);
	assert_found(IK_E_STORE_OPEN, IK_SEVERITY_CRITICAL);
}
END_TEST

START_TEST(a_key_group_that_was_asked_for_is_no_flaw)
{
	char *path;

	fake_add(&(struct fake_generation){
		.info = "origin = generated\nmade-at = 2026-11-22T00:00:00Z\nby = root\nexportable "
			"= yes\nkey-group = web\n"});
	path = fake_file("generations/1/key.pem");
	ck_assert_int_eq(chmod(path, 0640), 0);
	struct ik_check check = look();

	ck_assert_ptr_null(find(&check, IK_E_CHECK_OPEN));
	ik_check_free(&check);
	ck_assert_int_eq(chmod(path, 0644), 0);
	assert_found(IK_E_CHECK_OPEN, IK_SEVERITY_CRITICAL);
	free(path);
}
END_TEST

/* As a restore by hand leaves it, where the number is that of another group. */
START_TEST(a_key_that_another_group_than_the_recorded_one_reads_is_a_flaw)
{
	const struct group *own = getgrgid(getegid());
	char *info = ik_format("origin = generated\nmade-at = 2026-11-22T00:00:00Z\nby = "
			       "root\nexportable = yes\nkey-group = %s\n",
			       own ? own->gr_name : "");
	char *path, *cure;

	if (geteuid() != 0)
		return; /* only root can give a file away */
	fake_add(&(struct fake_generation){.info = info});
	path = fake_file("generations/1/key.pem");
	cure = ik_format("Give it to its group: chgrp %s %s && chmod 0640 %s",
			 own ? own->gr_name : "", path, path);
	ck_assert_int_eq(chown(path, -1, 12345), 0);
	ck_assert_int_eq(chmod(path, 0640), 0);
	assert_found(IK_E_CHECK_OPEN, IK_SEVERITY_CRITICAL);
	assert_cure(IK_E_CHECK_OPEN, cure);
	ck_assert_int_eq(chown(path, -1, getegid()), 0);
	assert_none(IK_E_CHECK_OPEN);
	ck_assert_int_eq(chmod(path, 0644), 0);
	free(cure);
	cure = ik_format("Close it: chmod 0640 %s", path);
	assert_cure(IK_E_CHECK_OPEN, cure);
	free(cure);
	free(path);
	free(info);
}
END_TEST

START_TEST(what_belongs_to_somebody_else_is_found)
{
	char *path;

	if (geteuid() != 0)
		return; /* only root can give a file away */
	fake_add(&(struct fake_generation){0});
	path = fake_file("generations/1/certificate.pem");
	ck_assert_int_eq(chown(path, 12345, -1), 0);
	assert_found(IK_E_CHECK_OWNER, IK_SEVERITY_CRITICAL);
	free(path);
}
END_TEST

START_TEST(what_was_left_over_is_found)
{
	char *waiting, *folder;

	fake_add(&(struct fake_generation){0});
	fake_add(&(struct fake_generation){.unused = true});
	assert_found(IK_E_CHECK_UNUSED, IK_SEVERITY_REMARK);
	fake_write("change", "operation = create\n");
	assert_found(IK_E_CHECK_INTERRUPTED, IK_SEVERITY_WARNING);
	folder = fake_file("requests");
	waiting = fake_file("requests/20261112-0f3a99c1");
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	ck_assert_int_eq(mkdir(waiting, 0700), 0);
	assert_found(IK_E_CHECK_REQUESTS, IK_SEVERITY_REMARK);
	struct ik_check check = look();

	ck_assert_str_eq(find(&check, IK_E_CHECK_REQUESTS)->error.arg[0], "1");
	ck_assert_str_eq(find(&check, IK_E_CHECK_REQUESTS)->error.arg[1], "10");
	ik_check_free(&check);
	free(folder);
	free(waiting);
}
END_TEST

START_TEST(a_key_kept_too_long_is_a_remark)
{
	static const char old[] = "origin = generated\nmade-at = 2026-01-01T00:00:00Z\nby = "
				  "root\nexportable = yes\nreplaces = %u\n";

	for (unsigned i = 0; i < 3; i++) {
		char *info = ik_format(old, i);

		fake_add(&(struct fake_generation){.info = info});
		free(info);
	}
	assert_found(IK_E_CHECK_KEY_OLD, IK_SEVERITY_REMARK);
}
END_TEST

START_TEST(a_clock_that_is_wrong_or_free_is_told)
{
	struct ik_check check;

	fake_add(&(struct fake_generation){0});
	ik_built_at = FAKE_NOW + 1;
	check = look();
	ck_assert_int_eq(find(&check, IK_E_CHECK_CLOCK)->severity, IK_SEVERITY_WARNING);
	ik_check_free(&check);
	ik_built_at = 0;
	check = check_with((struct ik_check_wish){.clock = IK_CLOCK_FREE});
	ck_assert_int_eq(find(&check, IK_E_CHECK_CLOCK_FREE)->severity, IK_SEVERITY_REMARK);
	ik_check_free(&check);
}
END_TEST

START_TEST(the_worst_comes_first)
{
	fake_add(&(struct fake_generation){.until = FAKE_NOW - 1, .from = FAKE_NOW - FAKE_DAY});
	struct ik_check check = look();

	for (size_t i = 1; i < check.n; i++)
		ck_assert_int_ge(check.findings[i - 1].severity, check.findings[i].severity);
	ck_assert_int_eq(check.status, IK_SEVERITY_CRITICAL);
	ik_check_free(&check);
}
END_TEST

/* Another user looks; the exit status says what he found. */
static int looked_at_by_another(enum ik_error_id id, enum ik_severity severity)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (setgid(12345) != 0 || setuid(12345) != 0)
			_exit(9);
		struct ik_check check = look();
		const struct ik_finding *finding = find(&check, id);

		_exit(!finding ? 8 : finding->severity != severity ? 7 : check.has_facts ? 1 : 2);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WEXITSTATUS(status);
}

START_TEST(what_this_user_may_not_see_is_named)
{
	char *generations;

	if (geteuid() != 0)
		return; /* only root can become somebody else */
	ck_assert_int_eq(chmod(fake_folder, 0755), 0);
	fake_add(&(struct fake_generation){0});
	put_backup("backup", 1);
	ck_assert_int_eq(looked_at_by_another(IK_E_CHECK_UNREAD, IK_SEVERITY_REMARK), 1);
	generations = fake_file("generations");
	ck_assert_int_eq(chmod(generations, 0700), 0);
	ck_assert_int_ne(looked_at_by_another(IK_E_STORE_CURRENT, IK_SEVERITY_CRITICAL), 1);
	free(generations);
}
END_TEST

Suite *suite_check(void)
{
	Suite *suite = suite_create("check");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, a_sound_store_is_ok);
	tcase_add_test(all, nothing_there_is_critical);
	tcase_add_test(all, the_end_comes_near_by_the_thresholds);
	tcase_add_test(all, not_valid_yet_is_critical);
	tcase_add_test(all, damage_of_the_one_in_use_is_critical_of_another_a_warning);
	tcase_add_test(all, backups_are_held_against_what_was_proven);
	tcase_add_test(all, a_key_that_stays_here_is_a_warning);
	tcase_add_test(all, what_is_too_open_is_found);
	tcase_add_test(all, a_key_group_that_was_asked_for_is_no_flaw);
	tcase_add_test(all, a_key_that_another_group_than_the_recorded_one_reads_is_a_flaw);
	tcase_add_test(all, what_belongs_to_somebody_else_is_found);
	tcase_add_test(all, what_was_left_over_is_found);
	tcase_add_test(all, a_key_kept_too_long_is_a_remark);
	tcase_add_test(all, a_clock_that_is_wrong_or_free_is_told);
	tcase_add_test(all, the_worst_comes_first);
	tcase_add_test(all, what_this_user_may_not_see_is_named);
	suite_add_tcase(suite, all);
	return suite;
}
