/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms.c: tests of signed texts: what is refused, what is taken, and that other programs agree. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cms_forge.h"
#include "pki/certificate.h"
#include "pki/cms.h"
#include "pki/der.h"
#include "pki/digest.h"
#include "pki/key.h"
#include "shell.h"
#include "suites.h"
#include "support.h"

#define TEXT "inkan-index 1\nsequence = 7\n"
#define NOW 1795237500 /* 2026-11-21 05:05 UTC */

enum { MAX = 64 * 1024 };

struct who {
	ik_secret *key;
	struct ik_buffer certificate;
};

static struct who who(enum ik_key_type type, const char *name)
{
	struct who who = {.key = new_key(type)};

	who.certificate = certificate_for(who.key, name, NULL);
	return who;
}

static void forget(struct who *who)
{
	ik_secret_free(who->key);
	ik_buffer_free(&who->certificate);
}

static struct ik_cms_signer signer(const struct who *who)
{
	return (struct ik_cms_signer){who->key, who->certificate.data, who->certificate.size};
}

/* What BY has to be: the certificate of WHO. */
static void is_signed_by(const struct ik_cms_signed *by, const struct who *who)
{
	struct ik_buffer der = {0};
	char sha256[65];

	ck_assert(ik_certificate_der(who->certificate.data, who->certificate.size, &der, NULL));
	ck_assert(ik_digest_sha256(der.data, der.size, sha256, NULL));
	ck_assert_str_eq(by->sha256, sha256);
	ck_assert(ik_buffer_equal(&by->der, &der));
	ck_assert_int_eq(by->signed_at, NOW);
	ck_assert_int_eq(by->not_before, NOT_BEFORE);
	ck_assert_int_eq(by->not_after, NOT_AFTER);
	ik_buffer_free(&der);
}

static const struct {
	enum cms_fault fault;
	enum ik_error_id id;
} forgeries[] = {
	{CMS_NO_ATTRIBUTES, IK_E_CMS_ATTRIBUTES},
	{CMS_NO_CONTENT_TYPE, IK_E_CMS_ATTRIBUTES},
	{CMS_NO_HINTS, IK_E_CMS_ATTRIBUTES},
	{CMS_OTHER_HINTS, IK_E_CMS_ATTRIBUTES},
	{CMS_OTHER_CONTENT_TYPE, IK_E_CMS_ATTRIBUTES},
	{CMS_DOUBLED_DIGEST, IK_E_CMS_ATTRIBUTES},
	{CMS_TWO_TIMES, IK_E_CMS_ATTRIBUTES},
	{CMS_ONE_MORE, IK_E_CMS_ATTRIBUTES},
	{CMS_MONTH_13, IK_E_CMS_ATTRIBUTES},
	{CMS_FEBRUARY_31, IK_E_CMS_ATTRIBUTES},
	{CMS_HOUR_24, IK_E_CMS_ATTRIBUTES},
	{CMS_SECOND_60, IK_E_CMS_ATTRIBUTES},
	{CMS_MANY_ATTRIBUTES, IK_E_CMS_ATTRIBUTES},
	{CMS_UNSORTED, IK_E_CMS_ATTRIBUTES},
	{CMS_UNSIGNED_ATTRIBUTE, IK_E_CMS_ATTRIBUTES},
	{CMS_SHA1, IK_E_CMS_DIGEST},
	{CMS_UNKNOWN_DIGEST, IK_E_CMS_ALGORITHM},
	{CMS_DIGEST_LIES, IK_E_CMS_ATTRIBUTES},
	{CMS_SIGNATURE_LIES, IK_E_CMS_ALGORITHM},
	{CMS_WRONG_DIGEST, IK_E_CMS_SIGNATURE},
	{CMS_OTHER_SID, IK_E_CMS_SIGNATURE},
	{CMS_TRAILING, IK_E_STATEMENT_DAMAGED},
	{CMS_TRAILING_INSIDE, IK_E_STATEMENT_DAMAGED},
	{CMS_THREE_SIGNERS, IK_E_STATEMENT_DAMAGED},
	{CMS_NO_SIGNER, IK_E_CMS_SIGNATURE},
	{CMS_DETACHED, IK_E_STATEMENT_DAMAGED},
	{CMS_OPEN_LENGTH, IK_E_STATEMENT_DAMAGED},
	{CMS_ALGORITHMS, IK_E_STATEMENT_DAMAGED},
};
_Static_assert(IK_COUNT(forgeries) == CMS_FAULTS - 1, "each forgery is tried");

