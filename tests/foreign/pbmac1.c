/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pbmac1.c: tests that a PKCS#12 under PBMAC1 (RFC 9579) is believed exactly if its MAC is right,
 * and its key can be no guess.  The files are those of the RFC's appendix, made anew. */
#include "config.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/pkcs12_walk.h"
#include "pki/shell.h"
#include "pki/support.h"
#include "suites.h"
#include "world.h"

#define PKCS5 "\x2a\x86\x48\x86\xf7\x0d\x01\x05"
#define HMAC "\x2a\x86\x48\x86\xf7\x0d\x02"

static bool there;

static void set_up(void)
{
	there = world_begin();
	if (there)
		must("openssl pkcs12 -export -inkey ec.key -in ec.crt -certfile chain.pem -nomac "
		     "-out nomac" P_OUT);
}

/* --- DER -------------------------------------------------------------------------------------- */

static void element(struct ik_buffer *out, uint8_t tag, const void *content, size_t size)
{
	const uint8_t head[] = {tag, 0x82, (uint8_t)(size >> 8), (uint8_t)size};
	const uint8_t brief[] = {tag, (uint8_t)size};

	if (size < 0x80)
		ik_buffer_add(out, brief, sizeof(brief));
	else
		ik_buffer_add(out, head, sizeof(head));
	ik_buffer_add(out, content, size);
}

/* CONTENT in a SEQUENCE, at the end of OUT; CONTENT is freed. */
static void sequence(struct ik_buffer *out, struct ik_buffer *content)
{
	element(out, 0x30, content->data, content->size);
	ik_buffer_free(content);
}

static void number(struct ik_buffer *out, uint32_t value)
{
	const uint8_t bytes[] = {0, (uint8_t)(value >> 24), (uint8_t)(value >> 16),
				 (uint8_t)(value >> 8), (uint8_t)value};
	size_t skip = 0;

	while (skip < 4 && bytes[skip] == 0 && bytes[skip + 1] < 0x80)
		skip++;
	element(out, 0x02, bytes + skip, sizeof(bytes) - skip);
}

static void hash(struct ik_buffer *out, char last)
{
	struct ik_buffer in = {0};
	char oid[] = HMAC "?";

	oid[sizeof(oid) - 2] = last;
	element(&in, 0x06, oid, sizeof(oid) - 1);
	element(&in, 0x05, "", 0);
	sequence(out, &in);
}

/* --- a file ----------------------------------------------------------------------------------- */

struct spec {
	gnutls_mac_algorithm_t prf, mac;
	char prf_oid, mac_oid;  /* the last byte of each */
	uint32_t rounds, key;   /* a key of 0: its length is left out, and 32 */
	uint32_t said_rounds;   /* 0: the same */
	const char *said_salt;  /* NULL: the same */
	size_t shorter, longer; /* the MAC, by so many bytes */
	struct outcome expected;
};

static const char salt[] = "saltsalt";

static void put_parameters(struct ik_buffer *out, const struct spec *spec)
{
	struct ik_buffer in = {0}, derivation = {0}, both = {0};
	const char *said = spec->said_salt ? spec->said_salt : salt;

	element(&in, 0x04, said, strlen(said));
	number(&in, spec->said_rounds ? spec->said_rounds : spec->rounds);
	if (spec->key)
		number(&in, spec->key);
	hash(&in, spec->prf_oid);
	element(&derivation, 0x06, PKCS5 "\x0c", 9);
	sequence(&derivation, &in);
	sequence(&both, &derivation);
	hash(&both, spec->mac_oid);
	sequence(out, &both);
}

static void put_mac(struct ik_buffer *out, const struct spec *spec, struct ik_der safe)
{
	gnutls_datum_t password = {(unsigned char *)(uintptr_t)P, sizeof(P) - 1};
	gnutls_datum_t with = {(unsigned char *)(uintptr_t)salt, sizeof(salt) - 1};
	uint8_t key[300], mac[80] = {0};
	size_t key_size = spec->key ? spec->key : 32, size = gnutls_hmac_get_len(spec->mac);

	ck_assert_int_ge(gnutls_pbkdf2(spec->prf, &password, &with, spec->rounds, key, key_size),
			 0);
	ck_assert_int_ge(gnutls_hmac_fast(spec->mac, key, key_size, safe.data, safe.size, mac), 0);
	element(out, 0x04, mac, size - spec->shorter + spec->longer);
}

/* The file "f". */
static void make(const struct spec *spec)
{
	struct ik_buffer whole = get("nomac"), pfx = {0}, data = {0}, digest = {0}, algorithm = {0},
			 file = {0};
	struct ik_der in = {(const uint8_t *)whole.data, whole.size}, content;
	struct ik_pkcs12 p12;

	ck_assert(ik_pkcs12_read(in, &p12));
	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &content));
	element(&algorithm, 0x06, PKCS5 "\x0e", 9);
	put_parameters(&algorithm, spec);
	sequence(&digest, &algorithm);
	put_mac(&digest, spec, p12.safe);
	sequence(&data, &digest);
	element(&data, 0x04, "NOT USED", 8);
	number(&data, 1);
	ik_buffer_add(&pfx, content.data, content.size);
	sequence(&pfx, &data);
	sequence(&file, &pfx);
	put("f", file.data, file.size);
	ik_buffer_free(&file);
	ik_buffer_free(&whole);
}

