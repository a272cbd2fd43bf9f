/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seal.c: tests of the backup's password MAC: what is refused, in which order, and what comes back.
 */
#include "config.h"

#include <string.h>

#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>

#include "base/alloc.h"
#include "forge.h"
#include "pki/pkcs12_walk.h"
#include "pki/seal.h"
#include "suites.h"
#include "support.h"

#define PASSWORD "正しい馬 battery staple"
#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static ik_secret *password, *wrong;
static struct ik_buffer certificate;

static void set_up(void)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);

	certificate = certificate_for(key, "srv01.example.jp", NULL);
	password = secret_of(PASSWORD);
	wrong = secret_of("wrong horse battery");
	ik_secret_free(key);
}

static void tear_down(void)
{
	ik_buffer_free(&certificate);
	ik_secret_free(password);
	ik_secret_free(wrong);
}

static struct ik_buffer made(void)
{
	struct ik_buffer der = {0};
	struct ik_error err = {0};

	ck_assert_msg(seal_of(HASH, certificate.data, certificate.size, password, &der, &err), "%s",
		      err.detail);
	return der;
}

static struct ik_error refusal(const void *der, size_t size, const ik_secret *with)
{
	struct ik_buffer inside = {0};
	struct ik_error err = {0};
	char hash[65] = "x";

	ck_assert(!ik_seal_open(der, size, with, hash, &inside, &err));
	ck_assert_str_eq(hash, "");
	ck_assert_uint_eq(inside.size, 0);
	return err;
}

/* What a foreign hand may put into a PKCS#12. */
struct content {
	const char *friendly;
	gnutls_mac_algorithm_t mac;
	unsigned certificates; /* in one bag */
	unsigned bags;
	bool encrypted;
	bool with_text; /* an entry that is no certificate instead */
};

static void fill_bag(gnutls_pkcs12_bag_t bag, const struct content *content)
{
	gnutls_datum_t pem = {certificate.data, (unsigned)certificate.size};
	gnutls_datum_t text = {(unsigned char *)(uintptr_t) "text", 4};
	gnutls_x509_crt_t crt;
	int at;

	gnutls_x509_crt_init(&crt);
	ck_assert_int_eq(gnutls_x509_crt_import(crt, &pem, GNUTLS_X509_FMT_PEM), 0);
	for (unsigned i = 0; i < content->certificates; i++) {
		at = content->with_text ? gnutls_pkcs12_bag_set_data(bag, GNUTLS_BAG_SECRET, &text)
					: gnutls_pkcs12_bag_set_crt(bag, crt);
		ck_assert_int_ge(at, 0);
		if (content->friendly)
			ck_assert_int_eq(gnutls_pkcs12_bag_set_friendly_name(bag, (unsigned)at,
									     content->friendly),
					 0);
	}
	gnutls_x509_crt_deinit(crt);
}

static struct ik_buffer foreign(const struct content *content)
{
	gnutls_pkcs12_t p12;
	gnutls_datum_t out;
	struct ik_buffer der = {0};

	gnutls_pkcs12_init(&p12);
	for (unsigned i = 0; i < content->bags; i++) {
		gnutls_pkcs12_bag_t bag;

		gnutls_pkcs12_bag_init(&bag);
		fill_bag(bag, content);
		if (content->encrypted)
			ck_assert_int_eq(
				gnutls_pkcs12_bag_encrypt(bag, PASSWORD, GNUTLS_PKCS_PBES2_AES_256),
				0);
		ck_assert_int_eq(gnutls_pkcs12_set_bag(p12, bag), 0);
		gnutls_pkcs12_bag_deinit(bag);
	}
	ck_assert_int_eq(gnutls_pkcs12_generate_mac2(p12, content->mac, PASSWORD), 0);
	ck_assert_int_eq(gnutls_pkcs12_export2(p12, GNUTLS_X509_FMT_DER, &out), 0);
	ik_buffer_add(&der, out.data, out.size);
	gnutls_free(out.data);
	gnutls_pkcs12_deinit(p12);
	return der;
}

START_TEST(what_is_cut_anywhere_or_longer_is_refused)
{
	struct ik_buffer der = made();

	for (size_t size = 0; size < der.size; size++)
		ck_assert_int_eq(refusal(der.data, size, password).id, IK_E_BACKUP_SEAL);
	ik_buffer_add(&der, "", 1);
	ck_assert_int_eq(refusal(der.data, der.size, password).id, IK_E_BACKUP_SEAL);
	ik_buffer_free(&der);
}
END_TEST

