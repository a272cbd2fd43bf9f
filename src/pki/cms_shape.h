/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_shape.h: the form of a CMS of ours, checked before a library sees it.  Private to the room.
 *
 * GnuTLS takes more: no attributes at all, doubled ones, SHA-1, a digestAlgorithm that lies, a sid
 * that names somebody else; and the time it takes grows with the square of their number. */
#ifndef IK_PKI_CMS_SHAPE_H
#define IK_PKI_CMS_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "pki/cms.h"
#include "pki/der.h"

struct ik_cms_signer_info {
	struct ik_der issuer; /* of the sid: with its head */
	struct ik_der serial; /* likewise: content */
	int64_t signed_at;
};

/* Points into the DER. */
struct ik_cms_shape {
	struct ik_der text;
	struct ik_der certificates[IK_CMS_SIGNERS_MAX]; /* with their heads */
	size_t n_certificates;
	struct ik_cms_signer_info signers[IK_CMS_SIGNERS_MAX]; /* in the order of the file */
	size_t n_signers;
};

bool ik_cms_shape(struct ik_der der, struct ik_cms_shape *out, struct ik_error *err);

/* The content of an OID, for what writes them as well. */
#define IK_OID_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"

/* The value of contentHints: SEQUENCE { UTF8String "inkan", OID id-data }. */
#define IK_CMS_HINTS \
	"\x30\x12" \
	"\x0c\x05inkan" \
	"\x06\x09" IK_OID_DATA

#endif
