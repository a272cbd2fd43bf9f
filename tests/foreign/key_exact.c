/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_exact.c: tests that an ECDSA key leaves the room in RFC 5915's exact length, whatever number
 * it has and whoever wrote it before. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>

#include "base/alloc.h"
#include "foreign/import.h"
#include "foreign/protection_open.h"
#include "lib/few_rounds.h"
#include "pki/key.h"
#include "pki/pkcs12.h"
#include "pki/pkcs12_walk.h"
#include "pki/protection.h"
#include "suites.h"
#include "pki/support.h"

#define PASSWORD "correct horse battery staple"

enum { KEYS = 200, NUMBER_MAX = 66 };

static const struct curve {
	gnutls_ecc_curve_t curve;
	size_t octets;
	const char *type;
} curves[] = {
	{GNUTLS_ECC_CURVE_SECP256R1, 32, "ecdsa-p256"},
	{GNUTLS_ECC_CURVE_SECP384R1, 48, "ecdsa-p384"},
	{GNUTLS_ECC_CURVE_SECP521R1, 66, "ecdsa-p521"},
};

enum { CURVES = 3, MADE_CURVES = 2 };

/* The number in a PrivateKeyInfo of ECDSA, as it stands. */
static struct ik_der number_of(struct ik_der der)
{
	struct ik_der info, part, key, ec;

	ck_assert(ik_der_expect(&der, IK_DER_SEQUENCE, &info) && der.size == 0);
	ck_assert(ik_der_expect(&info, IK_DER_INTEGER, &part)
		  && ik_der_expect(&info, IK_DER_SEQUENCE, &part));
	ck_assert(ik_der_expect(&info, IK_DER_OCTETS, &key) && info.size == 0);
	ck_assert(ik_der_expect(&key, IK_DER_SEQUENCE, &ec) && key.size == 0);
	ck_assert(ik_der_expect(&ec, IK_DER_INTEGER, &part)
		  && ik_der_expect(&ec, IK_DER_OCTETS, &part));
	return part;
}

/* How many octets the number of KEY has. */
static size_t octets(const ik_secret *key)
{
	struct ik_buffer der = pem_to_der("PRIVATE KEY", ik_secret_data(key), ik_secret_size(key));
	size_t n = number_of((struct ik_der){der.data, der.size}).size;

	ik_buffer_free(&der);
	return n;
}

/* NUMBER as an INTEGER would have it: a zero in front of a top bit, and none that it does not need.
 */
static void put_as_integer(struct ik_buffer *out, struct ik_der number)
{
	size_t from = out->size;

	while (number.size > 1 && number.data[0] == 0) {
		number.data++;
		number.size--;
	}
	if (number.data[0] & 0x80)
		ik_buffer_add(out, "", 1);
	ik_buffer_add(out, number.data, number.size);
	ik_der_close(out, from, IK_DER_OCTETS);
}

/* KEY as GnuTLS 3.7.9 writes it, which is how keys were written before, whatever the one that is
 * here does. */
static ik_secret *written_before(gnutls_x509_privkey_t key)
{
	gnutls_datum_t whole = {NULL, 0};
	struct ik_der in, info, version, algorithm, part, ec, one, number;
	struct ik_buffer inner = {0}, out = {0}, pem;
	ik_secret *old;

	ck_assert_int_eq(gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_DER, NULL,
							   GNUTLS_PKCS_PLAIN, &whole),
			 0);
	in = (struct ik_der){whole.data, whole.size};
	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &info)
		  && ik_der_expect(&info, IK_DER_INTEGER, &version));
	ck_assert(ik_der_expect(&info, IK_DER_SEQUENCE, &algorithm)
		  && ik_der_expect(&info, IK_DER_OCTETS, &part));
	ck_assert(ik_der_expect(&part, IK_DER_SEQUENCE, &ec)
		  && ik_der_expect(&ec, IK_DER_INTEGER, &one));
	ck_assert(ik_der_expect(&ec, IK_DER_OCTETS, &number));
	ik_der_put(&inner, IK_DER_INTEGER, one.data, one.size);
	put_as_integer(&inner, number);
	ik_buffer_add(&inner, ec.data, ec.size);
	ik_der_close(&inner, 0, IK_DER_SEQUENCE);
	ik_der_put(&out, IK_DER_INTEGER, version.data, version.size);
	ik_der_put(&out, IK_DER_SEQUENCE, algorithm.data, algorithm.size);
	ik_der_put(&out, IK_DER_OCTETS, inner.data, inner.size);
	ik_der_close(&out, 0, IK_DER_SEQUENCE);
	pem = der_to_pem("PRIVATE KEY", &out);
	old = secret_of_bytes(pem.data, pem.size);
	ik_buffer_free(&pem);
	ik_buffer_free(&out);
	ik_buffer_free(&inner);
	gnutls_free(whole.data);
	return old;
}

