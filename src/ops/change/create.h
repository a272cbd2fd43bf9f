/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create.h: a new key and certificate that take the place of those in use, with a backup proven before the switch. */
#ifndef IK_OPS_CHANGE_CREATE_H
#define IK_OPS_CHANGE_CREATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/kept.h"
#include "ops/change/key_group.h"
#include "ops/change/outcome.h"
#include "ops/records/retention.h"
#include "ops/rules/identity.h"
#include "pki/key.h"

/* What is wanted, as typed; the plan applies the rules. */
struct ik_create_wish {
	const char *name;
	const char *alt_names;           /* may be NULL */
	const char *organization;        /* may be NULL */
	const char *days;
	const char *key_type;
	const char *key_group;           /* NULL: not given, "": no group; see ik_key_group_plan() */
	const char *backup_file;         /* NULL: no backup */
	const ik_secret *password;       /* typed; needed with BACKUP_FILE */
	bool keep_keys;                  /* old keys stay, however old they are */
	bool not_exportable;             /* the new key may not leave this server, as the old one */
};

/* All that will happen, for the review; plain data, owned by the plan. */
struct ik_create_plan {
	char *store;
	unsigned from;                   /* in use while planning, 0 for none: performed only if that still holds */
	unsigned to;
	bool has_before;
	struct ik_facts before;          /* of FROM */
	struct ik_buffer certificate;    /* of FROM, from the same reading */
	struct ik_losses losses;         /* of what FROM says */
	struct ik_identity identity;
	int days;
	bool days_cut;                   /* FROM is valid for longer than a new one can be */
	int64_t not_before;              /* 24 h back, for clocks that lag behind */
	int64_t not_after;
	char *key_type;                  /* "ecdsa-p256" */
	struct ik_key_group group;       /* that may read the key */
	char *backup_file;               /* on disk; NULL: none */
	bool backup_in_store;            /* in the store's own backups/ */
	ik_secret *password;             /* normalised; NULL without backup */
	bool exportable;                 /* whether backups and exports may hold the new key */
	bool undo_helps;                 /* FROM is there and still valid */
	struct ik_old_keys old_keys;     /* that are deleted after the switch */
	int64_t planned_at;
	struct ik_error clock;           /* why it cannot be PLANNED_AT, which needs a second yes; see ik_clock_rule() */
};

/* Changes nothing.  Caller frees *PLAN with ik_create_plan_free(). */
bool ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now, struct ik_create_plan **plan,
		    struct ik_error *err);
void ik_create_plan_free(struct ik_create_plan *plan);   /* NULL is fine */

/* Does it: lock, key and certificate in memory (contained), generation complete under a temporary name, backup written,
 * opened again and compared, one switch, read back, old keys deleted, audit log, unlock, hooks.  False with IK_E_STORE_MOVED if FROM is no longer in
 * use.  On false nothing of it is left and the old certificate is in use.  True with OUTCOME->late set: switched, but
 * that failed afterwards. */
bool ik_create_perform(const struct ik_create_plan *plan, struct ik_watch *watch, struct ik_outcome *outcome,
		       struct ik_error *err);

#endif