START_TEST(a_forgery_is_refused_for_its_reason)
{
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp"),
		   other = who(IK_KEY_ECDSA_P256, "b.example.jp");
	struct ik_buffer pem = cms_forge(forgeries[_i].fault, TEXT, one.key, &one.certificate,
					 &other.certificate);
	struct ik_error err = {0};
	struct ik_cms cms;

	ck_assert(!ik_cms_open(pem.data, pem.size, 2 * 1024 * 1024, &cms, &err));
	ck_assert_msg(err.id == forgeries[_i].id, "INK-%u for forgery %d", ik_error_number(err.id),
		      forgeries[_i].fault);
	ik_cms_free(&cms);
	ik_buffer_free(&pem);
	forget(&one);
	forget(&other);
}
END_TEST

/* Else the forgeries would fail for want of skill. */
START_TEST(what_the_forger_makes_without_a_fault_is_taken)
{
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp"),
		   other = who(IK_KEY_ECDSA_P256, "b.example.jp");
	struct ik_buffer pem = cms_forge(CMS_HONEST, TEXT, one.key, &one.certificate,
					 &other.certificate);
	struct ik_error err = {0};
	struct ik_cms cms;

	ck_assert_msg(ik_cms_open(pem.data, pem.size, MAX, &cms, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_uint_eq(cms.n, 1);
	is_signed_by(&cms.by[0], &one);
	ck_assert_str_eq(ik_buffer_string(&cms.text), TEXT);
	ik_cms_free(&cms);
	ik_buffer_free(&pem);
	forget(&one);
	forget(&other);
}
END_TEST

START_TEST(more_than_may_be_is_not_even_looked_at)
{
	struct ik_error err = {0};
	struct ik_cms cms;

	ck_assert(!ik_cms_open("-----BEGIN PKCS7-----\n", 22, 21, &cms, &err));
	ck_assert_int_eq(err.id, IK_E_CMS_LARGE);
	ik_cms_free(&cms);
}
END_TEST

START_TEST(a_key_that_does_not_lead_signs_nothing)
{
	struct who one = {.key = new_key(IK_KEY_ECDSA_P256)};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};
	struct ik_buffer seen;

	shell_begin();
	put("key.pem", ik_secret_data(one.key), ik_secret_size(one.key));
	must("openssl req -new -x509 -key key.pem -subj /CN=a -addext keyUsage=keyAgreement -out "
	     "c.pem");
	one.certificate = get("c.pem");
	ck_assert(!ik_cms_key_leads(one.certificate.data, one.certificate.size));

	struct ik_cms_signer by = signer(&one);

	ck_assert(!ik_cms_sign(TEXT, strlen(TEXT), &by, 1, NOW, &pem, &err));
	ck_assert_int_eq(err.id, IK_E_CMS_KEY_LEADS_NOT);
	ck_assert_str_eq(err.detail, "");
	ck_assert_uint_eq(pem.size, 0);
	must("openssl req -newkey ed25519 -nodes -keyout e.key -x509 -subj /CN=a -out e.pem 2>&1");
	seen = get("e.pem");
	ck_assert(!ik_cms_key_leads(seen.data, seen.size));
	ik_buffer_free(&seen);
	must("openssl req -newkey rsa:1024 -nodes -keyout r.key -x509 -subj /CN=a -out r.pem 2>&1");
	seen = get("r.pem");
	ck_assert(!ik_cms_key_leads(seen.data, seen.size));
	ik_buffer_free(&seen);
	shell_end();
	forget(&one);
}
END_TEST

/* CERTIFICATE with SERIAL as the content of its serial number, as no honest issuer writes it.  Its
 * own signature does not hold any more, which nobody asks for here. */
static struct ik_buffer with_serial(const struct ik_buffer *certificate, const char *serial,
				    size_t size)
{
	struct ik_buffer old = pem_to_der("CERTIFICATE", certificate->data, certificate->size);
	struct ik_buffer der = {0}, pem;
	struct ik_der in = {(const uint8_t *)old.data, old.size}, all, body, version, number;
	uint8_t tag;

	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &all));
	in = all;
	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &body));
	ck_assert(ik_der_next(&body, &tag, &version));
	ck_assert(ik_der_expect(&body, IK_DER_INTEGER, &number));
	ik_der_put(&der, tag, version.data, version.size);
	ik_der_put(&der, IK_DER_INTEGER, serial, size);
	ik_buffer_add(&der, body.data, body.size);
	ik_der_close(&der, 0, IK_DER_SEQUENCE);
	ik_buffer_add(&der, in.data, in.size);
	ik_der_close(&der, 0, IK_DER_SEQUENCE);
	pem = der_to_pem("CERTIFICATE", &der);
	ik_buffer_free(&der);
	ik_buffer_free(&old);
	return pem;
}

