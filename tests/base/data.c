/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data.c: tests of allocation, buffers, lists, pairs and facts. */
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/pairs.h"
#include "suites.h"

static void leave_with_seven(bool late)
{
	_exit(late ? 8 : 7);
}

START_TEST(an_array_too_large_for_any_memory_calls_the_handler)
{
	ik_alloc_on_failure(leave_with_seven);
	ik_alloc_array(SIZE_MAX / 2, 3);
	_exit(0);
}
END_TEST

START_TEST(the_handler_knows_whether_a_change_stands)
{
	ik_alloc_on_failure(leave_with_seven);
	ik_alloc_late(true);
	ik_alloc_array(SIZE_MAX / 2, 3);
	_exit(0);
}
END_TEST

START_TEST(the_handler_knows_that_another_change_begins)
{
	ik_alloc_on_failure(leave_with_seven);
	ik_alloc_late(true);
	ik_alloc_late(false);
	ik_alloc_array(SIZE_MAX / 2, 3);
	_exit(0);
}
END_TEST

START_TEST(exhaustion_without_a_handler_aborts)
{
	ik_alloc_array(SIZE_MAX / 2, 3);
}
END_TEST

START_TEST(nothing_allocated_is_still_memory)
{
	char *none = ik_alloc(0);

	ck_assert_ptr_nonnull(none);
	free(none);
	ck_assert_ptr_null(ik_strdup(NULL));
}
END_TEST

START_TEST(a_string_is_copied_as_far_as_asked)
{
	char *cut = ik_strndup("abcdef", 3), *whole = ik_strndup("ab", 100);
	char *made = ik_format("%s-%d", "a", 7);

	ck_assert_str_eq(cut, "abc");
	ck_assert_str_eq(whole, "ab");
	ck_assert_str_eq(made, "a-7");
	free(cut);
	free(whole);
	free(made);
}
END_TEST

START_TEST(an_empty_buffer_reads_as_empty_text)
{
	struct ik_buffer buffer = {0};

	ck_assert_str_eq(ik_buffer_string(&buffer), "");
	ik_buffer_free(&buffer);
	ik_buffer_free(&buffer);
}
END_TEST

START_TEST(a_buffer_keeps_every_byte_and_ends_in_nul)
{
	struct ik_buffer buffer = {0};

	for (int i = 0; i < 1000; i++)
		ik_buffer_add(&buffer, "a\0b", 3);
	ik_buffer_format(&buffer, "%0200d", 5);
	ik_buffer_text(&buffer, "end");
	ck_assert_uint_eq(buffer.size, 3203);
	ck_assert_mem_eq(buffer.data + 2997, "a\0b", 3);
	ck_assert_str_eq((char *)buffer.data + 3198, "05end");
	ik_buffer_free(&buffer);
	ck_assert_ptr_null(buffer.data);
}
END_TEST

START_TEST(buffers_are_equal_by_all_their_bytes)
{
	struct ik_buffer a = {0}, b = {0};

	ck_assert(ik_buffer_equal(&a, &b));
	ik_buffer_add(&a, "a\0b", 3);
	ck_assert(!ik_buffer_equal(&a, &b));
	ck_assert(!ik_buffer_equal(&b, &a));
	ik_buffer_add(&b, "a\0c", 3);
	ck_assert(!ik_buffer_equal(&a, &b));
	b.data[2] = 'b';
	ck_assert(ik_buffer_equal(&a, &b));
	a.size = b.size = 0;
	b.data[0] = 'x';
	ck_assert(ik_buffer_equal(&a, &b));
	ik_buffer_free(&a);
	ck_assert(ik_buffer_equal(&a, &b));
	ik_buffer_free(&b);
}
END_TEST

START_TEST(lists_are_equal_as_sets)
{
	struct ik_list a = {0}, b = {0};

	ik_list_add(&a, "one");
	ik_list_add(&a, "two");
	ik_list_add(&b, "two");
	ck_assert(!ik_list_equal(&a, &b));
	ck_assert(!ik_list_equal(&b, &a));
	ik_list_add(&b, "one");
	ik_list_add(&b, "one");
	ck_assert(ik_list_equal(&a, &b));
	ik_list_free(&a);
	ik_list_free(&b);
	ik_list_free(&b);
}
END_TEST

START_TEST(a_list_copies_joins_and_grows)
{
	struct ik_list a = {0}, b = {0};
	char *nothing = ik_list_join(&a, ",");

	ck_assert_str_eq(nothing, "");
	for (int i = 0; i < 9; i++)
		ik_list_take(&a, ik_format("%d", i));
	ik_list_add(&b, "old");
	ik_list_copy(&b, &a);
	ik_list_copy(&b, &b);
	ik_list_free(&a);

	char *text = ik_list_join(&b, ", ");

	ck_assert_str_eq(text, "0, 1, 2, 3, 4, 5, 6, 7, 8");
	ck_assert(ik_list_has(&b, "8"));
	ck_assert(!ik_list_has(&b, "old"));
	ik_list_free(&b);
	free(text);
	free(nothing);
}
END_TEST

