/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retention.c: old keys go when they are due, and never the one in use or the one before; prune and
 * log. */
#include "config.h"

#include "ops/records/retention.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/date.h"
#include "fake_store.h"
#include "made.h"
#include "ops/change/create.h"
#include "ops/change/prune.h"
#include "ops/change/rollback.h"
#include "ops/records/history.h"
#include "ops/records/log.h"
#include "suites.h"

/* A generation made DAYS days ago in place of REPLACES. */
static void add(int days, unsigned replaces)
{
	char *when = ik_date_rfc3339(FAKE_NOW - days * FAKE_DAY);
	char *info = ik_format(
		"origin = generated\nmade-at = %s\nby = root\nexportable = yes\nreplaces = %u\n",
		when, replaces);

	fake_add(&(struct fake_generation){.info = info});
	free(info);
	free(when);
}

static char *old_keys(unsigned in_use, unsigned before, int days)
{
	struct ik_old_keys keys;
	struct ik_history history;
	struct ik_buffer text = {0};
	ik_store *store = ik_store_open(fake_path, NULL);

	ck_assert_ptr_nonnull(store);
	ck_assert(ik_history_read(store, in_use, IK_HISTORY_RECORDS, 0, &history, NULL));
	ik_old_keys_find(&history, in_use, before, FAKE_NOW, days, &keys);
	ik_history_free(&history);
	for (size_t i = 0; i < keys.n; i++)
		ik_buffer_format(&text, "%u ", keys.numbers[i]);
	ik_old_keys_free(&keys);
	ik_store_close(store);
	char *out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}

static void assert_old(unsigned in_use, unsigned before, int days, const char *expected)
{
	char *keys = old_keys(in_use, before, days);

	ck_assert_str_eq(keys, expected);
	free(keys);
}

START_TEST(thirty_days_count_from_the_switch_away)
{
	add(100, 0);
	add(31, 1); /* away from 1: 31 days ago */
	add(30, 2); /* away from 2: 30 days ago */
	add(29, 3); /* away from 3: 29 days ago */
	add(1, 4);
	assert_old(5, 4, IK_KEY_DAYS, "1 2 ");
	assert_old(6, 5, IK_KEY_DAYS, "1 2 ");
	assert_old(5, 4, 0, "1 2 3 ");
}
END_TEST

START_TEST(what_is_in_use_and_what_was_before_stays_however_old)
{
	add(900, 0);
	add(800, 1);
	assert_old(2, 1, IK_KEY_DAYS, "");
	assert_old(2, 1, 0, "");
}
END_TEST

START_TEST(what_came_back_above_the_one_in_use_stays)
{
	add(900, 0);
	add(800, 1);
	add(700, 2);
	assert_old(2, 1, 0, "");
}
END_TEST

static void assert_before(unsigned in_use, unsigned expected)
{
	ik_store *store = ik_store_open(fake_path, NULL);

	struct ik_history history;

	ck_assert(ik_history_read(store, in_use, IK_HISTORY_RECORDS, 0, &history, NULL));
	ck_assert_uint_eq(ik_history_before(&history, in_use), expected);
	ik_history_free(&history);
	ik_store_close(store);
}

/* Who says what it took the place of may name what is no longer whole, or no longer there. */
START_TEST(the_last_key_that_one_can_go_back_to_stays)
{
	static const char *const damaged[] = {"certificate.pem", "key.pem", "info", NULL};
	char *name = ik_format("generations/2/%s", damaged[_i] ? damaged[_i] : "");
	char *folder = fake_file("generations/2"), *aside = ik_format("%s/aside", fake_folder);
	struct ik_rollback_plan *back = NULL;
	struct ik_prune_plan *pruned = NULL;

	add(900, 0);
	add(800, 1);
	add(700, 2);
	assert_before(3, 2);
	if (damaged[_i])
		fake_write(name, "damaged\n");
	else
		ck_assert_int_eq(rename(folder, aside), 0);
	assert_before(3, 1);
	assert_old(3, 2, 0, "");
	ck_assert(ik_prune_plan(fake_path, 3, FAKE_NOW, &pruned, NULL));
	ck_assert_uint_eq(pruned->before, 1);
	ck_assert(ik_prune_perform(pruned, NULL, NULL));
	ck_assert(made_exists(fake_path, "generations/1/key.pem"));
	ck_assert(
		ik_rollback_plan(&(struct ik_rollback_wish){0}, fake_path, FAKE_NOW, &back, NULL));
	ck_assert_uint_eq(back->back_to, 1);
	ik_rollback_plan_free(back);
	ik_prune_plan_free(pruned);
	free(aside);
	free(folder);
	free(name);
}
END_TEST

START_TEST(a_change_from_a_damaged_one_keeps_the_key_before_it)
{
	add(900, 0);
	add(800, 1);
	add(700, 2);
	assert_old(4, 3, IK_KEY_DAYS, "1 2 ");
	fake_write("generations/3/key.pem", "damaged\n");
	assert_old(4, 3, IK_KEY_DAYS, "1 ");
	fake_write("generations/2/certificate.pem", "damaged\n");
	assert_old(4, 3, IK_KEY_DAYS, "2 ");
}
END_TEST