/* DER of a PKCS#12 without the last of its three parts, which is the MAC. */
static struct ik_buffer without_mac(const struct ik_buffer *der)
{
	struct ik_der in = {der->data, der->size}, all, part;
	struct ik_buffer bare = {0};
	const uint8_t *start;

	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &all));
	start = all.data;
	ck_assert(ik_der_expect(&all, 0x02, &part) && ik_der_expect(&all, IK_DER_SEQUENCE, &part));
	ck_assert_uint_gt(all.size, 0);
	der_add(&bare, IK_DER_SEQUENCE, start, (size_t)(all.data - start));
	return bare;
}

START_TEST(a_seal_without_mac_is_refused_before_the_password_is_tried)
{
	struct ik_buffer der = made(), bare = without_mac(&der);

	ck_assert_int_eq(refusal(bare.data, bare.size, password).id, IK_E_BACKUP_NO_MAC);
	ck_assert_int_eq(refusal(bare.data, bare.size, wrong).id, IK_E_BACKUP_NO_MAC);
	ik_buffer_free(&der);
	ik_buffer_free(&bare);
}
END_TEST

START_TEST(another_mac_is_named_and_refused_before_the_password_is_tried)
{
	static const struct {
		gnutls_mac_algorithm_t mac;
		const char *name;
	} macs[] = {{GNUTLS_MAC_SHA1, "HMAC-SHA1"}, {GNUTLS_MAC_SHA512, "HMAC-SHA512"}};
	struct content content = {"inkan manifest sha256 " HASH, macs[_i].mac, 1, 1, false, false};
	struct ik_buffer der = foreign(&content);
	struct ik_error err = refusal(der.data, der.size, wrong);

	ck_assert_int_eq(err.id, IK_E_BACKUP_MAC_KIND);
	ck_assert_str_eq(err.arg[0], macs[_i].name);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(a_mac_that_the_library_does_not_know_is_named_by_its_oid)
{
	struct ik_buffer der = made();

	/* The last arc of SHA-256's OID; the one at the end is the MAC's. */
	patch(&der, "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01",
	      "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x55", 11);

	struct ik_error err = refusal(der.data, der.size, password);

	ck_assert_int_eq(err.id, IK_E_BACKUP_MAC_KIND);
	ck_assert_str_eq(err.arg[0], "2.16.840.1.101.3.4.2.85");
	ik_buffer_free(&der);
}
END_TEST

/* A seal whose MAC says another number of rounds, and is otherwise whole. */
static struct ik_buffer with_rounds(const void *number, size_t size)
{
	struct ik_buffer der = made(), out = {0}, mac = {0};
	struct ik_der in = {der.data, der.size}, all, inside, part, data;

	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &all));
	inside = all;
	ck_assert(ik_der_expect(&all, IK_DER_INTEGER, &part)
		  && ik_der_expect(&all, IK_DER_SEQUENCE, &part));
	inside.size -= all.size;
	ck_assert(ik_der_expect(&all, IK_DER_SEQUENCE, &data));
	part = data;
	ck_assert(ik_der_expect(&data, IK_DER_SEQUENCE, &in)
		  && ik_der_expect(&data, IK_DER_OCTETS, &in));
	ik_buffer_add(&mac, part.data, part.size - data.size);
	der_add(&mac, IK_DER_INTEGER, number, size);
	ik_buffer_add(&out, inside.data, inside.size);
	ik_der_put(&out, IK_DER_SEQUENCE, mac.data, mac.size);
	ik_der_close(&out, 0, IK_DER_SEQUENCE);
	ik_buffer_free(&mac);
	ik_buffer_free(&der);
	return out;
}

START_TEST(rounds_that_are_nonsense_are_damage_and_not_a_wrong_password)
{
	static const struct {
		const char *bytes;
		size_t size;
	} rounds[] = {
		{"\x00", 1}, {"\xff", 1}, {"\x80\x00\x00\x00", 4}, {"\xed\xb0\x80", 3}, {"", 0}};
	struct ik_buffer der = with_rounds(rounds[_i].bytes, rounds[_i].size);

	ck_assert_int_eq(refusal(der.data, der.size, password).id, IK_E_BACKUP_SEAL);
	ck_assert_int_eq(refusal(der.data, der.size, wrong).id, IK_E_BACKUP_SEAL);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(too_many_rounds_are_refused_with_their_number_before_any_work)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *number;
	} rounds[] = {
		{"\x1e\x84\x81", 3, "2000001"},
		{"\x7f\xff\xff", 3, "8388607"},
		{"\x00\x80\x00\x00\x00", 5, "2147483648"},
		{"\x00\xff\xff\xff\xff", 5, "4294967295"},
		{"\x01\x00\x00\x00\x00", 5, "4294967296"},
		{"\x01\x00\x00\x00\x00\x00", 6, "1099511627776"},
		{"\x00\x80\x00\x00\x00\x00\x00\x00\x00", 9, "9223372036854775808"},
		{"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00", 10, "18446744073709551615"},
	};
	struct ik_buffer der = with_rounds(rounds[_i].bytes, rounds[_i].size);
	struct ik_error err = refusal(der.data, der.size, wrong);

	ck_assert_int_eq(err.id, IK_E_COST);
	ck_assert_str_eq(err.arg[0], rounds[_i].number);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(only_the_password_that_sealed_it_opens_it)
{
	struct ik_buffer der = made();
	ik_secret *empty = secret_of(""),
		  *cut = secret_of_bytes(PASSWORD "\0x", sizeof(PASSWORD) + 1);

	ck_assert_int_eq(refusal(der.data, der.size, wrong).id, IK_E_BACKUP_PASSWORD);
	ck_assert_int_eq(refusal(der.data, der.size, empty).id, IK_E_BACKUP_PASSWORD);
	ck_assert_int_eq(refusal(der.data, der.size, cut).id, IK_E_BACKUP_PASSWORD);
	ik_buffer_free(&der);
	ik_secret_free(empty);
	ik_secret_free(cut);
}
END_TEST

