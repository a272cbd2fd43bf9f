/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate.c: tests of the certificates that we make, read back by the library itself. */
#include "config.h"

#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "base/alloc.h"
#include "pki/certificate.h"
#include "suites.h"
#include "support.h"

#define LAST_SECOND 253402300799 /* 9999-12-31 23:59:59 */

/* A certificate for a new key of TYPE that has one of everything. */
static gnutls_x509_crt_t full_certificate(enum ik_key_type type, struct ik_buffer *pem)
{
	ik_secret *key = new_key(type);
	struct ik_list names = {0}, addresses = {0};
	struct ik_error err = {0};
	struct ik_certificate_wish wish = {
		.common_name = "srv01.example.jp",
		.organization = "株式会社 例",
		.dns_names = &names,
		.ip_addresses = &addresses,
		.not_before = NOT_BEFORE,
		.not_after = LAST_SECOND,
	};
	gnutls_x509_crt_t crt;

	ik_list_add(&names, "srv01.example.jp");
	ik_list_add(&names, "*.example.jp");
	ik_list_add(&names, "xn--r8jz45g.jp");
	ik_list_add(&addresses, "192.0.2.1");
	ik_list_add(&addresses, "2001:db8::1");
	ck_assert_msg(ik_certificate_self_sign(&wish, key, pem, &err), "%s", err.detail);
	ik_list_free(&names);
	ik_list_free(&addresses);
	ik_secret_free(key);

	gnutls_datum_t data = {pem->data, (unsigned)pem->size};

	gnutls_x509_crt_init(&crt);
	ck_assert_int_eq(gnutls_x509_crt_import(crt, &data, GNUTLS_X509_FMT_PEM), 0);
	return crt;
}

static void not_made(const struct ik_certificate_wish *wish, const ik_secret *key,
		     enum ik_error_id expected)
{
	struct ik_buffer pem = {0};
	struct ik_error err = {0};

	ck_assert(!ik_certificate_self_sign(wish, key, &pem, &err));
	ck_assert_int_eq(err.id, expected);
	ck_assert_uint_eq(pem.size, 0);
}

START_TEST(without_a_key_or_with_a_false_address_none_is_made)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256), *junk = secret_of("junk");
	struct ik_list names = {0}, addresses = {0};
	struct ik_certificate_wish wish = {.common_name = "srv01",
					   .dns_names = &names,
					   .ip_addresses = &addresses,
					   .not_before = NOT_BEFORE,
					   .not_after = NOT_AFTER};

	ik_list_add(&names, "srv01");
	not_made(&wish, junk, IK_E_KEY_READ);
	ik_list_add(&addresses, "192.0.2.256");
	not_made(&wish, key, IK_E_CERT_MAKE);
	ik_list_free(&names);
	ik_list_free(&addresses);
	ik_secret_free(key);
	ik_secret_free(junk);
}
END_TEST

START_TEST(what_the_operator_types_stays_one_value)
{
	static const char *const typed[] = {
		"a, CN=evil.example.jp",
		"a+CN=evil.example.jp",
		"CN=evil",
		"say \"yes\"",
		"#0c0141",
		" spaces ",
		"back\\slash",
		"two\nlines",
		"<tag>;",
		"株式会社 例 😀",
	};
	static const char *const shown[] = {
		"a, CN=evil.example.jp",
		"a+CN=evil.example.jp",
		"CN=evil",
		"say \"yes\"",
		"#0c0141",
		" spaces ",
		"back\\slash",
		"two\\x0alines",
		"<tag>;",
		"株式会社 例 😀",
	};
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	size_t tried = 0;

	for (; tried < IK_COUNT(typed); tried++) {
		struct ik_buffer pem = certificate_for(key, "srv01.example.jp", typed[tried]);
		struct ik_facts facts;

		ck_assert(ik_certificate_facts(pem.data, pem.size, &facts, NULL));
		ck_assert_str_eq(facts.organization, shown[tried]);
		ck_assert_str_eq(facts.common_name, "srv01.example.jp");
		ck_assert_uint_eq(facts.dns_names.n, 1);
		ik_facts_free(&facts);
		ik_buffer_free(&pem);
	}
	ck_assert_uint_eq(tried, 10);
	ik_secret_free(key);
}
END_TEST

