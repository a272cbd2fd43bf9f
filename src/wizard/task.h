/* SPDX-License-Identifier: GPL-3.0-or-later */
/* task.h: what can be done, one row an action: which pages it asks, how it is planned, shown and
 * performed.  For this room only. */
#ifndef IK_WIZARD_TASK_H
#define IK_WIZARD_TASK_H

#include <stdbool.h>

#include "wizard/wizard.h"

struct ik_task {
	const char *id; /* as the field "action" knows it */
	bool asks_identity;
	/* Opens what the source page names, when that page is left; NULL where there is no such
	 * page. */
	bool (*open)(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);
	/* Reads what is only looked at, when the start page is left; NULL: nothing has to be. */
	bool (*read)(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);
	const char *again; /* the command that prints the last page again; NULL: inkan show */
	bool saves;        /* a backup is made, so its password and place are asked */
	bool looks;        /* nothing is changed: there is nothing to review */
	bool may_change;   /* only for who may change the store */
	bool announces;    /* the review is told to who cannot look at it, too */
	bool (*plan)(struct ik_wizard *wizard, struct ik_error *err);
	bool (*perform)(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);
	void (*review)(struct ik_wizard *wizard, struct ik_report *report);
	bool switches;       /* another generation comes in use, so there may be a way back */
	bool back_by_number; /* that way has to say which one, since another came before what is in
				use then */
};

/* The row of the action chosen; one that asks and does nothing where none is. */
const struct ik_task *ik_task(const struct ik_wizard *wizard);
/* Why the clock cannot be right at which the action chosen was planned, if it needs a second yes
 * then; NULL: it does not. */
const struct ik_error *ik_task_clock(const struct ik_wizard *wizard);

/* Whether a backup is made, and whether anything is changed. */
bool ik_task_saves(const struct ik_wizard *wizard);
bool ik_task_changes(const struct ik_wizard *wizard);

bool ik_task_is(const struct ik_wizard *wizard, const char *id);

#endif
