/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unwrap.c: what editors, consoles and transfers did to a file is undone. */
#include "config.h"

#include "foreign/unwrap.h"

#include <string.h>

#include "pki/tls.h"

/* Shorter base64 is a word; no key or certificate is. */
enum { BASE64_MIN = 40 };

/* PEM in UTF-16, of either byte order, with or without its mark: every other byte spells the PEM's
 * first line. */
static bool is_utf16(struct ik_der in, size_t *first)
{
	static const char begin[] = "-\0B\0E\0G\0I\0N\0 ";
	const uint8_t *at = memmem(in.data, in.size, begin, sizeof(begin) - 1);

	*first = at ? (size_t)(at - in.data) % 2 : 0;
	return at != NULL;
}

/* What is no ASCII around the blocks loses its other half, which nobody misses.  The mark of the
 * byte order would stand in front of the first line. */
static ik_secret *every_other(struct ik_der in, size_t first)
{
	size_t mark = memcmp(in.data, "\xff\xfe", 2) == 0 || memcmp(in.data, "\xfe\xff", 2) == 0
			      ? 2
			      : 0;
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

/* NULL if that is no DER. */
static ik_secret *decoded(struct ik_der in)
{
	gnutls_datum_t text = {(unsigned char *)(uintptr_t)in.data, (unsigned)in.size},
		       der = {NULL, 0};
	ik_secret *out = NULL;

	if (gnutls_base64_decode2(&text, &der) >= 0 && der.size > 0
	    && der.data[0] == IK_DER_SEQUENCE) {
		out = ik_secret_new(der.size);
		(void)!ik_secret_set(out, der.data, der.size, NULL);
	}
	ik_tls_wipe(&der);
	return out;
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
	else if (is_base64(in))
		*held = decoded(in);
	return without_padding(*held ? ik_der_of(*held) : in);
}
