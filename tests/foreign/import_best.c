/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_best.c: of several certificates that would do, the best is taken, and what is left out is
 * said with the reason. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/certificate.h"
#include "pki/shell.h"
#include "pki/support.h"
#include "suites.h"
#include "world.h"

#define NOW 1782864000 /* 2026-07-01 */

static bool there;

static void set_up(void)
{
	there = world_begin();
	if (!there)
		return;
	must("printf 'subjectAltName=DNS:a.example.jp\nbasicConstraints=CA:FALSE\n' > a.ext;"
	     "printf 'subjectAltName=DNS:b.example.jp\nbasicConstraints=CA:FALSE\n' > b.ext");
	sign_dated("inter.csr", "root", "20200101", "20300101", "ca.ext", "good.crt");
	sign_dated("inter.csr", "root", "20200101", "20260601", "ca.ext", "expired.crt");
	sign_dated("inter.csr", "root", "20200101", "20261001", "ca.ext", "short.crt");
	sign_dated("ec.csr", "inter", "20260101", "20270101", "a.ext", "now.crt");
	sign_dated("ec.csr", "inter", "20260801", "20280101", "a.ext", "future.crt");
	sign_dated("ec.csr", "inter", "20250101", "20260101", "a.ext", "past.crt");
	sign_dated("ec.csr", "inter", "20260301", "20270101", "b.ext", "other.crt");
}

/* Which files stand in the chain of the first key of all FILES, and what is said of the others. */
static void assert_taken(const char *files, size_t which, const char *taken, const char *left_out)
{
	char *command = ik_format("cat %s > f; cat %s > expected", files, taken);
	struct ik_material material = {0};
	struct ik_paired paired;
	struct ik_buffer expected, said = {0};
	ik_pairing *pairing;

	must(command);
	expected = get("expected");
	ck_assert(import_file(&material, "f", NULL, NULL));
	pairing = ik_pairing_new(&material, NOW);
	ck_assert(ik_pairing_chain(pairing, 0, which, &paired, NULL));
	ck_assert_uint_eq(paired.chain.size, expected.size);
	ck_assert_mem_eq(paired.chain.data, expected.data, expected.size);
	for (size_t i = 0; i < paired.left_out.n; i++)
		ik_buffer_format(&said, "%s%u %s", i ? "; " : "",
				 ik_error_number(paired.left_out.items[i].id),
				 paired.left_out.items[i].name);
	ck_assert_str_eq(ik_buffer_string(&said), left_out);
	ck_assert_uint_eq(paired.rest, material.n_certificates - paired.used);
	ik_paired_free(&paired);
	ik_pairing_free(pairing);
	ik_material_free(&material);
	ik_buffer_free(&expected);
	ik_buffer_free(&said);
	free(command);
}

START_TEST(an_issuer_that_is_valid_goes_before_an_expired_copy)
{
	if (!there)
		return;
	assert_taken("ec.key now.crt expired.crt good.crt", 0, "now.crt good.crt", "3332 inter");
	assert_taken("ec.key now.crt good.crt expired.crt", 0, "now.crt good.crt", "3332 inter");
	assert_taken("ec.key now.crt expired.crt", 0, "now.crt expired.crt", "");
}
END_TEST

START_TEST(an_issuer_that_outlives_the_leaf_goes_before_one_that_does_not)
{
	if (!there)
		return;
	assert_taken("ec.key now.crt short.crt good.crt", 0, "now.crt good.crt", "3334 inter");
}
END_TEST

START_TEST(a_leaf_that_is_valid_goes_before_a_newer_one)
{
	if (!there)
		return;
	assert_taken("ec.key now.crt future.crt good.crt", 0, "now.crt good.crt",
		     "3333 ec.example.jp");
	assert_taken("ec.key past.crt now.crt good.crt", 0, "now.crt good.crt",
		     "3332 ec.example.jp");
	assert_taken("ec.key past.crt future.crt good.crt", 0, "future.crt good.crt",
		     "3332 ec.example.jp");
}
END_TEST

