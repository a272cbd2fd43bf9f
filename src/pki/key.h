/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.h: private keys.  In and out as PEM: unencrypted PKCS#8 (RFC 5958) in an ik_secret, or
 * sealed: EncryptedPrivateKeyInfo with PBES2, PBKDF2-HMAC-SHA256 of 600,000 rounds, AES-256-CBC
 * (RFC 8018). */
#ifndef IK_PKI_KEY_H
#define IK_PKI_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/key_type.h"
#include "base/secret.h"

/* Whether a key of the type ID, which need not be offered, can be made where one is in use already:
 * RSA and RSA-PSS of 2048 to 4096 bits, P-256, P-384 and P-521. */
bool ik_key_type_is_kept(const char *id);

/* The bits of an RSA or RSA-PSS key of the type ID; 0 for other types. */
unsigned ik_key_type_rsa_bits(const char *id);

/* A new key of a type that is offered or kept; may take seconds for RSA, so run it contained.
 * Caller frees *PEM. */
bool ik_key_generate(const char *type, ik_secret **pem, struct ik_error *err);

/* Seals PEM with PASSWORD (already normalised), 0.4 to 0.7 s; the PEM of the sealed key is appended
 * to SEALED. */
bool ik_key_seal(const ik_secret *pem, const ik_secret *password, struct ik_buffer *sealed,
		 struct ik_error *err);

/* Opens what ik_key_seal() wrote.  PBES2 has no integrity: call it only on bytes whose MAC was
 * checked.  Asks for no more than 600,000 rounds in all, IK_E_COST otherwise.  IK_E_KEY_UNSEAL if
 * the password does not open it.  Caller frees *PEM. */
bool ik_key_unseal(const void *sealed, size_t size, const ik_secret *password, ik_secret **pem,
		   struct ik_error *err);

/* PEM read and written anew, as all that is made here is: an ECDSA number in exactly the octets of
 * its curve (RFC 5915), whatever wrote it before.  IK_E_KEY_READ if it cannot be read.  Caller
 * frees *EXACT. */
bool ik_key_rewrite(const ik_secret *pem, ik_secret **exact, struct ik_error *err);

/* Whether the public half of the key PEM is the one in the first certificate of CERTIFICATE (PEM),
 * and the key makes signatures that this verifies: IK_E_KEY_APART if not the same, IK_E_KEY_READ or
 * IK_E_CERT_READ if either cannot be read or used.  0.3 to 8 ms. */
bool ik_key_fits(const ik_secret *pem, const void *certificate, size_t size, struct ik_error *err);

/* Whether two PEM keys are the same private key: the same numbers, whatever their text looks like.
 */
bool ik_key_same(const ik_secret *a, const ik_secret *b);

#endif
