/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pairs.h: the "id = value" text that answers, info, format and last are written in.
 *
 * UTF-8, one pair a line, split at the first "="; blanks around id and value are not part of them;
 * lines that are empty or begin with "#" are passed over; the last line needs no newline. */
#ifndef IK_BASE_PAIRS_H
#define IK_BASE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

struct ik_pair {
	char *id;
	char *value;
	unsigned line; /* from 1 */
};

/* A zeroed struct is empty. */
struct ik_pairs {
	struct ik_pair *items;
	size_t n;
};

/* Reads TEXT.  IK_E_PAIRS_LINE (about the line's number) for a line without "=", IK_E_PAIRS_TEXT
 * for NUL bytes or bytes that are not UTF-8.  What an id means, and whether it may come twice, is
 * the caller's. */
bool ik_pairs_parse(const void *text, size_t size, struct ik_pairs *out, struct ik_error *err);

/* The value of the first pair called ID, or NULL. */
const char *ik_pairs_get(const struct ik_pairs *pairs, const char *id);

/* Appends "id = value\n" to TEXT.  VALUE must hold no newline. */
void ik_pairs_write(struct ik_buffer *text, const char *id, const char *value);

void ik_pairs_free(struct ik_pairs *pairs);

#endif
