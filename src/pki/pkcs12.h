/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12.h: writing a PKCS#12 (RFC 7292) that openssl, Java, NSS and Windows take. */
#ifndef IK_PKI_PKCS12_H
#define IK_PKI_PKCS12_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"

enum { IK_PKCS12_CHAIN_MAX = 30 };

/* What is written.  friendlyName NAME (made ASCII) and the same localKeyId stand on key and leaf:
 * without them Java and NSS find no key. */
struct ik_pkcs12_content {
	const struct ik_buffer
		*chain; /* PEM, leaf first, at most IK_PKCS12_CHAIN_MAX certificates */
	const char *name;
	bool compatibility; /* 3DES and HMAC-SHA1 for old Windows and appliances; else AES-256 with
			       600,000 rounds of PBKDF2-HMAC-SHA256 and an HMAC-SHA256 */
};

/* It is made of two pieces, which can be made side by side, each in a child of its own, and of a
 * MAC over both; each of the three takes a third of the time.  SEALED and PACKED are bytes without
 * meaning to the caller, who knows that the key is that of the leaf; the file is appended to DER.
 */
bool ik_pkcs12_seal_key(const ik_secret *key, const ik_secret *password, bool compatibility,
			struct ik_buffer *sealed, struct ik_error *err);
bool ik_pkcs12_pack_chain(const struct ik_pkcs12_content *content, const ik_secret *password,
			  struct ik_buffer *packed, struct ik_error *err);
bool ik_pkcs12_join(const struct ik_pkcs12_content *content, const struct ik_buffer *sealed,
		    const struct ik_buffer *packed, const ik_secret *password,
		    struct ik_buffer *der, struct ik_error *err);

#endif
