/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_pair.c: tests that a key gets its certificate and the chain above it, out of however many
 * files. */
#include "config.h"

#include <string.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/shell.h"
#include "suites.h"
#include "pki/support.h"
#include "world.h"

static bool there;

static void set_up(void)
{
	there = world_begin();
}

START_TEST(the_newest_certificate_of_a_key_is_its_leaf)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0}, leaf, old, pem;
	ik_secret *key;
	unsigned used, rest;

	if (!there)
		return;
	/* A stopgap with the same key, from a fixed day in the past. */
	pem = get("ec.key");
	key = secret_of_bytes(pem.data, pem.size);
	old = certificate_for(key, "old.example.jp", NULL);
	put("old.crt", old.data, old.size);
	must("cat old.crt ec.crt chain.pem ec.key > f");
	leaf = get("ec.crt");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert(pair_up(&material, 0, &chain, &used, &rest, NULL));
	ck_assert_uint_eq(used, 3);
	ck_assert_uint_eq(rest, 1);
	ck_assert_mem_eq(chain.data, leaf.data, leaf.size);
	ik_secret_free(key);
	ik_buffer_free(&pem);
	ik_buffer_free(&old);
	ik_buffer_free(&chain);
	ik_buffer_free(&leaf);
	ik_material_free(&material);
}
END_TEST

/* Authorities date to the day, so that a certificate and its replacement may begin at one time. */
START_TEST(of_two_that_begin_together_the_one_that_ends_later_is_the_leaf)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0}, later;
	unsigned used, rest;

	if (!there)
		return;
	must("for d in 20 40 30; do printf "
	     "'database=db\\nserial=sn\\nnew_certs_dir=.\\ndefault_md=sha256\\n[p]\\nCN="
	     "supplied\\n'"
	     " | sed '1i[ca]\\ndefault_ca=c\\n[c]\\npolicy=p' > cnf; : > db; echo 70$d > sn;"
	     " openssl ca -config cnf -batch -notext -cert inter.crt -keyfile inter.key -in ec.csr "
	     "-out until$d.crt"
	     " -startdate 20260101000000Z -enddate 20${d}0101000000Z || exit 1; done; cat "
	     "until20.crt until40.crt until30.crt ec.key > f");
	later = get("until40.crt");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert(pair_up(&material, 0, &chain, &used, &rest, NULL));
	ck_assert_mem_eq(chain.data, later.data, later.size);
	ik_buffer_free(&later);
	ik_buffer_free(&chain);
	ik_material_free(&material);
}
END_TEST

START_TEST(key_and_certificate_may_come_in_two_files)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0};
	unsigned used, rest;

	if (!there)
		return;
	ck_assert(import_file(&material, "chain.pem", NULL, NULL));
	must("openssl pkcs8 -topk8 -in ec.key -out f" P_OUT);
	ck_assert(import_file(&material, "f", P, NULL));
	ck_assert(import_file(&material, "ec.crt", NULL, NULL));
	ck_assert(pair_up(&material, 0, &chain, &used, &rest, NULL));
	ck_assert_uint_eq(used, 3);
	ck_assert_uint_eq(rest, 0);
	ik_buffer_free(&chain);
	ik_material_free(&material);
}
END_TEST

#define BOUND(digest, salt) \
	"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt " \
	"rsa_pss_keygen_md:" digest " -pkeyopt rsa_pss_keygen_mgf1_md:" digest \
	" -pkeyopt rsa_pss_keygen_saltlen:" salt \
	" -out b.key; openssl req -x509 -new -key b.key -" digest " -subj /CN=b -out b.crt; "

static const char *const bound[] = {
	BOUND("sha256", "20") "cat b.key b.crt > f",
	BOUND("sha384", "48") "cat b.key b.crt > f",
	BOUND("sha512", "20") "openssl pkcs12 -export -inkey b.key -in b.crt -out f" P_OUT,
	/* Only one of the two says what the key is bound to, or that it is for PSS at all. */
	BOUND("sha384", "20") "openssl rsa -traditional -in b.key > f; cat b.crt >> f",
	"openssl rsa -traditional -in pss.key > f; cat pss.crt >> f",
	("openssl rsa -traditional -in pss.key | sed s/-PSS// > p.key;"
	 " openssl req -x509 -new -key p.key -subj /CN=p > f; cat pss.key >> f"),
};

START_TEST(a_key_for_pss_gets_its_certificate_whatever_it_is_bound_to)
{
	const struct outcome pair = {.keys = 1, .certificates = 1, .used = 1};

	if (!there)
		return;
	must(bound[_i]);
	check_import("f", P, &pair);
}
END_TEST

/* OpenSSL verifies what it signs. */
START_TEST(an_authority_on_a_curve_that_gnutls_does_not_know_is_part_of_the_chain)
{
	const struct outcome both = {.keys = 1, .certificates = 2, .used = 2};

	if (!there)
		return;
	must("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out bp.key;"
	     " openssl req -x509 -new -key bp.key -subj /CN=bp -days 900 -out bp.crt;"
	     " openssl x509 -req -in ec.csr -CA bp.crt -CAkey bp.key -set_serial 5 -days 9 "
	     "-out leaf.crt; cat bp.crt leaf.crt ec.key > f");
	check_import("f", NULL, &both);
}
END_TEST

