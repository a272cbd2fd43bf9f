/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12_walk.h: what a PKCS#12 is made of, without opening any of it.  Private to the room. */
#ifndef IK_PKI_PKCS12_WALK_H
#define IK_PKI_PKCS12_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "pki/der.h"
#include "pki/protection.h"

struct ik_pkcs12_mac {
	bool present;
	int digest; /* a gnutls_digest_algorithm_t, and the gnutls_mac_algorithm_t of that number */
	const char *name; /* "HMAC-SHA256", or of what is unsupported */
	bool weak;
	char unsupported[128];
	struct ik_der value;
	struct ik_der salt;
	uint64_t rounds;
	bool pbmac1; /* the key is derived as FROM says, not in PKCS#12's own way */
	struct ik_protection from;
};

/* The outermost layer; it points into the bytes it was read from. */
struct ik_pkcs12 {
	struct ik_der safe; /* the AuthenticatedSafe, which is what the MAC protects */
	struct ik_pkcs12_mac mac;
	const char *unsupported; /* protected by a signature instead of a password */
};

/* FILE must be settled (ik_der_settle). */
bool ik_pkcs12_read(struct ik_der file, struct ik_pkcs12 *out);

enum ik_pkcs12_part {
	IK_PART_KEY,         /* content: a PrivateKeyInfo */
	IK_PART_SEALED_KEY,  /* content: an EncryptedPrivateKeyInfo */
	IK_PART_CERTIFICATE, /* content: a Certificate */
	IK_PART_ENCRYPTED,   /* content: an EncryptedContentInfo's content */
	IK_PART_ENVELOPED,   /* content: none; encrypted for the owner of a key */
	IK_PART_OTHER,       /* content: none */
};

/* Called for each part; NAME is its friendlyName, filtered, or "".  False ends the walk. */
typedef bool (*ik_pkcs12_visit)(void *context, enum ik_pkcs12_part part, struct ik_der content,
				const char *name);

/* Visits every part of an AuthenticatedSafe, or of SafeContents that were encrypted.  False if it
 * is malformed or a visit said so. */
bool ik_pkcs12_walk_safe(struct ik_der safe, ik_pkcs12_visit visit, void *context);
bool ik_pkcs12_walk_contents(struct ik_der contents, ik_pkcs12_visit visit, void *context);

/* What is needed to open a part: the AlgorithmIdentifier's content, and the encrypted bytes. Pieces
 * of those are put together in JOINED, which the caller frees. */
bool ik_pkcs12_sealed(struct ik_der key, struct ik_der *algorithm, struct ik_der *data);
bool ik_pkcs12_encrypted(struct ik_der content, struct ik_der *algorithm, struct ik_der *data,
			 struct ik_buffer *joined);

#endif
