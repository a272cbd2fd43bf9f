/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_rest.c: what a certificate says beyond ours is named, whose key signed it is seen, and the
 * keys of others can be made again. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/certificate.h"
#include "shell.h"
#include "suites.h"
#include "support.h"

#define SELF_SIGNED \
	"openssl req -x509 -nodes -keyout key.pem -out certificate.pem -days 90 -subj " \
	"/CN=srv01.example.jp "

static void assert_rest(const char *file, const char *expected)
{
	struct ik_buffer pem = get(file);
	struct ik_list rest = {0};

	ik_certificate_rest(pem.data, pem.size, &rest);
	char *all = ik_list_join(&rest, "; ");

	ck_assert_str_eq(all, expected);
	free(all);
	ik_list_free(&rest);
	ik_buffer_free(&pem);
}

static bool signs_itself(const char *file)
{
	struct ik_buffer pem = get(file);
	bool itself = ik_certificate_signs_itself(pem.data, pem.size);

	ik_buffer_free(&pem);
	return itself;
}

START_TEST(what_cannot_be_read_says_nothing)
{
	struct ik_list rest = {0};

	ik_certificate_rest("junk", 4, &rest);
	ik_certificate_rest("", 0, &rest);
	ck_assert_uint_eq(rest.n, 0);
	ck_assert(!ik_certificate_signs_itself("junk", 4));
	ck_assert_uint_eq(ik_certificate_count("junk", 4), 0);
}
END_TEST

START_TEST(ours_say_nothing_more_and_sign_themselves)
{
	ik_secret *key = new_key((enum ik_key_type)_i);
	struct ik_buffer pem = certificate_for(key, "srv01.example.jp", "Example");

	put("ours.pem", pem.data, pem.size);
	assert_rest("ours.pem", "");
	ck_assert(signs_itself("ours.pem"));
	ck_assert_uint_eq(ik_certificate_count(pem.data, pem.size), 1);
	ik_buffer_free(&pem);
	ik_secret_free(key);
}
END_TEST

START_TEST(all_that_ours_do_not_say_is_named)
{
	static const char config[] =
		"[req]\ndistinguished_name=dn\nx509_extensions=x\nprompt=no\nutf8=yes\nstring_mask="
		"utf8only\n"
		"[dn]\nC=JP\nST=Tokyo\nL=Minato\n0.O=First\n1.O=Last\nOU=営業\n0.CN=first\n1.CN="
		"last\n"
		"emailAddress=a@example.jp\n0.1.2.3.4=odd\n"
		"[x]\nsubjectAltName=DNS:srv01.example.jp,IP:192.0.2.7,email:b@example.jp,URI:"
		"https://a.example.jp/,"
		"RID:1.2.3,otherName:1.2.4;UTF8:x,dirName:d\nbasicConstraints=critical,CA:TRUE\n"
		"extendedKeyUsage=serverAuth,clientAuth,1.3.5\ntlsfeature=status_request\n"
		"certificatePolicies=2.23.140.1.2.1,1.2.9\n[d]\nCN=dir\n";

	put("x.cnf", config, sizeof(config) - 1);
	must("openssl req -x509 -config x.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
	     "-keyout k -out x.pem");
	assert_rest("x.pem",
		    "C=JP; ST=Tokyo; L=Minato; O=First; OU=営業; CN=first; "
		    "emailAddress=a@example.jp; 1.2.3.4=odd; "
		    "email:b@example.jp; URI:https://a.example.jp/; RID:1.2.3; otherName; dirName; "
		    "EKU=clientAuth; "
		    "EKU=1.3.5; CA:TRUE; must-staple; policy=2.23.140.1.2.1; policy=1.2.9");
}
END_TEST

START_TEST(a_signature_of_its_own_key_is_seen_whatever_the_kind)
{
	static const char *const kinds[] = {
		"-newkey rsa:2048",
		"-newkey rsa:2048 -sha1",
		"-newkey rsa:2048 -sigopt rsa_padding_mode:pss",
		"-newkey rsa-pss -pkeyopt rsa_keygen_bits:2048",
		/* With a mask of SHA-1, which GnuTLS cannot look at. */
		"-newkey rsa-pss -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256",
		"-newkey ed25519",
		"-newkey ec -pkeyopt ec_paramgen_curve:P-521 -sha512",
	};
	char *line = ik_format(SELF_SIGNED "%s", kinds[_i]);

	must(line);
	free(line);
	ck_assert(signs_itself("certificate.pem"));
}
END_TEST

