/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain_pem.c: the usual form of a certificate, decoded four characters at a time.
 *
 * GnuTLS decodes one character at a time out of a copy; in a list of a thousand certificates that shows. */
#include "pki/plain_pem.h"

#include <stdint.h>
#include <string.h>

static const char begin[] = "-----BEGIN CERTIFICATE-----\n", end[] = "-----END CERTIFICATE-----";

enum { NONE = 64 };

/* The six bits of a character; NONE for what is none of the alphabet's. */
static uint32_t bits_of(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26U;
	if (c >= '0' && c <= '9')
		return c - '0' + 52U;
	return c == '+' ? 62 : c == '/' ? 63 : NONE;
}

/* Four characters, of which the last N are padding. */
static bool decode_four(const uint8_t *in, unsigned padding, uint8_t *out)
{
	uint32_t sum = 0, all = 0;

	for (unsigned i = 0; i < 4; i++) {
		uint32_t bits = i < 4 - padding ? bits_of(in[i]) : 0;

		all |= bits;
		sum = sum << 6 | bits;
	}
	/* Nothing may hide in the bits that padding leaves over. */
	if (all >= NONE || (padding && sum & ((1U << 8 * padding) - 1)))
		return false;
	for (unsigned i = 0; i < 3 - padding; i++)
		out[i] = (uint8_t)(sum >> (16 - 8 * i));
	return true;
}

static unsigned padding_of(const uint8_t *four)
{
	return four[3] != '=' ? 0 : four[2] != '=' ? 1 : 2;
}

/* Lines up to the end mark, each of whole fours; padding in the last only. */
static bool decode_lines(const uint8_t *at, const uint8_t *stop, gnutls_datum_t *der)
{
	unsigned padding = 0;

	while (stop - at >= 4 && *at != '-') {
		if (*at == '\n') {
			at++;
			continue;
		}
		if (padding)
			return false;
		padding = padding_of(at);
		if (!decode_four(at, padding, der->data + der->size))
			return false;
		der->size += 3 - padding;
		at += 4;
	}
	return (size_t)(stop - at) >= sizeof(end) - 1 && memcmp(at, end, sizeof(end) - 1) == 0 && der->size > 0;
}

bool ik_plain_pem(const gnutls_datum_t *pem, gnutls_datum_t *der)
{
	*der = (gnutls_datum_t){ NULL, 0 };
	if (pem->size < sizeof(begin) - 1 || memcmp(pem->data, begin, sizeof(begin) - 1) != 0)
		return false;
	der->data = gnutls_malloc(pem->size);
	if (der->data && decode_lines(pem->data + sizeof(begin) - 1, pem->data + pem->size, der))
		return true;
	gnutls_free(der->data);
	*der = (gnutls_datum_t){ NULL, 0 };
	return false;
}