START_TEST(a_serial_is_positive_of_20_bytes_and_new_each_time)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_list seen = {0};

	for (int i = 0; i < 100; i++) {
		struct ik_buffer pem = certificate_for(key, "srv01.example.jp", NULL);
		struct ik_facts facts;

		ck_assert(ik_certificate_facts(pem.data, pem.size, &facts, NULL));
		ck_assert_uint_eq(strlen(facts.serial), 40);
		ck_assert(facts.serial[0] >= '0' && facts.serial[0] <= '7');
		ck_assert(strncmp(facts.serial, "00", 2) != 0);
		ck_assert(!ik_list_has(&seen, facts.serial));
		ik_list_add(&seen, facts.serial);
		ik_facts_free(&facts);
		ik_buffer_free(&pem);
	}
	ik_list_free(&seen);
	ik_secret_free(key);
}
END_TEST

START_TEST(every_extension_is_there_and_critical_where_it_must_be)
{
	struct ik_buffer pem = {0};
	gnutls_x509_crt_t crt = full_certificate((enum ik_key_type)_i, &pem);
	bool is_rsa = _i == IK_KEY_RSA_3072 || _i == IK_KEY_RSA_4096;
	unsigned critical = 0, ca = 1, usage = 0;
	char purpose[64];
	size_t size = sizeof(purpose);
	int length;

	ck_assert_int_eq(gnutls_x509_crt_get_version(crt), 3);
	ck_assert_int_eq(gnutls_x509_crt_get_basic_constraints(crt, &critical, &ca, &length), 0);
	ck_assert(critical && !ca && length == -1);
	ck_assert_int_eq(gnutls_x509_crt_get_key_usage(crt, &usage, &critical), 0);
	ck_assert(critical);
	ck_assert_uint_eq(usage, (unsigned)(GNUTLS_KEY_DIGITAL_SIGNATURE
					    | (is_rsa ? GNUTLS_KEY_KEY_ENCIPHERMENT : 0)));
	ck_assert_int_eq(gnutls_x509_crt_get_key_purpose_oid(crt, 0, purpose, &size, &critical), 0);
	ck_assert(!critical);
	ck_assert_str_eq(purpose, GNUTLS_KP_TLS_WWW_SERVER);
	size = sizeof(purpose);
	ck_assert_int_eq(gnutls_x509_crt_get_key_purpose_oid(crt, 1, purpose, &size, NULL),
			 GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE);
	ck_assert_int_eq(gnutls_x509_crt_get_signature_algorithm(crt),
			 is_rsa                    ? GNUTLS_SIGN_RSA_SHA256
			 : _i == IK_KEY_ECDSA_P384 ? GNUTLS_SIGN_ECDSA_SHA384
						   : GNUTLS_SIGN_ECDSA_SHA256);
	gnutls_x509_crt_deinit(crt);
	ik_buffer_free(&pem);
}
END_TEST

START_TEST(facts_tell_what_was_asked_for)
{
	struct ik_buffer pem = {0};
	gnutls_x509_crt_t crt = full_certificate((enum ik_key_type)_i, &pem);
	struct ik_facts facts;

	ck_assert(ik_certificate_facts(pem.data, pem.size, &facts, NULL));
	ck_assert_str_eq(facts.subject, "CN=srv01.example.jp,O=株式会社 例");
	ck_assert_str_eq(facts.issuer, facts.subject);
	ck_assert_str_eq(facts.common_name, "srv01.example.jp");
	ck_assert_str_eq(facts.organization, "株式会社 例");
	ck_assert_str_eq(facts.key_type, ik_key_type_id((enum ik_key_type)_i));
	ck_assert_uint_eq(facts.dns_names.n, 3);
	ck_assert_str_eq(facts.dns_names.items[1], "*.example.jp");
	ck_assert_str_eq(facts.dns_names.items[2], "xn--r8jz45g.jp");
	ck_assert_uint_eq(facts.ip_addresses.n, 2);
	ck_assert_str_eq(facts.ip_addresses.items[0], "192.0.2.1");
	ck_assert_str_eq(facts.ip_addresses.items[1], "2001:db8::1");
	ck_assert_int_eq(facts.not_before, NOT_BEFORE);
	ck_assert_int_eq(facts.not_after, LAST_SECOND);
	ck_assert(facts.self_signed);
	ik_facts_free(&facts);
	gnutls_x509_crt_deinit(crt);
	ik_buffer_free(&pem);
}
END_TEST