/* A new key of CURVE that was written with LEAST to MOST octets. */
static ik_secret *old_key(const struct curve *curve, size_t least, size_t most)
{
	for (;;) {
		gnutls_x509_privkey_t key;
		ik_secret *pem;

		gnutls_x509_privkey_init(&key);
		ck_assert_int_eq(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
							      GNUTLS_CURVE_TO_BITS(curve->curve),
							      0),
				 0);
		pem = written_before(key);
		gnutls_x509_privkey_deinit(key);
		if (octets(pem) >= least && octets(pem) <= most)
			return pem;
		ik_secret_free(pem);
	}
}

/* One octet too many, the right number, or too few because the top octet is 0. */
enum { LENGTHS = 3 };

static ik_secret *old_key_of_length(const struct curve *curve, int length)
{
	const size_t n = curve->octets;

	/* The top bits of P-521's first octet are always 0, and so no sign is in its way. */
	if (length == 0 && curve->octets == NUMBER_MAX)
		length = 1;
	return length == 0   ? old_key(curve, n + 1, n + 1)
	       : length == 1 ? old_key(curve, n, n)
			     : old_key(curve, 1, n - 1);
}

START_TEST(what_was_written_before_has_all_three_lengths)
{
	for (int length = 0; length < LENGTHS; length++) {
		ik_secret *key = old_key_of_length(&curves[_i], length);

		ck_assert_uint_gt(octets(key), 0);
		ik_secret_free(key);
	}
}
END_TEST

START_TEST(every_new_key_has_exactly_the_octets_of_its_curve)
{
	enum ik_key_type type;

	ck_assert(ik_key_type_find(curves[_i].type, &type));
	for (int i = 0; i < KEYS; i++) {
		ik_secret *key = new_key(type);

		ck_assert_uint_eq(octets(key), curves[_i].octets);
		ik_secret_free(key);
	}
}
END_TEST

START_TEST(an_old_key_is_read_and_written_exactly)
{
	const struct curve *curve = &curves[_i % CURVES];
	ik_secret *old = old_key_of_length(curve, _i / CURVES), *exact;
	struct ik_error err = {0};

	ck_assert_msg(ik_key_rewrite(old, &exact, &err), "%s", err.detail);
	ck_assert_uint_eq(octets(exact), curve->octets);
	ck_assert(ik_key_same(old, exact));
	ik_secret_free(exact);
	ik_secret_free(old);
}
END_TEST

START_TEST(what_is_written_once_is_written_the_same_ever_after)
{
	ik_secret *key = new_key((enum ik_key_type)_i), *again;

	ck_assert(ik_key_rewrite(key, &again, NULL));
	ck_assert(ik_secret_equal(key, again));
	ik_secret_free(again);
	ik_secret_free(key);
}
END_TEST

START_TEST(what_is_no_key_is_not_rewritten)
{
	ik_secret *junk = secret_of("junk"), *out = junk;
	struct ik_error err = {0};

	ck_assert(!ik_key_rewrite(junk, &out, &err));
	ck_assert_int_eq(err.id, IK_E_KEY_READ);
	ck_assert_ptr_null(out);
	ik_secret_free(junk);
}
END_TEST

/* The EncryptedPrivateKeyInfo SEALED, opened without any encoder in between. */
static ik_secret *inside(struct ik_der sealed)
{
	struct ik_try password = {.text = PASSWORD, .size = strlen(PASSWORD)};
	struct ik_protection protection;
	struct ik_der algorithm, data;
	ik_secret *clear;

	ck_assert(ik_pkcs12_sealed(sealed, &algorithm, &data)
		  && ik_protection_read(algorithm, &protection));
	ck_assert_uint_eq(protection.rounds, 600000);
	ck_assert_uint_eq(protection.salt.size, 16);
	clear = ik_protection_open(&protection, data, &password);
	ck_assert_ptr_nonnull(clear);
	return clear;
}

START_TEST(an_old_key_is_exact_inside_its_seal)
{
	const struct curve *curve = &curves[_i / 2];
	ik_secret *old = old_key_of_length(curve, _i % 2 == 0 ? 0 : 2),
		  *password = secret_of(PASSWORD), *clear, *opened;
	struct ik_buffer sealed = {0}, der;

	few_rounds = false;
	ck_assert(ik_key_seal(old, password, &sealed, NULL));
	der = pem_to_der("ENCRYPTED PRIVATE KEY", sealed.data, sealed.size);
	clear = inside((struct ik_der){der.data, der.size});
	ck_assert_uint_eq(number_of(ik_der_of(clear)).size, curve->octets);
	ck_assert(ik_key_unseal(sealed.data, sealed.size, password, &opened, NULL));
	ck_assert(ik_key_same(old, opened));
	ik_buffer_free(&der);
	ik_buffer_free(&sealed);
	ik_secret_free(opened);
	ik_secret_free(clear);
	ik_secret_free(password);
	ik_secret_free(old);
}
END_TEST

/* Sealed by the library itself, as all keys were before. */
static struct ik_buffer old_seal(const ik_secret *key)
{
	gnutls_datum_t pem = {(unsigned char *)(uintptr_t)ik_secret_data(key),
			      (unsigned)ik_secret_size(key)},
		       out;
	struct ik_buffer sealed = {0};
	gnutls_x509_privkey_t read;

