/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unquote.h: PEM that other text quotes: what stands between the marks is found through quotes,
 * escapes and citations. Private to the room. */
#ifndef IK_FOREIGN_UNQUOTE_H
#define IK_FOREIGN_UNQUOTE_H

#include "pki/der.h"
#include "pki/pem.h"

/* BYTES as text without what only wraps it: marks of byte order, the zeros of UTF-16, ^Z; with one
 * level of escapes undone: backslashes (of C, JSON, YAML, shells), XML's and HTML's "&#10;", "%0A"
 * of addresses.  Base64 has none of these, so nothing is lost that matters.  Caller frees. */
ik_secret *ik_unescape(const void *bytes, size_t size);

/* A block whose marks may stand anywhere in a line. */
struct ik_quoted {
	struct ik_pem_part label;
	struct ik_pem_part prefix; /* what stands before its first mark in the line */
	struct ik_pem_part body;
	bool whole;
};

/* The next block of TEXT, which then stands behind it. */
bool ik_quoted_next(struct ik_pem_part *text, struct ik_quoted *block);

/* BLOCK as plain PEM, appended to OUT: nothing but base64 in its body.  False if OUT is full. */
bool ik_quoted_write(const struct ik_quoted *block, ik_secret *out);

#endif
