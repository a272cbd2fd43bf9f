/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c: SHA-256 and random bytes. */
#include "pki/digest.h"

#include <gnutls/crypto.h>

#include "pki/tls.h"

bool ik_digest_sha256(const void *bytes, size_t size, char hex[65], struct ik_error *err)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t hash[32];
	int rc = gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes ? bytes : "", size, hash);

	hex[0] = '\0';
	if (rc < 0)
		return ik_tls_fail(err, IK_E_LIBRARY, rc);
	for (size_t i = 0; i < sizeof(hash); i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
	hex[64] = '\0';
	return true;
}

bool ik_random(void *bytes, size_t size, struct ik_error *err)
{
	int rc = gnutls_rnd(GNUTLS_RND_KEY, bytes, size);

	return rc < 0 ? ik_tls_fail(err, IK_E_RANDOM, rc) : true;
}
