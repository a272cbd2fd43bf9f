/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_ahead.c: tests that what is derived in several children comes to the same as in one, and
 * judges nothing. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/shell.h"
#include "suites.h"
#include "pki/support.h"
#include "world.h"

#define P12 "openssl pkcs12 -export -inkey ec.key -in ec.crt -certfile chain.pem -out f" P_OUT " "

enum { SHARES = 3, ROOM = 64 * 1024 };

static bool there;

static void set_up(void)
{
	there = world_begin();
}

/* What share NUMBER of OF holds for the file f. */
static ik_secret *derived(const char *password, unsigned number, unsigned of)
{
	ik_secret *out = ik_secret_new(ROOM), *secret = secret_of(password);
	struct ik_buffer bytes = get("f");

	ck_assert(ik_import_derive(bytes.data, bytes.size, secret, (struct ik_share){number, of},
				   out));
	ik_buffer_free(&bytes);
	ik_secret_free(secret);
	return out;
}

static size_t count(const ik_secret *ready)
{
	struct ik_unpack in = ik_unpack_begin(ready);
	size_t n = 0;

	while (in.left > 0 && !in.failed) {
		struct ik_buffer name = {0}, key = {0};

		ik_unpack_bytes(&in, &name);
		ik_unpack_bytes(&in, &key);
		ik_buffer_free(&name);
		ik_buffer_free(&key);
		n++;
	}
	ck_assert(ik_unpack_end(&in));
	return n;
}

/* The error of an import of f with what is READY; on IK_E_NONE all of it was taken. */
static enum ik_error_id imported(const char *password, const ik_secret *ready)
{
	struct ik_material material = {.ready = ready};
	struct ik_error err = {0};

	if (import_file(&material, "f", password, &err)) {
		ck_assert_uint_eq(material.n_keys, 1);
		ck_assert_uint_eq(material.n_certificates, 3);
		check_key(&material, 0, "ec.key");
	}
	material.ready = NULL;
	ik_material_free(&material);
	return err.id;
}

static const struct {
	const char *command;
	size_t derivations;
} files[] = {
	{P12 "-iter 100000", 3},
	{P12 "-iter 100000 -nomac", 1},
	{P12 "-iter 100000 -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1", 5},
	{P12 "-iter 100000 -certpbe NONE", 2},
	{P12 "-iter 99999", 0},
	{"openssl pkcs8 -topk8 -iter 100000 -in ec.key -outform DER -out f" P_OUT, 0},
};

START_TEST(each_slow_derivation_is_in_one_share)
{
	size_t sum = 0;

	if (!there)
		return;
	must(files[_i].command);
	for (unsigned i = 0; i < SHARES; i++) {
		ik_secret *share = derived(P, i, SHARES), *alone = derived(P, 0, 1);

		sum += count(share);
		ck_assert_uint_eq(count(alone), files[_i].derivations);
		ik_secret_free(share);
		ik_secret_free(alone);
	}
	ck_assert_uint_eq(sum, files[_i].derivations);
}
END_TEST

START_TEST(with_them_the_same_is_taken_and_they_are_what_opens_it)
{
	ik_secret *ready;

	if (!there)
		return;
	must(files[_i].command);
	ready = derived(P, 0, 1);
	ck_assert_int_eq(imported(P, ready), IK_E_NONE);

	/* One bit of the last key, which nothing else could have come from. */
	ik_secret *other = ik_secret_new(ROOM);
	struct ik_buffer bytes = {0};

	ik_buffer_add(&bytes, ik_secret_data(ready), ik_secret_size(ready));
	bytes.data[bytes.size - 1] ^= 1;
	ik_secret_set(other, bytes.data, bytes.size, NULL);
	ck_assert_int_ne(imported(P, other), IK_E_NONE);
	ik_buffer_free(&bytes);
	ik_secret_free(other);
	ik_secret_free(ready);
}
END_TEST

START_TEST(a_wrong_password_is_still_wrong)
{
	ik_secret *ready, *right;

	if (!there)
		return;
	must(files[_i].command);
	ready = derived("another horse", 0, 1);
	right = derived(P, 0, 1);
	ck_assert_int_eq(imported("another horse", ready), IK_E_IMPORT_PASSWORD);
	/* What was derived from one password is of no use for another: the parent only ever has
	 * one. */
	ck_assert(!ik_secret_equal(ready, right));
	ik_secret_free(ready);
	ik_secret_free(right);
}
END_TEST

START_TEST(a_changed_file_is_still_refused_by_its_mac)
{
	struct ik_buffer bytes;
	ik_secret *ready;

	if (!there)
		return;
	must(files[0].command);
	bytes = get("f");
	bytes.data[bytes.size / 2] ^= 1;
	put("f", bytes.data, bytes.size);
	ready = derived(P, 0, 1);
	ck_assert_int_ne(imported(P, ready), IK_E_NONE);
	ck_assert_int_eq(imported(P, ready), imported(P, NULL));
	ik_buffer_free(&bytes);
	ik_secret_free(ready);
}
END_TEST

START_TEST(what_costs_too_much_derives_nothing)
{
	struct ik_buffer bytes;
	unsigned char *rounds;
	ik_secret *ready;

	if (!there)
		return;
	must(files[0].command);
	bytes = get("f");
	/* 100,000 becomes 8,358,560. */
	while ((rounds = memmem(bytes.data, bytes.size, "\x02\x03\x01\x86\xa0", 5)))
		rounds[2] = 0x7f;
	put("f", bytes.data, bytes.size);
	ready = derived(P, 0, 1);
	ck_assert_uint_eq(ik_secret_size(ready), 0);
	ck_assert_int_eq(imported(P, ready), IK_E_COST);
	ik_buffer_free(&bytes);
	ik_secret_free(ready);
}
END_TEST

START_TEST(what_is_no_such_file_derives_nothing)
{
	static const char *const commands[] = {"printf 0 > f", "cp ec.crt f", ": > f"};
	ik_secret *ready;

	if (!there)
		return;
	must(commands[_i]);
	ready = derived(P, 0, 1);
	ck_assert_uint_eq(ik_secret_size(ready), 0);
	ik_secret_free(ready);
}
END_TEST

Suite *suite_import_ahead(void)
{
	Suite *suite = suite_create("import_ahead");
	TCase *all = tcase_create("import_ahead");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_loop_test(all, each_slow_derivation_is_in_one_share, 0, (int)IK_COUNT(files));
	tcase_add_loop_test(all, with_them_the_same_is_taken_and_they_are_what_opens_it, 0, 4);
	tcase_add_loop_test(all, a_wrong_password_is_still_wrong, 0, 4);
	tcase_add_test(all, a_changed_file_is_still_refused_by_its_mac);
	tcase_add_test(all, what_costs_too_much_derives_nothing);
	tcase_add_loop_test(all, what_is_no_such_file_derives_nothing, 0, 3);
	suite_add_tcase(suite, all);
	return suite;
}
