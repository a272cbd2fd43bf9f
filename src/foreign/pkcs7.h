/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs7.h: the certificates that a PKCS#7 carries (.p7b, .p7c, .spc).  Private to the room. */
#ifndef IK_FOREIGN_PKCS7_H
#define IK_FOREIGN_PKCS7_H

#include "pki/der.h"

/* The content type, an OID's content, of DER that has the form of a PKCS#7 (now CMS, RFC 5652). */
bool ik_pkcs7_type(struct ik_der der, struct ik_der *type);

/* Whether DER, of any BER, is one with certificates. */
bool ik_pkcs7_is_signed(struct ik_der der);

/* Called for each certificate; false ends the walk. */
typedef bool (*ik_pkcs7_visit)(void *context, struct ik_der certificate);

/* Visits every certificate of a SignedData, in any BER.  Nobody's signature is checked: what is
 * taken is proven by the key. False if it is malformed or of another type, or a visit said so. */
bool ik_pkcs7_walk(struct ik_der der, ik_pkcs7_visit visit, void *context);

#endif
