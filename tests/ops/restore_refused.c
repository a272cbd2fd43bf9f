/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_refused.c: what must not be restored is not, and then nothing was written. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "pki/digest.h"
#include "pki/key.h"
#include "restore_world.h"
#include "suites.h"

/* --- backups that somebody edited ------------------------------------------------------------- */

struct forgery {
	const char *what;
	void (*make)(struct ik_zip *zip);
	enum ik_error_id id;
};

static void resealed(struct ik_zip *zip)
{
	made_put_key(zip, "the attacker's password");
	made_list_again(zip);
	made_seal_again(zip, "the attacker's password");
}

static void swapped(struct ik_zip *zip)
{
	struct ik_zip_member *a = made_member(zip, "generations/1/certificate.pem");
	struct ik_zip_member *b = made_member(zip, "generations/2/certificate.pem");
	struct ik_buffer kept = a->content;

	a->content = b->content;
	b->content = kept;
}

static void dropped(struct ik_zip *zip)
{
	made_drop(zip, "generations/1/certificate.pem");
	made_drop(zip, "generations/1/info");
	made_drop(zip, "generations/1/key.pem");
}

static void added(struct ik_zip *zip)
{
	ik_zip_add(zip, "generations/3/certificate.pem", "x", 1);
}

static void info_edited(struct ik_zip *zip)
{
	made_replace(zip, "generations/2/info", "exportable = yes", "exportable = no ");
}

static void info_edited_and_listed(struct ik_zip *zip)
{
	info_edited(zip);
	made_list_again(zip);
}

static void other_one_in_use(struct ik_zip *zip)
{
	made_replace(zip, "manifest", "in-use 2", "in-use 1");
}

/* A cipher in CBC mode says nothing of an edit, so that this must be noticed before it is opened.
 */
static void key_edited_in_place(struct ik_zip *zip)
{
	struct ik_buffer *key = &made_member(zip, "generations/2/key.pem")->content;
	unsigned char *middle = key->data + key->size / 2;

	*middle = *middle == 'A' ? 'B' : 'A';
}

static void key_edited_and_listed(struct ik_zip *zip)
{
	key_edited_in_place(zip);
	made_list_again(zip);
}

/* Whoever has two backups of one password can put the list and seal of the older before the members
 * of the newer. */
static void older_list(struct ik_zip *zip)
{
	static const char *const names[] = {"generations/2/certificate.pem", "generations/2/info",
					    "generations/2/key.pem"};
	struct ik_zip newer;
	size_t size;
	char *directory, *bytes = made_good_backup(&directory, &size);

	made_unzip(bytes, size, &newer);
	for (size_t i = 0; i < IK_COUNT(names); i++) {
		const struct ik_buffer *content = &made_member(&newer, names[i])->content;

		made_set(zip, names[i], content->data, content->size);
	}
	ik_zip_free(&newer);
	free(bytes);
	made_remove(directory);
}

static void no_seal(struct ik_zip *zip)
{
	made_drop(zip, "seal.p12");
}

/* With the password: whoever made it erred. */
static void key_of_another_certificate(struct ik_zip *zip)
{
	made_put_key(zip, MADE_PASSWORD);
	made_list_again(zip);
	made_seal_again(zip, MADE_PASSWORD);
}

static void info_is_nonsense(struct ik_zip *zip)
{
	made_set(zip, "generations/1/info", "origin = nowhere\n", 17);
	made_list_again(zip);
	made_seal_again(zip, MADE_PASSWORD);
}

static const struct forgery forgeries[] = {
	{"re-sealed", resealed, IK_E_BACKUP_PASSWORD},
	{"contents swapped", swapped, IK_E_BACKUP_CHANGED},
	{"generation dropped", dropped, IK_E_BACKUP_MISSING},
	{"generation added", added, IK_E_BACKUP_MEMBER},
	{"info edited", info_edited, IK_E_BACKUP_CHANGED},
	{"info edited and listed", info_edited_and_listed, IK_E_BACKUP_FORGED},
	{"in use edited", other_one_in_use, IK_E_BACKUP_FORGED},
	{"sealed key edited", key_edited_in_place, IK_E_BACKUP_CHANGED},
	{"sealed key edited and listed", key_edited_and_listed, IK_E_BACKUP_FORGED},
	{"older list", older_list, IK_E_BACKUP_CHANGED},
	{"no seal", no_seal, IK_E_BACKUP_NO_MAC},
	{"key of another certificate", key_of_another_certificate, IK_E_BACKUP_KEY_APART},
	{"info is nonsense", info_is_nonsense, IK_E_STORE_INFO},
};