/* An authority may well bear the name that it signs for. */
START_TEST(one_name_is_no_proof_of_one_key)
{
	must(SELF_SIGNED "-newkey rsa:2048");
	must("openssl req -newkey rsa:2048 -nodes -keyout other.pem -out other.csr -subj "
	     "/CN=srv01.example.jp && "
	     "openssl x509 -req -in other.csr -CA certificate.pem -CAkey key.pem -CAcreateserial "
	     "-out other.crt -days 9");
	ck_assert(!signs_itself("other.crt"));
	must("cat other.crt certificate.pem >both.pem");
	ck_assert(!signs_itself("both.pem"));
	struct ik_buffer both = get("both.pem");

	ck_assert_uint_eq(ik_certificate_count(both.data, both.size), 2);
	ik_buffer_free(&both);
}
END_TEST

START_TEST(a_key_as_the_old_one_makes_a_certificate_that_openssl_takes)
{
	static const char *const types[] = {"rsa-2048", "rsa-2432", "rsa-pss-2048", "ecdsa-p521"};
	struct ik_error err = {0};
	struct ik_facts facts;
	ik_secret *key = NULL;

	ck_assert(ik_key_type_is_kept(types[_i]));
	ck_assert_msg(ik_key_generate(types[_i], &key, &err), "%s", err.detail);
	struct ik_buffer pem = certificate_for(key, "srv01.example.jp", NULL);

	ck_assert(ik_certificate_facts(pem.data, pem.size, &facts, &err));
	ck_assert_str_eq(facts.key_type, types[_i]);
	ck_assert(ik_key_fits(key, pem.data, pem.size, &err));
	put("made.pem", pem.data, pem.size);
	put("made.key", ik_secret_data(key), ik_secret_size(key));
	ck_assert(signs_itself("made.pem"));
	must("openssl verify -CAfile made.pem -no_check_time made.pem");
	must("test \"$(openssl pkey -in made.key -pubout)\" = \"$(openssl x509 -in made.pem -noout "
	     "-pubkey)\"");
	ik_facts_free(&facts);
	ik_buffer_free(&pem);
	ik_secret_free(key);
}
END_TEST

START_TEST(other_keys_are_not_made)
{
	static const char *const types[] = {
		"",        "rsa-",         "rsa-2047", "rsa-4097", "rsa-pss-1024", "rsa-2048x",
		"rsa-1e3", "rsa-99999999", "dsa-2048", "ed25519",  "ecdsa-p224",   "unknown"};

	for (size_t i = 0; i < IK_COUNT(types); i++) {
		struct ik_error err = {0};
		ik_secret *key;

		ck_assert_msg(!ik_key_type_is_kept(types[i]), "%s", types[i]);
		ck_assert(!ik_key_generate(types[i], &key, &err));
		ck_assert_int_eq(err.id, IK_E_KEY_MAKE);
		ck_assert_ptr_null(key);
	}
	ck_assert_uint_eq(ik_key_type_rsa_bits("rsa-8192"), 8192);
	ck_assert_uint_eq(ik_key_type_rsa_bits("rsa-pss-3072"), 3072);
	ck_assert_uint_eq(ik_key_type_rsa_bits("ecdsa-p256"), 0);
}
END_TEST

Suite *suite_facts_rest(void)
{
	Suite *suite = suite_create("facts_rest");
	TCase *all = tcase_create("facts_rest");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_checked_fixture(all, shell_begin, shell_end);
	tcase_add_test(all, what_cannot_be_read_says_nothing);
	tcase_add_test(all, other_keys_are_not_made);
	tcase_add_loop_test(all, ours_say_nothing_more_and_sign_themselves, 0, IK_KEY_TYPE_COUNT);
	tcase_add_test(all, all_that_ours_do_not_say_is_named);
	tcase_add_loop_test(all, a_signature_of_its_own_key_is_seen_whatever_the_kind, 0, 7);
	tcase_add_test(all, one_name_is_no_proof_of_one_key);
	tcase_add_loop_test(all, a_key_as_the_old_one_makes_a_certificate_that_openssl_takes, 0, 4);
	suite_add_tcase(suite, all);
	return suite;
}
