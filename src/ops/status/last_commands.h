/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_commands.h: what became of the commands after the switch to the certificate in use, as far
 * as the audit log and the note of a change that was cut tell. */
#ifndef IK_OPS_STATUS_LAST_COMMANDS_H
#define IK_OPS_STATUS_LAST_COMMANDS_H

#include <stddef.h>

#include "base/error.h"
#include "ops/change/hooks.h"
#include "store/store.h"

enum ik_last_result {
	IK_LAST_DONE,
	IK_LAST_FAILED,
	IK_LAST_UNRUN,   /* a switch is known, and nothing of this command after it */
	IK_LAST_UNKNOWN, /* no record goes back so far */
};

struct ik_last_command {
	char *name;
	enum ik_last_result result;
	char *told; /* of a failure: when, and how the log calls it */
};

/* A zeroed struct is empty. */
struct ik_last_commands {
	struct ik_last_command *items; /* of each name in HOOKS that may be run, one */
	size_t n;
	struct ik_error unread; /* why the log could not be read; nothing is known then */
};

/* Of HOOKS, which follow the changes of STORE at PATH, for GENERATION.  A command asks while it and
 * those behind it are still to be run: for it they are UNKNOWN. */
void ik_last_commands_look(const ik_store *store, const char *path, const struct ik_hooks *hooks,
			   unsigned generation, struct ik_last_commands *last);
void ik_last_commands_free(struct ik_last_commands *last); /* zeroed again */

#endif