START_TEST(key_identifiers_are_rfc_7093_method_1)
{
	struct ik_buffer pem = {0};
	gnutls_x509_crt_t crt = full_certificate(IK_KEY_ECDSA_P256, &pem);
	gnutls_datum_t x, y;
	gnutls_ecc_curve_t curve;
	uint8_t point[65] = {4}, expected[32], id[64];
	size_t size = sizeof(id);

	ck_assert_int_eq(gnutls_x509_crt_get_pk_ecc_raw(crt, &curve, &x, &y), 0);
	/* The numbers may come with a leading zero or less than 32 bytes. */
	memcpy(point + 33 - (x.size > 32 ? 32 : x.size), x.data + (x.size > 32 ? x.size - 32 : 0),
	       x.size > 32 ? 32 : x.size);
	memcpy(point + 65 - (y.size > 32 ? 32 : y.size), y.data + (y.size > 32 ? y.size - 32 : 0),
	       y.size > 32 ? 32 : y.size);
	ck_assert_int_eq(gnutls_hash_fast(GNUTLS_DIG_SHA256, point, sizeof(point), expected), 0);
	ck_assert_int_eq(gnutls_x509_crt_get_subject_key_id(crt, id, &size, NULL), 0);
	ck_assert_uint_eq(size, 20);
	ck_assert_mem_eq(id, expected, 20);
	size = sizeof(id);
	ck_assert_int_eq(gnutls_x509_crt_get_authority_key_id(crt, id, &size, NULL), 0);
	ck_assert_uint_eq(size, 20);
	ck_assert_mem_eq(id, expected, 20);
	gnutls_free(x.data);
	gnutls_free(y.data);
	gnutls_x509_crt_deinit(crt);
	ik_buffer_free(&pem);
}
END_TEST

START_TEST(years_from_2050_on_are_generalized_time)
{
	struct ik_buffer pem = {0};
	gnutls_x509_crt_t crt = full_certificate(IK_KEY_ECDSA_P256, &pem);
	struct ik_buffer der = pem_to_der("CERTIFICATE", pem.data, pem.size);

	ck_assert_ptr_nonnull(memmem(der.data, der.size,
				     "\x17\x0d"
				     "251121000000Z",
				     15));
	ck_assert_ptr_nonnull(memmem(der.data, der.size,
				     "\x18\x0f"
				     "99991231235959Z",
				     17));
	gnutls_x509_crt_deinit(crt);
	ik_buffer_free(&pem);
	ik_buffer_free(&der);
}
END_TEST

Suite *suite_certificate(void)
{
	Suite *suite = suite_create("certificate");
	TCase *all = tcase_create("certificate");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_test(all, without_a_key_or_with_a_false_address_none_is_made);
	tcase_add_test(all, what_the_operator_types_stays_one_value);
	tcase_add_test(all, a_serial_is_positive_of_20_bytes_and_new_each_time);
	tcase_add_loop_test(all, every_extension_is_there_and_critical_where_it_must_be, 0,
			    IK_KEY_TYPE_COUNT);
	tcase_add_loop_test(all, facts_tell_what_was_asked_for, 0, IK_KEY_TYPE_COUNT);
	tcase_add_test(all, key_identifiers_are_rfc_7093_method_1);
	tcase_add_test(all, years_from_2050_on_are_generalized_time);
	suite_add_tcase(suite, all);
	return suite;
}
