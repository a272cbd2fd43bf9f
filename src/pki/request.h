/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.h: PKCS#10 certificate signing requests (RFC 2986). */
#ifndef IK_PKI_REQUEST_H
#define IK_PKI_REQUEST_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "pki/certificate.h"

/* A request for KEY with the wish's names (its dates are not used), PEM appended to PEM: subject, subjectAltName,
 * keyUsage, extendedKeyUsage serverAuth and basicConstraints as requested extensions. */
bool ik_request_make(const struct ik_certificate_wish *wish, const ik_secret *key, struct ik_buffer *pem,
		     struct ik_error *err);

#endif
