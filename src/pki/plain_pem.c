/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain_pem.c: the usual form of a certificate, decoded four characters at a time.
 *
 * GnuTLS decodes one character at a time out of a copy; in a list of a thousand certificates that shows. */
#include "pki/plain_pem.h"

#include <stdint.h>
#include <string.h>

static const char begin[] = "-----BEGIN CERTIFICATE-----\n", end[] = "-----END CERTIFICATE-----";

/* The six bits of each character, plus one; 0 for what is none of the alphabet's. */
static const uint8_t alphabet[256] = {
	['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, ['H'] = 8,
	['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
	['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
	['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
	['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
	['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
	['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
	['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

/* Four characters, of which the last N are padding. */
static bool decode_four(const uint8_t *in, unsigned padding, uint8_t *out)
{
	uint32_t sum = 0;

	for (unsigned i = 0; i < 4 - padding; i++) {
		uint32_t bits = alphabet[in[i]];

		if (bits == 0)
			return false;
		sum |= (bits - 1) << (18 - 6 * i);
	}
	/* Nothing may hide in the bits that padding leaves over. */
	if (sum & ((1U << 8 * padding) - 1))
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
