/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.c (tests): the steps for agents are whole or not there, and older programs keep off. */
#include "config.h"

#include "store/steps.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inspect.h"
#include "store/world.h"

#define OLD "999-0f3a99c1.pem"
#define NEW "1795237500-00c0ffee.pem"

static void put(ik_store *store, const char *name, const char *text)
{
	struct ik_error err = {0};

	ck_assert_fine(ik_store_step_put(store, name, text, strlen(text), &err), err);
}

START_TEST(nothing_but_a_number_and_eight_digits_names_a_step)
{
	static const char *const names[] = {
		"",
		"..",
		"../format",
		"1-0f3a99c1",
		"1-0f3a99c1.pem.pem",
		"1-0f3a99c.pem",
		"1-0f3a99c11.pem",
		"1-0F3A99C1.pem",
		"1_0f3a99c1.pem",
		"-0f3a99c1.pem",
		"0-0f3a99c1.pem",
		"01-0f3a99c1.pem",
		"-1-0f3a99c1.pem",
		"12345678901234567-0f3a99c1.pem",
		"1-0f3a99c1.pem/",
		"/1-0f3a99c1.pem",
	};
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	uint64_t number = 0;
	ik_store *store = store_with(1);

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		ck_assert_msg(!ik_step_name_is(names[i], NULL), "%s", names[i]);
		ck_assert(!ik_store_step_put(store, names[i], "x", 1, &err));
		ck_assert_error(err, IK_E_STORE_WRITE);
		ck_assert(!ik_store_step_read(store, names[i], &out, NULL));
		ck_assert(!ik_store_step_remove(store, names[i], NULL));
	}
	ck_assert(ik_step_name_is(NEW, &number));
	ck_assert_uint_eq(number, 1795237500);
	ck_assert_int_eq(mode_of("store/steps"), 0);
	ik_store_close(store);
}
END_TEST

START_TEST(the_first_step_makes_older_programs_keep_off_and_nothing_before_it)
{
	struct ik_error err = {0};
	struct ik_list names = {0};
	ik_store *store = store_with(1);

	ck_assert_fine(ik_store_steps(store, &names, &err), err);
	ck_assert_uint_eq(names.n, 0);
	ck_assert_fine(ik_store_step_remove(store, OLD, &err), err);
	char *text = get_file("store/format");
	ck_assert_str_eq(text, "inkan-store 1\nserver-id = " SERVER_ID "\n");
	free(text);

	put(store, OLD, "step");
	text = get_file("store/format");
	ck_assert_str_eq(text, "inkan-store 2\nserver-id = " SERVER_ID "\n");
	free(text);
	ck_assert_int_eq(mode_of("store/format"), 0644);
	ik_store_close(store);
	/* Opened again, for looking and for a change. */
	store = ik_store_open(the_store, &err);
	ck_assert_fine(store, err);
	ck_assert_str_eq(ik_store_server_id(store), SERVER_ID);
	ik_store_close(store);
	ik_store_close(open_change());
}
END_TEST

START_TEST(a_store_that_gets_another_id_keeps_its_format)
{
	static const char other[] = "ffffffffffffffffffffffffffffffff";
	struct ik_error err = {0};
	ik_store *store = store_with(0);

	put(store, OLD, "step");
	ck_assert_fine(ik_store_adopt(store, other, &err), err);
	char *text = get_file("store/format");
	ck_assert_str_eq(text, "inkan-store 2\nserver-id = ffffffffffffffffffffffffffffffff\n");
	free(text);
	ik_store_close(store);
	/* And one of the first format does, too. */
	ck_assert_int_eq(unlink("store/format"), 0);
	put_file("store/format", "inkan-store 1\nserver-id = " SERVER_ID "\n", 0644);
	store = open_change();
	ck_assert_fine(ik_store_adopt(store, other, &err), err);
	text = get_file("store/format");
	ck_assert_str_eq(text, "inkan-store 1\nserver-id = ffffffffffffffffffffffffffffffff\n");
	free(text);
	ik_store_close(store);
}
END_TEST

