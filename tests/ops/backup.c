/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup.c: a backup opens with its password and as it was written, or says which link of the chain
 * is broken. */
#include "config.h"

#include "ops/change/backup.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/records/state.h"
#include "pki/key.h"
#include "suites.h"

/* A store of two generations and its backup, made once for all tests. */
static char *directory;
static char *good;
static size_t good_size;

static void make_once(void)
{
	good = made_good_backup(&directory, &good_size);
}

static void remove_once(void)
{
	free(good);
	made_remove(directory);
}

/* --- bytes ------------------------------------------------------------------------------------ */

START_TEST(a_backup_that_is_cut_is_refused)
{
	for (size_t size = 0; size < good_size;
	     size += size < 64 || size + 64 > good_size ? 7 : 211)
		ck_assert_int_eq(made_verify(good, size, MADE_PASSWORD, NULL), IK_E_BACKUP_ZIP);
}
END_TEST

/* Whether both hold the same members. */
static bool same(const struct ik_zip *a, const struct ik_zip *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->members[i].name, b->members[i].name)
		    || a->members[i].content.size != b->members[i].content.size
		    || memcmp(a->members[i].content.data, b->members[i].content.data,
			      a->members[i].content.size))
			return false;
	return true;
}

START_TEST(a_flipped_byte_is_refused_by_the_zip_rules_or_changes_nothing)
{
	struct ik_zip whole;
	char *bytes = malloc(good_size);

	made_unzip(good, good_size, &whole);
	memcpy(bytes, good, good_size);
	for (size_t at = 0; at < good_size; at++) {
		struct ik_zip flipped = {0};

		bytes[at] ^= 0xff;
		if (ik_zip_read(bytes, good_size, &flipped, NULL))
			ck_assert_msg(same(&whole, &flipped), "byte %zu", at);
		ik_zip_free(&flipped);
		bytes[at] ^= 0xff;
	}
	free(bytes);
	ik_zip_free(&whole);
}
END_TEST

START_TEST(a_flipped_byte_is_refused_or_opens_the_same)
{
	char *bytes = malloc(good_size);
	struct ik_error err;

	memcpy(bytes, good, good_size);
	for (size_t at = 3; at < good_size; at += 97) {
		bytes[at] ^= 0x10;
		if (made_verify(bytes, good_size, MADE_PASSWORD, &err) != IK_E_NONE)
			ck_assert_msg(ik_error_number(err.id) / 100 == 51, "byte %zu: %u", at,
				      ik_error_number(err.id));
		bytes[at] ^= 0x10;
	}
	free(bytes);
}
END_TEST

START_TEST(what_is_no_zip_is_refused)
{
	char zeros[4096] = "";

	ck_assert_int_eq(made_verify("", 0, MADE_PASSWORD, NULL), IK_E_BACKUP_ZIP);
	ck_assert_int_eq(made_verify(zeros, sizeof(zeros), MADE_PASSWORD, NULL), IK_E_BACKUP_ZIP);
	ck_assert_int_eq(made_verify("PK\003\004", 4, MADE_PASSWORD, NULL), IK_E_BACKUP_ZIP);
}
END_TEST

START_TEST(bytes_before_or_behind_it_are_refused)
{
	char *bytes = malloc(good_size + 1);

	memcpy(bytes, good, good_size);
	bytes[good_size] = '\n';
	ck_assert_int_eq(made_verify(bytes, good_size + 1, MADE_PASSWORD, NULL), IK_E_BACKUP_ZIP);
	bytes[0] = '\n';
	memcpy(bytes + 1, good, good_size);
	ck_assert_int_eq(made_verify(bytes, good_size + 1, MADE_PASSWORD, NULL), IK_E_BACKUP_ZIP);
	free(bytes);
}
END_TEST

START_TEST(a_wrong_password_is_told)
{
	ck_assert_int_eq(made_verify(good, good_size, "correct horse batterY", NULL),
			 IK_E_BACKUP_PASSWORD);
	ck_assert_int_eq(made_verify(good, good_size, "x", NULL), IK_E_BACKUP_PASSWORD);
}
END_TEST

/* --- whole ------------------------------------------------------------------------------------ */

START_TEST(a_whole_backup_says_what_it_holds)
{
	char *file = ik_format("%s/good.zip", directory);
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_backup_content content;
	struct ik_error err = {0};

	ck_assert(ik_backup_verify(file, password, NULL, &content, &err));
	ck_assert_int_eq(content.in_use, 2);
	ck_assert_int_eq(content.time, MADE_AT);
	ck_assert_uint_eq(strlen(content.server_id), 32);
	ck_assert_uint_eq(content.n, 2);
	ck_assert_int_eq(content.entries[1].number, 2);
	ck_assert_int_eq(content.entries[1].key_state, IK_KEY_SEALED);
	ck_assert_str_eq(content.entries[1].facts.common_name, "srv01.example.jp");
	ck_assert_str_ne(content.entries[0].facts.serial, content.entries[1].facts.serial);
	ik_backup_content_free(&content);
	ik_secret_free(password);
	free(file);
}
END_TEST