#define WHOLE \
	{ \
		.keys = 1, .certificates = 3, .used = 3 \
	}
#define SHA1 GNUTLS_MAC_SHA1
#define SHA256 GNUTLS_MAC_SHA256
#define SHA512 GNUTLS_MAC_SHA512
#define UNSUPPORTED(name) \
	{ \
		.error = IK_E_IMPORT_ALGORITHM, .named = name \
	}
#define CHANGED \
	{ \
		.error = IK_E_IMPORT_MAC \
	}

static const struct spec specs[] = {
	/* A.1 to A.3 of the RFC are right */
	{SHA256, SHA256, 9, 9, 2048, 32, .expected = WHOLE},
	{SHA256, SHA512, 9, 11, 2048, 64, .expected = WHOLE},
	{SHA512, SHA256, 11, 9, 2048, 32, .expected = WHOLE},
	{SHA512, SHA512, 11, 11, 2048, 64, .expected = WHOLE},
	/* as others write it */
	{SHA1, SHA1, 7, 7, 2048, 20, .expected = WHOLE},
	{GNUTLS_MAC_SHA384, GNUTLS_MAC_SHA384, 10, 10, 600000, 48, .expected = WHOLE},
	{SHA256, SHA256, 9, 9, 1, 20, .expected = WHOLE},
	/* A.4 to A.6 are wrong */
	{SHA256, SHA256, 9, 9, 2048, 32, .said_rounds = 2049, .expected = CHANGED},
	{SHA256, SHA256, 9, 9, 2048, 32, .said_salt = "NOT USED", .expected = CHANGED},
	{SHA256, SHA256, 9, 9, 2048, 0,
	 .expected = UNSUPPORTED("PBMAC1 without the length of its key")},
	/* a key that could be guessed, or that makes no sense */
	{SHA256, SHA256, 9, 9, 2048, 1, .expected = UNSUPPORTED("PBMAC1 with a short key")},
	{SHA256, SHA256, 9, 9, 2048, 19, .expected = UNSUPPORTED("PBMAC1 with a short key")},
	{SHA256, SHA256, 9, 9, 2048, 65,
	 .expected = UNSUPPORTED("PBMAC1 with a key of impossible length")},
	{SHA256, SHA256, 9, 9, 2048, 256,
	 .expected = UNSUPPORTED("PBMAC1 with a key of impossible length")},
	/* a hash that is not the one it says */
	{SHA256, SHA256, 11, 9, 2048, 32, .expected = CHANGED},
	{SHA256, SHA256, 9, 11, 2048, 32, .expected = CHANGED},
	{SHA256, SHA256, 12, 9, 2048, 32, .expected = UNSUPPORTED("HMAC-SHA512-224")},
	{SHA256, SHA256, 9, 13, 2048, 32, .expected = UNSUPPORTED("HMAC-SHA512-256")},
	/* a MAC that is not whole */
	{SHA256, SHA256, 9, 9, 2048, 32, .shorter = 31, .expected = CHANGED},
	{SHA256, SHA256, 9, 9, 2048, 32, .shorter = 1, .expected = CHANGED},
	{SHA256, SHA256, 9, 9, 2048, 32, .longer = 1, .expected = CHANGED},
	/* too dear */
	{SHA256, SHA256, 9, 9, 1, 32, .said_rounds = 5000001, .expected = {.error = IK_E_COST}},
};

START_TEST(pbmac1_is_checked_by_our_own_derivations)
{
	if (!there)
		return;
	make(&specs[_i]);
	check_import("f", P, &specs[_i].expected);
	if (specs[_i].expected.error == IK_E_NONE)
		check_import("f", "wrong", &(struct outcome){.error = IK_E_IMPORT_PASSWORD});
}
END_TEST

/* What it protects is not believed once it was changed. */
START_TEST(a_changed_file_is_refused)
{
	struct ik_buffer bytes;

	if (!there)
		return;
	make(&specs[0]);
	bytes = get("f");
	bytes.data[bytes.size / 2] ^= 1;
	put("f", bytes.data, bytes.size);
	ik_buffer_free(&bytes);

	struct ik_material material = {0};
	struct ik_error err = {0};

	ck_assert(!import_file(&material, "f", P, &err));
	ik_material_free(&material);
}
END_TEST

/* OpenSSL from 3.4 on writes it. */
START_TEST(files_of_openssl_are_taken)
{
	static const char *const hashes[] = {"sha256", "sha512"};

	if (!there || !works("openssl pkcs12 -help 2>&1 | grep -q pbmac1"))
		return;
	for (size_t i = 0; i < IK_COUNT(hashes); i++) {
		char *command = ik_format(
			"openssl pkcs12 -export -inkey ec.key -in ec.crt -certfile chain.pem "
			"-pbmac1_pbkdf2 -macalg %s -out f" P_OUT,
			hashes[i]);

		must(command);
		check_import("f", P, &(struct outcome)WHOLE);
		free(command);
	}
}
END_TEST

Suite *suite_pbmac1(void)
{
	Suite *suite = suite_create("pbmac1");
	TCase *all = tcase_create("pbmac1");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_loop_test(all, pbmac1_is_checked_by_our_own_derivations, 0, (int)IK_COUNT(specs));
	tcase_add_test(all, a_changed_file_is_refused);
	tcase_add_test(all, files_of_openssl_are_taken);
	suite_add_tcase(suite, all);
	return suite;
}
