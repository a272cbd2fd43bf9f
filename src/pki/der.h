/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der.h: stepping through DER where GnuTLS has no call for it.  Private to the room. */
#ifndef IK_PKI_DER_H
#define IK_PKI_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IK_DER_BIT_STRING = 0x03, IK_DER_OID = 0x06, IK_DER_SEQUENCE = 0x30, IK_DER_SET = 0x31 };

struct ik_der {
	const uint8_t *data;
	size_t size;
};

/* The next element of IN: its tag byte and content.  IN then stands behind it.  False at the end and for anything
 * that is not a whole element with a one-byte tag and a definite length. */
bool ik_der_next(struct ik_der *in, uint8_t *tag, struct ik_der *content);

/* The same for an element that must have TAG. */
bool ik_der_expect(struct ik_der *in, uint8_t tag, struct ik_der *content);

#endif
