/* SPDX-License-Identifier: GPL-3.0-or-later */
/* objection.h: what is wrong with certificates, one thing after the other, as plain data for every
 * room above. */
#ifndef IK_BASE_OBJECTION_H
#define IK_BASE_OBJECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/pack.h"

/* How much it matters.  What nobody can cure any more once a certificate is in use weighs less from
 * then on. */
enum ik_weight { IK_WEIGHT_REMARK, IK_WEIGHT_WARNING, IK_WEIGHT_CRITICAL };

struct ik_objection {
	enum ik_error_id id; /* whose sentence names NAME, then MORE or the day of MOMENT */
	char *name;          /* of the certificate, filtered for showing */
	char *more;          /* filtered, or NULL */
	char *address;       /* where the issuer's certificate is said to be, filtered, or NULL */
	int64_t moment;      /* where there is no MORE */
	bool above; /* it is about a certificate of the chain, which only its authority can mend */
};

/* Zeroed is empty. */
struct ik_objections {
	struct ik_objection *items;
	size_t n;
};

/* Adds one; NAME and what MORE and ADDRESS point to are copied. */
void ik_objection_add(struct ik_objections *objections, const struct ik_objection *objection);

/* Adds all of FROM behind what TO has. */
void ik_objections_add_all(struct ik_objections *to, const struct ik_objections *from);
void ik_objections_free(struct ik_objections *objections); /* zeroed again */

/* Whether ID is one that stands in objections, and how much it matters: while a certificate is
 * IMPORTED, or in use. */
bool ik_objection_known(enum ik_error_id id);
enum ik_weight ik_objection_weight(enum ik_error_id id, bool imported);

/* The error that says it, with dates in today's language. */
void ik_objection_error(const struct ik_objection *objection, struct ik_error *error);

/* Between a child and its parent.  OBJECTIONS is overwritten; what IN then says is checked with
 * ik_unpack_done(). */
bool ik_objections_pack(const struct ik_objections *objections, ik_secret *out);
void ik_objections_unpack(struct ik_unpack *in, struct ik_objections *objections);

#endif
