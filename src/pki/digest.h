/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.h: SHA-256 and random bytes. */
#ifndef IK_PKI_DIGEST_H
#define IK_PKI_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Lower-case hex of the SHA-256 of BYTES, NUL-terminated. */
bool ik_digest_sha256(const void *bytes, size_t size, char hex[65], struct ik_error *err);

/* SIZE random bytes fit for keys. */
bool ik_random(void *bytes, size_t size, struct ik_error *err);

#endif