START_TEST(a_clock_that_went_back_deletes_nothing)
{
	add(100, 0);
	add(-50, 1);
	add(-40, 2);
	assert_old(3, 2, IK_KEY_DAYS, "");
}
END_TEST

/* The change made under the wrong clock took over "in 1970"; the key before it is the one to go
 * back to. */
START_TEST(what_took_over_under_a_wrong_clock_starts_no_thirty_days)
{
	enum { SINCE_1970 = FAKE_NOW / FAKE_DAY };

	add(1, 0);
	add(SINCE_1970, 1);
	assert_old(3, 2, IK_KEY_DAYS, "");
	assert_old(3, 2, 0, "1 ");
	add(SINCE_1970, 2); /* nor does 2, which was in use yesterday for all that one knows */
	assert_old(4, 3, IK_KEY_DAYS, "");
	add(0, 3);
	assert_old(5, 4, IK_KEY_DAYS, "");
}
END_TEST

/* A year behind looks like any other moment by itself. */
START_TEST(what_took_over_before_the_one_replaced_was_made_starts_no_thirty_days)
{
	add(10, 0);
	add(370, 1);
	add(0, 2);
	assert_old(4, 3, IK_KEY_DAYS, "");
}
END_TEST

START_TEST(what_was_made_in_1970_and_never_used_stays)
{
	add(1, 0);
	add(FAKE_NOW / FAKE_DAY, 0);
	add(0, 1);
	assert_old(4, 3, IK_KEY_DAYS, "");
}
END_TEST

START_TEST(the_key_in_use_cannot_be_deleted)
{
	add(10, 0);
	add(5, 1);
	add(1, 2);
	ik_store *store = ik_store_open_change(fake_path, "", NULL, NULL);
	unsigned numbers[] = {1, 2, 3};
	const struct ik_old_keys keys = {numbers, 3};
	struct ik_old_keys gone = {0};

	ck_assert(!ik_store_delete_key(store, 3, NULL));
	ck_assert(ik_old_keys_delete(store, &keys, FAKE_NOW, &gone, NULL));
	ck_assert_uint_eq(gone.n, 1);
	ck_assert_uint_eq(gone.numbers[0], 1);
	ck_assert(!ik_store_has_key(store, 1));
	ck_assert(ik_store_has_key(store, 2));
	ck_assert(ik_store_has_key(store, 3));
	ik_store_close(store);
	ik_old_keys_free(&gone);
}
END_TEST

static struct ik_create_plan *plan(bool keep_keys)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;

	wish.keep_keys = keep_keys;
	ck_assert(ik_create_plan(&wish, fake_path, FAKE_NOW, &plan, NULL));
	return plan;
}

START_TEST(a_change_deletes_them_unless_they_are_to_stay)
{
	struct ik_outcome outcome;

	add(100, 0);
	add(60, 1);
	add(1, 2);
	struct ik_create_plan *kept = plan(true), *due = plan(false);

	ck_assert_uint_eq(kept->head.old_keys.n, 0);
	ck_assert_uint_eq(due->head.old_keys.n, 1);
	ck_assert(ik_create_perform(due, NULL, &outcome, NULL));
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ck_assert_uint_eq(outcome.keys_deleted.n, 1);
	ck_assert(!made_exists(fake_path, "generations/1/key.pem"));
	ck_assert(made_exists(fake_path, "generations/1/certificate.pem"));
	ck_assert(made_exists(fake_path, "generations/2/key.pem"));
	ck_assert(made_exists(fake_path, "generations/3/key.pem"));
	ik_outcome_free(&outcome);
	ik_create_plan_free(kept);
	ik_create_plan_free(due);
}
END_TEST

/* --- prune and log ---------------------------------------------------------------------------- */

START_TEST(prune_takes_old_keys_and_our_old_backups_only)
{
	static const char *const files[] = {
		"backups/inkan-a-1-20260101T000000Z.zip",
		"backups/inkan-b-2-20260201T000000Z.zip",
		"backups/inkan-a-3-20260301T000000Z.zip",
		"backups/inkan-a-9-20260401T000000Z.zip",
		"backups/mine.zip",
		"backups/inkan-a-1-20260101T000000Z.zip.old",
	};
	struct ik_prune_plan *pruned = NULL;

	add(4, 0);
	add(3, 1);
	add(2, 2);
	for (size_t i = 0; i < IK_COUNT(files); i++)
		fake_write(files[i], "x");
	fake_write("backups/last",
		   "file = /x/backups/inkan-a-1-20260101T000000Z.zip\nnewest-generation = 1\n");
	char *before = made_tree(fake_path);

	ck_assert(ik_prune_plan(fake_path, 2, FAKE_NOW, &pruned, NULL));
	char *after = made_tree(fake_path);

	ck_assert_str_eq(before, after);
	ck_assert_uint_eq(pruned->n_keys, 1);
	ck_assert_uint_eq(pruned->backups.n, 1);
	ck_assert_str_eq(pruned->backups.items[0], "inkan-b-2-20260201T000000Z.zip");
	ck_assert_uint_eq(pruned->backups_kept, 3);
	ck_assert(ik_prune_perform(pruned, NULL, NULL));
	ck_assert(!made_exists(fake_path, files[1]));
	for (size_t i = 0; i < IK_COUNT(files); i++)
		ck_assert(i == 1 || made_exists(fake_path, files[i]));
	ck_assert(!made_exists(fake_path, "generations/1/key.pem"));
	ck_assert(made_exists(fake_path, "generations/2/key.pem"));
	ik_prune_plan_free(pruned);
	free(before);
	free(after);
}
END_TEST

