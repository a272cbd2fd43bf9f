/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prune.h: old keys, and old backups in their default place, deleted at once. */
#ifndef IK_OPS_CHANGE_PRUNE_H
#define IK_OPS_CHANGE_PRUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/list.h"
#include "base/watch.h"

enum { IK_PRUNE_KEEP = 3 };

/* All that is to go; plain data, owned by the plan. */
struct ik_prune_plan {
	char *store;
	unsigned in_use;
	unsigned before; /* whose key stays for going back; 0: none */
	unsigned *keys;  /* generations whose keys go, ascending */
	size_t n_keys;
	unsigned leftover;      /* whose key an interrupted change left; 0: none */
	char *leftover_file;    /* and the backup that it left, as in records; NULL: none */
	struct ik_list backups; /* names in backups/, oldest first */
	size_t backups_kept;
	int64_t planned_at;
};

/* What an interrupted change left; keys of all generations older than the one in use and the one
 * before; of the backups in their default place all but the newest KEEP (1 or more), and never the
 * one that was proven last.  Changes nothing. Caller frees *PLAN. */
bool ik_prune_plan(const char *store, size_t keep, int64_t now, struct ik_prune_plan **plan,
		   struct ik_error *err);
void ik_prune_plan_free(struct ik_prune_plan *plan); /* NULL is fine */

/* Does it, with a line in the audit log for each thing that went.  IK_E_STORE_MOVED if IN_USE is no
 * longer in use.  What was deleted before it failed stays deleted. */
bool ik_prune_perform(const struct ik_prune_plan *plan, struct ik_watch *watch,
		      struct ik_error *err);

#endif
