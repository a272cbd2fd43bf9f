/* SPDX-License-Identifier: GPL-3.0-or-later */
/* step.h: the step from what is in use to what takes its place, signed by the keys of both: agents
 * follow it, and nothing else. */
#ifndef IK_OPS_CHANGE_STEP_H
#define IK_OPS_CHANGE_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/lead.h"
#include "store/store.h"
#include "trust/statement.h"

struct ik_step_wish {
	unsigned from;                       /* in use */
	const ik_secret *key;                /* of what takes its place: PKCS#8 PEM */
	const struct ik_buffer *certificate; /* likewise: leaf, then its chain */
	enum ik_step_reason reason;
	uint64_t above; /* its number is above this one */
	int64_t now;
};

/* A zeroed struct is none. */
struct ik_made_step {
	enum ik_lead lead; /* all else only where this is IK_LEAD_LEADS */
	uint64_t number;
	char *name; /* of its file */
	struct ik_buffer pem;
};

/* Signs the step in a contained child.  Its number is taken from the count of STORE, which is on
 * disk by then; the step itself is not.  That a key or certificate is none to sign with, or
 * that agents would not read what comes of it, is no error: OUT says why.  False where that cannot
 * be known, the signing itself fails (IK_E_CMS_SIGN), or the count is damaged.  The lock is held.
 * Free OUT with ik_made_step_free(), also after a failure. */
bool ik_step_make(ik_store *store, const struct ik_step_wish *wish, struct ik_watch *watch,
		  struct ik_made_step *out, struct ik_error *err);
void ik_made_step_free(struct ik_made_step *step); /* twice is fine */

#endif
