/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c: an empty store gets all of a backup as it was, another one what it lacks, and nothing
 * is replaced. */
#include "config.h"

#include "ops/change/restore.h"

#include <check.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/records/info.h"
#include "restore_world.h"
#include "store/store.h"
#include "suites.h"

static void drop(const char *name)
{
	char *path = ik_format("%s/%s", restored, name);

	ck_assert_int_eq(remove(path), 0);
	free(path);
}

static void drop_key(unsigned number)
{
	char *key = ik_format("generations/%u/key.pem", number),
	     *both = ik_format("generations/%u/combined.pem", number);

	drop(key);
	drop(both);
	free(both);
	free(key);
}

static struct ik_info info_of(unsigned number)
{
	char *name = ik_format("generations/%u/info", number);
	size_t size;
	char *text = made_read(restored, name, &size);
	struct ik_info info = {0};

	ck_assert(ik_info_parse(text, size, "x", &info, NULL));
	free(text);
	free(name);
	return info;
}

/* --- an empty store --------------------------------------------------------------------------- */

START_TEST(an_empty_store_gets_all_as_it_was)
{
	char *store = ik_format("%s/store", origin);
	struct ik_outcome outcome;

	restore_do(good, NULL, false, &outcome);
	ck_assert(outcome.switched);
	ck_assert_uint_eq(outcome.generation, 2);
	ck_assert_uint_eq(outcome.generation_before, 0);
	ck_assert_uint_eq(restore_current(), 2);
	restore_same_pair(1, 1);
	restore_same_pair(2, 2);
	restore_same_info(store, 1, 1);
	restore_same_info(store, 2, 2);
	free(store);
	restore_same(origin, "store/format", target, "store/format");
	ck_assert_int_eq(made_mode(target, "store/generations/2/key.pem"), 0600);
	ck_assert_int_eq(made_mode(target, "store/generations/2/certificate.pem"), 0644);
	ck_assert_int_eq(made_mode(target, "store/generations/2"), 0755);
	ck_assert_int_eq(made_mode(target, "store"), 0711);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(the_file_restored_from_is_the_last_backup)
{
	struct ik_outcome outcome;
	char *last;

	restore_do(good, NULL, false, &outcome);
	last = made_read(restored, "backups/last", NULL);
	ck_assert_ptr_nonnull(strstr(last, good));
	ck_assert_ptr_nonnull(strstr(last, "newest-generation = 2\n"));
	free(last);
	ik_outcome_free(&outcome);
}
END_TEST

/* A create that failed leaves a store in which nothing is: agents must know the server there by the
 * id they know. */
START_TEST(a_store_in_which_nothing_is_gets_the_id_of_the_backup)
{
	struct ik_outcome outcome;

	ik_store_close(
		ik_store_open_change(restored, "0123456789abcdef0123456789abcdef", NULL, NULL));
	ck_assert(made_exists(restored, "format"));
	restore_do(good, NULL, false, &outcome);
	restore_same(origin, "store/format", target, "store/format");
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(another_one_can_be_put_in_use_at_once)
{
	struct ik_outcome outcome;

	restore_do(good, "1", false, &outcome);
	ck_assert_uint_eq(outcome.generation, 1);
	ck_assert_uint_eq(restore_current(), 1);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(a_restore_that_was_cut_is_finished_by_the_next)
{
	struct ik_outcome outcome;
	char *cut = ik_format("%s/generations/2", restored), *aside = ik_format("%s/aside", target);
	char *store = ik_format("%s/store", origin);

	restore_do(good, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	drop("current");
	drop("backups/last");
	ck_assert_int_eq(rename(cut, aside), 0);
	restore_do(good, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	ck_assert_uint_eq(restore_current(), 2);
	restore_same_pair(2, 2);
	restore_same_info(store, 2, 2);
	free(store);
	ck_assert(made_exists(restored, "backups/last"));
	free(aside);
	free(cut);
}
END_TEST

/* All is there and in use, but the end is missing. */
START_TEST(a_restore_that_was_cut_after_its_switch_is_finished_by_the_next)
{
	static const char note[] = "operation = restore\nfrom = 0\nto = 2\n";
	struct ik_outcome outcome;

	restore_do(good, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	drop("backups/last");
	made_write(restored, "change", note, sizeof(note) - 1);
	restore_do(good, NULL, false, &outcome);
	ck_assert(!outcome.switched);
	ck_assert(made_exists(restored, "backups/last"));
	ck_assert(!made_exists(restored, "change"));
	ik_outcome_free(&outcome);
}
END_TEST

/* A backup of two generations, the first of which has the key of GROUP, or had it, to be restored
 * elsewhere. */
static char *backup_for_group(const char *group, bool has_key)
{
	char *file = ik_format("%s/other.zip", target), *info, *longer;
	size_t size;

	made_create(target, NULL);
	info = made_read(restored, "generations/1/info", &size);
	longer = ik_format("%skey-group = %s\n", info, group);
	made_write(restored, "generations/1/info", longer, strlen(longer));
	if (!has_key) {
		drop("generations/1/key.pem");
		drop("generations/1/combined.pem");
	}
	made_create(target, "other.zip");
	free(restored);
	restored = ik_format("%s/elsewhere", target);
	free(longer);
	free(info);
	return file;
}

START_TEST(a_group_that_is_not_here_gets_no_key)
{
	char *file = backup_for_group("no-such-group-here", true);
	struct restoring restoring = restore_prepare(file, NULL, false);
	struct ik_outcome outcome;
	struct ik_info now;

	ck_assert_str_eq(restoring.plan->entries[0].group.lost, "no-such-group-here");
	ck_assert_str_eq(restoring.plan->entries[0].group.name, "");
	ck_assert_str_eq(restoring.plan->entries[1].group.lost,
			 "no-such-group-here"); /* it was to have it, too */
	restore_release(&restoring);
	restore_do(file, NULL, false, &outcome);
	ck_assert_int_eq(made_mode(restored, "generations/1/key.pem"), 0600);
	now = info_of(1);
	ck_assert_str_eq(now.key_group, "");
	ik_info_free(&now);
	ik_outcome_free(&outcome);
	free(file);
}
END_TEST

START_TEST(a_group_that_is_not_here_is_no_matter_without_a_key)
{
	char *file = backup_for_group("no-such-group-here", false),
	     *store = ik_format("%s/store", target);
	struct restoring restoring = restore_prepare(file, NULL, false);
	struct ik_outcome outcome;

	ck_assert_ptr_null(restoring.plan->entries[0].group.name);
	restore_release(&restoring);
	restore_do(file, NULL, false, &outcome);
	ck_assert_uint_eq(outcome.restored, 2);
	ck_assert(!made_exists(restored, "generations/1/key.pem"));
	restore_same_info(store, 1, 1);
	ik_outcome_free(&outcome);
	free(store);
	free(file);
}
END_TEST

START_TEST(a_group_that_gets_a_key_is_named)
{
	const struct group *own = getgrgid(getegid());
	struct restoring restoring;
	struct ik_outcome outcome;
	char *file;

	if (!own)
		return; /* a group without a name */
	file = backup_for_group(own->gr_name, true);
	restoring = restore_prepare(file, NULL, false);
	ck_assert_str_eq(restoring.plan->entries[0].group.name, own->gr_name);
	ck_assert_ptr_null(restoring.plan->entries[0].group.lost);
	restore_release(&restoring);
	restore_do(file, NULL, false, &outcome);
	ck_assert_int_eq(made_mode(restored, "generations/1/key.pem"), 0640);
	ik_outcome_free(&outcome);
	free(file);
}
END_TEST

/* --- a store that has something --------------------------------------------------------------- */

START_TEST(restoring_twice_is_restoring_once)
{
	struct ik_outcome outcome;
	struct restoring restoring;
	char *before, *after;

	restore_do(good, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	before = made_tree(target);
	restoring = restore_prepare(good, NULL, false);
	ck_assert(!ik_restore_changes(restoring.plan));
	ck_assert(!restoring.plan->older);
	ck_assert_int_eq(restoring.plan->entries[0].fate, IK_RESTORE_PRESENT);
	ck_assert_int_eq(restoring.plan->entries[1].fate, IK_RESTORE_PRESENT);
	restore_release(&restoring);
	restore_do(good, "2", false, &outcome);
	ck_assert(!outcome.switched);
	ck_assert_uint_eq(outcome.generation, 2);
	ik_outcome_free(&outcome);
	after = made_tree(target);
	ck_assert_str_eq(before, after);
	free(after);
	free(before);
}
END_TEST

START_TEST(a_taken_number_is_not_replaced_but_the_next_is_given)
{
	struct ik_outcome outcome;
	struct restoring restoring;
	struct ik_info info;
	char *before, *after;

	made_create(target, NULL);
	before = made_read(restored, "generations/1/key.pem", NULL);
	restoring = restore_prepare(good, NULL, false);
	ck_assert_int_eq(restoring.plan->entries[0].fate, IK_RESTORE_RENUMBERED);
	ck_assert_uint_eq(restoring.plan->entries[0].here, 3);
	ck_assert_int_eq(restoring.plan->entries[1].fate, IK_RESTORE_ADDED);
	ck_assert_uint_eq(restoring.plan->entries[1].here, 2);
	ck_assert(!restoring.plan->switches);
	restore_release(&restoring);
	restore_do(good, NULL, false, &outcome);
	ck_assert(!outcome.switched);
	ck_assert_uint_eq(restore_current(), 1);
	after = made_read(restored, "generations/1/key.pem", NULL);
	ck_assert_str_eq(before, after);
	restore_same_pair(1, 3);
	restore_same_pair(2, 2);
	info = info_of(3);
	ck_assert_uint_eq(info.backup_number, 1);
	ik_info_free(&info);
	info = info_of(2);
	ck_assert_uint_eq(info.backup_number, 0);
	ck_assert_int_eq(info.replaces, 3);
	ik_info_free(&info);
	ck_assert(!made_exists(restored, "backups/last"));
	ik_outcome_free(&outcome);
	restoring = restore_prepare(good, NULL, false);
	ck_assert(!ik_restore_changes(restoring.plan));
	restore_release(&restoring);
	free(after);
	free(before);
}
END_TEST

START_TEST(what_is_asked_for_is_put_in_use)
{
	struct ik_outcome outcome;
	struct ik_info info;

	made_create(target, NULL);
	restore_do(good, "1", false, &outcome);
	ck_assert(outcome.switched);
	ck_assert(outcome.has_before);
	ck_assert_uint_eq(outcome.generation_before, 1);
	ck_assert_uint_eq(outcome.generation, 3);
	ck_assert_uint_eq(restore_current(), 3);
	restore_same_pair(1, 3);
	info = info_of(3);
	ck_assert_int_eq(info.replaces, 1);
	ik_info_free(&info);
	ik_outcome_free(&outcome);
}
END_TEST

/* Generation 2 of the backup is put in use; here are 1 and 2, and 2 is in use. */
static size_t old_keys_of(bool keep_keys)
{
	const struct ik_restore_wish wish = {.use = "2", .keep_keys = keep_keys};
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct restoring restoring = {0};
	struct ik_outcome outcome;
	size_t n;

	ck_assert(ik_restore_open(good, password, NULL, &restoring.source, NULL));
	ck_assert(ik_restore_plan(restoring.source, restored, &wish, MADE_AT + 31 * INT64_C(86400),
				  &restoring.plan, NULL));
	n = restoring.plan->head.old_keys.n;
	ck_assert(ik_restore_perform(restoring.source, restoring.plan, NULL, &outcome, NULL));
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ck_assert_uint_eq(outcome.keys_deleted.n, n);
	ik_outcome_free(&outcome);
	restore_release(&restoring);
	ik_secret_free(password);
	return n;
}

START_TEST(a_switch_deletes_old_keys_but_none_that_came_back)
{
	made_create(target, NULL);
	made_create(target, NULL);
	ck_assert_uint_eq(old_keys_of(false), 1);
	ck_assert(!made_exists(restored, "generations/1/key.pem"));
	ck_assert(made_exists(restored, "generations/2/key.pem"));
	ck_assert(made_exists(restored, "generations/3/key.pem"));
	ck_assert(made_exists(restored, "generations/4/key.pem"));
}
END_TEST

START_TEST(keep_keys_deletes_none)
{
	made_create(target, NULL);
	made_create(target, NULL);
	ck_assert_uint_eq(old_keys_of(true), 0);
	ck_assert(made_exists(restored, "generations/1/key.pem"));
}
END_TEST

START_TEST(a_key_that_was_deleted_here_stays_deleted)
{
	struct ik_outcome outcome;
	struct restoring restoring;

	restore_do(good, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	drop_key(1);
	restoring = restore_prepare(good, NULL, false);
	ck_assert(restoring.plan->entries[0].key_left_out);
	ck_assert(!restoring.plan->entries[0].has_key);
	ck_assert(!ik_restore_changes(restoring.plan));
	restore_release(&restoring);
}
END_TEST

START_TEST(an_older_backup_is_said_to_be_older)
{
	struct ik_outcome outcome;
	struct restoring restoring;
	char *info, *at;

	restore_do(good, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	made_create(target, NULL);
	info = made_read(restored, "generations/3/info", NULL);
	at = strstr(info, "made-at = 2026");
	ck_assert_ptr_nonnull(at);
	memcpy(at, "made-at = 2027", 14);
	made_write(restored, "generations/3/info", info, strlen(info));
	restoring = restore_prepare(good, NULL, false);
	ck_assert(restoring.plan->older);
	restore_release(&restoring);
	free(info);
}
END_TEST

/* --- not exportable --------------------------------------------------------------------------- */

START_TEST(keys_that_are_not_exportable_stay_out_of_the_next_backup)
{
	char *file = ik_format("%s/next.zip", target);
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_backup_plan *plan = NULL;
	struct ik_outcome outcome;
	struct ik_info info;

	restore_do(good, NULL, true, &outcome);
	ik_outcome_free(&outcome);
	restore_same_pair(2, 2);
	info = info_of(2);
	ck_assert(!info.exportable);
	ck_assert_int_eq(info.replaces, 1);
	ik_info_free(&info);
	ck_assert(ik_backup_plan(restored, file, password, MADE_AT, &plan, NULL));
	ck_assert_uint_eq(plan->generations, 2);
	ck_assert_uint_eq(plan->keys, 0);
	ck_assert(ik_backup_perform(plan, NULL, &outcome, NULL));
	ik_outcome_free(&outcome);
	ik_backup_plan_free(plan);
	free(restored);
	restored = ik_format("%s/elsewhere", target);
	ck_assert_int_eq(restore_try(file, MADE_PASSWORD, NULL), IK_E_RESTORE_KEYLESS);
	ck_assert(!made_exists(target, "elsewhere"));
	ik_secret_free(password);
	free(file);
}
END_TEST

/* --- the log ---------------------------------------------------------------------------------- */

START_TEST(the_log_says_what_was_restored)
{
	struct ik_outcome outcome;
	char *log;

	restore_do(good, NULL, false, &outcome);
	log = made_read(restored, "audit.log", NULL);
	ck_assert_ptr_nonnull(strstr(log, "\"operation\":\"restore\""));
	ck_assert_ptr_nonnull(strstr(log, good));
	ck_assert_ptr_nonnull(strstr(log, outcome.now.serial));
	ck_assert_ptr_null(strstr(log, MADE_PASSWORD));
	free(log);
	ik_outcome_free(&outcome);
}
END_TEST

Suite *suite_restore(void)
{
	Suite *suite = suite_create("restore");
	TCase *tests = tcase_create("restore");

	tcase_set_timeout(tests, 300);
	tcase_add_unchecked_fixture(tests, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(tests, restore_world_begin, restore_world_done);
	tcase_add_test(tests, a_restore_that_was_cut_is_finished_by_the_next);
	tcase_add_test(tests, a_restore_that_was_cut_after_its_switch_is_finished_by_the_next);
	tcase_add_test(tests, a_group_that_is_not_here_gets_no_key);
	tcase_add_test(tests, a_group_that_is_not_here_is_no_matter_without_a_key);
	tcase_add_test(tests, a_group_that_gets_a_key_is_named);
	tcase_add_test(tests, restoring_twice_is_restoring_once);
	tcase_add_test(tests, a_taken_number_is_not_replaced_but_the_next_is_given);
	tcase_add_test(tests, a_key_that_was_deleted_here_stays_deleted);
	tcase_add_test(tests, keys_that_are_not_exportable_stay_out_of_the_next_backup);
	tcase_add_test(tests, a_switch_deletes_old_keys_but_none_that_came_back);
	tcase_add_test(tests, keep_keys_deletes_none);
	tcase_add_test(tests, an_empty_store_gets_all_as_it_was);
	tcase_add_test(tests, a_store_in_which_nothing_is_gets_the_id_of_the_backup);
	tcase_add_test(tests, the_file_restored_from_is_the_last_backup);
	tcase_add_test(tests, another_one_can_be_put_in_use_at_once);
	tcase_add_test(tests, what_is_asked_for_is_put_in_use);
	tcase_add_test(tests, an_older_backup_is_said_to_be_older);
	tcase_add_test(tests, the_log_says_what_was_restored);
	suite_add_tcase(suite, tests);
	return suite;
}
