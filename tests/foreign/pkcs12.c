/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12.c: tests that the PKCS#12 files we write are taken by openssl, certtool, Java, NSS and
 * ourselves. */
#include "config.h"

#include "pki/pkcs12.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "lib/few_rounds.h"
#include "pki/key.h"
#include "pki/shell.h"
#include "suites.h"
#include "pki/support.h"
#include "world.h"

#define JAPANESE "\346\255\243\343\201\227\343\201\204\351\246\254 horse"

static bool there;

static void set_up(void)
{
	there = world_begin();
}

/* LENGTH certificates: the leaf of KEY and those above it. */
static struct ik_buffer chain_of(const char *key, int length)
{
	static const char *const above[] = {"inter.crt", "root.crt"};
	char *leaf = ik_format("%s.crt", key);
	struct ik_buffer chain = get(leaf);

	for (int i = 0; i < length - 1; i++) {
		struct ik_buffer next = get(above[i]);

		ik_buffer_add(&chain, next.data, next.size);
		ik_buffer_free(&next);
	}
	free(leaf);
	return chain;
}

static ik_secret *key_of(const char *key)
{
	char *name = ik_format("%s.key", key);
	struct ik_buffer pem = get(name);
	ik_secret *secret = secret_of_bytes(pem.data, pem.size);

	ik_buffer_free(&pem);
	free(name);
	return secret;
}

/* Writes "f" for KEY. */
static bool write_it(const char *key, int length, const char *name, const char *password,
		     bool compatibility, struct ik_error *err)
{
	struct ik_buffer chain = chain_of(key, length), der = {0};
	ik_secret *secret = key_of(key), *typed = secret_of(password);
	const struct ik_pkcs12_content content = {&chain, name, compatibility};
	bool ok = pkcs12_of(secret, &content, typed, &der, err);

	if (ok)
		put("f", der.data, der.size);
	else
		ck_assert_uint_eq(der.size, 0);
	ik_buffer_free(&chain);
	ik_buffer_free(&der);
	ik_secret_free(secret);
	ik_secret_free(typed);
	return ok;
}

START_TEST(what_would_be_of_no_use_is_not_written)
{
	struct ik_buffer der = {0}, long_chain = {0};
	struct ik_error err = {0};
	ik_secret *key, *password = secret_of(P);

	if (!there)
		return;
	ck_assert(!write_it("ec", 1, "srv01", "", false, &err));
	ck_assert_int_eq(err.id, IK_E_PKCS12_MAKE);
	ik_error_clear(&err);
	key = key_of("ec");
	for (int i = 0; i <= IK_PKCS12_CHAIN_MAX; i++) {
		struct ik_buffer leaf = get("ec.crt");

		ik_buffer_add(&long_chain, leaf.data, leaf.size);
		ik_buffer_free(&leaf);
	}
	ck_assert(!pkcs12_of(key, &(struct ik_pkcs12_content){&long_chain, "srv01", false},
			     password, &der, &err));
	ck_assert_int_eq(err.id, IK_E_PKCS12_MAKE);
	ck_assert_uint_eq(der.size, 0);
	ik_buffer_free(&long_chain);
	ik_secret_free(key);
	ik_secret_free(password);
}
END_TEST

/* Each key type with each length of chain: 6 times 3. */
START_TEST(every_key_and_chain_is_read_by_openssl_certtool_and_us)
{
	const char *key = world_keys[_i / 3];
	int length = _i % 3 + 1;
	char *command;
	struct ik_error err = {0};

	if (!there)
		return;
	ck_assert_msg(write_it(key, length, "srv01", P, false, &err), "%s", err.detail);
	check_import("f", P,
		     &(struct outcome){
			     .keys = 1, .certificates = (size_t)length, .used = (unsigned)length});
	check_import("f", "wrong horse", &(struct outcome){.error = IK_E_IMPORT_PASSWORD});
	must_fail("openssl pkcs12 -in f -passin pass:wrong -noout");
	command = ik_format("openssl pkcs12 -in f -passin pass:'" P "' -nodes -out g && "
			    "openssl pkey -in g -pubout > a && openssl pkey -in %s.key -pubout > b "
			    "&& cmp a b &&"
			    "test $(grep -c 'BEGIN CERT' g) = %d",
			    key, length);
	must(command);
	free(command);
	if (is_here("certtool"))
		must_say("certtool --p12-info --inder --infile f --password '" P "'",
			 "BEGIN CERTIFICATE");
}
END_TEST

