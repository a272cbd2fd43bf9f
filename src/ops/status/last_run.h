/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_run.h: what became of the last run that was to change something, as far as its note and the
 * audit log tell. */
#ifndef IK_OPS_STATUS_LAST_RUN_H
#define IK_OPS_STATUS_LAST_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

enum ik_last_run_end {
	IK_LAST_RUN_WELL,     /* all was done; or there was none, or nobody can tell */
	IK_LAST_RUN_STOPPED,  /* it was told to, or its terminal was closed: it took all back */
	IK_LAST_RUN_FAILED,   /* and took all back */
	IK_LAST_RUN_LATE,     /* it did its work, and something after that failed */
	IK_LAST_RUN_CUT,      /* killed before it had switched, or where it was not to switch */
	IK_LAST_RUN_CUT_LATE, /* killed after the switch */
};

/* A zeroed struct is that of a run that went well. */
struct ik_last_run {
	enum ik_last_run_end end;
	int64_t when;        /* when it began; -1: not known */
	unsigned generation; /* that it put in use; 0: none */
	unsigned error;      /* the number of what failed; 0: nothing */
};

/* Looks without changing anything.  IN_USE is the generation in use in STORE at PATH. */
void ik_last_run_look(const ik_store *store, const char *path, unsigned in_use,
		      struct ik_last_run *last);

#endif
