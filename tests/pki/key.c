/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.c: tests of keys that are made, matched and compared. */
#include <string.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "suites.h"
#include "support.h"

static void does_not_fit(const ik_secret *key, const struct ik_buffer *certificate,
			 enum ik_error_id expected)
{
	struct ik_error err = {0};

	ck_assert(!ik_key_fits(key, certificate->data, certificate->size, &err));
	ck_assert_int_eq(err.id, expected);
}

START_TEST(a_key_of_another_certificate_does_not_fit)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256), *other = new_key(IK_KEY_ECDSA_P256),
		  *junk = secret_of("junk");
	struct ik_buffer certificate = certificate_for(key, "srv01.example.jp", NULL), none = {0};

	ik_buffer_text(&none, "junk");
	does_not_fit(other, &certificate, IK_E_KEY_APART);
	does_not_fit(junk, &certificate, IK_E_KEY_READ);
	does_not_fit(key, &none, IK_E_CERT_READ);
	ck_assert(ik_key_fits(key, certificate.data, certificate.size, NULL));
	ik_buffer_free(&certificate);
	ik_buffer_free(&none);
	ik_secret_free(key);
	ik_secret_free(other);
	ik_secret_free(junk);
}
END_TEST

/* Where the 65 bytes of the public point stand in a PKCS#8 of P-256: at its end. */
enum { POINT_SIZE = 65 };

/* The private half of A with the public half of B. */
static ik_secret *mixed_key(const ik_secret *a, const ik_secret *b)
{
	struct ik_buffer one = pem_to_der("PRIVATE KEY", ik_secret_data(a), ik_secret_size(a));
	struct ik_buffer other = pem_to_der("PRIVATE KEY", ik_secret_data(b), ik_secret_size(b));

	memcpy(one.data + one.size - POINT_SIZE, other.data + other.size - POINT_SIZE, POINT_SIZE);

	struct ik_buffer pem = der_to_pem("PRIVATE KEY", &one);
	ik_secret *mixed = secret_of_bytes(pem.data, pem.size);

	ik_buffer_free(&pem);
	ik_buffer_free(&one);
	ik_buffer_free(&other);
	return mixed;
}

START_TEST(a_key_that_borrows_a_foreign_public_half_does_not_fit)
{
	ik_secret *own = new_key(IK_KEY_ECDSA_P256), *other = new_key(IK_KEY_ECDSA_P256);
	ik_secret *forged = mixed_key(own, other), *whole = mixed_key(own, own);
	struct ik_buffer theirs = certificate_for(other, "srv01.example.jp", NULL);
	struct ik_buffer ours = certificate_for(own, "srv01.example.jp", NULL);

	does_not_fit(forged, &theirs, IK_E_KEY_READ);
	does_not_fit(forged, &ours, IK_E_KEY_APART);
	ck_assert(!ik_key_same(forged, other));
	ck_assert(!ik_key_same(forged, own));
	ck_assert(ik_key_fits(whole, ours.data, ours.size, NULL));
	ik_buffer_free(&theirs);
	ik_buffer_free(&ours);
	ik_secret_free(forged);
	ik_secret_free(whole);
	ik_secret_free(own);
	ik_secret_free(other);
}
END_TEST

START_TEST(different_or_unreadable_keys_are_not_the_same)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256), *other = new_key(IK_KEY_ECDSA_P256),
		  *junk = secret_of("junk");

	ck_assert(!ik_key_same(key, other));
	ck_assert(!ik_key_same(key, junk));
	ck_assert(!ik_key_same(junk, junk));
	ck_assert(ik_key_same(key, key));
	ik_secret_free(key);
	ik_secret_free(other);
	ik_secret_free(junk);
}
END_TEST

START_TEST(the_same_key_in_other_words_is_the_same)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P384);
	const char *text = ik_secret_data(key);
	struct ik_buffer crlf = {0};

	ik_buffer_text(&crlf, "made on srv01\r\n");
	for (; *text; text++)
		*text == '\n' ? ik_buffer_text(&crlf, "\r\n") : ik_buffer_add(&crlf, text, 1);

	ik_secret *other = secret_of_bytes(crlf.data, crlf.size);

	ck_assert(ik_key_same(key, other));
	ik_buffer_free(&crlf);
	ik_secret_free(other);
	ik_secret_free(key);
}
END_TEST

START_TEST(every_type_is_found_by_its_id_and_has_a_name)
{
	enum ik_key_type found;

	ck_assert(!ik_key_type_find("rsa-1024", &found));
	ck_assert(!ik_key_type_find("", &found));
	for (int i = 0; i < IK_KEY_TYPE_COUNT; i++) {
		const char *id = ik_key_type_id((enum ik_key_type)i);

		ck_assert(ik_key_type_find(id, &found) && (int)found == i);
		ck_assert_str_ne(ik_key_type_name(id), id);
	}
	ck_assert_str_eq(ik_key_type_name("ecdsa-p256"), "ECDSA P-256");
	ck_assert_str_eq(ik_key_type_name("rsa-pss-2048"), "RSA-PSS 2048");
	ck_assert_str_eq(ik_key_type_name("rsa-2047"), "rsa-2047");
	ck_assert_str_eq(ik_key_type_name("unknown"), "unknown");
}
END_TEST

START_TEST(a_new_key_is_pkcs8_of_its_type)
{
	static const struct {
		int algorithm;
		unsigned bits;
	} expected[] = {
		[IK_KEY_ECDSA_P256] = {GNUTLS_PK_ECDSA, 256},
		[IK_KEY_ECDSA_P384] = {GNUTLS_PK_ECDSA, 384},
		[IK_KEY_RSA_3072] = {GNUTLS_PK_RSA, 3072},
		[IK_KEY_RSA_4096] = {GNUTLS_PK_RSA, 4096},
	};
	ik_secret *key = new_key((enum ik_key_type)_i);
	gnutls_datum_t pem = {(unsigned char *)(uintptr_t)ik_secret_data(key),
			      (unsigned)ik_secret_size(key)};
	gnutls_x509_privkey_t read;
	unsigned bits;

	ck_assert_int_eq(strncmp(ik_secret_data(key), "-----BEGIN PRIVATE KEY-----\n", 28), 0);
	gnutls_x509_privkey_init(&read);
	ck_assert_int_eq(gnutls_x509_privkey_import_pkcs8(read, &pem, GNUTLS_X509_FMT_PEM, NULL,
							  GNUTLS_PKCS_PLAIN),
			 0);
	ck_assert_int_eq(gnutls_x509_privkey_get_pk_algorithm2(read, &bits),
			 expected[_i].algorithm);
	ck_assert_uint_eq(bits, expected[_i].bits);
	gnutls_x509_privkey_deinit(read);
	ik_secret_free(key);
}
END_TEST

Suite *suite_key(void)
{
	Suite *suite = suite_create("key");
	TCase *all = tcase_create("key");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_test(all, a_key_of_another_certificate_does_not_fit);
	tcase_add_test(all, a_key_that_borrows_a_foreign_public_half_does_not_fit);
	tcase_add_test(all, different_or_unreadable_keys_are_not_the_same);
	tcase_add_test(all, the_same_key_in_other_words_is_the_same);
	tcase_add_test(all, every_type_is_found_by_its_id_and_has_a_name);
	tcase_add_loop_test(all, a_new_key_is_pkcs8_of_its_type, 0, IK_KEY_TYPE_COUNT);
	suite_add_tcase(suite, all);
	return suite;
}