START_TEST(an_authority_goes_before_a_stopgap_that_begins_later)
{
	if (!there)
		return;
	must("openssl req -x509 -new -key ec.key -subj /CN=stopgap -days 9000 -out stopgap.crt");
	sign_dated("ec.csr", "inter", "20260101", "20270101", "a.ext", "signed.crt");
	assert_taken("ec.key stopgap.crt signed.crt good.crt", 0, "signed.crt good.crt",
		     "3333 stopgap");
}
END_TEST

START_TEST(one_whose_issuer_is_here_goes_before_one_whose_is_not)
{
	if (!there)
		return;
	must("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout far.key "
	     "-subj /CN=far -days 9000"
	     " -out far.crt");
	sign_dated("ec.csr", "far", "20260501", "20280101", "a.ext", "unknown.crt");
	assert_taken("ec.key unknown.crt now.crt good.crt", 0, "now.crt good.crt",
		     "3334 ec.example.jp");
}
END_TEST

/* Which files stand in the chain, where those in KNOWN are in use: FILE then is told of. */
static void assert_completed(const char *files, const char *known, const char *taken,
			     const char *told)
{
	char *command = ik_format("cat %s > f; cat %s > k; cat %s > expected", files, known, taken);
	struct ik_material material = {0}, in_use = {0};
	struct ik_buffer expected, said = {0};
	struct ik_paired paired;
	ik_pairing *pairing;

	must(command);
	expected = get("expected");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert(import_file(&in_use, "k", NULL, NULL));
	pairing = ik_pairing_new(&material, NOW);
	ik_pairing_know(pairing, &in_use);
	ck_assert(ik_pairing_chain(pairing, 0, 0, &paired, NULL));
	ck_assert_uint_eq(paired.chain.size, expected.size);
	ck_assert_mem_eq(paired.chain.data, expected.data, expected.size);
	for (size_t i = 0; i < paired.objections.n; i++)
		if (paired.objections.items[i].id == IK_E_CHAIN_KNOWN)
			ik_buffer_format(&said, "%s ", paired.objections.items[i].name);
	ck_assert_str_eq(ik_buffer_string(&said), told);
	ik_paired_free(&paired);
	ik_pairing_free(pairing);
	ik_material_free(&in_use);
	ik_material_free(&material);
	ik_buffer_free(&expected);
	ik_buffer_free(&said);
	free(command);
}

START_TEST(what_is_in_use_completes_a_chain_and_only_that)
{
	if (!there)
		return;
	must("openssl x509 -x509toreq -in root.crt -signkey root.key -out root.csr");
	sign_dated("root.csr", "root", "20200101", "20400101", "ca.ext", "old.crt");
	assert_completed("ec.key now.crt", "past.crt good.crt", "now.crt good.crt", "inter ");
	assert_completed("ec.key now.crt", "past.crt good.crt old.crt", "now.crt good.crt old.crt",
			 "inter root ");
	/* Nobody misses a root where the file has its own issuer. */
	assert_completed("ec.key now.crt good.crt", "past.crt good.crt old.crt", "now.crt good.crt",
			 "");
	/* The file's own goes first, also where it ends earlier; unless it has expired. */
	assert_completed("ec.key now.crt short.crt", "past.crt good.crt", "now.crt short.crt", "");
	assert_completed("ec.key now.crt expired.crt", "past.crt good.crt", "now.crt good.crt",
			 "inter ");
	/* What has expired completes nothing, and neither does a stranger, or what is in use
	 * itself. */
	assert_completed("ec.key now.crt", "past.crt expired.crt", "now.crt", "");
	assert_completed("ec.key now.crt", "past.crt old.crt", "now.crt", "");
	assert_completed("ec.key now.crt", "good.crt old.crt", "now.crt", "");
}
END_TEST

