/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wish.h: what certificates and requests for them say alike.  Private to the room. */
#ifndef IK_PKI_WISH_H
#define IK_PKI_WISH_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "pki/certificate.h"

/* The subject's parts by type and value, never through a text form that would have to be escaped:
 * calls SET for each, the least specific first. */
int ik_wish_subject(const struct ik_certificate_wish *wish,
		    int (*set)(void *, const char *, const char *), void *object);

/* The content of the subjectAltName extension.  The caller frees DER. */
int ik_wish_alt_names(const struct ik_certificate_wish *wish, gnutls_datum_t *der);

unsigned ik_wish_usage(gnutls_x509_privkey_t key);
gnutls_digest_algorithm_t ik_wish_digest(gnutls_x509_privkey_t key);

#endif
