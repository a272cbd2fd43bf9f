/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c: tests of hashes and random bytes. */
#include <string.h>

#include "pki/digest.h"
#include "suites.h"

START_TEST(known_answers)
{
	char hex[65];

	ck_assert(ik_digest_sha256("", 0, hex, NULL));
	ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	ck_assert(ik_digest_sha256(NULL, 0, hex, NULL));
	ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	ck_assert(ik_digest_sha256("abc", 3, hex, NULL));
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

START_TEST(pieces_have_the_hash_of_the_whole)
{
	static const char text[] =
		"The quick brown fox jumps over the lazy dog, sixty-four bytes and more.";
	const size_t size = sizeof(text) - 1;
	char whole[65], pieces[65];

	ck_assert(ik_digest_sha256(text, size, whole, NULL));
	for (size_t cut = 0; cut <= size; cut++) {
		ik_digest *digest = ik_digest_begin(NULL);

		ck_assert_ptr_nonnull(digest);
		ck_assert(ik_digest_add(digest, text, cut, NULL));
		ck_assert(ik_digest_add(digest, text + cut, size - cut, NULL));
		ik_digest_end(digest, pieces);
		ck_assert_str_eq(pieces, whole);
	}
	ik_digest_end(ik_digest_begin(NULL), pieces);
	ck_assert_str_eq(pieces,
			 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	ik_digest_end(ik_digest_begin(NULL), NULL);
	ik_digest_end(NULL, NULL);
}
END_TEST

START_TEST(random_bytes_fill_all_the_room_and_differ)
{
	uint8_t a[64] = {0}, b[64] = {0}, seen[64] = {0};

	ck_assert(ik_random(a, sizeof(a), NULL));
	ck_assert(ik_random(b, sizeof(b), NULL));
	ck_assert(memcmp(a, b, sizeof(a)) != 0);
	/* Each byte is drawn: within a few dozen draws none stays 0. */
	for (int round = 0; round < 40; round++) {
		ck_assert(ik_random(a, sizeof(a), NULL));
		for (size_t i = 0; i < sizeof(a); i++)
			seen[i] |= a[i];
	}
	for (size_t i = 0; i < sizeof(seen); i++)
		ck_assert_uint_eq(seen[i], 0xff);
}
END_TEST

Suite *suite_digest(void)
{
	Suite *suite = suite_create("digest");
	TCase *all = tcase_create("digest");

	tcase_add_test(all, known_answers);
	tcase_add_test(all, pieces_have_the_hash_of_the_whole);
	tcase_add_test(all, random_bytes_fill_all_the_room_and_differ);
	suite_add_tcase(suite, all);
	return suite;
}
