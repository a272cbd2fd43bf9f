/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack.h: what a contained child says to its parent: a run of length-prefixed fields in a secret.
 *
 * The reader trusts nothing: a length that does not fit, a field missing or left over makes every
 * later read fail, so that a caller checks once, at the end, with ik_unpack_done(). */
#ifndef IK_BASE_PACK_H
#define IK_BASE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "base/secret.h"

/* Writers append to OUT and return false once its room is exhausted. */
bool ik_pack_bytes(ik_secret *out, const void *data, size_t size);
bool ik_pack_secret(ik_secret *out, const ik_secret *secret); /* NULL as if it were empty */
bool ik_pack_text(ik_secret *out, const char *text);          /* NULL is kept apart from "" */
bool ik_pack_number(ik_secret *out, int64_t number);
bool ik_pack_list(ik_secret *out, const struct ik_list *list);
bool ik_pack_error(ik_secret *out, const struct ik_error *err); /* no error, too */

struct ik_unpack {
	const char *data;
	size_t left;
	bool failed;
};

struct ik_unpack ik_unpack_begin(const ik_secret *from); /* FROM must outlive the reading */
void ik_unpack_bytes(struct ik_unpack *in, struct ik_buffer *out);
/* caller frees *OUT; NULL on failure */
void ik_unpack_secret(struct ik_unpack *in, ik_secret **out);
char *ik_unpack_text(struct ik_unpack *in); /* caller frees */
int64_t ik_unpack_number(struct ik_unpack *in);
void ik_unpack_list(struct ik_unpack *in, struct ik_list *out);
void ik_unpack_error(struct ik_unpack *in,
		     struct ik_error *out);     /* OUT is overwritten; its text filtered */
bool ik_unpack_end(const struct ik_unpack *in); /* nothing failed, nothing left */
/* the same; false: IK_E_CHILD_LIED */
bool ik_unpack_done(const struct ik_unpack *in, struct ik_error *err);

#endif
