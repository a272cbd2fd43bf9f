/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.h: SHA-256, at once and in pieces, and random bytes. */
#ifndef IK_PKI_DIGEST_H
#define IK_PKI_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Lower-case hex of the SHA-256 of BYTES, NUL-terminated. */
bool ik_digest_sha256(const void *bytes, size_t size, char hex[65], struct ik_error *err);

/* The same of bytes that come in pieces, so that what has any size takes no memory.  NULL and ERR
 * on failure. */
typedef struct ik_digest ik_digest;
ik_digest *ik_digest_begin(struct ik_error *err);

/* Takes one piece.  DIGEST is an ik_digest: so this can be handed to whoever reads a file. */
bool ik_digest_add(void *digest, const void *bytes, size_t size, struct ik_error *err);

/* Frees DIGEST; NULL is fine, and so is HEX, where nobody wants to know any more. */
void ik_digest_end(ik_digest *digest, char hex[65]);

/* SIZE random bytes fit for keys. */
bool ik_random(void *bytes, size_t size, struct ik_error *err);

#endif
