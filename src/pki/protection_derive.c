/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protection_derive.c: keys are derived from passwords. */
#include "pki/protection.h"

#include <string.h>

#include "pki/derived.h"

/* A hash's block and output are at most this; a password in UTF-16 with its end, rounded up to
 * whole blocks. */
enum { BLOCK_MAX = 128, HASH_MAX = 64, UTF16_MAX = 2 * IK_SECRET_PASSWORD_ROOM + 2 };
enum { MIXED_MAX = IK_SALT_MAX + UTF16_MAX + 3 * BLOCK_MAX };

/* The next code point of valid UTF-8. */
static uint32_t code_point(const uint8_t **at)
{
	const uint8_t *p = *at;
	int more = p[0] < 0x80 ? 0 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
	uint32_t point = more == 0 ? p[0] : p[0] & (0x3fU >> more);

	for (int i = 1; i <= more; i++)
		point = point << 6 | (p[i] & 0x3f);
	*at = p + more + 1;
	return point;
}

static size_t put_unit(uint8_t *out, uint32_t unit)
{
	out[0] = (uint8_t)(unit >> 8);
	out[1] = (uint8_t)unit;
	return 2;
}

/* PKCS#12's BMPString with two zero bytes at its end, in surrogates where UCS-2 does not reach, as
 * all others do it; of no password nothing at all. */
static size_t to_utf16(const struct ik_try *password, uint8_t out[UTF16_MAX])
{
	const uint8_t *at = (const uint8_t *)password->text, *end = at + password->size;
	size_t n = 0;

	if (password->null || password->size > IK_SECRET_PASSWORD_ROOM)
		return 0;
	while (at < end) {
		uint32_t point = code_point(&at);

		if (point >= 0x10000) {
			n += put_unit(out + n, 0xd800 + ((point - 0x10000) >> 10));
			point = 0xdc00 + ((point - 0x10000) & 0x3ff);
		}
		n += put_unit(out + n, point);
	}
	return n + put_unit(out + n, 0);
}

/* Repeats FROM up to a multiple of BLOCK. */
static size_t fill(uint8_t *out, const uint8_t *from, size_t size, size_t block)
{
	size_t n = (size + block - 1) / block * block;

	for (size_t i = 0; i < n; i++)
		out[i] = from[i % size];
	return n;
}

/* NUMBER, of SIZE bytes, plus OTHER plus 1. */
static void add_one_more(uint8_t *number, const uint8_t *other, size_t size)
{
	unsigned carry = 1;

	for (size_t i = size; i > 0; i--) {
		carry += (unsigned)number[i - 1] + other[i - 1];
		number[i - 1] = (uint8_t)carry;
		carry >>= 8;
	}
}

struct mixing {
	uint8_t id[BLOCK_MAX];
	uint8_t mixed[MIXED_MAX]; /* salt and password */
	size_t size;
	size_t block;
	size_t hash_size;
};

/* One output of the hash: of everything, and then of itself. */
static int one_hash(gnutls_hash_hd_t hash, const struct mixing *mix, uint64_t rounds,
		    uint8_t out[HASH_MAX])
{
	int rc = gnutls_hash(hash, mix->id, mix->block);

	if (rc >= 0)
		rc = gnutls_hash(hash, mix->mixed, mix->size);
	gnutls_hash_output(hash, out);
	for (uint64_t i = 1; rc >= 0 && i < rounds; i++) {
		rc = gnutls_hash(hash, out, mix->hash_size);
		gnutls_hash_output(hash, out);
	}
	return rc;
}

static int mix_all(gnutls_hash_hd_t hash, struct mixing *mix, uint64_t rounds, uint8_t *out,
		   size_t size)
{
	uint8_t part[HASH_MAX], again[BLOCK_MAX];
	int rc = 0;

	while (rc >= 0 && size > 0) {
		size_t n = size < mix->hash_size ? size : mix->hash_size;

		rc = one_hash(hash, mix, rounds, part);
		memcpy(out, part, n);
		out += n;
		size -= n;
		for (size_t i = 0; i < mix->block; i++)
			again[i] = part[i % mix->hash_size];
		for (size_t i = 0; i < mix->size; i += mix->block)
			add_one_more(mix->mixed + i, again, mix->block);
	}
	gnutls_memset(part, 0, sizeof(part));
	gnutls_memset(again, 0, sizeof(again));
	return rc;
}

int ik_derive_pkcs12(gnutls_digest_algorithm_t digest, uint8_t id, const struct ik_try *password,
		     struct ik_der salt, uint64_t rounds, uint8_t *out, size_t size)
{
	uint8_t text[UTF16_MAX];
	struct mixing mix = {.hash_size = gnutls_hash_get_len(digest)};
	struct ik_derived what = {IK_DERIVE_PKCS12, (int)digest, id, rounds, salt, size};
	gnutls_hash_hd_t hash;
	int rc;

