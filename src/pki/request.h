/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.h: PKCS#10 certificate signing requests (RFC 2986). */
#ifndef IK_PKI_REQUEST_H
#define IK_PKI_REQUEST_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "pki/certificate.h"

/* A request for KEY with the wish's names (its dates are not used), PEM appended to PEM: subject,
 * subjectAltName, keyUsage, extendedKeyUsage serverAuth and basicConstraints as requested
 * extensions. */
bool ik_request_make(const struct ik_certificate_wish *wish, const ik_secret *key,
		     struct ik_buffer *pem, struct ik_error *err);

/* What the request PEM asks for: of FACTS its subject and its names, the rest is empty; filtered as
 * those of a certificate.  False if it cannot be read, with FACTS empty. */
bool ik_request_asked(const void *pem, size_t size, struct ik_facts *facts);

enum { IK_KEY_ID_SIZE = 65 };

/* Whose key it is: SHA-256 of the public key (SubjectPublicKeyInfo) in the request PEM, or in the
 * first certificate in PEM, lower-case hex.  False if it cannot be read. */
bool ik_request_key_id(const void *pem, size_t size, char id[IK_KEY_ID_SIZE]);
bool ik_certificate_key_id(const void *pem, size_t size, char id[IK_KEY_ID_SIZE]);

/* Whether KEY has made the request PEM: IK_E_KEY_APART if not, IK_E_KEY_READ if either cannot be
 * read. */
bool ik_request_fits(const ik_secret *key, const void *pem, size_t size, struct ik_error *err);

#endif