START_TEST(it_says_how_it_is_protected)
{
	if (!there)
		return;
	few_rounds = false;
	ck_assert(write_it("ec", 2, "srv01.example.jp", P, false, NULL));
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout",
		 "MAC: sha256, Iteration 1200000\nMAC length: 32, salt length: 16");
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout", "Certificate bag");
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout",
		 "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF "
		 "hmacWithSHA256");
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout",
		 "PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF "
		 "hmacWithSHA256");
	ck_assert(write_it("ec", 2, "srv01.example.jp", P, true, NULL));
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout",
		 "MAC: sha1, Iteration 1200000\nMAC length: 20, salt length: 16");
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout",
		 "Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC");
	must_say("openssl pkcs12 -in f -passin pass:'" P "' -info -noout",
		 "PKCS7 Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC");
	check_import("f", P, &(struct outcome){.keys = 1, .certificates = 2, .used = 2});
}
END_TEST

/* The leaf and the key carry the same identifier and name; the others none. */
START_TEST(key_and_leaf_are_tied_together)
{
	if (!there)
		return;
	ck_assert(write_it("rsa", 3, "\346\227\245\346\234\254 srv01", P, false, NULL));
	must("openssl pkcs12 -in f -passin pass:'" P
	     "' -nodes > g; test $(grep -c localKeyID g) = 2;"
	     "test $(grep localKeyID g | sort -u | wc -l) = 1; test $(grep -c 'friendlyName:  "
	     "*srv01' g) = 2");
	ck_assert(write_it("rsa", 3, "\346\227\245\346\234\254", P, false, NULL));
	must("openssl pkcs12 -in f -passin pass:'" P
	     "' -nodes > g; test $(grep -c 'friendlyName: inkan' g) = 2");
}
END_TEST

