/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der.h: stepping through DER, and writing it, where GnuTLS has no call for it.  Private to the
 * room. */
#ifndef IK_PKI_DER_H
#define IK_PKI_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/secret.h"

enum {
	IK_DER_INTEGER = 0x02,
	IK_DER_BIT_STRING = 0x03,
	IK_DER_OCTETS = 0x04,
	IK_DER_NULL = 0x05,
	IK_DER_OID = 0x06,
	IK_DER_BMP_STRING = 0x1e,
	IK_DER_SEQUENCE = 0x30,
	IK_DER_SET = 0x31,
	IK_DER_OCTETS_OF_PIECES = 0x24, /* BER only */
	IK_DER_PLAIN_0 = 0x80,          /* [0], implicit */
	IK_DER_TAGGED_0 = 0xa0,         /* [0], explicit or of pieces */
	IK_DER_TAGGED_1 = 0xa1,
};

struct ik_der {
	const uint8_t *data;
	size_t size;
};

/* The next element of IN: its tag byte and content.  IN then stands behind it.  False at the end
 * and for anything that is not a whole element with a one-byte tag and a definite length. */
bool ik_der_next(struct ik_der *in, uint8_t *tag, struct ik_der *content);

/* The same for an element that must have TAG. */
bool ik_der_expect(struct ik_der *in, uint8_t tag, struct ik_der *content);

/* The tag that comes next; -1 at the end. */
int ik_der_peek(const struct ik_der *in);

/* The next element, an INTEGER that is not negative.  More than 64 bits are UINT64_MAX. */
bool ik_der_number(struct ik_der *in, uint64_t *number);

/* Whether CONTENT, of an OID, is the one whose content bytes are BYTES, a string literal. */
bool ik_der_is(struct ik_der content, const char *bytes, size_t size);
#define IK_DER_IS(content, literal) ik_der_is(content, literal, sizeof(literal) - 1)

/* "1.2.840.113549.1.7.1" of an OID's content.  Caller frees. */
char *ik_der_oid_text(struct ik_der content);

/* BER (RFC 7292 allows it, and old programs write it) is brought to definite lengths, with octet
 * strings in one piece: DER then points into *HELD, which the caller frees.  If it is so already
 * nothing is copied and *HELD is NULL. False if it is not well formed or too deep. */
bool ik_der_settle(struct ik_der *der, ik_secret **held);

struct ik_der ik_der_of(const ik_secret *secret);

/* --- writing: what stands in a sequence is appended, and then closed -------------------------- */

/* Appends one element. */
void ik_der_put(struct ik_buffer *out, uint8_t tag, const void *content, size_t size);
#define IK_DER_PUT_OID(out, literal) ik_der_put(out, IK_DER_OID, literal, sizeof(literal) - 1)

/* Appends an INTEGER in as few bytes as it needs. */
void ik_der_put_number(struct ik_buffer *out, uint64_t number);

/* All that was appended from FROM on becomes the content of one element. */
void ik_der_close(struct ik_buffer *out, size_t from, uint8_t tag);

/* The same in a secret; false if that has no room for tag and length. */
bool ik_der_close_secret(ik_secret *out, size_t from, uint8_t tag);

#endif
