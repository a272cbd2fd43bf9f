/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requests.c (tests): keys that wait are whole or not there, private, and found again. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/read.h"
#include "store/inside.h"
#include "store/requests.h"
#include "store/world.h"

#define FIRST "20261121-00c0ffee"
#define SECOND "20261122-0f3a99c1"

static bool make_request(ik_store *store, const char *id, struct ik_error *err)
{
	ik_draft *draft = ik_draft_begin_request(store, id, err);
	ik_secret *key = ik_secret_new(8);
	bool ok = draft && ik_secret_set(key, "key", 3, err)
		  && ik_draft_private(draft, "key.pem", key, NULL, 0, err)
		  && ik_draft_public(draft, "request.pem", "request", 7, err)
		  && ik_draft_public(draft, "info", "x", 1, err);

	if (ok)
		ok = ik_draft_commit(draft, err);
	else
		ik_draft_abort(draft);
	ik_secret_free(key);
	return ok;
}

START_TEST(nothing_but_an_id_names_a_request)
{
	static const char *const names[] = {
		"",
		".",
		"..",
		"../current",
		"20261122",
		"20261122-0f3a99c",
		"20261122-0f3a99c1x",
		"20261122-0F3A99C1",
		"2026112a-0f3a99c1",
		"20261122_0f3a99c1",
		"20261122-0f3a99c1/",
		"/0261122-0f3a99c1",
	};
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_store *store = store_with(1);

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		ck_assert_msg(!ik_request_id_is(names[i]), "%s", names[i]);
		ck_assert_ptr_null(ik_draft_begin_request(store, names[i], &err));
		ck_assert_error(err, IK_E_STORE_WRITE);
		ck_assert(!ik_store_request_read(store, names[i], "info", &out, NULL));
		ck_assert(!ik_store_request_remove(store, names[i], NULL));
	}
	ck_assert(ik_request_id_is(SECOND));
	ck_assert_int_eq(mode_of("store/requests"), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(a_request_is_private_and_whole)
{
	static const mode_t masks[] = {0, 077, 0777};
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_secret *key = NULL;
	ik_store *store = store_with(0);

	umask(masks[_i]);
	ck_assert_fine(make_request(store, FIRST, &err), err);
	umask(077);
	ck_assert_int_eq(mode_of("store/requests"), 0700);
	ck_assert_int_eq(mode_of("store/requests/" FIRST), 0700);
	ck_assert_int_eq(mode_of("store/requests/" FIRST "/key.pem"), 0600);
	ck_assert_fine(ik_store_request_read(store, FIRST, "request.pem", &out, &err), err);
	ck_assert_str_eq(ik_buffer_string(&out), "request");
	ck_assert_fine(ik_store_request_secret(store, FIRST, "key.pem", &key, &err), err);
	ck_assert_str_eq(ik_secret_data(key), "key");
	ck_assert_int_eq(count_temporary(world), 0);
	ik_secret_free(key);
	ik_buffer_free(&out);
	ik_store_close(store);
}
END_TEST

START_TEST(one_that_waits_is_not_replaced)
{
	struct ik_error err = {0};
	ik_store *store = store_with(0);

	ck_assert_fine(make_request(store, FIRST, &err), err);
	put_file("store/requests/" FIRST "/info", "old", 0600);
	ck_assert(!make_request(store, FIRST, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	char *info = get_file("store/requests/" FIRST "/info");
	ck_assert_str_eq(info, "old");
	free(info);
	ck_assert_int_eq(count_temporary(world), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(the_oldest_comes_first_and_strangers_are_passed_over)
{
	struct ik_error err = {0};
	struct ik_list ids = {0};
	ik_store *store = store_with(1);

	ik_list_add(&ids, "before");
	ck_assert_fine(ik_store_requests(store, &ids, &err), err);
	ck_assert_uint_eq(ids.n, 0);
	ck_assert_fine(make_request(store, SECOND, &err), err);
	ck_assert_fine(make_request(store, FIRST, &err), err);
	ck_assert_int_eq(mkdir("store/requests/notes", 0700), 0);
	ck_assert_fine(ik_store_requests(store, &ids, &err), err);
	ck_assert_uint_eq(ids.n, 2);
	ck_assert_str_eq(ids.items[0], FIRST);
	ck_assert_str_eq(ids.items[1], SECOND);
	ik_list_free(&ids);
	ik_store_close(store);
}
END_TEST

START_TEST(a_file_that_is_missing_or_a_link_is_not_read)
{
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_secret *key = NULL;
	ik_store *store = store_with(1);

	ck_assert_fine(make_request(store, FIRST, &err), err);
	ck_assert(!ik_store_request_read(store, SECOND, "info", &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	ck_assert(!ik_store_request_read(store, FIRST, "nothing", &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	ck_assert_int_eq(unlink("store/requests/" FIRST "/key.pem"), 0);
	ck_assert_int_eq(symlink("../../generations/1/key.pem", "store/requests/" FIRST "/key.pem"),
			 0);
	ck_assert(!ik_store_request_secret(store, FIRST, "key.pem", &key, &err));
	ck_assert_error(err, IK_E_STORE_READ);
	ck_assert_ptr_null(key);
	ik_store_close(store);
}
END_TEST

START_TEST(what_is_removed_is_gone_and_removing_it_again_is_fine)
{
	struct ik_error err = {0};
	ik_store *store = store_with(1);

	ck_assert_fine(ik_store_request_remove(store, FIRST, &err), err);
	ck_assert_fine(make_request(store, FIRST, &err), err);
	ck_assert_fine(make_request(store, SECOND, &err), err);
	ck_assert_fine(ik_store_request_remove(store, FIRST, &err), err);
	ck_assert_fine(ik_store_request_remove(store, FIRST, &err), err);
	ck_assert_int_eq(count_names("store/requests"), 1);
	ck_assert_int_eq(mode_of("store/requests/" SECOND), 0700);
	ik_store_close(store);
}
END_TEST

START_TEST(the_next_change_sweeps_what_a_cut_request_left)
{
	struct ik_error err = {0};
	ik_store *store = store_with(1);

	ck_assert_fine(make_request(store, FIRST, &err), err);
	ik_store_close(store);
	ck_assert_int_eq(mkdir("store/requests/.inkan-tmp-0123456789abcdef", 0700), 0);
	put_file("store/requests/.inkan-tmp-0123456789abcdef/key.pem", "key", 0600);
	store = open_change();
	ck_assert_int_eq(count_names("store/requests"), 1);
	ik_store_close(store);
}
END_TEST

START_TEST(a_file_from_outside_is_read_whole_wherever_links_lead)
{
	struct ik_error err = {0};
	ik_secret *secret = NULL;

	put_file("target", "some bytes", 0600);
	ck_assert_int_eq(symlink("target", "link"), 0);
	ck_assert_fine(ik_read_foreign("link", 10, &secret, &err), err);
	ck_assert_str_eq(ik_secret_data(secret), "some bytes");
	ik_secret_free(secret);
	put_file("empty", "", 0600);
	ck_assert_fine(ik_read_foreign("empty", 10, &secret, &err), err);
	ck_assert_uint_eq(ik_secret_size(secret), 0);
	ik_secret_free(secret);
	ck_assert(!ik_read_foreign("link", 9, &secret, &err));
	ck_assert_error(err, IK_E_FILE_LARGE);
	ck_assert_ptr_null(secret);
	ik_error_clear(&err);
	ck_assert(!ik_read_foreign("nowhere", 9, &secret, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	ck_assert_int_eq(mkfifo("pipe", 0600), 0);
	ck_assert(!ik_read_foreign("pipe", 9, &secret, &err));
	ck_assert_error(err, IK_E_FILE_KIND);
}
END_TEST

Suite *suite_requests(void)
{
	Suite *suite = suite_create("requests");
	TCase *tests = tcase_create("requests");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, world_begin, world_end);
	tcase_add_test(tests, nothing_but_an_id_names_a_request);
	tcase_add_loop_test(tests, a_request_is_private_and_whole, 0, 3);
	tcase_add_test(tests, one_that_waits_is_not_replaced);
	tcase_add_test(tests, the_oldest_comes_first_and_strangers_are_passed_over);
	tcase_add_test(tests, a_file_that_is_missing_or_a_link_is_not_read);
	tcase_add_test(tests, what_is_removed_is_gone_and_removing_it_again_is_fine);
	tcase_add_test(tests, the_next_change_sweeps_what_a_cut_request_left);
	tcase_add_test(tests, a_file_from_outside_is_read_whole_wherever_links_lead);
	suite_add_tcase(suite, tests);
	return suite;
}
