/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_parts.h: what the plans of all changes find out the same way. */
#ifndef IK_OPS_CHANGE_PLAN_PARTS_H
#define IK_OPS_CHANGE_PLAN_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "ops/records/retention.h"

/* What is in use while planning.  Zeroed is empty. */
struct ik_before {
	unsigned from;                   /* 0 for none */
	unsigned to;                     /* the number of the next generation */
	bool has_facts;
	struct ik_facts facts;           /* of FROM */
	struct ik_buffer certificate;    /* the same, as it was read: leaf, then its chain */
	struct ik_error unread;          /* why FROM could not be read, which says nothing about what it is */
	bool undo_helps;                 /* FROM is there with its key, and valid at NOW */
	struct ik_error clock;           /* why it cannot be NOW; see ik_clock_rule() */
};

/* Whether the clock stands at a moment that the store's records can hold; IK_E_CHECK_CLOCK before 1970. */
bool ik_clock_check(int64_t now, struct ik_error *err);

/* Whether the clock can be recorded and this user may change STORE, and what it holds; damage is there to be replaced and no
 * error, and neither is what could not be read, which is left to the caller.  Nothing is left in BEFORE on false; else free
 * it with ik_before_free(), or take over what is in it. */
bool ik_before_plan(const char *store, int64_t now, struct ik_before *before, struct ik_error *err);

/* The same for a change that takes names over: what is in use and could not be read is an error, since all that it says
 * would be lost, and nobody could tell what.  IK_E_STORE_READ, IK_E_STORE_DENIED. */
bool ik_before_names_plan(const char *store, int64_t now, struct ik_before *before, struct ik_error *err);

void ik_before_free(struct ik_before *before);   /* zeroed again */

/* The generations whose keys go after the switch from BEFORE; none where nothing was in use. */
bool ik_old_keys_plan(const char *store, const struct ik_before *before, int64_t now, struct ik_old_keys *keys,
		      struct ik_error *err);

/* Where a backup goes, and its password.  FILE NULL: none is made, and all stays as it is.  Caller frees *PATH and
 * *PASSWORD, on false too. */
bool ik_backup_place_plan(const char *file, const ik_secret *typed, const char *store, char **path, bool *in_store,
			  ik_secret **password, struct ik_error *err);

#endif
