/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge.h: certificates as no honest issuer writes them.  Their signature is two small numbers. */
#ifndef TESTS_PKI_FORGE_H
#define TESTS_PKI_FORGE_H

#include "base/buffer.h"

#define CN "\x55\x04\x03"
#define O "\x55\x04\x0a"

/* One element of DER. */
void der_add(struct ik_buffer *out, uint8_t tag, const void *content, size_t size);

/* One part of a name: OID is CN or O, TAG the kind of string. */
void der_part(struct ik_buffer *name, const char *oid, uint8_t tag, const void *value, size_t size);

struct forged {
	struct ik_buffer subject;   /* parts, without the SEQUENCE around them */
	struct ik_buffer issuer;    /* likewise; empty: as the subject */
	struct ik_buffer alt_names; /* entries, likewise; empty: no such extension */
	const char *serial;         /* content of the INTEGER; NULL: 1 */
	size_t serial_size;
	const char *from,
		*until; /* "200101000000Z", or with four digits for the year; NULL: 2020 and 2030 */
};

/* The DER of a certificate of P-256 that says all this; FORGED's buffers are freed. */
struct ik_buffer forge(struct forged *forged);

#endif