START_TEST(a_japanese_password_opens_it)
{
	if (!there)
		return;
	ck_assert(write_it("ec", 3, "srv01", JAPANESE, false, NULL));
	check_import("f", JAPANESE, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
	must("openssl pkcs12 -in f -passin pass:'" JAPANESE "' -noout");
	if (is_here("certtool"))
		must("certtool --p12-info --inder --infile f --password '" JAPANESE "'");
}
END_TEST

/* A copy that Java makes shows that it had the key and the chain. */
START_TEST(java_reads_every_key_with_its_chain)
{
	int length = _i % 3 + 1;

	if (!there || !is_here("keytool"))
		return;
	ck_assert(write_it(world_keys[_i], length, "srv01", P, length == 2, NULL));
	must("rm -f g; keytool -importkeystore -noprompt -srckeystore f -srcstoretype PKCS12 "
	     "-srcstorepass '" P "'"
	     " -destkeystore g -deststoretype PKCS12 -deststorepass '" P "'");
	check_import("g", P,
		     &(struct outcome){
			     .keys = 1, .certificates = (size_t)length, .used = (unsigned)length});
}
END_TEST

START_TEST(nss_takes_every_key_and_gives_it_back)
{
	const char *key = world_keys[_i];
	const char *password = _i % 2 == 0 ? P : JAPANESE;

	/* NSS has no Ed25519 before 3.99. */
	if (!there || strcmp(key, "ed") == 0 || !is_here("pk12util") || !is_here("certutil"))
		return;
	put("nss.pw", password, strlen(password));
	must("rm -f *.db pkcs11.txt; certutil -N -d sql:. -f nss.pw");
	for (int length = 1; length <= 3; length++) {
		ck_assert(write_it(key, length, "srv01", password, length == 2, NULL));
		must("pk12util -i f -d sql:. -k nss.pw -w nss.pw");
	}
	must("rm -f g; pk12util -o g -n srv01 -d sql:. -k nss.pw -w nss.pw");
	check_import("g", password, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
}
END_TEST

struct parts {
	struct ik_buffer chain;
	ik_secret *password;
};

static bool child_seals(const void *argument, const ik_secret *key, ik_secret *result,
			struct ik_error *err)
{
	const struct parts *parts = argument;
	ik_secret *password = secret_of(P);
	struct ik_buffer sealed = {0};
	bool ok = ik_pkcs12_seal_key(key, password, false, &sealed, err)
		  && ik_secret_set(result, sealed.data, sealed.size, err);

	(void)parts;
	ik_buffer_free(&sealed);
	ik_secret_free(password);
	return ok;
}

static bool child_packs(const void *argument, const ik_secret *password, ik_secret *result,
			struct ik_error *err)
{
	const struct parts *parts = argument;
	struct ik_buffer packed = {0};
	bool ok = ik_pkcs12_pack_chain(&(struct ik_pkcs12_content){&parts->chain, "srv01", false},
				       password, &packed, err)
		  && ik_secret_set(result, packed.data, packed.size, err);

	ik_buffer_free(&packed);
	return ok;
}

START_TEST(pieces_made_in_two_children_at_once_become_one_file)
{
	struct parts parts = {0};
	struct ik_buffer sealed = {0}, packed = {0}, der = {0};
	struct ik_job jobs[2] = {{.run = child_seals, .argument = &parts, .result_cap = 65536},
				 {.run = child_packs, .argument = &parts, .result_cap = 65536}};
	struct ik_error err = {0};

	if (!there)
		return;
	parts.chain = chain_of("rsa", 3);
	parts.password = secret_of(P);
	ik_secret *key = key_of("rsa");

	jobs[0].secret = key;
	jobs[1].secret = parts.password;
	ck_assert_msg(ik_contain(jobs, 2, NULL, &err), "%s", err.detail);
	ik_buffer_add(&sealed, ik_secret_data(jobs[0].result), ik_secret_size(jobs[0].result));
	ik_buffer_add(&packed, ik_secret_data(jobs[1].result), ik_secret_size(jobs[1].result));
	ck_assert(ik_pkcs12_join(&(struct ik_pkcs12_content){&parts.chain, "srv01", false}, &sealed,
				 &packed, parts.password, &der, &err));
	put("f", der.data, der.size);
	check_import("f", P, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
	ik_job_free(jobs, 2);
	ik_buffer_free(&sealed);
	ik_buffer_free(&packed);
	ik_buffer_free(&der);
	ik_buffer_free(&parts.chain);
	ik_secret_free(parts.password);
	ik_secret_free(key);
}
END_TEST

Suite *suite_pkcs12(void)
{
	Suite *suite = suite_create("pkcs12");
	TCase *all = tcase_create("pkcs12");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_test(all, what_would_be_of_no_use_is_not_written);
	tcase_add_loop_test(all, every_key_and_chain_is_read_by_openssl_certtool_and_us, 0, 18);
	tcase_add_test(all, it_says_how_it_is_protected);
	tcase_add_test(all, key_and_leaf_are_tied_together);
	tcase_add_test(all, a_japanese_password_opens_it);
	tcase_add_loop_test(all, java_reads_every_key_with_its_chain, 0, 6);
	tcase_add_loop_test(all, nss_takes_every_key_and_gives_it_back, 0, 6);
	tcase_add_test(all, pieces_made_in_two_children_at_once_become_one_file);
	suite_add_tcase(suite, all);
	return suite;
}
