/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_seal.c: tests of keys under a password. */
#include "config.h"

#include <string.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "pki/key.h"
#include "suites.h"
#include "support.h"

#define PASSWORD "正しい馬 battery staple"

static struct ik_buffer sealed_key(const ik_secret *key)
{
	ik_secret *password = secret_of(PASSWORD);
	struct ik_buffer sealed = {0};
	struct ik_error err = {0};

	ck_assert_msg(ik_key_seal(key, password, &sealed, &err), "%s", err.detail);
	ik_secret_free(password);
	return sealed;
}

/* Opening SEALED must fail with EXPECTED, whatever the password. */
static void stays_shut(const struct ik_buffer *sealed, const char *password_text,
		       enum ik_error_id expected)
{
	ik_secret *password = secret_of(password_text), *out = password;
	struct ik_error err = {0};

	ck_assert(!ik_key_unseal(sealed->data, sealed->size, password, &out, &err));
	ck_assert_int_eq(err.id, expected);
	ck_assert_ptr_null(out);
	ik_secret_free(password);
}

START_TEST(a_wrong_password_opens_nothing)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer sealed = sealed_key(key);

	stays_shut(&sealed, "wrong horse battery", IK_E_KEY_UNSEAL);
	stays_shut(&sealed, "", IK_E_KEY_UNSEAL);
	ik_buffer_free(&sealed);
	ik_secret_free(key);
}
END_TEST

START_TEST(what_is_no_sealed_key_is_not_opened)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer none = {0};

	stays_shut(&none, PASSWORD, IK_E_KEY_UNSEAL);
	ik_buffer_text(&none, "junk");
	stays_shut(&none, PASSWORD, IK_E_KEY_UNSEAL);
	ik_buffer_free(&none);
	ik_buffer_add(&none, ik_secret_data(key), ik_secret_size(key));
	stays_shut(&none, PASSWORD, IK_E_KEY_UNSEAL);
	ik_buffer_free(&none);
	ik_secret_free(key);
}
END_TEST

START_TEST(a_password_that_would_be_cut_seals_nothing)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256), *cut = secret_of_bytes("secret\0tail", 11),
		  *empty = secret_of("");
	struct ik_buffer sealed = {0};
	struct ik_error err = {0};

	ck_assert(!ik_key_seal(key, cut, &sealed, &err));
	ck_assert_int_eq(err.id, IK_E_KEY_SEAL);
	ck_assert(!ik_key_seal(key, empty, &sealed, NULL));
	ck_assert_uint_eq(sealed.size, 0);
	ik_secret_free(key);
	ik_secret_free(cut);
	ik_secret_free(empty);
}
END_TEST

START_TEST(more_rounds_than_ours_are_refused_with_their_number)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256), *password = secret_of(PASSWORD), *out;
	struct ik_buffer sealed = sealed_key(key);
	struct ik_buffer der = pem_to_der("ENCRYPTED PRIVATE KEY", sealed.data, sealed.size);
	struct ik_error err = {0};

	patch(&der, "\x02\x03\x09\x27\xc0", "\x02\x03\x09\x27\xc1", 5);

	struct ik_buffer costly = der_to_pem("ENCRYPTED PRIVATE KEY", &der);

	ck_assert(!ik_key_unseal(costly.data, costly.size, password, &out, &err));
	ck_assert_int_eq(err.id, IK_E_COST);
	ck_assert_str_eq(err.arg[0], "600001");
	ik_buffer_free(&costly);
	ik_buffer_free(&der);
	ik_buffer_free(&sealed);
	ik_secret_free(password);
	ik_secret_free(key);
}
END_TEST

/* KEY sealed by the library in another way than ours. */
static struct ik_buffer foreign_seal(const ik_secret *key, unsigned scheme)
{
	gnutls_datum_t pem = {(unsigned char *)(uintptr_t)ik_secret_data(key),
			      (unsigned)ik_secret_size(key)},
		       out;
	gnutls_x509_privkey_t read;
	struct ik_buffer sealed = {0};

	gnutls_x509_privkey_init(&read);
	ck_assert_int_eq(gnutls_x509_privkey_import_pkcs8(read, &pem, GNUTLS_X509_FMT_PEM, NULL,
							  GNUTLS_PKCS_PLAIN),
			 0);
	ck_assert_int_eq(gnutls_x509_privkey_export2_pkcs8(read, GNUTLS_X509_FMT_PEM, PASSWORD,
							   scheme, &out),
			 0);
	ik_buffer_add(&sealed, out.data, out.size);
	gnutls_free(out.data);
	gnutls_x509_privkey_deinit(read);
	return sealed;
}