static const struct {
	const char *serial;
	size_t size;
	bool leads;
} serials[] = {
	{"\x05", 1, true},      {"\x00\x85", 2, true},      {"\x00\x05", 2, false},
	{"\x00\x00", 2, false}, {"\x00\x00\x85", 3, false}, {"\xff\x85", 2, false},
};

/* It is known before anything is signed: whoever reviews a change has to be told. */
/* What is signed here is signed with SHA-256, and GnuTLS verifies only what has the least salt. */
static const struct {
	const char *digest, *mask, *salt;
	bool leads;
} bound[] = {
	{"sha256", "sha256", "32", true},
	{"sha256", "sha256", "20", false},
	{"sha256", "sha1", "32", false},
	{"sha384", "sha384", "48", false},
};

START_TEST(a_key_that_is_bound_to_another_digest_or_salt_leads_nobody)
{
	char *command = ik_format("openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"
				  " -pkeyopt rsa_pss_keygen_md:%s -pkeyopt "
				  "rsa_pss_keygen_mgf1_md:%s -pkeyopt "
				  "rsa_pss_keygen_saltlen:%s -out k && openssl req -x509 -new -key "
				  "k -%s -subj /CN=a -out c",
				  bound[_i].digest, bound[_i].mask, bound[_i].salt,
				  bound[_i].digest);
	struct who one = {0};
	struct ik_buffer pem = {0}, key;
	struct ik_cms cms = {0};
	struct ik_error err = {0};

	shell_begin();
	must(command);
	key = get("k");
	one.key = secret_of_bytes(key.data, key.size);
	one.certificate = get("c");

	struct ik_cms_signer by = signer(&one);

	ck_assert_int_eq(ik_cms_key_leads(one.certificate.data, one.certificate.size),
			 bound[_i].leads);
	ck_assert_int_eq(ik_cms_sign(TEXT, strlen(TEXT), &by, 1, NOW, &pem, &err), bound[_i].leads);
	ck_assert_int_eq(err.id, bound[_i].leads ? IK_E_NONE : IK_E_CMS_KEY_LEADS_NOT);
	if (bound[_i].leads) {
		ck_assert(ik_cms_open(pem.data, pem.size, MAX, &cms, &err));
		ck_assert_uint_eq(cms.n, 1);
	}
	ik_cms_free(&cms);
	ik_buffer_free(&pem);
	ik_buffer_free(&key);
	forget(&one);
	free(command);
	shell_end();
}
END_TEST

START_TEST(a_serial_number_with_a_needless_byte_leads_nobody)
{
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp");
	struct ik_buffer padded = with_serial(&one.certificate, serials[_i].serial,
					      serials[_i].size);
	struct ik_cms_signer by = {one.key, padded.data, padded.size};
	struct ik_facts facts = {0};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};

	ck_assert(ik_key_fits(one.key, padded.data, padded.size, NULL));
	ck_assert_int_eq(ik_cms_key_leads(padded.data, padded.size), serials[_i].leads);
	ck_assert(ik_certificate_facts(padded.data, padded.size, &facts, NULL));
	ck_assert_int_eq(facts.leads, serials[_i].leads);
	ck_assert_int_eq(ik_cms_sign(TEXT, strlen(TEXT), &by, 1, NOW, &pem, &err),
			 serials[_i].leads);
	ck_assert_int_eq(err.id, serials[_i].leads ? IK_E_NONE : IK_E_CMS_KEY_LEADS_NOT);
	ik_facts_free(&facts);
	ik_buffer_free(&pem);
	ik_buffer_free(&padded);
	forget(&one);
}
END_TEST

