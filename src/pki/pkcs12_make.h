/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12_make.h: the layers of a PKCS#12 (RFC 7292) are written, from the inside out.  Private to
 * the room.
 *
 * GnuTLS writes whole files only, with the MAC that it chooses: 600,000 rounds, and a salt of 8
 * octets. */
#ifndef IK_PKI_PKCS12_MAKE_H
#define IK_PKI_PKCS12_MAKE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/secret.h"
#include "pki/der.h"
#include "pki/protection.h"

enum { IK_KEY_ID_SIZE = 20 };

/* What ties a key and its certificate together, and what people see. */
struct ik_pkcs12_label {
	const char *name;  /* friendlyName, ASCII */
	const uint8_t *id; /* localKeyId, of IK_KEY_ID_SIZE; NULL: none */
};

/* --- bags: appended to CONTENTS; LABEL may be NULL -------------------------------------------- */

void ik_pkcs12_put_certificate(struct ik_buffer *contents, struct ik_der certificate,
			       const struct ik_pkcs12_label *label);
void ik_pkcs12_put_sealed_key(struct ik_buffer *contents, struct ik_der sealed,
			      const struct ik_pkcs12_label *label);

/* --- safes: CONTENTS, of bags, appended to SAFES as it is, or encrypted (an error of GnuTLS if
 * that fails) --- */

void ik_pkcs12_put_safe(struct ik_buffer *safes, const struct ik_buffer *contents);
int ik_pkcs12_put_encrypted(struct ik_buffer *safes, const struct ik_buffer *contents,
			    const struct ik_try *password, bool compatibility);

/* --- the file --------------------------------------------------------------------------------- */

enum { IK_MAC_DERIVED_ROOM = 128 };

/* Appends to OUT, which has IK_MAC_DERIVED_ROOM, a new salt and the MAC key that PASSWORD gives
 * with it; nothing else of the file is needed for that.  An error of GnuTLS if it fails. */
int ik_pkcs12_mac_derive(gnutls_digest_algorithm_t digest, const struct ik_try *password,
			 ik_secret *out);

/* SAFES under the MAC that DERIVED, of the same DIGEST, gives: the file appended to DER. */
int ik_pkcs12_finish(const struct ik_buffer *safes, gnutls_digest_algorithm_t digest,
		     const ik_secret *derived, struct ik_buffer *der);

#endif