START_TEST(prune_does_nothing_once_somebody_else_changed_the_store)
{
	struct ik_prune_plan *pruned = NULL;
	struct ik_error err = {0};

	add(4, 0);
	add(3, 1);
	add(2, 2);
	ck_assert(ik_prune_plan(fake_path, 3, FAKE_NOW, &pruned, NULL));
	add(1, 3);
	ck_assert(!ik_prune_perform(pruned, NULL, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_MOVED);
	ck_assert(made_exists(fake_path, "generations/1/key.pem"));
	ik_prune_plan_free(pruned);
}
END_TEST

START_TEST(a_torn_line_is_passed_over_and_nothing_in_it_is_believed)
{
	struct ik_log log;

	add(1, 0);
	ck_assert(ik_log_read(fake_path, &log, NULL));
	ck_assert_uint_eq(log.n, 0);
	ik_log_free(&log);
	fake_write("audit.log",
		   "{\"time\":\"T\",\"uid\":0,\"operation\":\"create\\u001b[2J\",\"generation\":4,"
		   "\"result\":\"done\"}\n"
		   "{\"time\":\"U\",\"uid\n"
		   "[1]\n"
		   "{\"time\":\"V\",\"uid\":1000,\"hook\":\"\\u202ereload\",\"result\":7}\n"
		   "{\"time\":");
	ck_assert(ik_log_read(fake_path, &log, NULL));
	ck_assert_uint_eq(log.n, 2);
	ck_assert_uint_eq(log.torn, 3);
	ck_assert_str_eq(log.entries[0].operation, "create\\x1b[2J");
	ck_assert_uint_eq(log.entries[0].generation, 4);
	ck_assert_str_eq(log.entries[1].hook, "<U+202E>reload");
	ck_assert_ptr_null(log.entries[1].result);
	ck_assert_ptr_null(strstr(ik_buffer_string(&log.json), "\\u001b"));
	ik_log_free(&log);
}
END_TEST

START_TEST(a_very_long_log_is_read_from_its_end)
{
	char *line = ik_format("{\"operation\":\"create\",\"backup\":\"%01000d\"}\n", 0);
	struct ik_buffer text = {0};
	struct ik_log log;

	add(1, 0);
	while (text.size < 9 * 1024 * 1024)
		ik_buffer_text(&text, line);
	ik_buffer_text(&text, "{\"operation\":\"last\"}\n");
	fake_write("audit.log", ik_buffer_string(&text));
	ck_assert(ik_log_read(fake_path, &log, NULL));
	ck_assert_uint_eq(log.torn, 0);
	ck_assert_uint_le(log.n, 8 * 1024 * 1024 / strlen(line) + 1);
	ck_assert_str_eq(log.entries[log.n - 1].operation, "last");
	ik_log_free(&log);
	ik_buffer_free(&text);
	free(line);
}
END_TEST

Suite *suite_retention(void)
{
	Suite *suite = suite_create("retention");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, thirty_days_count_from_the_switch_away);
	tcase_add_test(all, what_is_in_use_and_what_was_before_stays_however_old);
	tcase_add_test(all, what_came_back_above_the_one_in_use_stays);
	tcase_add_loop_test(all, the_last_key_that_one_can_go_back_to_stays, 0, 4);
	tcase_add_test(all, a_change_from_a_damaged_one_keeps_the_key_before_it);
	tcase_add_test(all, a_clock_that_went_back_deletes_nothing);
	tcase_add_test(all, what_took_over_under_a_wrong_clock_starts_no_thirty_days);
	tcase_add_test(all, what_took_over_before_the_one_replaced_was_made_starts_no_thirty_days);
	tcase_add_test(all, what_was_made_in_1970_and_never_used_stays);
	tcase_add_test(all, the_key_in_use_cannot_be_deleted);
	tcase_add_test(all, a_change_deletes_them_unless_they_are_to_stay);
	tcase_add_test(all, prune_takes_old_keys_and_our_old_backups_only);
	tcase_add_test(all, prune_does_nothing_once_somebody_else_changed_the_store);
	tcase_add_test(all, a_torn_line_is_passed_over_and_nothing_in_it_is_believed);
	tcase_add_test(all, a_very_long_log_is_read_from_its_end);
	suite_add_tcase(suite, all);
	return suite;
}
