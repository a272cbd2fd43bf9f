/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protection.h: how a part of a file is encrypted with a password, what that costs, and what is
 * derived from the password.
 *
 * GnuTLS opens whole PKCS#12 bags and PKCS#8 keys, but not: more than 32 entries in a bag, a key
 * without its public half, a password that is not in NFC; nor does it say beforehand what a bag
 * costs, or what it is that it cannot open. So the schemes are read here, and only hashes and
 * ciphers are GnuTLS'. */
#ifndef IK_PKI_PROTECTION_H
#define IK_PKI_PROTECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/secret.h"
#include "pki/der.h"

enum ik_derivation { IK_DERIVE_PKCS12, IK_DERIVE_PBKDF1, IK_DERIVE_PBKDF2, IK_DERIVE_PROC_TYPE };

enum { IK_KEY_MAX = 64, IK_IV_MAX = 16, IK_DERIVED_IV = 8 };

/* Points into the bytes it was read from. */
struct ik_protection {
	enum ik_derivation derivation;
	gnutls_cipher_algorithm_t cipher;
	int digest; /* a gnutls_digest_algorithm_t, or the gnutls_mac_algorithm_t of PBKDF2 */
	size_t key_size;
	struct ik_der salt;
	uint8_t iv[IK_IV_MAX];
	size_t iv_size; /* 0 where it is derived too */
	uint64_t rounds;
	const char *name; /* "AES-256-CBC"; static */
	bool weak;
	char unsupported[128]; /* the name of what we cannot do, or "" */
};

/* From the content of an AlgorithmIdentifier.  False if it is malformed; what is only unknown is
 * .unsupported. */
bool ik_protection_read(struct ik_der algorithm, struct ik_protection *out);

/* The same of the value of a DEK-Info line: "AES-256-CBC,0123..", the way of keys with a Proc-Type
 * (RFC 1421 by name only: the derivation is OpenSSL's own, MD5 in one round). */
bool ik_protection_read_dek(const char *text, size_t size, struct ik_protection *out);

/* PBMAC1-params (RFC 9579): how the key of a MAC is derived, and whose hash the MAC is.  False if
 * it is malformed.  The length of the key must stand there, from 20 octets, below which it could be
 * guessed, to 64; .unsupported says where it does not. */
bool ik_protection_read_pbmac1(struct ik_der parameters, struct ik_protection *out,
			       int *mac_digest);

/* Fewer rounds than this are no protection today (OWASP asks for 600,000). */
enum { IK_ROUNDS_FEW = 100000, IK_SALT_MAX = 1024 };

/* What may be the password. */
struct ik_try {
	const char *text; /* UTF-8 */
	size_t size;
	int form;         /* an enum ik_password_form of the room that tries them */
	bool only_others; /* of no use for that one */
	bool null;        /* PKCS#12's "no password", which is not the empty one */
	/* what was derived from it beforehand (ik_import_derive()), or NULL */
	const ik_secret *ready;
};

/* RFC 7292, appendix B: SIZE bytes for the purpose ID (1 a key, 2 an IV, 3 a MAC key). */
int ik_derive_pkcs12(gnutls_digest_algorithm_t digest, uint8_t id, const struct ik_try *password,
		     struct ik_der salt, uint64_t rounds, uint8_t *out, size_t size);

/* FROM's key by PBKDF2; KEY has room for it. */
int ik_derive_pbkdf2(const struct ik_protection *from, const struct ik_try *password, uint8_t *key);

/* FROM's key and IV, whether that is derived too or stands there; KEY has room for IK_KEY_MAX, IV
 * for IK_IV_MAX. */
int ik_protection_derive(const struct ik_protection *from, const struct ik_try *password,
			 uint8_t *key, uint8_t *iv);

/* All that we write: rounds and salt. */
enum { IK_ROUNDS_OURS = 600000, IK_SALT_OURS = 16 };

/* IK_ROUNDS_OURS, asked for by whatever writes: a test that makes hundreds of files links another
 * answer. */
unsigned ik_rounds_ours(void);

/* PASSWORD (already normalised) as what is derived from; false if it is empty, holds a NUL or is
 * not UTF-8. */
bool ik_try_ours(const ik_secret *password, struct ik_try *out);

/* CLEAR encrypted for PASSWORD with IK_ROUNDS_OURS and a new salt: PBES2 with PBKDF2-HMAC-SHA256
 * and AES-256-CBC, or with COMPATIBILITY PKCS#12's own derivation with SHA-1 and 3DES-CBC.  Appends
 * the AlgorithmIdentifier, and an element TAG with the encrypted bytes.  An error of GnuTLS if it
 * fails. */
int ik_protection_seal(struct ik_der clear, const struct ik_try *password, bool compatibility,
		       uint8_t tag, struct ik_buffer *out);

#endif
