/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sha256.h: a SHA-256 as a value (FIPS 180-4): the name of a certificate, of its leaf's DER, or of
 * a file. */
#ifndef IK_TRUST_SHA256_H
#define IK_TRUST_SHA256_H

#include <stdbool.h>
#include <stdint.h>

enum { IK_SHA256_BYTES = 32, IK_SHA256_HEX = 64 };

struct ik_sha256 {
	uint8_t bytes[IK_SHA256_BYTES];
};

bool ik_sha256_equal(const struct ik_sha256 *a, const struct ik_sha256 *b);

/* Reads 64 lower-case hex digits and nothing else; false: HEX is something else. */
bool ik_sha256_read(const char *hex, struct ik_sha256 *out);

/* 64 lower-case hex digits and a NUL. */
void ik_sha256_hex(const struct ik_sha256 *sha256, char hex[IK_SHA256_HEX + 1]);

#endif