static const struct {
	const char *text;
	size_t size;
	enum ik_error_id id;
	const char *about;
} bad_pairs[] = {
	{"a = 1\nb\n", 8, IK_E_PAIRS_LINE, "2"},  {"#x\n\n  = v", 9, IK_E_PAIRS_LINE, "3"},
	{"a = \0", 5, IK_E_PAIRS_TEXT, ""},       {"a = \xff", 5, IK_E_PAIRS_TEXT, ""},
	{"a = \xe8\xa8", 6, IK_E_PAIRS_TEXT, ""},
};

START_TEST(text_that_is_no_pairs_is_refused_with_its_line)
{
	struct ik_pairs pairs;
	struct ik_error err = {0};

	ck_assert(!ik_pairs_parse(bad_pairs[_i].text, bad_pairs[_i].size, &pairs, &err));
	ck_assert_uint_eq(err.id, bad_pairs[_i].id);
	ck_assert_str_eq(err.arg[0], bad_pairs[_i].about);
	ck_assert_uint_eq(pairs.n, 0);
}
END_TEST

START_TEST(pairs_split_at_the_first_equals_and_lose_their_blanks)
{
	static const char text[] = "# remark\n\n \t a \t=\tb = c \r\nempty =\nlast=x";
	struct ik_pairs pairs;

	ck_assert(ik_pairs_parse(text, strlen(text), &pairs, NULL));
	ck_assert_uint_eq(pairs.n, 3);
	ck_assert_str_eq(pairs.items[0].id, "a");
	ck_assert_str_eq(pairs.items[0].value, "b = c");
	ck_assert_uint_eq(pairs.items[0].line, 3);
	ck_assert_str_eq(ik_pairs_get(&pairs, "empty"), "");
	ck_assert_str_eq(ik_pairs_get(&pairs, "last"), "x");
	ck_assert_uint_eq(pairs.items[2].line, 5);
	ck_assert_ptr_null(ik_pairs_get(&pairs, "none"));
	ik_pairs_free(&pairs);
	ck_assert(ik_pairs_parse("", 0, &pairs, NULL));
	ik_pairs_free(&pairs);
}
END_TEST

START_TEST(written_pairs_read_back_the_same)
{
	struct ik_buffer text = {0};
	struct ik_pairs pairs;

	ik_pairs_write(&text, "name", "証明書 = 1");
	ik_pairs_write(&text, "none", "");
	ck_assert(ik_pairs_parse(text.data, text.size, &pairs, NULL));
	ck_assert_str_eq(ik_pairs_get(&pairs, "name"), "証明書 = 1");
	ck_assert_str_eq(ik_pairs_get(&pairs, "none"), "");
	ik_pairs_free(&pairs);
	ik_buffer_free(&text);
}
END_TEST

START_TEST(copied_facts_live_on_without_the_first)
{
	struct ik_facts a = {.not_after = 253402300799, .self_signed = true}, b = {0};

	a.subject = ik_strdup("CN=srv01");
	a.key_type = ik_strdup("ecdsa-p256");
	ik_list_add(&a.dns_names, "srv01");
	b.subject = ik_strdup("old");
	ik_facts_copy(&b, &a);
	ik_facts_copy(&b, &b);
	ik_facts_free(&a);
	ck_assert_ptr_null(a.subject);
	ck_assert_str_eq(b.subject, "CN=srv01");
	ck_assert_str_eq(b.key_type, "ecdsa-p256");
	ck_assert_ptr_null(b.issuer);
	ck_assert_str_eq(b.dns_names.items[0], "srv01");
	ck_assert_int_eq(b.not_after, 253402300799);
	ck_assert(b.self_signed);
	ik_facts_free(&b);
	ik_facts_free(&b);
}
END_TEST

Suite *suite_data(void)
{
	Suite *suite = suite_create("data");
	TCase *one = tcase_create("data");

	tcase_set_timeout(one, 60);
	tcase_add_exit_test(one, an_array_too_large_for_any_memory_calls_the_handler, 7);
	tcase_add_exit_test(one, the_handler_knows_whether_a_change_stands, 8);
	tcase_add_exit_test(one, the_handler_knows_that_another_change_begins, 7);
	tcase_add_test_raise_signal(one, exhaustion_without_a_handler_aborts, SIGABRT);
	tcase_add_test(one, nothing_allocated_is_still_memory);
	tcase_add_test(one, a_string_is_copied_as_far_as_asked);
	tcase_add_test(one, an_empty_buffer_reads_as_empty_text);
	tcase_add_test(one, a_buffer_keeps_every_byte_and_ends_in_nul);
	tcase_add_test(one, buffers_are_equal_by_all_their_bytes);
	tcase_add_test(one, lists_are_equal_as_sets);
	tcase_add_test(one, a_list_copies_joins_and_grows);
	tcase_add_loop_test(one, text_that_is_no_pairs_is_refused_with_its_line, 0,
			    IK_COUNT(bad_pairs));
	tcase_add_test(one, pairs_split_at_the_first_equals_and_lose_their_blanks);
	tcase_add_test(one, written_pairs_read_back_the_same);
	tcase_add_test(one, copied_facts_live_on_without_the_first);
	suite_add_tcase(suite, one);
	return suite;
}