	gnutls_x509_privkey_init(&read);
	ck_assert_int_eq(gnutls_x509_privkey_import_pkcs8(read, &pem, GNUTLS_X509_FMT_PEM, NULL,
							  GNUTLS_PKCS_PLAIN),
			 0);
	ck_assert_int_eq(gnutls_x509_privkey_export2_pkcs8(read, GNUTLS_X509_FMT_PEM, PASSWORD,
							   GNUTLS_PKCS_PBES2_AES_256, &out),
			 0);
	ik_buffer_add(&sealed, out.data, out.size);
	gnutls_free(out.data);
	gnutls_x509_privkey_deinit(read);
	return sealed;
}

START_TEST(a_key_that_was_sealed_before_is_opened_and_comes_back_exact)
{
	const struct curve *curve = &curves[_i / 2];
	ik_secret *old = old_key_of_length(curve, _i % 2 == 0 ? 0 : 2),
		  *password = secret_of(PASSWORD), *opened;
	struct ik_buffer sealed = old_seal(old);
	struct ik_error err = {0};

	ck_assert_msg(ik_key_unseal(sealed.data, sealed.size, password, &opened, &err), "%s",
		      err.detail);
	ck_assert_uint_eq(octets(opened), curve->octets);
	ck_assert(ik_key_same(old, opened));
	ik_buffer_free(&sealed);
	ik_secret_free(opened);
	ik_secret_free(password);
	ik_secret_free(old);
}
END_TEST

struct looking {
	size_t octets;
	bool found;
};

static bool look_at_key(void *context, enum ik_pkcs12_part part, struct ik_der content,
			const char *name)
{
	struct looking *looking = context;
	ik_secret *clear;

	(void)name;
	if (part != IK_PART_SEALED_KEY)
		return true;
	clear = inside(content);
	ck_assert_uint_eq(number_of(ik_der_of(clear)).size, looking->octets);
	looking->found = true;
	ik_secret_free(clear);
	return true;
}

/* Both ways to make one, of the key that needs an octet taken away and of the one that needs some.
 */
START_TEST(an_old_key_is_exact_inside_a_pkcs12)
{
	const struct curve *curve = &curves[_i / 2];
	ik_secret *old = old_key_of_length(curve, _i % 2 == 0 ? 0 : 2),
		  *password = secret_of(PASSWORD);
	struct ik_buffer certificate = certificate_for(old, "srv01.example.jp", NULL), der = {0};
	struct looking looking = {.octets = curve->octets};
	struct ik_pkcs12 p12;

	few_rounds = false;
	ck_assert(pkcs12_of(old, &(struct ik_pkcs12_content){&certificate, "srv01", _i % 2 == 1},
			    password, &der, NULL));
	ck_assert(ik_pkcs12_read((struct ik_der){der.data, der.size}, &p12));
	ck_assert(ik_pkcs12_walk_safe(p12.safe, look_at_key, &looking) && looking.found);
	ik_buffer_free(&der);
	ik_buffer_free(&certificate);
	ik_secret_free(password);
	ik_secret_free(old);
}
END_TEST

START_TEST(an_old_key_is_exact_once_it_was_imported)
{
	const struct curve *curve = &curves[_i % CURVES];
	ik_secret *old = old_key_of_length(curve, _i / CURVES);
	struct ik_material material = {0};
	struct ik_error err = {0};

	ck_assert_msg(
		ik_material_add(&material, ik_secret_data(old), ik_secret_size(old), NULL, &err),
		"%s", err.detail);
	ck_assert_uint_eq(material.n_keys, 1);
	ck_assert_str_eq(material.key_types.items[0], curve->type);
	ck_assert_uint_eq(octets(material.keys[0]), curve->octets);
	ck_assert(ik_key_same(old, material.keys[0]));
	ik_material_free(&material);
	ik_secret_free(old);
}
END_TEST

Suite *suite_key_exact(void)
{
	Suite *suite = suite_create("key_exact");
	TCase *all = tcase_create("key_exact");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_loop_test(all, what_was_written_before_has_all_three_lengths, 0, CURVES);
	tcase_add_loop_test(all, every_new_key_has_exactly_the_octets_of_its_curve, 0, MADE_CURVES);
	tcase_add_loop_test(all, an_old_key_is_read_and_written_exactly, 0, CURVES * LENGTHS);
	tcase_add_loop_test(all, what_is_written_once_is_written_the_same_ever_after, 0,
			    IK_KEY_TYPE_COUNT);
	tcase_add_test(all, what_is_no_key_is_not_rewritten);
	tcase_add_loop_test(all, an_old_key_is_exact_inside_its_seal, 0, 2 * CURVES);
	tcase_add_loop_test(all, a_key_that_was_sealed_before_is_opened_and_comes_back_exact, 0,
			    2 * CURVES);
	tcase_add_loop_test(all, an_old_key_is_exact_inside_a_pkcs12, 0, 2 * CURVES);
	tcase_add_loop_test(all, an_old_key_is_exact_once_it_was_imported, 0, CURVES * LENGTHS);
	suite_add_tcase(suite, all);
	return suite;
}
