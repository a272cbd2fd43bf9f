/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle.h: a certificate, and behind it the steps that lead to it: what brings an agent from
 * whatever it knows to what is in use, in one file. */
#ifndef IK_OPS_RECORDS_BUNDLE_H
#define IK_OPS_RECORDS_BUNDLE_H

#include <stddef.h>

#include "base/buffer.h"
#include "ops/records/steps.h"
#include "trust/sha256.h"

/* Appends to OUT the first certificate of CHAIN (PEM), which IN_USE names, and the steps that count
 * and from whose ends the walk comes to it, the newest first: MAX of them, and no more than OUT has
 * ROOM for; the oldest are left out.  How many steps there are.  O(n^2) of those that count. */
size_t ik_bundle_write(const struct ik_kept_steps *kept, const struct ik_buffer *chain,
		       const struct ik_sha256 *in_use, size_t max, size_t room,
		       struct ik_buffer *out);

/* Those that count, for a walk; lent by KEPT and by it.  Free it with ik_counting_free(). */
struct ik_counting {
	struct ik_steps steps;
	size_t *which; /* of KEPT, for each of them */
};
void ik_counting_begin(const struct ik_kept_steps *kept, struct ik_counting *counting);
void ik_counting_free(struct ik_counting *counting);

#endif
