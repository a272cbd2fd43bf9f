/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c: SHA-256, at once and in pieces, and random bytes. */
#include "pki/digest.h"

#include <stdlib.h>

#include <gnutls/crypto.h>

#include "base/alloc.h"
#include "pki/tls.h"

enum { SHA256_BYTES = 32 };

struct ik_digest {
	gnutls_hash_hd_t hash;
};

static void write_hex(const uint8_t hash[SHA256_BYTES], char hex[65])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_BYTES; i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
	hex[64] = '\0';
}

bool ik_digest_sha256(const void *bytes, size_t size, char hex[65], struct ik_error *err)
{
	uint8_t hash[SHA256_BYTES];
	int rc = gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes ? bytes : "", size, hash);

	hex[0] = '\0';
	if (rc < 0)
		return ik_tls_fail(err, IK_E_LIBRARY, rc);
	write_hex(hash, hex);
	return true;
}

ik_digest *ik_digest_begin(struct ik_error *err)
{
	ik_digest *digest = ik_alloc(sizeof(*digest));
	int rc = gnutls_hash_init(&digest->hash, GNUTLS_DIG_SHA256);

	if (rc >= 0)
		return digest;
	free(digest);
	ik_tls_fail(err, IK_E_LIBRARY, rc);
	return NULL;
}

bool ik_digest_add(void *digest, const void *bytes, size_t size, struct ik_error *err)
{
	int rc = gnutls_hash(((ik_digest *)digest)->hash, bytes, size);

	return rc < 0 ? ik_tls_fail(err, IK_E_LIBRARY, rc) : true;
}

void ik_digest_end(ik_digest *digest, char hex[65])
{
	uint8_t hash[SHA256_BYTES];

	if (!digest)
		return;
	gnutls_hash_deinit(digest->hash, hash);
	if (hex)
		write_hex(hash, hex);
	free(digest);
}

bool ik_random(void *bytes, size_t size, struct ik_error *err)
{
	int rc = gnutls_rnd(GNUTLS_RND_KEY, bytes, size);

	return rc < 0 ? ik_tls_fail(err, IK_E_RANDOM, rc) : true;
}