START_TEST(two_with_other_names_are_for_the_operator_to_choose)
{
	struct ik_material material = {0};
	struct ik_paired paired;
	ik_pairing *pairing;

	if (!there)
		return;
	assert_taken("ec.key now.crt other.crt good.crt", 0, "other.crt good.crt",
		     "3334 ec.example.jp");
	assert_taken("ec.key now.crt other.crt good.crt", 1, "now.crt good.crt",
		     "3334 ec.example.jp");
	/* There is no third; and none where the other is expired, or has the same names. */
	must("cat ec.key now.crt past.crt good.crt > f");
	ck_assert(import_file(&material, "f", NULL, NULL));
	pairing = ik_pairing_new(&material, NOW);
	ck_assert(!ik_pairing_chain(pairing, 0, 1, &paired, NULL));
	ik_pairing_free(pairing);
	ik_material_free(&material);
}
END_TEST

START_TEST(what_has_nothing_to_do_with_the_chain_comes_last_among_what_is_left_out)
{
	if (!there)
		return;
	assert_taken("ec.key rsa.crt now.crt short.crt good.crt", 0, "now.crt good.crt",
		     "3334 inter; 3333 rsa.example.jp");
}
END_TEST

/* CRT with the last day of FROM written as TO: nobody's signature fits that, and nothing can read
 * it. */
static void misdate(const char *crt, const char *from, const char *to)
{
	struct ik_buffer pem = get(crt), der = pem_to_der("CERTIFICATE", pem.data, pem.size);

	patch(&der, from, to, strlen(from));
	ik_buffer_free(&pem);
	pem = der_to_pem("CERTIFICATE", &der);
	put("odd.crt", pem.data, pem.size);
	ik_buffer_free(&pem);
	ik_buffer_free(&der);
}

START_TEST(a_certificate_that_cannot_be_read_is_what_is_spoken_of)
{
	struct ik_material material = {0};
	struct ik_error err = {0};
	struct ik_paired paired;
	ik_pairing *pairing;

	if (!there)
		return;
	misdate("now.crt", "270101000000Z", "27010100+0900");
	must("cat ec.key odd.crt good.crt > f");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert_uint_eq(material.unreadable_certificates, 1);
	pairing = ik_pairing_new(&material, NOW);
	ck_assert(!ik_pairing_chain(pairing, 0, 0, &paired, &err));
	ck_assert_int_eq(err.id, IK_E_IMPORT_CERT_UNREAD);
	ck_assert_str_eq(err.arg[0], "ec.example.jp");
	ck_assert_ptr_nonnull(strstr(err.detail, "GnuTLS"));
	/* The authority is not the certificate of the file. */
	ck_assert_ptr_null(ik_material_leaf(&material));
	ik_pairing_free(pairing);
	ik_material_free(&material);
}
END_TEST

Suite *suite_import_best(void)
{
	Suite *suite = suite_create("import_best");
	TCase *all = tcase_create("import_best");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_test(all, an_issuer_that_is_valid_goes_before_an_expired_copy);
	tcase_add_test(all, an_issuer_that_outlives_the_leaf_goes_before_one_that_does_not);
	tcase_add_test(all, a_leaf_that_is_valid_goes_before_a_newer_one);
	tcase_add_test(all, an_authority_goes_before_a_stopgap_that_begins_later);
	tcase_add_test(all, one_whose_issuer_is_here_goes_before_one_whose_is_not);
	tcase_add_test(all, what_is_in_use_completes_a_chain_and_only_that);
	tcase_add_test(all, two_with_other_names_are_for_the_operator_to_choose);
	tcase_add_test(all,
		       what_has_nothing_to_do_with_the_chain_comes_last_among_what_is_left_out);
	tcase_add_test(all, a_certificate_that_cannot_be_read_is_what_is_spoken_of);
	suite_add_tcase(suite, all);
	return suite;
}