/* Java writes its EC keys without the public half. */
START_TEST(a_key_without_its_public_half_waits_for_its_certificate)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0};
	struct ik_error err = {0};
	unsigned used, rest;

	if (!there)
		return;
	must("openssl ec -in ec.key -no_public -out f");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert(import_file(&material, "rsa.crt", NULL, NULL)
		  && import_file(&material, "inter.crt", NULL, NULL));
	ck_assert_uint_eq(material.n_keys, 0);
	ck_assert_uint_eq(material.n_bare_keys, 1);
	ck_assert(!pair_up(&material, 0, &chain, &used, &rest, &err));
	ck_assert_int_eq(err.id, IK_E_IMPORT_KEY_BARE);
	ck_assert(import_file(&material, "ec.crt", NULL, NULL));
	ck_assert_uint_eq(material.n_bare_keys, 0);
	check_key(&material, 0, "ec.key");
	ck_assert(pair_up(&material, 0, &chain, &used, &rest, NULL));
	ck_assert_uint_eq(used, 2);
	ik_buffer_free(&chain);
	ik_material_free(&material);
}
END_TEST

/* Two authorities of one name, and each the other's issuer by name: only signatures lead on, and no
 * way leads back. */
START_TEST(a_chain_follows_signatures_and_has_no_loops)
{
	if (!there)
		return;
	must("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key;"
	     "openssl req -x509 -new -key other.key -subj /CN=inter -days 9 -out f;"
	     "openssl req -new -key root.key -subj /CN=root -out root.csr;"
	     "openssl x509 -req -in root.csr -CA inter.crt -CAkey inter.key -set_serial 7 -days 9 "
	     "-extfile ca.ext >> f;"
	     "cat ec.key ec.crt inter.crt >> f");
	check_import("f", NULL, &(struct outcome){.keys = 1, .certificates = 4, .used = 3});
}
END_TEST

/* An authority's root, and the same signed by an older one for those who know only that. */
START_TEST(a_chain_ends_at_a_root)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0};
	unsigned used, rest;

	if (!there)
		return;
	must("openssl req -new -key root.key -subj /CN=root -out cross.csr &&"
	     " openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
	     "old.key -subj /CN=old -days 99 -out old.pem"
	     " && openssl x509 -req -in cross.csr -CA old.pem -CAkey old.key -set_serial 5 -days "
	     "99 -extfile ca.ext -out cross.pem"
	     " && cat root.crt cross.pem old.pem inter.crt ec.crt ec.key > f");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert(pair_up(&material, 0, &chain, &used, &rest, NULL));
	ck_assert_uint_eq(used, 3);
	ck_assert_uint_eq(rest, 2);
	ik_buffer_free(&chain);
	ik_material_free(&material);
}
END_TEST

START_TEST(all_that_is_found_passes_between_processes)
{
	struct ik_material material = {0}, again;
	ik_secret *packed = ik_secret_new(1024 * 1024), *small = ik_secret_new(100);
	struct ik_unpack in;

	if (!there)
		return;
	must("openssl ec -in ec384.key -no_public -out f; cat ec.key rsa.key ec.crt chain.pem >> f;"
	     "openssl genpkey -algorithm ED448 >> f");
	ck_assert(import_file(&material, "f", NULL, NULL));
	ck_assert(!ik_material_pack(&material, small));
	ck_assert(ik_material_pack(&material, packed));
	in = ik_unpack_begin(packed);
	ik_material_unpack(&in, &again);
	ck_assert(ik_unpack_end(&in));
	ck_assert_uint_eq(again.n_keys, 2);
	ck_assert_uint_eq(again.n_bare_keys, 1);
	ck_assert_uint_eq(again.n_certificates, 3);
	ck_assert_str_eq(again.refused, "Ed448");
	check_key(&again, 1, "rsa.key");
	ik_material_free(&again);
	/* Half of it is nothing. */
	in = ik_unpack_begin(packed);
	in.left /= 2;
	ik_material_unpack(&in, &again);
	ck_assert(!ik_unpack_end(&in));
	ck_assert_uint_eq(again.n_keys + again.n_certificates, 0);
	ik_material_free(&material);
	ik_secret_free(packed);
	ik_secret_free(small);
}
END_TEST

Suite *suite_import_pair(void)
{
	Suite *suite = suite_create("import_pair");
	TCase *all = tcase_create("import_pair");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_test(all, an_authority_on_a_curve_that_gnutls_does_not_know_is_part_of_the_chain);
	tcase_add_loop_test(all, a_key_for_pss_gets_its_certificate_whatever_it_is_bound_to, 0,
			    IK_COUNT(bound));
	tcase_add_test(all, the_newest_certificate_of_a_key_is_its_leaf);
	tcase_add_test(all, of_two_that_begin_together_the_one_that_ends_later_is_the_leaf);
	tcase_add_test(all, key_and_certificate_may_come_in_two_files);
	tcase_add_test(all, a_key_without_its_public_half_waits_for_its_certificate);
	tcase_add_test(all, a_chain_follows_signatures_and_has_no_loops);
	tcase_add_test(all, a_chain_ends_at_a_root);
	tcase_add_test(all, all_that_is_found_passes_between_processes);
	suite_add_tcase(suite, all);
	return suite;
}
