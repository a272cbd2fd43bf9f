/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12_mac.h: the MAC of a PKCS#12 is checked.  Private to the room. */
#ifndef IK_PKI_PKCS12_MAC_H
#define IK_PKI_PKCS12_MAC_H

#include "pki/pkcs12_walk.h"
#include "pki/protection.h"

/* Whether PASSWORD makes the MAC right.  The MAC must be there and supported. */
bool ik_pkcs12_mac_right(const struct ik_pkcs12 *p12, const struct ik_try *password);

/* The content of the object identifier of DIGEST, one that is supported; static. */
struct ik_der ik_pkcs12_mac_oid(gnutls_digest_algorithm_t digest);

#endif