static const enum ik_key_type pairs[][2] = {
	{IK_KEY_ECDSA_P256, IK_KEY_ECDSA_P256},
	{IK_KEY_ECDSA_P384, IK_KEY_ECDSA_P256},
	{IK_KEY_RSA_3072, IK_KEY_ECDSA_P256},
};

START_TEST(two_signers_are_found_under_their_own_certificates)
{
	struct who one = who(pairs[_i][0], "a.example.jp"), two = who(pairs[_i][1], "b.example.jp");
	struct ik_cms_signer by[] = {signer(&one), signer(&two)};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};
	struct ik_cms cms;

	ck_assert_msg(ik_cms_sign(TEXT, strlen(TEXT), by, 2, NOW, &pem, &err), "%s", err.detail);
	ck_assert_msg(ik_cms_open(pem.data, pem.size, MAX, &cms, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_uint_eq(cms.n, 2);

	/* A SET OF has an order of its own. */
	struct ik_buffer der = pem_to_der("CERTIFICATE", one.certificate.data,
					  one.certificate.size);
	size_t first = ik_buffer_equal(&cms.by[0].der, &der) ? 0 : 1;

	is_signed_by(&cms.by[first], &one);
	is_signed_by(&cms.by[1 - first], &two);
	ck_assert_str_eq(ik_buffer_string(&cms.text), TEXT);
	ik_buffer_free(&der);
	ik_cms_free(&cms);
	ik_buffer_free(&pem);
	forget(&one);
	forget(&two);
}
END_TEST

START_TEST(one_certificate_twice_is_one_signer)
{
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp");
	struct ik_cms_signer by[] = {signer(&one), signer(&one)};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};

	ck_assert(!ik_cms_sign(TEXT, strlen(TEXT), by, 2, NOW, &pem, &err));
	ck_assert_int_eq(err.id, IK_E_CMS_SIGN);
	ik_buffer_free(&pem);
	forget(&one);
}
END_TEST

START_TEST(dates_of_other_centuries_are_kept)
{
	static const int64_t moments[] = {0, 2524607999, 2524608000, 4102444800};
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp");
	struct ik_cms_signer by = signer(&one);

	for (size_t i = 0; i < IK_COUNT(moments); i++) {
		struct ik_buffer pem = {0};
		struct ik_cms cms;

		ck_assert(ik_cms_sign(TEXT, strlen(TEXT), &by, 1, moments[i], &pem, NULL));
		ck_assert(ik_cms_open(pem.data, pem.size, MAX, &cms, NULL));
		ck_assert_int_eq(cms.by[0].signed_at, moments[i]);
		ik_cms_free(&cms);
		ik_buffer_free(&pem);
	}
	forget(&one);
}
END_TEST