START_TEST(other_schemes_than_ours_are_not_opened)
{
	static const unsigned schemes[] = {GNUTLS_PKCS_PBES2_AES_128, GNUTLS_PKCS_PBES2_3DES,
					   GNUTLS_PKCS_PKCS12_RC2_40};
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer sealed = foreign_seal(key, schemes[_i]);

	stays_shut(&sealed, PASSWORD, IK_E_KEY_UNSEAL);
	ik_buffer_free(&sealed);
	ik_secret_free(key);
}
END_TEST

START_TEST(the_seal_is_pbes2_with_aes_256_and_600000_rounds)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer sealed = sealed_key(key);
	gnutls_datum_t data = {sealed.data, (unsigned)sealed.size};
	unsigned scheme, cipher, rounds, salt_size = 64;
	uint8_t salt[64];
	char *oid = NULL;

	ck_assert_int_eq(gnutls_pkcs8_info(&data, GNUTLS_X509_FMT_PEM, &scheme, &cipher, salt,
					   &salt_size, &rounds, &oid),
			 0);
	ck_assert_uint_eq(scheme, GNUTLS_PKCS_PBES2_AES_256);
	ck_assert_uint_eq(cipher, GNUTLS_CIPHER_AES_256_CBC);
	ck_assert_uint_eq(rounds, 600000);
	ck_assert_uint_eq(salt_size, 16);
	gnutls_free(oid);

	/* OID 1.2.840.113549.2.9, hmacWithSHA256: the default of old would be SHA-1. */
	struct ik_buffer der = pem_to_der("ENCRYPTED PRIVATE KEY", sealed.data, sealed.size);

	ck_assert_ptr_nonnull(
		memmem(der.data, der.size, "\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x09", 10));
	ik_buffer_free(&der);
	ik_buffer_free(&sealed);
	ik_secret_free(key);
}
END_TEST

START_TEST(every_type_is_sealed_and_opened_again_unchanged)
{
	ik_secret *key = new_key((enum ik_key_type)_i), *password = secret_of(PASSWORD), *opened;
	struct ik_buffer sealed = sealed_key(key);
	struct ik_error err = {0};

	ck_assert_ptr_null(strstr(ik_buffer_string(&sealed), "BEGIN PRIVATE KEY"));
	ck_assert_msg(ik_key_unseal(sealed.data, sealed.size, password, &opened, &err), "%s",
		      err.detail);
	ck_assert(ik_key_same(key, opened));
	ck_assert(ik_secret_equal(key, opened));
	ik_buffer_free(&sealed);
	ik_secret_free(opened);
	ik_secret_free(password);
	ik_secret_free(key);
}
END_TEST

START_TEST(the_last_of_128_characters_counts)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer sealed = {0}, text = {0};

	for (int i = 0; i < 127; i++)
		ik_buffer_text(&text, "𠮟");

	ik_secret *longest = ik_secret_new(IK_SECRET_PASSWORD_ROOM), *opened;

	ck_assert(ik_secret_set(longest, text.data, text.size, NULL)
		  && ik_secret_append(longest, "😀", 4, NULL));
	ck_assert(ik_key_seal(key, longest, &sealed, NULL));
	ck_assert(ik_key_unseal(sealed.data, sealed.size, longest, &opened, NULL));
	stays_shut(&sealed, ik_buffer_string(&text), IK_E_KEY_UNSEAL);
	ik_buffer_free(&text);
	ik_buffer_free(&sealed);
	ik_secret_free(opened);
	ik_secret_free(longest);
	ik_secret_free(key);
}
END_TEST

Suite *suite_key_seal(void)
{
	Suite *suite = suite_create("key_seal");
	TCase *all = tcase_create("key_seal");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_test(all, a_wrong_password_opens_nothing);
	tcase_add_test(all, what_is_no_sealed_key_is_not_opened);
	tcase_add_test(all, a_password_that_would_be_cut_seals_nothing);
	tcase_add_test(all, more_rounds_than_ours_are_refused_with_their_number);
	tcase_add_loop_test(all, other_schemes_than_ours_are_not_opened, 0, 3);
	tcase_add_test(all, the_seal_is_pbes2_with_aes_256_and_600000_rounds);
	tcase_add_loop_test(all, every_type_is_sealed_and_opened_again_unchanged, 0,
			    IK_KEY_TYPE_COUNT);
	tcase_add_test(all, the_last_of_128_characters_counts);
	suite_add_tcase(suite, all);
	return suite;
}