START_TEST(the_members_stand_in_their_order_and_no_key_is_open)
{
	static const char *const names[] = {
		"README.txt",
		"manifest",
		"seal.p12",
		"generations/1/certificate.pem",
		"generations/1/info",
		"generations/1/key.pem",
		"generations/2/certificate.pem",
		"generations/2/info",
		"generations/2/key.pem",
	};
	struct ik_zip zip;

	made_unzip(good, good_size, &zip);
	ck_assert_uint_eq(zip.n, IK_COUNT(names) + 1);
	ck_assert_int_eq(strncmp(zip.members[zip.n - 1].name, "steps/", 6), 0);
	for (size_t i = 0; i < IK_COUNT(names); i++) {
		ck_assert_str_eq(zip.members[i].name, names[i]);
		ck_assert_ptr_null(
			strstr(ik_buffer_string(&zip.members[i].content), "BEGIN PRIVATE KEY"));
		if (strstr(names[i], "key.pem"))
			ck_assert_ptr_nonnull(strstr(ik_buffer_string(&zip.members[i].content),
						     "-----BEGIN ENCRYPTED PRIVATE KEY-----"));
	}
	ik_zip_free(&zip);
	ck_assert_int_eq(made_mode(directory, "good.zip"), 0600);
}
END_TEST

/* --- a backup for its own sake ---------------------------------------------------------------- */

static bool back_up(const char *where, const char *file_name, const char *text,
		    struct ik_outcome *outcome, struct ik_error *err)
{
	char *store = ik_format("%s/store", where);
	char *file = ik_format("%s/%s", where, file_name);
	ik_secret *password = made_secret(text);
	struct ik_backup_plan *plan = NULL;
	bool ok = ik_backup_plan(store, file, password, MADE_AT, &plan, err)
		  && ik_backup_perform(plan, NULL, outcome, err);

	ik_backup_plan_free(plan);
	ik_secret_free(password);
	free(file);
	free(store);
	return ok;
}

START_TEST(there_is_nothing_to_back_up_in_an_empty_store)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *empty = made_directory();

	ck_assert(!back_up(empty, "b.zip", MADE_PASSWORD, &outcome, &err));
	ck_assert_msg(err.id == IK_E_STORE_NONE || err.id == IK_E_BACKUP_NOTHING, "%u",
		      ik_error_number(err.id));
	ck_assert(!made_exists(empty, "store"));
	made_remove(empty);
}
END_TEST

START_TEST(a_file_that_is_there_is_never_replaced)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	size_t size;

	made_write(directory, "there.zip", "mine", 4);
	ck_assert(!back_up(directory, "there.zip", MADE_PASSWORD, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_PATH_EXISTS);
	free(made_read(directory, "there.zip", &size));
	ck_assert_uint_eq(size, 4);
}
END_TEST

START_TEST(a_short_password_is_refused)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert(!back_up(directory, "short.zip", "short", &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_PW_SHORT);
	ck_assert(!made_exists(directory, "short.zip"));
}
END_TEST

START_TEST(a_missing_key_of_the_one_in_use_is_told)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *other = made_directory();
	char *key;

	made_create(other, NULL);
	key = ik_format("%s/store/generations/1/key.pem", other);
	ck_assert_int_eq(unlink(key), 0);
	ck_assert(!back_up(other, "b.zip", MADE_PASSWORD, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_NO_KEY);
	ck_assert(!made_exists(other, "b.zip"));
	free(key);
	made_remove(other);
}
END_TEST

/* The text of the manifest of a backup file. */
static char *manifest_of(const char *where, const char *file)
{
	struct ik_zip zip;
	size_t size;
	char *bytes = made_read(where, file, &size);
	char *text;

	made_unzip(bytes, size, &zip);
	text = ik_strdup(ik_buffer_string(&made_member(&zip, "manifest")->content));
	ik_zip_free(&zip);
	free(bytes);
	return text;
}

static void edit_info(const char *where, const char *old, const char *new)
{
	char *text = made_read(where, "store/generations/2/info", NULL);
	char *at = strstr(text, old);

	ck_assert_ptr_nonnull(at);
	memcpy(at, new, strlen(new));
	made_write(where, "store/generations/2/info", text, strlen(text));
	free(text);
}

/* As a deletion leaves it that is cut between its two files. */
START_TEST(what_services_read_of_an_old_one_may_be_missing)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *other = made_directory();
	char *combined = ik_format("%s/store/generations/1/combined.pem", other);

	made_create(other, NULL);
	made_create(other, NULL);
	ck_assert_int_eq(unlink(combined), 0);
	ck_assert_msg(back_up(other, "b.zip", MADE_PASSWORD, &outcome, &err), "%u %s",
		      ik_error_number(err.id), err.arg[0]);
	ck_assert_uint_eq(outcome.backup_keys, 2);
	ck_assert(outcome.backup_proven);
	ik_outcome_free(&outcome);
	free(combined);
	combined = ik_format("%s/store/generations/2/combined.pem", other);
	ck_assert_int_eq(unlink(combined), 0);
	ck_assert(!back_up(other, "c.zip", MADE_PASSWORD, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_DAMAGED);
	free(combined);
	made_remove(other);
}
END_TEST

