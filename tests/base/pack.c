/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack.c: tests of what a child says to its parent. */
#include <stdlib.h>
#include <string.h>

#include "base/pack.h"
#include "suites.h"

static ik_secret *packed_example(void)
{
	ik_secret *out = ik_secret_new(4096);
	struct ik_list list = {0};

	ik_list_add(&list, "one");
	ik_list_add(&list, "");
	ck_assert(ik_pack_text(out, "証明書"));
	ck_assert(ik_pack_text(out, NULL));
	ck_assert(ik_pack_text(out, ""));
	ck_assert(ik_pack_number(out, INT64_MIN));
	ck_assert(ik_pack_list(out, &list));
	ck_assert(ik_pack_bytes(out, "a\0b", 3));
	ck_assert(ik_pack_bytes(out, "key", 3));
	ik_list_free(&list);
	return out;
}

/* Reads the example; true if it came through whole. */
static bool unpack_example(const ik_secret *from)
{
	struct ik_unpack in = ik_unpack_begin(from);
	struct ik_buffer bytes = {0};
	struct ik_list list = {0};
	ik_secret *key = NULL;
	char *text = ik_unpack_text(&in), *none = ik_unpack_text(&in), *empty = ik_unpack_text(&in);
	const int64_t number = ik_unpack_number(&in);

	ik_unpack_list(&in, &list);
	ik_unpack_bytes(&in, &bytes);
	ik_unpack_secret(&in, &key);

	const bool ok = ik_unpack_end(&in);

	if (ok) {
		ck_assert_str_eq(text, "証明書");
		ck_assert_ptr_null(none);
		ck_assert_str_eq(empty, "");
		ck_assert_int_eq(number, INT64_MIN);
		ck_assert_uint_eq(list.n, 2);
		ck_assert_str_eq(list.items[0], "one");
		ck_assert_mem_eq(bytes.data, "a\0b", 3);
		ck_assert_str_eq(ik_secret_data(key), "key");
	}
	free(text);
	free(none);
	free(empty);
	ik_list_free(&list);
	ik_buffer_free(&bytes);
	ik_secret_free(key);
	return ok;
}

START_TEST(an_answer_cut_at_any_byte_is_noticed)
{
	ik_secret *whole = packed_example();

	for (size_t size = 0; size < ik_secret_size(whole); size++) {
		ik_secret *cut = ik_secret_new(4096);

		ik_secret_set(cut, ik_secret_data(whole), size, NULL);
		ck_assert_msg(!unpack_example(cut), "cut at %zu", size);
		ik_secret_free(cut);
	}
	ik_secret_free(whole);
}
END_TEST

START_TEST(something_left_over_is_noticed)
{
	ik_secret *more = packed_example();

	ik_secret_append(more, "x", 1, NULL);
	ck_assert(!unpack_example(more));
	ik_secret_free(more);
}
END_TEST

START_TEST(another_kind_of_field_fails_for_good)
{
	ik_secret *out = ik_secret_new(64);

	ik_pack_number(out, 7);
	ik_pack_text(out, "after");

	struct ik_unpack in = ik_unpack_begin(out);

	ck_assert_ptr_null(ik_unpack_text(&in));
	ck_assert_int_eq(ik_unpack_number(&in), 0);
	ck_assert(!ik_unpack_end(&in));
	ik_secret_free(out);
}
END_TEST

/* Fields that no writer of ours makes: tag, length (little-endian), content. */
static const struct {
	const char *bytes;
	size_t size;
} lies[] = {
	{"t\x03\0\0\0a\0b", 8},
	{"t\xff\xff\xff\xff", 5},
	{"0\x01\0\0\0x", 6},
	{"?\0\0\0\0", 5},
};

START_TEST(a_lying_text_is_no_text)
{
	ik_secret *out = ik_secret_new(64);

	ik_secret_set(out, lies[_i].bytes, lies[_i].size, NULL);

	struct ik_unpack in = ik_unpack_begin(out);

	ck_assert_ptr_null(ik_unpack_text(&in));
	ck_assert(!ik_unpack_end(&in));
	ik_secret_free(out);
}
END_TEST

START_TEST(a_list_that_claims_more_than_it_has_is_noticed)
{
	ik_secret *out = ik_secret_new(64);
	struct ik_list list = {0};

	ik_secret_set(out, "l\x04\0\0\0\xff\xff\xff\xff", 9, NULL);
	ik_pack_text(out, "only");

	struct ik_unpack in = ik_unpack_begin(out);

	ik_unpack_list(&in, &list);
	ck_assert(!ik_unpack_end(&in));
	ik_list_free(&list);
	ik_secret_free(out);
}
END_TEST

START_TEST(out_of_room_stays_out_of_room)
{
	ik_secret *out = ik_secret_new(20);

	ck_assert(!ik_pack_text(out, "far too long for this"));
	ck_assert(!ik_pack_text(out, "a"));
	ck_assert(!ik_pack_number(out, 1));
	ik_secret_free(out);
}
END_TEST

START_TEST(a_secret_left_out_is_an_empty_one)
{
	ik_secret *out = ik_secret_new(64), *key = ik_secret_new(3), *first, *second;

	ik_secret_set(key, "key", 3, NULL);
	ck_assert(ik_pack_secret(out, NULL));
	ck_assert(ik_pack_secret(out, key));

	struct ik_unpack in = ik_unpack_begin(out);
	struct ik_error err = {0};

	ik_unpack_secret(&in, &first);
	ck_assert(!ik_unpack_done(&in, &err)); /* something is left */
	ck_assert_int_eq(err.id, IK_E_CHILD_LIED);
	ik_unpack_secret(&in, &second);
	ck_assert(ik_unpack_done(&in, NULL));
	ck_assert_uint_eq(ik_secret_size(first), 0);
	ck_assert(ik_secret_equal(second, key));
	ik_secret_free(second);
	ik_secret_free(first);
	ik_secret_free(key);
	ik_secret_free(out);
}
END_TEST

START_TEST(what_was_packed_comes_out)
{
	ik_secret *whole = packed_example();

	ck_assert(unpack_example(whole));
	ik_secret_free(whole);
}
END_TEST

Suite *suite_pack(void)
{
	Suite *suite = suite_create("pack");
	TCase *one = tcase_create("pack");

	tcase_set_timeout(one, 60);
	tcase_add_test(one, an_answer_cut_at_any_byte_is_noticed);
	tcase_add_test(one, something_left_over_is_noticed);
	tcase_add_test(one, another_kind_of_field_fails_for_good);
	tcase_add_loop_test(one, a_lying_text_is_no_text, 0, sizeof(lies) / sizeof(lies[0]));
	tcase_add_test(one, a_list_that_claims_more_than_it_has_is_noticed);
	tcase_add_test(one, out_of_room_stays_out_of_room);
	tcase_add_test(one, a_secret_left_out_is_an_empty_one);
	tcase_add_test(one, what_was_packed_comes_out);
	suite_add_tcase(suite, one);
	return suite;
}
