/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted.h: first trust, as an operator gives it. */
#ifndef IK_AGENT_TRUSTED_H
#define IK_AGENT_TRUSTED_H

#include <stdbool.h>

#include "base/error.h"
#include "trust/sha256.h"

/* Reads TEXT, 64 hex digits however they are grouped.  IK_E_AGENT_FINGERPRINT. */
bool ik_trusted_fingerprint(const char *text, struct ik_sha256 *out, struct ik_error *err);

/* The SHA-256 of the first certificate in the file PATH (PEM or DER), if nobody but root and this
 * user could have put it there.  IK_E_AGENT_CERTIFICATE_OPEN; IK_E_AGENT_CERTIFICATE; the errors of
 * ik_read_file(). */
bool ik_trusted_certificate(const char *path, struct ik_sha256 *out, struct ik_error *err);

#endif