	if (ik_derived_find(password->ready, &what, out))
		return 0;
	if (salt.size > IK_SALT_MAX || mix.hash_size == 0 || mix.hash_size > HASH_MAX)
		return GNUTLS_E_UNKNOWN_HASH_ALGORITHM;
	/* SHA-384 and SHA-512 work on longer blocks than all before them. */
	mix.block = mix.hash_size > 32 ? 128 : 64;
	memset(mix.id, id, sizeof(mix.id));
	mix.size = fill(mix.mixed, salt.data, salt.size, mix.block);
	mix.size += fill(mix.mixed + mix.size, text, to_utf16(password, text), mix.block);
	rc = gnutls_hash_init(&hash, digest);
	if (rc >= 0) {
		rc = mix_all(hash, &mix, rounds, out, size);
		gnutls_hash_deinit(hash, NULL);
	}
	gnutls_memset(text, 0, sizeof(text));
	gnutls_memset(&mix, 0, sizeof(mix));
	return rc;
}

/* RFC 8018, 5.1: eight bytes of key and eight of IV. */
static int derive_pbkdf1(const struct ik_protection *from, const struct ik_try *password,
			 uint8_t out[HASH_MAX])
{
	gnutls_digest_algorithm_t digest = (gnutls_digest_algorithm_t)from->digest;
	gnutls_hash_hd_t hash;
	int rc = gnutls_hash_init(&hash, digest);

	if (rc < 0)
		return rc;
	rc = gnutls_hash(hash, password->text, password->size);
	if (rc >= 0)
		rc = gnutls_hash(hash, from->salt.data, from->salt.size);
	gnutls_hash_output(hash, out);
	for (uint64_t i = 1; rc >= 0 && i < from->rounds; i++) {
		rc = gnutls_hash(hash, out, gnutls_hash_get_len(digest));
		gnutls_hash_output(hash, out);
	}
	gnutls_hash_deinit(hash, NULL);
	return rc;
}

int ik_derive_pbkdf2(const struct ik_protection *from, const struct ik_try *password, uint8_t *key)
{
	struct ik_derived what = {IK_DERIVE_PBKDF2, from->digest, 0,
				  from->rounds,     from->salt,   from->key_size};
	gnutls_datum_t text = {(unsigned char *)(uintptr_t)password->text,
			       (unsigned)password->size};
	gnutls_datum_t salt = {(unsigned char *)(uintptr_t)from->salt.data,
			       (unsigned)from->salt.size};

	if (ik_derived_find(password->ready, &what, key))
		return 0;
	return gnutls_pbkdf2((gnutls_mac_algorithm_t)from->digest, &text, &salt,
			     (unsigned)from->rounds, key, from->key_size);
}

/* OpenSSL's EVP_BytesToKey() with MD5 and one round: the salt is the beginning of the IV. */
static int derive_proc_type(const struct ik_protection *from, const struct ik_try *password,
			    uint8_t key[IK_KEY_MAX])
{
	enum { MD5_SIZE = 16, PROC_TYPE_SALT = 8 };
	gnutls_hash_hd_t hash;
	int rc = gnutls_hash_init(&hash, GNUTLS_DIG_MD5);

	if (rc < 0)
		return rc;
	for (size_t at = 0; rc >= 0 && at < from->key_size; at += MD5_SIZE) {
		if (at > 0)
			rc = gnutls_hash(hash, key + at - MD5_SIZE, MD5_SIZE);
		if (rc >= 0)
			rc = gnutls_hash(hash, password->text, password->size);
		if (rc >= 0)
			rc = gnutls_hash(hash, from->iv, PROC_TYPE_SALT);
		gnutls_hash_output(hash, key + at);
	}
	gnutls_hash_deinit(hash, NULL);
	return rc;
}

int ik_protection_derive(const struct ik_protection *from, const struct ik_try *password,
			 uint8_t *key, uint8_t *iv)
{
	gnutls_digest_algorithm_t digest = (gnutls_digest_algorithm_t)from->digest;
	int rc;

	switch (from->derivation) {
	case IK_DERIVE_PKCS12:
		rc = ik_derive_pkcs12(digest, 1, password, from->salt, from->rounds, key,
				      from->key_size);
		/* 3DES with two keys uses the first again as its third. */
		if (from->cipher == GNUTLS_CIPHER_3DES_CBC && from->key_size == 16)
			memcpy(key + 16, key, 8);
		if (rc >= 0)
			rc = ik_derive_pkcs12(digest, 2, password, from->salt, from->rounds, iv,
					      IK_DERIVED_IV);
		return rc;
	case IK_DERIVE_PBKDF1:
		rc = derive_pbkdf1(from, password, key);
		memcpy(iv, key + from->key_size, 8);
		return rc;
	case IK_DERIVE_PBKDF2:
		memcpy(iv, from->iv, from->iv_size);
		return ik_derive_pbkdf2(from, password, key);
	case IK_DERIVE_PROC_TYPE:
		memcpy(iv, from->iv, from->iv_size);
		return derive_proc_type(from, password, key);
	}
	return GNUTLS_E_INVALID_REQUEST;
}
