/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generations.c (tests): drafts, numbers, the switch, the small files. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"
#include "store/world.h"

static void expect_current(const ik_store *store, unsigned expected)
{
	struct ik_error err = {0};
	unsigned current = 99;

	ck_assert_fine(ik_store_current(store, &current, &err), err);
	ck_assert_uint_eq(current, expected);
}

static void expect_text(const char *path, const char *expected)
{
	char *text = get_file(path);

	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, expected);
	free(text);
}

static bool read_secret(const ik_store *store, unsigned number, const char *name, ik_secret **out,
			struct ik_error *err)
{
	ik_folder *folder = ik_folder_open(store, number);
	bool ok = ik_folder_read_secret(folder, name, out, err);

	ik_folder_close(folder);
	return ok;
}

START_TEST(a_generation_is_whole_and_has_its_modes)
{
	static const mode_t masks[] = {0, 077, 0777};

	umask(masks[_i]);
	ik_store *store = store_with(1);
	umask(077);
	expect_text("store/generations/1/certificate.pem", "certificate 1\n");
	expect_text("store/generations/1/combined.pem", "key 1\ncertificate 1\n");
	ck_assert_int_eq(mode_of("store/generations/1"), 0755);
	ck_assert_int_eq(mode_of("store/generations/1/certificate.pem"), 0644);
	ck_assert_int_eq(mode_of("store/generations/1/info"), 0644);
	ck_assert_int_eq(mode_of("store/generations/1/key.pem"), 0600);
	ck_assert_int_eq(mode_of("store/generations/1/combined.pem"), 0600);
	ck_assert_int_eq(mode_of("store/lock"), 0600);
	ck_assert_int_eq(count_temporary(world), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(a_key_group_may_read_the_key_and_nothing_else_changes)
{
	struct ik_error err = {0};
	struct stat st;
	ik_store *store = store_with(0);
	ik_draft *draft = ik_draft_begin(store, 1, getegid(), &err);
	ik_secret *key = ik_secret_new(8);

	ck_assert(ik_secret_set(key, "key", 3, &err));
	ck_assert_fine(ik_draft_private(draft, "key.pem", key, NULL, 0, &err), err);
	ck_assert_fine(ik_draft_public(draft, "certificate.pem", "x", 1, &err), err);
	ck_assert_fine(ik_draft_commit(draft, &err), err);
	ck_assert_int_eq(stat("store/generations/1/key.pem", &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0640);
	ck_assert_uint_eq(st.st_gid, getegid());
	ck_assert_int_eq(mode_of("store/generations/1/certificate.pem"), 0644);
	ik_secret_free(key);
	ik_store_close(store);
}
END_TEST

START_TEST(what_could_not_be_read_again_is_not_written)
{
	struct ik_error err = {0};
	ik_store *store = store_with(0);
	ik_draft *draft = ik_draft_begin(store, 1, (gid_t)-1, &err);
	ik_secret *key = ik_secret_new(8), *back = NULL;
	static char chain[IK_STORE_SECRET_MAX];

	ck_assert(ik_secret_set(key, "key", 3, &err));
	ck_assert(!ik_draft_private(draft, "long.pem", key, chain, sizeof(chain) - 2, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	ik_error_clear(&err);
	ck_assert_fine(ik_draft_private(draft, "combined.pem", key, chain, sizeof(chain) - 3, &err),
		       err);
	ck_assert_fine(ik_draft_commit(draft, &err), err);
	ck_assert_fine(read_secret(store, 1, "combined.pem", &back, &err), err);
	ck_assert_uint_eq(ik_secret_size(back), IK_STORE_SECRET_MAX);
	ik_secret_free(back);
	ik_secret_free(key);
	ik_store_close(store);
}
END_TEST

START_TEST(an_aborted_draft_leaves_nothing)
{
	struct ik_error err = {0};
	ik_store *store = store_with(1);
	ik_draft *draft = ik_draft_begin(store, 2, (gid_t)-1, &err);

	ck_assert(ik_draft_public(draft, "info", "x", 1, &err));
	ck_assert(!ik_draft_public(draft, "info", "x", 1, &err));
	ik_draft_abort(draft);
	ck_assert_int_eq(count_names("store/generations"), 1);
	ik_store_close(store);
}
END_TEST

START_TEST(a_number_that_is_taken_is_not_replaced)
{
	struct ik_error err = {0};
	ik_store *store = store_with(1);

	put_file("store/generations/1/info", "old", 0644);
	ck_assert(!make_generation(store, 1, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	expect_text("store/generations/1/info", "old");
	ck_assert_int_eq(count_temporary(world), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(numbers_only_rise)
{
	struct ik_error err = {0};
	unsigned number;
	ik_store *store = store_with(3);

	ck_assert(ik_store_next(store, &number, &err));
	ck_assert_uint_eq(number, 4);
	ck_assert_fine(ik_store_remove(store, 1, &err), err);
	ck_assert(ik_store_next(store, &number, &err));
	ck_assert_uint_eq(number, 4);
	ck_assert_int_eq(mkdir("store/generations/999999999", 0755), 0);
	ck_assert(!ik_store_next(store, &number, &err));
	ck_assert_error(err, IK_E_STORE_FULL_NUMBERS);
	ik_store_close(store);
}
END_TEST

START_TEST(what_is_not_a_generation_is_not_counted)
{
	static const char *const names[] = {"0", "01", "-1", "+5", "5x", " 5", "1234567890", "x"};
	struct ik_error err = {0};
	unsigned *numbers;
	size_t n;
	ik_store *store = store_with(2);

	for (size_t i = 0; i < IK_COUNT(names); i++)
		ck_assert_int_eq(mkdir(in_world("store/generations/%s", names[i]), 0755), 0);
	put_file("store/generations/7", "a file", 0600);
	ck_assert_int_eq(symlink("1", "store/generations/8"), 0);
	ck_assert_fine(ik_store_generations(store, &numbers, &n, &err), err);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(numbers[0], 1);
	ck_assert_uint_eq(numbers[1], 2);
	free(numbers);
	ik_store_close(store);
}
END_TEST

START_TEST(a_thousand_generations_are_listed_in_order)
{
	struct ik_error err = {0};
	unsigned *numbers;
	size_t n;
	ik_store *store = store_with(1);

	for (unsigned i = 2; i <= 1000; i++)
		ck_assert_int_eq(mkdir(in_world("store/generations/%u", i), 0755), 0);
	ck_assert_fine(ik_store_generations(store, &numbers, &n, &err), err);
	ck_assert_uint_eq(n, 1000);
	for (unsigned i = 0; i < n; i++)
		ck_assert_uint_eq(numbers[i], i + 1);
	free(numbers);
	ik_store_close(store);
}
END_TEST

/* --- the switch ------------------------------------------------------------------------------- */

START_TEST(a_number_that_is_gone_but_linked_to_is_not_given_again)
{
	struct ik_error err = {0};
	unsigned number = 0;
	ik_store *store = store_with(1);

	ck_assert_int_eq(unlink("store/current"), 0);
	ck_assert_int_eq(symlink("generations/7", "store/current"), 0);
	ck_assert_fine(ik_store_next(store, &number, &err), err);
	ck_assert_uint_eq(number, 8);
	ck_assert_fine(ik_store_remove(store, 1, &err), err);
	ik_store_close(store);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_is_an_error_and_can_be_replaced)
{
	static const char *const targets[] = {
		"generations/9", "generations/01",         "generations/1/",   "generations/1/..",
		"/etc",          "../store/generations/1", "generations/link", "1",
		"generations/",  "generations/1x",
	};
	struct ik_error err = {0};
	unsigned number = 99;
	ik_store *store = store_with(1);

	ck_assert_int_eq(symlink("1", "store/generations/link"), 0);
	ck_assert_int_eq(unlink("store/current"), 0);
	ck_assert_int_eq(symlink(targets[_i], "store/current"), 0);
	ck_assert(!ik_store_current(store, &number, &err));
	ck_assert_error(err, IK_E_STORE_CURRENT);
	ck_assert_uint_eq(number, 0);
	ik_error_clear(&err);
	ck_assert_fine(ik_store_switch(store, 1, &err), err);
	expect_current(store, 1);
	ik_store_close(store);
}
END_TEST

START_TEST(current_must_be_a_link)
{
	struct ik_error err = {0};
	unsigned number;
	ik_store *store = store_with(1);

	ck_assert_int_eq(unlink("store/current"), 0);
	expect_current(store, 0);
	ck_assert_int_eq(mkdir("store/current", 0755), 0);
	ck_assert(!ik_store_current(store, &number, &err));
	ck_assert_error(err, IK_E_STORE_CURRENT);
	ik_error_clear(&err);
	ck_assert(!ik_store_switch(store, 1, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	ck_assert_int_eq(count_temporary(world), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(only_what_is_there_is_switched_to)
{
	struct ik_error err = {0};
	ik_store *store = store_with(2);

	ck_assert(!ik_store_switch(store, 3, &err));
	ck_assert_error(err, IK_E_STORE_NO_GENERATION);
	expect_current(store, 2);
	ik_error_clear(&err);
	ck_assert_fine(ik_store_switch(store, 1, &err), err);
	expect_current(store, 1);
	ck_assert_int_eq(count_temporary(world), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(the_one_in_use_is_never_removed)
{
	struct ik_error err = {0};
	ik_store *store = store_with(2);

	ck_assert(!ik_store_remove(store, 2, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	ik_error_clear(&err);
	ck_assert(!ik_store_remove(store, 7, &err));
	ck_assert_error(err, IK_E_STORE_NO_GENERATION);
	ik_error_clear(&err);
	ck_assert_fine(ik_store_remove(store, 1, &err), err);
	ck_assert_int_eq(count_names("store/generations"), 1);
	ik_store_close(store);
}
END_TEST

/* --- files ------------------------------------------------------------------------------------ */

START_TEST(files_in_a_generation_are_files_or_refused)
{
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_secret *secret;
	ik_store *store = store_with(1);

	put_file("outside", "secret", 0600);
	ck_assert_int_eq(unlink("store/generations/1/key.pem"), 0);
	ck_assert_int_eq(symlink("../../../outside", "store/generations/1/key.pem"), 0);
	ck_assert(!ik_store_has(store, 1, "key.pem"));
	ck_assert(!read_secret(store, 1, "key.pem", &secret, &err));
	ck_assert_error(err, IK_E_STORE_READ);
	ck_assert_ptr_null(secret);
	ik_error_clear(&err);
	ck_assert_int_eq(unlink("store/generations/1/info"), 0);
	ck_assert_int_eq(mkfifo("store/generations/1/info", 0644), 0);
	ck_assert(!ik_store_read(store, 1, "info", &out, &err));
	ck_assert_error(err, IK_E_STORE_READ);
	ik_error_clear(&err);
	ck_assert(!ik_store_read(store, 1, "handover.pem", &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	ck_assert(!ik_store_read(store, 9, "info", &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ck_assert(ik_store_has(store, 1, "certificate.pem"));
	ik_store_close(store);
}
END_TEST

START_TEST(links_planted_under_our_names_lead_nowhere)
{
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_store *store = store_with(1);

	put_file("victim", "old", 0600);
	ck_assert_int_eq(symlink("../victim", "store/audit.log"), 0);
	ck_assert(!ik_store_log(store, "line", &err));
	expect_text("victim", "old");
	ck_assert_int_eq(symlink("../victim", "store/change"), 0);
	ik_error_clear(&err);
	ck_assert(!ik_store_get(store, "change", &out, &err));
	ck_assert(ik_store_note(store, "note\n", &err));
	expect_text("victim", "old");
	ck_assert_int_eq(rmdir("store/backups"), 0);
	ck_assert_int_eq(mkdir("elsewhere", 0700), 0);
	ck_assert_int_eq(symlink("../elsewhere", "store/backups"), 0);
	ck_assert(!ik_store_put(store, "backups/last", "x", 1, &err));
	ck_assert_int_eq(count_names("elsewhere"), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(small_files_are_replaced_whole_and_private)
{
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_store *store = store_with(1);

	ck_assert(!ik_store_get(store, "backups/last", &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	ck_assert_fine(ik_store_put(store, "backups/last", "one", 3, &err), err);
	ck_assert_fine(ik_store_put(store, "backups/last", "two", 3, &err), err);
	ck_assert_fine(ik_store_get(store, "backups/last", &out, &err), err);
	ck_assert_str_eq(ik_buffer_string(&out), "two");
	ck_assert_int_eq(mode_of("store/backups/last"), 0600);
	ck_assert_int_eq(count_names("store/backups"), 1);
	ik_buffer_free(&out);
	ik_store_close(store);
}
END_TEST

START_TEST(the_log_survives_a_torn_line)
{
	struct ik_error err = {0};
	ik_store *store = store_with(1);

	ck_assert_fine(ik_store_log(store, "{1}", &err), err);
	ck_assert_int_eq(mode_of("store/audit.log"), 0600);
	put_file("store/audit.log", "{1}\n{2", 0600);
	ck_assert_fine(ik_store_log(store, "{3}", &err), err);
	expect_text("store/audit.log", "{1}\n{2\n{3}\n");
	ck_assert_int_eq(unlink("store/audit.log"), 0);
	ck_assert_int_eq(mkfifo("store/audit.log", 0600), 0);
	ck_assert(!ik_store_log(store, "{4}", &err));
	ik_store_close(store);
}
END_TEST

START_TEST(a_note_tells_that_a_change_was_cut)
{
	struct ik_error err = {0};
	struct ik_buffer note = {0};
	ik_store *store = store_with(1);

	ck_assert(!ik_store_interrupted(store, &note));
	ck_assert_fine(ik_store_note(store, "operation = create\n", &err), err);
	ik_store *other = ik_store_open("store", &err);
	ck_assert_msg(!ik_store_interrupted(other, &note), "it is still under way");
	ik_store_close(store);
	ck_assert(ik_store_interrupted(other, &note));
	ck_assert_str_eq(ik_buffer_string(&note), "operation = create\n");
	store = open_change();
	ck_assert_fine(ik_store_note(store, NULL, &err), err);
	ck_assert_fine(ik_store_note(store, NULL, &err), err);
	ik_store_close(store);
	ck_assert(!ik_store_interrupted(other, &note));
	ik_store_close(other);
	ik_buffer_free(&note);
}
END_TEST

START_TEST(debris_is_swept_and_nothing_else)
{
	ik_store_close(store_with(1));
	put_file("store/.inkan-tmp-0000000000000001", "x", 0600);
	ck_assert_int_eq(symlink("generations/1", "store/.inkan-tmp-0000000000000002"), 0);
	ck_assert_int_eq(mkdir("store/generations/.inkan-tmp-0000000000000003", 0700), 0);
	put_file("store/generations/.inkan-tmp-0000000000000003/key.pem", "key", 0600);
	put_file("store/backups/.inkan-tmp-0000000000000004", "x", 0600);
	put_file("store/backups/.inkan-tmp-4", "not ours", 0600);
	put_file("store/.hidden", "not ours", 0600);
	if (geteuid() == 0) {
		put_file("store/.inkan-tmp-0000000000000005", "another user's", 0600);
		ck_assert_int_eq(chown("store/.inkan-tmp-0000000000000005", 65534, (gid_t)-1), 0);
	}
	ik_store *store = open_change();
	ck_assert_int_eq(count_temporary(world), geteuid() == 0 ? 1 : 0);
	ck_assert_int_eq(access("store/backups/.inkan-tmp-4", F_OK), 0);
	ck_assert_int_eq(access("store/.hidden", F_OK), 0);
	expect_text("store/generations/1/key.pem", "key 1\n");
	expect_current(store, 1);
	ik_store_close(store);
}
END_TEST

Suite *suite_generations(void)
{
	Suite *suite = suite_create("store: generations");
	TCase *tcase = tcase_create("generations");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_loop_test(tcase, a_generation_is_whole_and_has_its_modes, 0, 3);
	tcase_add_test(tcase, a_key_group_may_read_the_key_and_nothing_else_changes);
	tcase_add_test(tcase, what_could_not_be_read_again_is_not_written);
	tcase_add_test(tcase, an_aborted_draft_leaves_nothing);
	tcase_add_test(tcase, a_number_that_is_taken_is_not_replaced);
	tcase_add_test(tcase, numbers_only_rise);
	tcase_add_test(tcase, what_is_not_a_generation_is_not_counted);
	tcase_add_test(tcase, a_thousand_generations_are_listed_in_order);
	tcase_add_test(tcase, a_number_that_is_gone_but_linked_to_is_not_given_again);
	tcase_add_loop_test(tcase, a_link_that_leads_nowhere_is_an_error_and_can_be_replaced, 0,
			    10);
	tcase_add_test(tcase, current_must_be_a_link);
	tcase_add_test(tcase, only_what_is_there_is_switched_to);
	tcase_add_test(tcase, the_one_in_use_is_never_removed);
	tcase_add_test(tcase, files_in_a_generation_are_files_or_refused);
	tcase_add_test(tcase, links_planted_under_our_names_lead_nowhere);
	tcase_add_test(tcase, small_files_are_replaced_whole_and_private);
	tcase_add_test(tcase, the_log_survives_a_torn_line);
	tcase_add_test(tcase, a_note_tells_that_a_change_was_cut);
	tcase_add_test(tcase, debris_is_swept_and_nothing_else);
	suite_add_tcase(suite, tcase);
	return suite;
}
