/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_parts.h: what the plans of all changes find out the same way. */
#ifndef IK_OPS_CHANGE_PLAN_PARTS_H
#define IK_OPS_CHANGE_PLAN_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "ops/change/kept.h"
#include "ops/records/retention.h"

/* What is in use while planning.  Zeroed is empty. */
struct ik_before {
	unsigned from;                   /* 0 for none */
	unsigned to;                     /* the number of the next generation */
	bool has_facts;
	struct ik_facts facts;           /* of FROM */
	bool undo_helps;                 /* FROM is there with its key, and valid at NOW */
	struct ik_error clock;           /* why it cannot be NOW; see ik_clock_rule() */
};

/* Whether the clock stands at a moment that the store's records can hold; IK_E_CHECK_CLOCK before 1970. */
bool ik_clock_check(int64_t now, struct ik_error *err);

/* Whether the clock can be recorded and this user may change STORE, and what it holds; damage is there to be replaced and no
 * error.  Nothing is left in BEFORE on false. */
bool ik_before_plan(const char *store, int64_t now, struct ik_before *before, struct ik_error *err);

/* What of generation FROM of STORE is lost, as ik_losses_find() says; nothing where it cannot be read. */
void ik_before_losses(const char *store, unsigned from, const struct ik_new *new, struct ik_losses *losses);

/* The generations whose keys go after the switch from BEFORE; none where nothing was in use. */
bool ik_old_keys_plan(const char *store, const struct ik_before *before, int64_t now, struct ik_old_keys *keys,
		      struct ik_error *err);

/* Where a backup goes, and its password.  FILE NULL: none is made, and all stays as it is.  Caller frees *PATH and
 * *PASSWORD, on false too. */
bool ik_backup_place_plan(const char *file, const ik_secret *typed, const char *store, char **path, bool *in_store,
			  ik_secret **password, struct ik_error *err);

#endif
