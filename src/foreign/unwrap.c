/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unwrap.c: what editors, consoles and transfers did to a file is undone. */
#include "config.h"

#include "foreign/unwrap.h"

#include <string.h>

#include "pki/tls.h"

/* Shorter base64 is a word; no key or certificate is. */
enum { BASE64_MIN = 40 };

static bool begins(struct ik_der in, const char *bytes, size_t size)
{
	return in.size >= size && memcmp(in.data, bytes, size) == 0;
}

/* PEM in UTF-16, of either byte order, with or without its mark: every other byte spells the PEM's
 * first line.  Base64 has the mark alone. */
static bool is_utf16(struct ik_der in, size_t *first)
{
	static const char begin[] = "-\0B\0E\0G\0I\0N\0 ";
	const uint8_t *at = memmem(in.data, in.size, begin, sizeof(begin) - 1);

	*first = at ? (size_t)(at - in.data) % 2 : begins(in, "\xfe\xff", 2);
	return at || begins(in, "\xff\xfe", 2) || begins(in, "\xfe\xff", 2);
}

/* What is no ASCII around the blocks loses its other half, which nobody misses.  The mark of the
 * byte order would stand in front of the first line. */
static ik_secret *every_other(struct ik_der in, size_t first)
{
	size_t mark = begins(in, "\xff\xfe", 2) || begins(in, "\xfe\xff", 2) ? 2 : 0;
	ik_secret *out = ik_secret_new(in.size / 2 + 1);
	char *to = ik_secret_tail(out);
	size_t n = 0;

	for (size_t i = first + mark; i < in.size; i += 2)
		to[n++] = (char)in.data[i];
	ik_secret_grown(out, n);
	return out;
}

static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_base64(struct ik_der in)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	size_t n = 0;

	for (size_t i = 0; i < in.size; i++) {
		if (is_space(in.data[i]))
			continue;
		if (!memchr(digits, in.data[i], sizeof(digits) - 1))
			return false;
		n++;
	}
	return n >= BASE64_MIN;
}

static bool is_meant(gnutls_datum_t bytes)
{
	static const char begin[] = "-----BEGIN ";

	return bytes.size > 0
	       && (bytes.data[0] == IK_DER_SEQUENCE
		   || memmem(bytes.data, bytes.size, begin, sizeof(begin) - 1));
}

ik_secret *ik_decode_base64(struct ik_der in)
{
	gnutls_datum_t text = {(unsigned char *)(uintptr_t)in.data, (unsigned)in.size},
		       bytes = {NULL, 0};
	ik_secret *out = NULL;

	if (gnutls_base64_decode2(&text, &bytes) >= 0 && is_meant(bytes)) {
		out = ik_secret_new(bytes.size);
		(void)!ik_secret_set(out, bytes.data, bytes.size, NULL);
	}
	ik_tls_wipe(&bytes);
	return out;
}

/* HELD, or what it spells. */
static ik_secret *without_base64(struct ik_der in, ik_secret *held)
{
	ik_secret *spelt;

	if (begins(in, "\xef\xbb\xbf", 3))
		in = (struct ik_der){in.data + 3, in.size - 3};
	spelt = is_base64(in) ? ik_decode_base64(in) : NULL;
	if (!spelt)
		return held;
	ik_secret_free(held);
	return spelt;
}

/* Without what fills up the last block, or ends a last line, behind one whole element. */
static struct ik_der without_padding(struct ik_der in)
{
	struct ik_der rest = in, content;

	if (!ik_der_expect(&rest, IK_DER_SEQUENCE, &content))
		return in;
	for (size_t i = 0; i < rest.size; i++) {
		if (rest.data[i] != 0 && !is_space(rest.data[i]))
			return in;
	}
	return (struct ik_der){in.data, in.size - rest.size};
}

struct ik_der ik_unwrap(const void *bytes, size_t size, ik_secret **held)
{
	struct ik_der in = {bytes, size};
	size_t first;

	*held = NULL;
	if (size == 0)
		return in; /* BYTES may be NULL */
	if (is_utf16(in, &first))
		*held = every_other(in, first);
	*held = without_base64(*held ? ik_der_of(*held) : in, *held);
	return without_padding(*held ? ik_der_of(*held) : in);
}
