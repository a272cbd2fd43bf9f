/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pss.h: the digests and the salt that an RSA-PSS key may be bound to, or that a signature has (RFC
 * 4055).  For this room and the one of foreign files only.
 *
 * Not as GnuTLS tells them: it takes the digest of the mask for that of the text where it is left
 * to be SHA-1, and writes it so. */
#ifndef IK_PKI_PSS_H
#define IK_PKI_PSS_H

#include <stdbool.h>

#include <gnutls/abstract.h>

#include "pki/der.h"

struct ik_pss {
	bool bound; /* else all is zero: a key of another kind, or one that is bound to nothing */
	gnutls_digest_algorithm_t digest, mask; /* UNKNOWN: one that we do not know */
	unsigned salt;                          /* bytes; of a key, at least */
	unsigned size; /* of the digest: the salt of all signatures in TLS (RFC 8446 4.2.3) */
};

/* ALGORITHM is the content of an AlgorithmIdentifier. */
struct ik_pss ik_pss_read(struct ik_der algorithm);

/* The same of the content of a SubjectPublicKeyInfo. */
struct ik_pss ik_pss_of_public(struct ik_der info);

/* Whether a server can use a key that is bound so. */
bool ik_pss_serves(const struct ik_pss *pss);

/* "RSA-PSS, SHA384, mask SHA1, salt 20".  Caller frees. */
char *ik_pss_called(const struct ik_pss *pss);

/* VERIFIER expects SALT bytes from now on, whatever its key is bound to: GnuTLS takes the least
 * salt for the only one.  A GnuTLS error, or 0. */
int ik_pss_expect(gnutls_pubkey_t verifier, gnutls_digest_algorithm_t digest, unsigned salt);

#endif