START_TEST(a_step_is_public_and_whole_and_the_next_of_its_name_replaces_it)
{
	static const mode_t masks[] = {0, 077, 0777};
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	struct ik_flaws flaws;
	ik_store *store = store_with(1);

	umask(masks[_i]);
	put(store, NEW, "first");
	put(store, NEW, "second");
	umask(077);
	ck_assert_int_eq(mode_of("store/steps"), 0755);
	ck_assert_int_eq(mode_of("store/steps/" NEW), 0644);
	ck_assert_fine(ik_store_step_read(store, NEW, &out, &err), err);
	ck_assert_str_eq(ik_buffer_string(&out), "second");
	ck_assert_int_eq(count_names("store/steps"), 1);
	ck_assert_int_eq(count_temporary(world), 0);
	ik_store_inspect(store, &flaws);
	ck_assert_uint_eq(flaws.n, 0);
	ik_flaws_free(&flaws);
	ik_buffer_free(&out);
	ik_store_close(store);
}
END_TEST

START_TEST(a_step_that_others_can_write_is_a_flaw)
{
	struct ik_flaws flaws;
	ik_store *store = store_with(1);

	put(store, NEW, "step");
	ck_assert_int_eq(chmod("store/steps/" NEW, 0666), 0);
	ck_assert_int_eq(chmod("store/steps", 0777), 0);
	ik_store_inspect(store, &flaws);
	ck_assert_uint_eq(flaws.n, 2);
	ik_flaws_free(&flaws);
	ik_store_close(store);
}
END_TEST

START_TEST(the_highest_number_comes_first_and_strangers_are_passed_over)
{
	struct ik_error err = {0};
	struct ik_list names = {0};
	ik_store *store = store_with(1);

	ik_list_add(&names, "before");
	put(store, OLD, "step");
	put(store, NEW, "step");
	put(store, "1000-00000000.pem", "step");
	put_file("store/steps/README", "notes", 0644);
	ck_assert_fine(ik_store_steps(store, &names, &err), err);
	ck_assert_uint_eq(names.n, 3);
	ck_assert_str_eq(names.items[0], NEW);
	ck_assert_str_eq(names.items[1], "1000-00000000.pem");
	ck_assert_str_eq(names.items[2], OLD);
	ik_list_free(&names);
	ik_store_close(store);
}
END_TEST

START_TEST(a_step_that_is_missing_or_a_link_is_not_read)
{
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	ik_store *store = store_with(1);

	ck_assert(!ik_store_step_read(store, OLD, &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	put(store, OLD, "step");
	ck_assert(!ik_store_step_read(store, NEW, &out, &err));
	ck_assert_error(err, IK_E_FILE_NONE);
	ik_error_clear(&err);
	ck_assert_int_eq(symlink("../generations/1/key.pem", "store/steps/" NEW), 0);
	ck_assert(!ik_store_step_read(store, NEW, &out, &err));
	ck_assert_error(err, IK_E_STORE_READ);
	ik_store_close(store);
}
END_TEST

START_TEST(what_is_removed_is_gone_and_the_next_change_sweeps_what_was_cut)
{
	struct ik_error err = {0};
	ik_store *store = store_with(1);

	put(store, OLD, "step");
	put(store, NEW, "step");
	ck_assert_fine(ik_store_step_remove(store, OLD, &err), err);
	ck_assert_fine(ik_store_step_remove(store, OLD, &err), err);
	put_file("store/steps/.inkan-tmp-0123456789abcdef", "half", 0600);
	ik_store_close(store);
	ik_store_close(open_change());
	ck_assert_int_eq(count_names("store/steps"), 1);
	ck_assert_int_eq(mode_of("store/steps/" NEW), 0644);
}
END_TEST

Suite *suite_steps(void)
{
	Suite *suite = suite_create("steps");
	TCase *tests = tcase_create("steps");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, world_begin, world_end);
	tcase_add_test(tests, nothing_but_a_number_and_eight_digits_names_a_step);
	tcase_add_test(tests, the_first_step_makes_older_programs_keep_off_and_nothing_before_it);
	tcase_add_test(tests, a_store_that_gets_another_id_keeps_its_format);
	tcase_add_loop_test(tests, a_step_is_public_and_whole_and_the_next_of_its_name_replaces_it,
			    0, 3);
	tcase_add_test(tests, a_step_that_others_can_write_is_a_flaw);
	tcase_add_test(tests, the_highest_number_comes_first_and_strangers_are_passed_over);
	tcase_add_test(tests, a_step_that_is_missing_or_a_link_is_not_read);
	tcase_add_test(tests, what_is_removed_is_gone_and_the_next_change_sweeps_what_was_cut);
	suite_add_tcase(suite, tests);
	return suite;
}