static char *forge(const struct forgery *forgery)
{
	size_t size;
	char *bytes = made_read(origin, "good.zip", &size);
	struct ik_buffer forged;
	struct ik_zip zip;

	made_unzip(bytes, size, &zip);
	forgery->make(&zip);
	made_zip(&zip, &forged);
	made_write(target, "forged.zip", forged.data, forged.size);
	ik_buffer_free(&forged);
	ik_zip_free(&zip);
	free(bytes);
	return ik_format("%s/forged.zip", target);
}

START_TEST(a_forged_backup_makes_no_store)
{
	char *file = forge(&forgeries[_i]);
	enum ik_error_id id = restore_try(file, MADE_PASSWORD, NULL);

	ck_assert_msg(id == forgeries[_i].id, "%s: INK-%u", forgeries[_i].what,
		      ik_error_number(id));
	ck_assert(!made_exists(target, "store"));
	free(file);
}
END_TEST

START_TEST(a_forged_backup_changes_nothing_in_a_store)
{
	char *before, *after;

	made_create(target, NULL);
	for (size_t i = 0; i < IK_COUNT(forgeries); i++) {
		char *file = forge(&forgeries[i]);

		before = made_tree(target);
		ck_assert_int_eq(restore_try(file, MADE_PASSWORD, "2"), forgeries[i].id);
		after = made_tree(target);
		ck_assert_str_eq(before, after);
		free(after);
		free(before);
		free(file);
	}
}
END_TEST

#ifndef IK_SANITIZED
enum { MANY_MIB = 47, MEMORY_MAX_KIB = 128 * 1024 };

/* As large as a backup may be, and nothing of it can be packed. */
static void write_large(const char *file)
{
	static uint8_t piece[IK_ZIP_MEMBER_MAX];
	struct ik_buffer bytes = {0};
	struct ik_zip zip = {0};

	ik_zip_add(&zip, "manifest", "x", 1);
	ik_zip_add(&zip, "seal.p12", "x", 1);
	for (int i = 1; i <= MANY_MIB; i++) {
		char *name = ik_format("generations/%d/certificate.pem", i);

		ck_assert(ik_random(piece, sizeof(piece), NULL));
		ik_zip_add(&zip, name, piece, sizeof(piece));
		free(name);
	}
	made_zip(&zip, &bytes);
	made_write("", file, bytes.data, bytes.size);
	ik_zip_free(&zip);
	ik_buffer_free(&bytes);
}

/* In a process of its own, of which the most memory that it or a child of it had is known. */
static long measure(const char *file, bool write, int expected)
{
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (write)
			write_large(file);
		_exit(write ? 0 : restore_try(file, MADE_PASSWORD, NULL) == IK_E_BACKUP_SEAL);
	}
	ck_assert_int_eq(wait4(pid, &status, 0, &usage), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), expected);
	return usage.ru_maxrss;
}

START_TEST(a_backup_as_large_as_can_be_takes_less_than_128_MiB)
{
	const char *preloaded = getenv("LD_PRELOAD");
	char *file = ik_format("%s/large.zip", target);
	long kib;

	if (preloaded && strstr(preloaded, "valgrind")) {
		free(file);
		return;
	}
	measure(file, true, 0);
	kib = measure(file, false, 1);
	ck_assert_msg(kib < MEMORY_MAX_KIB, "%ld KiB", kib);
	ck_assert(!made_exists(target, "store"));
	free(file);
}
END_TEST
#endif

/* --- what is wrong with the wish -------------------------------------------------------------- */

static void refuse(const char *password, const char *use, enum ik_error_id id)
{
	char *before = made_tree(target), *after;

	ck_assert_int_eq(restore_try(good, password, use), id);
	after = made_tree(target);
	ck_assert_str_eq(before, after);
	free(after);
	free(before);
}

