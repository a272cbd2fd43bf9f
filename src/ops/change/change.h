/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change.h: what every change of the certificate in use has in common: the lock, the note for
 * whoever starts next, the new generation, the proven backup, the one switch, the reading back, the
 * log, the commands afterwards.  A create, an import and a rollback differ in where the key and
 * certificate come from. */
#ifndef IK_OPS_CHANGE_CHANGE_H
#define IK_OPS_CHANGE_CHANGE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/records/info.h"
#include "store/store.h"

/* What differs.  All but SELF's content is the caller's and outlives the change. */
struct ik_change {
	const char *operation;      /* "create": in the log, the note and what hooks are told */
	const struct ik_plan *plan; /* TO is for the label of the step; the password is not needed
				     * any more once WATCH is settled */
	unsigned reads;             /* the generation whose key MAKE reads; 0: none */
	const char *make_label;     /* message id of the first step */

	/* The key (PKCS#8 PEM) and certificate (leaf, then chain) of the new generation; that they
	 * fit is seen as they are read back from disk.  The lock is held.  *KEY and CERTIFICATE
	 * belong to the change from then on. */
	bool (*make)(void *self, const ik_store *store, struct ik_watch *watch, ik_secret **key,
		     struct ik_buffer *certificate, struct ik_error *err);
	/* What info says of it; INFO is begun with time, FROM and the group already. */
	void (*describe)(void *self, struct ik_info *info);
	/* After the switch, the lock still held; may be NULL. */
	void (*after)(void *self, ik_store *store, struct ik_outcome *outcome,
		      struct ik_error *late);
	enum ik_origin origin;
	void *self;
};

/* Does it.  False with IK_E_STORE_MOVED if the plan's FROM is no longer in use.  On false nothing
 * of it is left and the old certificate is in use; OUTCOME->switched is false then.  True with
 * OUTCOME->late set: switched, but that failed afterwards. */
bool ik_change_perform(const struct ik_change *change, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err);

/* The store at PATH, locked for a change; one that is not there is made, with a server-id of its
 * own.  Free it with ik_store_close(). */
ik_store *ik_change_open(const char *path, struct ik_watch *watch, struct ik_error *err);

#endif
