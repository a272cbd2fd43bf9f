/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pem.h: the blocks of a PEM file (RFC 7468), whatever stands between them.  Private to the room.
 */
#ifndef IK_PKI_PEM_H
#define IK_PKI_PEM_H

#include <stdbool.h>
#include <stddef.h>

#include <gnutls/gnutls.h>

/* Points into the text. */
struct ik_pem_part {
	const char *data;
	size_t size;
};

struct ik_pem_block {
	struct ik_pem_part label; /* "CERTIFICATE" */
	struct ik_pem_part dek;   /* the value of DEK-Info */
	struct ik_pem_part body;
	bool encrypted; /* Proc-Type says so */
	bool whole;     /* its end was found, and names the same label */
};

/* The next block of TEXT, which then stands behind it. */
bool ik_pem_next(struct ik_pem_part *text, struct ik_pem_block *block);

bool ik_pem_is(const struct ik_pem_block *block, const char *label);

/* The bytes of a whole block; ik_tls_wipe() them.  False if the block is not whole or its body not
 * base64. */
bool ik_pem_decode(const struct ik_pem_block *block, gnutls_datum_t *der);

#endif
