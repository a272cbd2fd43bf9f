/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.h: what the plan of every change of a store begins with: what is in use, what takes its
 * place, and what follows.  It is looked up once, when planning: the review shows it, and
 * performing does it. */
#ifndef IK_OPS_CHANGE_PLAN_H
#define IK_OPS_CHANGE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"
#include "ops/change/backup_target.h"
#include "ops/change/hooks.h"
#include "ops/change/kept.h"
#include "ops/change/key_group.h"
#include "ops/change/lead.h"
#include "ops/records/reading.h"
#include "ops/records/retention.h"

/* Plain data; a plan that begins with it owns it. */
struct ik_plan {
	char *store;
	unsigned from; /* in use while planning, 0 for none: performed only if that still holds */
	unsigned to;   /* in use afterwards */
	int64_t at;    /* the moment of planning */
	/* why it cannot be AT, which needs a second yes; see ik_clock_rule() */
	struct ik_error clock;
	bool has_before;
	struct ik_facts before;         /* of FROM */
	struct ik_said said;            /* what FROM says besides, from the same reading */
	enum ik_lead lead;              /* whether agents are led from FROM to what takes its place;
					   see ik_plan_lead() */
	bool next_is_large;             /* agents cannot be led from what takes its place to another
					   as large */
	bool undo_helps;                /* FROM is there with its key, and valid at AT */
	struct ik_old_keys old_keys;    /* that are deleted after the switch */
	struct ik_hooks hooks;          /* that run after the switch, and no others */
	struct ik_key_group group;      /* that may read the new key */
	struct ik_asked asked;          /* what an authority was asked for, to be recorded */
	struct ik_backup_target backup; /* that is written before the switch; zeroed: none is */
	struct ik_list kept_back;       /* the generations whose keys it leaves out, as
					   ik_backup_kept_back() says */
};

/* Fills PLAN as far as every change has it: the moment NOW, what is in use in STORE, and in TO the
 * next generation; the rest is empty.  Damage is there to be replaced and no error, and neither is
 * what cannot be read.  IK_E_CHECK_CLOCK before 1970; what a store refuses to this user.  Caller
 * frees PLAN with ik_plan_free(), on false too. */
bool ik_plan_begin(struct ik_plan *plan, const char *store, int64_t now, struct ik_error *err);

/* The same for a change that takes names over: what is in use and could not be read is an error,
 * since all that it says would be lost, and nobody could tell what.  IK_E_STORE_READ,
 * IK_E_STORE_DENIED. */
bool ik_plan_begin_names(struct ik_plan *plan, const char *store, int64_t now,
			 struct ik_error *err);

void ik_plan_free(struct ik_plan *plan); /* zeroed again */

/* Says of PLAN whether agents are led from what is in use to NEXT, and on from there. */
void ik_plan_lead(struct ik_plan *plan, const struct ik_facts *next);

/* The same of what is made here, and will have SIZE bytes (DER) at most. */
void ik_plan_lead_made(struct ik_plan *plan, size_t size);

/* What follows the switch from FROM to TO: the commands, and the old keys that go, none with
 * KEEP_KEYS or where nothing was in use. */
bool ik_plan_follow(struct ik_plan *plan, bool keep_keys, struct ik_error *err);

/* The backup in FILE, as ik_backup_target_plan() says, and what it leaves out. */
bool ik_plan_backup(struct ik_plan *plan, const char *file, const ik_secret *typed,
		    struct ik_error *err);

/* What of FROM is lost with NEW, as ik_losses_find() says; nothing where it cannot be read. */
void ik_plan_losses(const struct ik_plan *plan, const struct ik_new *new, struct ik_losses *losses);

/* Whether what FACTS are of may be put in use by the plan that begins with HEAD: what has expired,
 * or is not valid yet, only where that was ACCEPTED.  A clock that is wrong is left to its own
 * second yes.  IK_E_IMPORT_EXPIRED, IK_E_IMPORT_NOT_YET. */
bool ik_plan_dates(const struct ik_plan *head, const struct ik_facts *facts, bool accepted,
		   struct ik_error *err);

#endif
