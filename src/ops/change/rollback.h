/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback.h: the key and certificate of an earlier generation in use again, as a new generation:
 * numbers only rise. */
#ifndef IK_OPS_CHANGE_ROLLBACK_H
#define IK_OPS_CHANGE_ROLLBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/watch.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/change/same.h"

/* All that will happen, for the review; plain data, owned by the plan. */
struct ik_rollback_plan {
	struct ik_plan head;
	unsigned back_to;      /* whose key and certificate the new generation gets */
	struct ik_facts facts; /* of BACK_TO */
	bool expired;          /* BACK_TO is, so it would not help */
	bool not_yet;          /* BACK_TO is not valid yet */
	bool exportable;
	enum ik_same same; /* whether it is the certificate in use, and what is new about it */
};

/* What is wanted, as typed. */
struct ik_rollback_wish {
	const char *generation; /* NULL or "": see below */
	const char *key_group;  /* NULL: not given, "": no group; see ik_key_group_plan() */
	bool accept_expired;    /* or not valid yet */
	bool keep_keys;         /* old keys stay, however old they are */
};

/* WISH->generation NULL or "": the one that was in use before, or the newest with its key where the
 * link to the one in use is lost.  Changes nothing.  IK_E_STORE_NONE; IK_E_STORE_NO_GENERATION;
 * IK_E_IN_USE_ALREADY; IK_E_ROLLBACK_NO_KEY (deleted; with the command that restores it, where the
 * last backup has it); IK_E_ROLLBACK_NONE (there is no earlier one); damage as ik_generation_load()
 * says it.  Caller frees *PLAN with ik_rollback_plan_free().
 */
bool ik_rollback_plan(const struct ik_rollback_wish *wish, const char *store, int64_t now,
		      struct ik_rollback_plan **plan, struct ik_error *err);
void ik_rollback_plan_free(struct ik_rollback_plan *plan); /* NULL is fine */

/* The generations one can go back to, newest first: all but the one in use that have a readable
 * certificate and their key, and are not refused as in use already under another number.  A zeroed
 * struct is empty. */
struct ik_rollback_choices {
	struct ik_rollback_choice {
		unsigned number;
		struct ik_facts facts;
	} * items;
	size_t n;
};

/* Looks at all but the one in use, which has the certificate SHA256 (NULL: it cannot be read), at
 * NOW.  False: that cannot be told.  Free CHOICES with
 * ik_rollback_choices_free() either way. */
bool ik_rollback_choices(const char *store, const char *sha256, int64_t now,
			 struct ik_rollback_choices *choices, struct ik_error *err);
void ik_rollback_choices_free(struct ik_rollback_choices *choices); /* zeroed again */

/* Does it, as ik_create_perform() does, but without a backup: the one there is holds this key
 * already. */
bool ik_rollback_perform(const struct ik_rollback_plan *plan, struct ik_watch *watch,
			 struct ik_outcome *outcome, struct ik_error *err);

#endif
