/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retention.h: how long old keys are kept: the one in use and the one before it stay; of the others
 * a key goes 30 days after the switch away from it, or at once with "inkan prune". */
#ifndef IK_OPS_RECORDS_RETENTION_H
#define IK_OPS_RECORDS_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct ik_history;
struct ik_store;

enum { IK_KEY_DAYS = 30 };

/* Generations whose keys are to go, ascending.  A zeroed struct is empty. */
struct ik_old_keys {
	unsigned *numbers;
	size_t n;
};

/* Which keys have been of no use for DAYS days at NOW, once IN_USE is in use and BEFORE (0: none)
 * was before it.  If that cannot be put in use again, the key of the one that can, as
 * ik_history_before() finds it, stays as well.  A generation above IN_USE is left alone: it may
 * just have been restored. */
void ik_old_keys_find(const struct ik_history *history, unsigned in_use, unsigned before,
		      int64_t now, int days, struct ik_old_keys *keys);

/* Deletes the key files of these generations, whatever is in use and was before left out, with a
 * line in the audit log for each; STORE is locked.  What went is added to GONE, on false too. */
bool ik_old_keys_delete(struct ik_store *store, const struct ik_old_keys *keys, int64_t now,
			struct ik_old_keys *gone, struct ik_error *err);

void ik_old_keys_free(struct ik_old_keys *keys); /* zeroed again */

#endif