/* Who opens it again is told of each, the damaged third too. */
static void assert_named(const char *where, const char *name)
{
	static const enum ik_key_state keys[] = {IK_KEY_DELETED, IK_KEY_NOT_EXPORTABLE,
						 IK_KEY_DELETED, IK_KEY_SEALED};
	struct ik_backup_content content;
	ik_secret *password = made_secret(MADE_PASSWORD);
	char *file = ik_format("%s/%s", where, name);

	ck_assert(ik_backup_verify(file, password, NULL, &content, NULL));
	ck_assert_uint_eq(content.n, IK_COUNT(keys));
	for (size_t i = 0; i < content.n; i++) {
		ck_assert_uint_eq(content.entries[i].number, i + 1);
		ck_assert_int_eq(content.entries[i].damaged, i == 2);
		ck_assert_int_eq(content.entries[i].key_state, keys[i]);
	}
	ik_backup_content_free(&content);
	free(file);
	ik_secret_free(password);
}

START_TEST(keys_that_are_deleted_or_may_not_leave_are_named_and_not_held)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *other = made_directory();
	char *path, *manifest;

	for (int i = 0; i < 4; i++)
		made_create(other, NULL);
	path = ik_format("%s/store/generations/1/key.pem", other);
	ck_assert_int_eq(unlink(path), 0);
	edit_info(other, "exportable = yes", "exportable = no\n");
	made_write(other, "store/generations/3/certificate.pem", "nonsense", 8);
	ck_assert_msg(back_up(other, "b.zip", MADE_PASSWORD, &outcome, &err), "%u %s",
		      ik_error_number(err.id), err.arg[0]);
	ck_assert_uint_eq(outcome.backup_generations, 3);
	ck_assert_uint_eq(outcome.backup_keys, 1);
	ck_assert(outcome.backup_proven);
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	manifest = manifest_of(other, "b.zip");
	ck_assert_ptr_nonnull(strstr(manifest, "\ngeneration 1 retired deleted\n"));
	ck_assert_ptr_nonnull(strstr(manifest, "\ngeneration 2 retired not-exportable\n"));
	ck_assert_ptr_nonnull(strstr(manifest, "\ngeneration 3 damaged\n"));
	ck_assert_ptr_nonnull(strstr(manifest, "\ngeneration 4 in-use sealed\n"));
	ck_assert_ptr_null(strstr(manifest, "generations/1/key.pem"));
	ck_assert_ptr_null(strstr(manifest, "generations/2/key.pem"));
	ck_assert_ptr_null(strstr(manifest, "generations/3/"));
	free(manifest);
	free(path);
	assert_named(other, "b.zip");
	ik_outcome_free(&outcome);
	made_remove(other);
}
END_TEST

START_TEST(the_last_proven_backup_is_remembered)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *last, *file;

	ck_assert(back_up(directory, "remembered.zip", MADE_PASSWORD, &outcome, &err));
	last = made_read(directory, "store/backups/last", NULL);
	file = ik_format("file = %s/remembered.zip\n", directory);
	ck_assert_ptr_nonnull(strstr(last, file));
	ck_assert_ptr_nonnull(strstr(last, "\nnewest-generation = "));
	ck_assert_ptr_nonnull(strstr(last, "\ntime = 2026-11-20T"));
	free(file);
	free(last);
	ik_outcome_free(&outcome);
}
END_TEST

Suite *suite_backup(void)
{
	Suite *suite = suite_create("backup");
	TCase *tests = tcase_create("backup");

	tcase_set_timeout(tests, 300);
	tcase_add_unchecked_fixture(tests, make_once, remove_once);
	tcase_add_test(tests, a_backup_that_is_cut_is_refused);
	tcase_add_test(tests, a_flipped_byte_is_refused_by_the_zip_rules_or_changes_nothing);
	tcase_add_test(tests, a_flipped_byte_is_refused_or_opens_the_same);
	tcase_add_test(tests, what_is_no_zip_is_refused);
	tcase_add_test(tests, bytes_before_or_behind_it_are_refused);
	tcase_add_test(tests, a_wrong_password_is_told);
	tcase_add_test(tests, a_whole_backup_says_what_it_holds);
	tcase_add_test(tests, the_members_stand_in_their_order_and_no_key_is_open);
	tcase_add_test(tests, there_is_nothing_to_back_up_in_an_empty_store);
	tcase_add_test(tests, a_file_that_is_there_is_never_replaced);
	tcase_add_test(tests, a_short_password_is_refused);
	tcase_add_test(tests, a_missing_key_of_the_one_in_use_is_told);
	tcase_add_test(tests, what_services_read_of_an_old_one_may_be_missing);
	tcase_add_test(tests, keys_that_are_deleted_or_may_not_leave_are_named_and_not_held);
	tcase_add_test(tests, the_last_proven_backup_is_remembered);
	suite_add_tcase(suite, tests);
	return suite;
}
