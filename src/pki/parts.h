/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h: the parts of a certificate, where they stand in its DER.  Private to the room.
 *
 * GnuTLS looks each part up by name in a tree, from the root every time: for a list of a thousand
 * certificates that is much of the work. */
#ifndef IK_PKI_PARTS_H
#define IK_PKI_PARTS_H

#include <stdbool.h>

#include "pki/der.h"

struct ik_parts {
	struct ik_der serial;     /* content */
	struct ik_der issuer;     /* with its head, as names are compared */
	struct ik_der validity;   /* content: two times */
	struct ik_der subject;    /* the same as the issuer */
	struct ik_der key;        /* content of the SubjectPublicKeyInfo */
	struct ik_der extensions; /* content; empty if there are none */
};

/* False for what is not made as a certificate is, as far as it is looked at here. */
bool ik_parts_find(struct ik_der der, struct ik_parts *parts);

/* The value of the first extension whose OID has the content bytes OID; false if there is none. */
bool ik_parts_extension(const struct ik_parts *parts, const char *oid, size_t size,
			struct ik_der *value);
#define IK_PARTS_EXTENSION(parts, literal, value) \
	ik_parts_extension(parts, literal, sizeof(literal) - 1, value)

/* Whether its serial number has a first byte that it does not need, as no DER has it. */
bool ik_parts_padded_serial(const struct ik_parts *parts);

/* Whether subject and issuer are the same bytes.  Names may also be equal in other string types. */
bool ik_parts_same_names(const struct ik_parts *parts);

/* Whether its key identifiers, its own and that of its issuer, are plainly equal, or neither is
 * there. */
bool ik_parts_same_keys(const struct ik_parts *parts);

/* Whether the key of ISSUER is the one that ISSUED says it was signed with, as far as both have
 * identifiers that tell. */
bool ik_parts_may_have_issued(const struct ik_parts *issuer, const struct ik_parts *issued);

#endif