START_TEST(of_several_the_wrong_one_does_not_exist)
{
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp"),
		   other = who(IK_KEY_ECDSA_P256, "b.example.jp");
	struct ik_cms_signer by = signer(&one);
	struct ik_buffer pem = {0}, forged = cms_forge(CMS_NO_HINTS, TEXT, one.key,
						       &one.certificate, &other.certificate);
	struct ik_error err = {0};
	struct ik_cms_several several;

	ik_buffer_add(&pem, one.certificate.data, one.certificate.size);
	ck_assert(ik_cms_sign("first", 5, &by, 1, NOW, &pem, NULL));
	ik_buffer_add(&pem, forged.data, forged.size);
	ck_assert(ik_cms_sign("third", 5, &by, 1, NOW, &pem, NULL));
	ck_assert_msg(ik_cms_open_all(pem.data, pem.size, MAX, 10, &several, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_uint_eq(several.n, 2);
	ck_assert_str_eq(ik_buffer_string(&several.items[0].text), "first");
	ck_assert_str_eq(ik_buffer_string(&several.items[1].text), "third");
	ik_cms_several_free(&several);
	ck_assert(ik_cms_open_all(pem.data, pem.size, MAX, 1, &several, NULL));
	ck_assert_uint_eq(several.n, 1);
	ik_cms_several_free(&several);
	ik_buffer_free(&pem);
	ik_buffer_free(&forged);
	forget(&one);
	forget(&other);
}
END_TEST

/* A changed certificate is another one, whoever has its key. */
static void says_the_same(const struct ik_cms *cms)
{
	char sha256[65];

	ck_assert_str_eq(ik_buffer_string(&cms->text), TEXT);
	ck_assert_uint_eq(cms->n, 1);
	ck_assert_int_eq(cms->by[0].signed_at, NOW);
	ck_assert(ik_digest_sha256(cms->by[0].der.data, cms->by[0].der.size, sha256, NULL));
	ck_assert_str_eq(cms->by[0].sha256, sha256);
}

START_TEST(any_byte_changed_is_refused_or_says_the_same)
{
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp");
	struct ik_cms_signer by = signer(&one);
	struct ik_buffer pem = {0}, der;

	ck_assert(ik_cms_sign(TEXT, strlen(TEXT), &by, 1, NOW, &pem, NULL));
	der = pem_to_der("PKCS7", pem.data, pem.size);
	for (size_t i = (size_t)_i; i < der.size; i += 8) {
		struct ik_buffer changed;
		struct ik_cms cms;

		der.data[i] ^= (uint8_t)(1U << (i / 8 % 8));
		changed = der_to_pem("PKCS7", &der);
		if (ik_cms_open(changed.data, changed.size, MAX, &cms, NULL)) {
			says_the_same(&cms);
		}
		ik_cms_free(&cms);
		ik_buffer_free(&changed);
		der.data[i] ^= (uint8_t)(1U << (i / 8 % 8));
	}
	ik_buffer_free(&der);
	ik_buffer_free(&pem);
	forget(&one);
}
END_TEST

START_TEST(openssl_checks_what_we_sign_and_both_signers)
{
	static const char check[] =
		"openssl cms -verify -inform PEM -in step.pem -nointern -certfile %s -CAfile %s"
		" -purpose any -no_check_time -partial_chain -signer s.pem -out t 2>&1";
	struct who one = who(IK_KEY_ECDSA_P256, "a.example.jp"),
		   two = who(IK_KEY_RSA_3072, "b.example.jp");
	struct ik_cms_signer by[] = {signer(&one), signer(&two)};
	struct ik_buffer pem = {0}, text;
	char command[512];

	shell_begin();
	ck_assert(ik_cms_sign(TEXT, strlen(TEXT), by, 2, NOW, &pem, NULL));
	put("step.pem", pem.data, pem.size);
	put("one.pem", one.certificate.data, one.certificate.size);
	put("two.pem", two.certificate.data, two.certificate.size);
	must("cat one.pem two.pem >both.pem");
	snprintf(command, sizeof(command), check, "one.pem", "one.pem");
	must_fail(command);
	snprintf(command, sizeof(command), check, "both.pem", "both.pem");
	must(command);
	must("test \"$(grep -c BEGIN s.pem)\" = 2");
	text = get("t");
	ck_assert_str_eq(ik_buffer_string(&text), TEXT);
	ik_buffer_free(&text);
	ik_buffer_free(&pem);
	shell_end();
	forget(&one);
	forget(&two);
}
END_TEST

Suite *suite_cms(void)
{
	Suite *suite = suite_create("cms");
	TCase *cms = tcase_create("cms");

	tcase_set_timeout(cms, TEST_SECONDS);
	tcase_add_loop_test(cms, a_forgery_is_refused_for_its_reason, 0, IK_COUNT(forgeries));
	tcase_add_test(cms, what_the_forger_makes_without_a_fault_is_taken);
	tcase_add_test(cms, more_than_may_be_is_not_even_looked_at);
	tcase_add_test(cms, a_key_that_does_not_lead_signs_nothing);
	tcase_add_loop_test(cms, a_key_that_is_bound_to_another_digest_or_salt_leads_nobody, 0,
			    IK_COUNT(bound));
	tcase_add_loop_test(cms, a_serial_number_with_a_needless_byte_leads_nobody, 0,
			    IK_COUNT(serials));
	tcase_add_loop_test(cms, two_signers_are_found_under_their_own_certificates, 0,
			    IK_COUNT(pairs));
	tcase_add_test(cms, one_certificate_twice_is_one_signer);
	tcase_add_test(cms, dates_of_other_centuries_are_kept);
	tcase_add_test(cms, of_several_the_wrong_one_does_not_exist);
	tcase_add_loop_test(cms, any_byte_changed_is_refused_or_says_the_same, 0, 8);
	tcase_add_test(cms, openssl_checks_what_we_sign_and_both_signers);
	suite_add_tcase(suite, cms);
	return suite;
}
