/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.h: a key that waits in the store, and the request with which a certificate authority
 * makes its certificate. Importing that certificate completes it; until then the certificate in use
 * stays. */
#ifndef IK_OPS_CHANGE_REQUEST_H
#define IK_OPS_CHANGE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/watch.h"
#include "ops/change/kept.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/rules/identity.h"

/* What is wanted, as typed; the plan applies the rules. */
struct ik_request_wish {
	const char *name;
	const char *alt_names;    /* may be NULL */
	const char *organization; /* may be NULL */
	const char *key_type;
	bool same_key; /* that in use, instead of a new one */
	/* for the generation that completes it; as in struct ik_create_wish */
	const char *key_group;
	const char *request_file;
};

/* All that will happen, for the review; plain data, owned by the plan. */
struct ik_request_plan {
	/* what is in use stays so, and the group may read the key once it is */
	struct ik_plan head;
	/* what the request does not ask for, though what is in use says it */
	struct ik_losses losses;
	struct ik_identity identity;
	char *key_type;       /* "ecdsa-p256" */
	bool same_key;        /* that in use, of which a copy waits */
	bool asked_key_group; /* it was given, or that there be none */
	char *request_file;   /* on disk */
	unsigned waiting;     /* requests that wait already */
};

/* Changes nothing.  Caller frees *PLAN with ik_request_plan_free(). */
bool ik_request_plan(const struct ik_request_wish *wish, const char *store, int64_t now,
		     struct ik_request_plan **plan, struct ik_error *err);
void ik_request_plan_free(struct ik_request_plan *plan); /* NULL is fine */

/* Does it: lock, key and request in memory (contained), both complete in the store under a
 * temporary name, renamed, then the request once more to its file (0644, never over another).  On
 * false nothing of it is left.  OUTCOME gets request and request_file; switched stays false. */
bool ik_request_perform(const struct ik_request_plan *plan, struct ik_watch *watch,
			struct ik_outcome *outcome, struct ik_error *err);

#endif
