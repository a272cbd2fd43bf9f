/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create.h: a new key and certificate that take the place of those in use, with a backup proven
 * before the switch. */
#ifndef IK_OPS_CHANGE_CREATE_H
#define IK_OPS_CHANGE_CREATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/kept.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/rules/identity.h"

/* What is wanted, as typed; the plan applies the rules. */
struct ik_create_wish {
	const char *name;
	const char *alt_names;    /* may be NULL */
	const char *organization; /* may be NULL */
	const char *days;
	const char *key_type;
	const char *key_group;     /* NULL: not given, "": no group; see ik_key_group_plan() */
	const char *backup_file;   /* NULL: no backup */
	const ik_secret *password; /* typed; needed with BACKUP_FILE */
	bool keep_keys;            /* old keys stay, however old they are */
	bool not_exportable;       /* the new key may not leave this server, as the old one */
};

/* All that will happen, for the review; plain data, owned by the plan. */
struct ik_create_plan {
	struct ik_plan head;
	struct ik_losses losses; /* of what is in use and says more */
	struct ik_identity identity;
	int days;
	bool days_cut;      /* FROM is valid for longer than a new one can be */
	int64_t not_before; /* 24 h back, for clocks that lag behind */
	int64_t not_after;
	char *key_type;  /* "ecdsa-p256" */
	bool exportable; /* whether backups and exports may hold the new key */
};

/* Changes nothing.  Caller frees *PLAN with ik_create_plan_free(). */
bool ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now,
		    struct ik_create_plan **plan, struct ik_error *err);
void ik_create_plan_free(struct ik_create_plan *plan); /* NULL is fine */

/* Does it: lock, key and certificate in memory (contained), generation complete under a temporary
 * name, backup written, opened again and compared, one switch, read back, old keys deleted, audit
 * log, unlock, hooks.  False with IK_E_STORE_MOVED if another one is in use than while planning. On
 * false nothing of it is left and the old certificate is in use.  True with OUTCOME->late set:
 * switched, but that failed afterwards. */
bool ik_create_perform(const struct ik_create_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err);

#endif
