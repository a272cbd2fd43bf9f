/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain_pem.h: PEM as we and everybody else write it, decoded without detours.  Private to the room. */
#ifndef IK_PKI_PLAIN_PEM_H
#define IK_PKI_PLAIN_PEM_H

#include <stdbool.h>

#include <gnutls/gnutls.h>

/* The first block of PEM, if it begins with its BEGIN CERTIFICATE and all in it is as plain as can be.  False for all
 * else, which GnuTLS may still take.  The caller frees *DER with gnutls_free(). */
bool ik_plain_pem(const gnutls_datum_t *pem, gnutls_datum_t *der);

#endif
