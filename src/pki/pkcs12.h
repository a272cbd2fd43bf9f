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

/* KEY with CHAIN (PEM, leaf first, at most IK_PKCS12_CHAIN_MAX certificates) under PASSWORD, DER
 * appended to DER: AES-256 with 600,000 rounds of PBKDF2-HMAC-SHA256 and an HMAC-SHA256, or with
 * COMPATIBILITY 3DES and HMAC-SHA1 for old Windows and appliances.  friendlyName NAME (made ASCII)
 * and the same localKeyId on key and leaf: without them Java and NSS find no key. */
bool ik_pkcs12_write(const ik_secret *key, const void *chain, size_t size, const char *name,
		     const ik_secret *password, bool compatibility, struct ik_buffer *der,
		     struct ik_error *err);

/* The same in pieces, of which the first two can be made side by side, each in a child of its own;
 * they take a third of the time each.  SEALED and PACKED are bytes without meaning to the caller.
 */
bool ik_pkcs12_seal_key(const ik_secret *key, const ik_secret *password, bool compatibility,
			struct ik_buffer *sealed, struct ik_error *err);
bool ik_pkcs12_pack_chain(const void *chain, size_t size, const char *name,
			  const ik_secret *password, bool compatibility, struct ik_buffer *packed,
			  struct ik_error *err);
bool ik_pkcs12_join(const struct ik_buffer *sealed, const struct ik_buffer *packed,
		    const void *chain, size_t size, const char *name, const ik_secret *password,
		    bool compatibility, struct ik_buffer *der, struct ik_error *err);

#endif