START_TEST(a_wrong_password_opens_nothing)
{
	refuse("a wrong password", NULL, IK_E_BACKUP_PASSWORD);
	made_create(target, NULL);
	refuse("a wrong password", NULL, IK_E_BACKUP_PASSWORD);
}
END_TEST

START_TEST(only_a_generation_of_the_backup_can_be_put_in_use)
{
	static const char *const nonsense[] = {
		"3", "0", "-1", "1x", " 1", "9999999999", "99999999999999999999", "２x"};

	for (size_t i = 0; i < IK_COUNT(nonsense); i++)
		refuse(MADE_PASSWORD, nonsense[i], IK_E_RESTORE_NONE);
}
END_TEST

START_TEST(a_generation_without_key_is_not_put_in_use)
{
	char *keys = ik_format("%s/generations/1/key.pem", restored);
	char *combined = ik_format("%s/generations/1/combined.pem", restored);
	char *file = ik_format("%s/without.zip", target);

	made_create(target, NULL);
	ck_assert_int_eq(remove(keys), 0);
	ck_assert_int_eq(remove(combined), 0);
	made_create(target, "without.zip");
	ck_assert_int_eq(restore_try(file, MADE_PASSWORD, "1"), IK_E_RESTORE_NO_KEY);
	ck_assert_uint_eq(restore_current(), 2);
	free(file);
	free(combined);
	free(keys);
}
END_TEST

/* --- what goes wrong underway ----------------------------------------------------------------- */

START_TEST(a_plan_that_is_overtaken_changes_nothing)
{
	struct restoring restoring;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	made_create(target, NULL);
	restoring = restore_prepare(good, "2", false);
	made_create(target, NULL);
	ck_assert(!ik_restore_perform(restoring.source, restoring.plan, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_MOVED);
	ck_assert(!made_exists(restored, "generations/3"));
	ck_assert_uint_eq(restore_current(), 2);
	ik_outcome_free(&outcome);
	restore_release(&restoring);
}
END_TEST

/* As soon as the first generation is back. */
static bool cancel_halfway(void *self, const struct ik_progress *progress, int fd)
{
	(void)self;
	(void)progress;
	(void)fd;
	return !made_exists(restored, "generations/3/info");
}

START_TEST(what_was_made_before_a_cancel_is_gone)
{
	struct ik_watch watch = {.wait = cancel_halfway};
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	struct restoring restoring;
	char *before, *after;

	made_create(target, NULL);
	made_create(target, NULL);
	restoring = restore_prepare(good, "2", false);
	before = made_tree(target);
	ck_assert(!ik_restore_perform(restoring.source, restoring.plan, &watch, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_CANCELLED);
	ck_assert(!outcome.switched);
	after = made_tree(target);
	ck_assert_str_eq(before, after);
	free(after);
	free(before);
	ik_outcome_free(&outcome);
	restore_release(&restoring);
}
END_TEST

Suite *suite_restore_refused(void)
{
	Suite *suite = suite_create("restore_refused");
	TCase *tests = tcase_create("restore_refused");

	tcase_set_timeout(tests, 300);
	tcase_add_unchecked_fixture(tests, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(tests, restore_world_begin, restore_world_done);
#ifndef IK_SANITIZED
	tcase_add_test(tests, a_backup_as_large_as_can_be_takes_less_than_128_MiB);
#endif
	tcase_add_loop_test(tests, a_forged_backup_makes_no_store, 0, IK_COUNT(forgeries));
	tcase_add_test(tests, a_forged_backup_changes_nothing_in_a_store);
	tcase_add_test(tests, a_wrong_password_opens_nothing);
	tcase_add_test(tests, only_a_generation_of_the_backup_can_be_put_in_use);
	tcase_add_test(tests, a_generation_without_key_is_not_put_in_use);
	tcase_add_test(tests, a_plan_that_is_overtaken_changes_nothing);
	tcase_add_test(tests, what_was_made_before_a_cancel_is_gone);
	suite_add_tcase(suite, tests);
	return suite;
}
