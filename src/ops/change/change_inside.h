/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change_inside.h: a change under way, for change.c and change_end.c. */
#ifndef IK_OPS_CHANGE_CHANGE_INSIDE_H
#define IK_OPS_CHANGE_CHANGE_INSIDE_H

#include "base/list.h"
#include "ops/backup/backup_parts.h"
#include "ops/change/change.h"
#include "ops/change/step.h"
#include "ops/records/note.h"

struct ik_change {
	const struct ik_plan *plan;
	const struct ik_change_kind *kind;
	struct ik_watch *watch;
	struct ik_outcome *outcome;
	struct ik_error error;
	ik_store *store;
	bool begun;      /* the plan holds: what comes of it is logged */
	unsigned number; /* the generation that is in use afterwards; 0: it is about none */
	struct ik_note note;
	bool noted; /* it is there */
	struct ik_key_pair pair;
	struct ik_facts facts; /* of the pair, once it is proven */
	unsigned *made;        /* generations that are there because of us */
	size_t n_made;
	struct ik_list waiting;    /* requests that are */
	struct ik_made_step step;  /* for agents, once it is signed */
	struct ik_list steps_put;  /* those that are there because of us */
	bool recovery_put;         /* and the record of the recovery certificate */
	unsigned info_of;          /* the generation whose record was replaced; 0: none */
	struct ik_buffer info_was; /*  and what stood there */
	struct ik_backup_run backup;
	bool compared;      /* what is in use is known, and is read back */
	char server_id[33]; /* that the store had before it got another; "": it has its own */
	size_t steps[2];
	size_t step_switch;
	size_t step_hooks;
};

/* Takes back what was put for agents.  False: not all is as it was. */
bool ik_change_take_back_steps(ik_change *change);

/* Takes back what was written, logs why, and hands ERR the reason. */
void ik_change_undo(ik_change *change, struct ik_error *err);
void ik_change_free(ik_change *change);

#endif
