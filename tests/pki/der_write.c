/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der_write.c: tests that what is written as DER is what a reader sees, in as few bytes as DER
 * wants. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/der.h"
#include "suites.h"
#include "support.h"

START_TEST(a_number_has_as_few_bytes_as_it_needs_and_is_never_negative)
{
	static const struct {
		uint64_t number;
		const char *bytes;
		size_t size;
	} numbers[] = {
		{0, "\x02\x01\x00", 3},
		{127, "\x02\x01\x7f", 3},
		{128, "\x02\x02\x00\x80", 4},
		{256, "\x02\x02\x01\x00", 4},
		{600000, "\x02\x03\x09\x27\xc0", 5},
		{UINT64_MAX, "\x02\x09\x00\xff\xff\xff\xff\xff\xff\xff\xff", 11},
	};

	for (size_t i = 0; i < IK_COUNT(numbers); i++) {
		struct ik_buffer out = {0};
		struct ik_der in;
		uint64_t again;

		ik_der_put_number(&out, numbers[i].number);
		ck_assert_mem_eq(out.data, numbers[i].bytes, numbers[i].size);
		ck_assert_uint_eq(out.size, numbers[i].size);
		in = (struct ik_der){out.data, out.size};
		ck_assert(ik_der_number(&in, &again) && again == numbers[i].number && in.size == 0);
		ik_buffer_free(&out);
	}
}
END_TEST

/* Around each size at which the length takes another byte, behind something that is not to be
 * moved. */
START_TEST(every_size_is_closed_and_read_again)
{
	static const size_t sizes[] = {0, 1, 127, 128, 255, 256, 65535, 65536};
	size_t size = sizes[_i];
	char *content = ik_alloc(size + 1);
	struct ik_buffer out = {0};
	ik_secret *secret = ik_secret_new(size + 16);
	struct ik_der in, inside;

	memset(content, 'x', size);
	ik_buffer_text(&out, "in front");
	ik_buffer_add(&out, content, size);
	ik_der_close(&out, 8, IK_DER_SEQUENCE);
	ck_assert_mem_eq(out.data, "in front", 8);
	in = (struct ik_der){out.data + 8, out.size - 8};
	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &inside) && in.size == 0);
	ck_assert(ik_der_is(inside, content, size));

	ck_assert(ik_secret_append(secret, "in front", 8, NULL));
	ck_assert(size == 0 || ik_secret_append(secret, content, size, NULL));
	ck_assert(ik_der_close_secret(secret, 8, IK_DER_SEQUENCE));
	ck_assert_uint_eq(ik_secret_size(secret), out.size);
	ck_assert_mem_eq(ik_secret_data(secret), out.data, out.size);
	ik_secret_free(secret);
	ik_buffer_free(&out);
	free(content);
}
END_TEST

START_TEST(a_secret_without_room_is_not_closed)
{
	ik_secret *full = secret_of_bytes("12345678", 8);

	while (ik_secret_size(full) < ik_secret_room(full))
		ck_assert(ik_secret_append(full, "x", 1, NULL));
	ck_assert(!ik_der_close_secret(full, 0, IK_DER_SEQUENCE));
	ck_assert_mem_eq(ik_secret_data(full), "12345678", 8);
	ik_secret_free(full);
}
END_TEST

Suite *suite_der_write(void)
{
	Suite *suite = suite_create("der_write");
	TCase *all = tcase_create("der_write");

	tcase_add_test(all, a_number_has_as_few_bytes_as_it_needs_and_is_never_negative);
	tcase_add_loop_test(all, every_size_is_closed_and_read_again, 0, 8);
	tcase_add_test(all, a_secret_without_room_is_not_closed);
	suite_add_tcase(suite, all);
	return suite;
}
