/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sha256.c: a SHA-256 compared, read and written. */
#include "config.h"

#include "trust/sha256.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

bool ik_sha256_equal(const struct ik_sha256 *a, const struct ik_sha256 *b)
{
	return !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static int value_of(char digit)
{
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

bool ik_sha256_read(const char *hex, struct ik_sha256 *out)
{
	struct ik_sha256 read;

	if (strlen(hex) != IK_SHA256_HEX)
		return false;
	for (size_t i = 0; i < IK_SHA256_BYTES; i++) {
		int high = value_of(hex[2 * i]), low = value_of(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		read.bytes[i] = (uint8_t)(high << 4 | low);
	}
	*out = read;
	return true;
}

void ik_sha256_hex(const struct ik_sha256 *sha256, char hex[IK_SHA256_HEX + 1])
{
	for (size_t i = 0; i < IK_SHA256_BYTES; i++) {
		hex[2 * i] = digits[sha256->bytes[i] >> 4];
		hex[2 * i + 1] = digits[sha256->bytes[i] & 0xf];
	}
	hex[IK_SHA256_HEX] = '\0';
}