START_TEST(a_changed_hash_or_certificate_breaks_the_mac)
{
	struct ik_buffer der = made();
	uint8_t *name = memmem(der.data, der.size, "\0a\0d", 4);

	/* The friendlyName is UTF-16: its last digit, and then a byte of the certificate. */
	ck_assert_ptr_nonnull(name);
	name[3] = 'e';
	ck_assert_int_eq(refusal(der.data, der.size, password).id, IK_E_BACKUP_PASSWORD);
	name[3] = 'd';
	name = memmem(der.data, der.size, "srv01", 5);
	ck_assert_ptr_nonnull(name);
	name[4] = '2';
	ck_assert_int_eq(refusal(der.data, der.size, password).id, IK_E_BACKUP_PASSWORD);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(content_that_is_not_ours_is_refused_even_with_the_right_password)
{
	static const struct content contents[] = {
		{NULL, GNUTLS_MAC_SHA256, 1, 1, false, false},
		{"inkan manifest sha256 ", GNUTLS_MAC_SHA256, 1, 1, false, false},
		{"inkan manifest sha256 " HASH "0", GNUTLS_MAC_SHA256, 1, 1, false, false},
		{"Inkan manifest sha256 " HASH, GNUTLS_MAC_SHA256, 1, 1, false, false},
		{"inkan manifest sha256 "
		 "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
		 GNUTLS_MAC_SHA256, 1, 1, false, false},
		{"inkan manifest sha256 " HASH, GNUTLS_MAC_SHA256, 2, 1, false, false},
		{"inkan manifest sha256 " HASH, GNUTLS_MAC_SHA256, 1, 2, false, false},
		{"inkan manifest sha256 " HASH, GNUTLS_MAC_SHA256, 1, 1, true, false},
		{"inkan manifest sha256 " HASH, GNUTLS_MAC_SHA256, 1, 1, false, true},
	};
	size_t tried = 0;

	for (; tried < IK_COUNT(contents); tried++) {
		struct ik_buffer der = foreign(&contents[tried]);

		ck_assert_int_eq(refusal(der.data, der.size, password).id, IK_E_BACKUP_SEAL);
		ik_buffer_free(&der);
	}
	ck_assert_uint_eq(tried, 9);
}
END_TEST

START_TEST(what_is_no_hash_is_not_sealed)
{
	static const char *const bad[] = {"", "ba78", HASH "0", "zz"};
	struct ik_buffer der = {0};

	for (size_t i = 0; i < IK_COUNT(bad); i++)
		ck_assert(
			!seal_of(bad[i], certificate.data, certificate.size, password, &der, NULL));
	ck_assert(!seal_of(HASH, "junk", 4, password, &der, NULL));
	ck_assert_uint_eq(der.size, 0);
}
END_TEST

START_TEST(the_hash_and_the_certificate_come_back)
{
	struct ik_buffer der = made(), inside = {0};
	struct ik_error err = {0};
	char hash[65];

	ck_assert_msg(ik_seal_open(der.data, der.size, password, hash, &inside, &err), "%s",
		      err.detail);
	ck_assert_str_eq(hash, HASH);
	ck_assert_str_eq(ik_buffer_string(&inside), ik_buffer_string(&certificate));
	ik_buffer_free(&der);
	ik_buffer_free(&inside);
}
END_TEST

/* As they were made before: by GnuTLS, with half the rounds and half the salt. */
START_TEST(a_seal_made_before_is_opened)
{
	struct content content = {
		"inkan manifest sha256 " HASH, GNUTLS_MAC_SHA256, 1, 1, false, false};
	struct ik_buffer der = foreign(&content), inside = {0};
	struct ik_error err = {0};
	struct ik_pkcs12 p12;
	char hash[65];

	ck_assert(ik_pkcs12_read((struct ik_der){der.data, der.size}, &p12));
	ck_assert_uint_eq(p12.mac.rounds, 600000);
	ck_assert_msg(ik_seal_open(der.data, der.size, password, hash, &inside, &err), "%s",
		      err.detail);
	ck_assert_str_eq(hash, HASH);
	ck_assert_str_eq(ik_buffer_string(&inside), ik_buffer_string(&certificate));
	ck_assert_int_eq(refusal(der.data, der.size, wrong).id, IK_E_BACKUP_PASSWORD);
	ik_buffer_free(&der);
	ik_buffer_free(&inside);
}
END_TEST

START_TEST(the_library_agrees_that_the_mac_is_right)
{
	struct ik_buffer der = made();
	gnutls_datum_t data = {der.data, (unsigned)der.size};
	gnutls_pkcs12_t p12;

	gnutls_pkcs12_init(&p12);
	ck_assert_int_eq(gnutls_pkcs12_import(p12, &data, GNUTLS_X509_FMT_DER, 0), 0);
	ck_assert_int_eq(gnutls_pkcs12_verify_mac(p12, PASSWORD), 0);
	ck_assert_int_eq(gnutls_pkcs12_verify_mac(p12, "wrong horse battery"),
			 GNUTLS_E_MAC_VERIFY_FAILED);
	gnutls_pkcs12_deinit(p12);
	ik_buffer_free(&der);
}
END_TEST

/* Twice the rounds of the sealed keys: one of this derivation is half the work of one of theirs. */
START_TEST(the_mac_is_sha256_with_1200000_rounds_and_16_octets_of_salt)
{
	struct ik_buffer der = made();
	gnutls_datum_t data = {der.data, (unsigned)der.size};
	gnutls_pkcs12_t p12;
	unsigned mac, rounds, salt_size = 64;
	unsigned char salt[64];
	char *oid = NULL;

	gnutls_pkcs12_init(&p12);
	ck_assert_int_eq(gnutls_pkcs12_import(p12, &data, GNUTLS_X509_FMT_DER, 0), 0);
	ck_assert_int_eq(gnutls_pkcs12_mac_info(p12, &mac, salt, &salt_size, &rounds, &oid), 0);
	ck_assert_uint_eq(mac, GNUTLS_MAC_SHA256);
	ck_assert_uint_eq(rounds, 1200000);
	ck_assert_uint_eq(salt_size, 16);
	gnutls_free(oid);
	gnutls_pkcs12_deinit(p12);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(the_last_of_128_characters_counts)
{
	ik_secret *longest = ik_secret_new(IK_SECRET_PASSWORD_ROOM), *shorter;
	struct ik_buffer der = {0}, inside = {0};
	char hash[65];

	for (int i = 0; i < 127; i++)
		ck_assert(ik_secret_append(longest, "𠮟", 4, NULL));
	shorter = ik_secret_copy(longest);
	ck_assert(ik_secret_append(longest, "😀", 4, NULL));
	ck_assert(seal_of(HASH, certificate.data, certificate.size, longest, &der, NULL));
	ck_assert_int_eq(refusal(der.data, der.size, shorter).id, IK_E_BACKUP_PASSWORD);
	ck_assert(ik_seal_open(der.data, der.size, longest, hash, &inside, NULL));
	ik_buffer_free(&der);
	ik_buffer_free(&inside);
	ik_secret_free(longest);
	ik_secret_free(shorter);
}
END_TEST

Suite *suite_seal(void)
{
	Suite *suite = suite_create("seal");
	TCase *all = tcase_create("seal");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, what_is_cut_anywhere_or_longer_is_refused);
	tcase_add_test(all, a_seal_without_mac_is_refused_before_the_password_is_tried);
	tcase_add_loop_test(all, another_mac_is_named_and_refused_before_the_password_is_tried, 0,
			    2);
	tcase_add_test(all, a_mac_that_the_library_does_not_know_is_named_by_its_oid);
	tcase_add_loop_test(all, rounds_that_are_nonsense_are_damage_and_not_a_wrong_password, 0,
			    5);
	tcase_add_loop_test(all, too_many_rounds_are_refused_with_their_number_before_any_work, 0,
			    8);
	tcase_add_test(all, only_the_password_that_sealed_it_opens_it);
	tcase_add_test(all, a_changed_hash_or_certificate_breaks_the_mac);
	tcase_add_test(all, content_that_is_not_ours_is_refused_even_with_the_right_password);
	tcase_add_test(all, what_is_no_hash_is_not_sealed);
	tcase_add_test(all, the_hash_and_the_certificate_come_back);
	tcase_add_test(all, a_seal_made_before_is_opened);
	tcase_add_test(all, the_library_agrees_that_the_mac_is_right);
	tcase_add_test(all, the_mac_is_sha256_with_1200000_rounds_and_16_octets_of_salt);
	tcase_add_test(all, the_last_of_128_characters_counts);
	suite_add_tcase(suite, all);
	return suite;
}
