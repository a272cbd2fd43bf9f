/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused.h: STATE/refused, where members of the group inkan-agent, who may not write the log,
 * leave what they refused.  For refusal.c and reports.
 *
 * They can neither list it nor take anything back, and what lies there is believed as little as
 * anything from outside. */
#ifndef IK_AGENT_REFUSED_H
#define IK_AGENT_REFUSED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "agent/state.h"

enum {
	IK_REFUSED_SIZE_MAX = 1024,    /* bytes of one */
	IK_REFUSED_TAKEN_MAX = 100,    /* that one report has; a flood ends here */
	IK_REFUSED_LISTED_MAX = 10000, /* that are looked at in one go */
};

/* Leaves that WHAT, which is filtered, was refused for REASON.  False: this user may not. */
bool ik_refused_leave(const struct ik_agent_state *state, unsigned reason, const char *what);

/* Called about one that was left: by whom, and when. */
typedef void ik_refused_found(void *context, uid_t by, int64_t when, unsigned reason,
			      const char *what);

/* Gives what was left to FOUND, the first IK_REFUSED_TAKEN_MAX that make sense, and removes it all.
 * Returns how many were removed without a word. */
size_t ik_refused_take(const struct ik_agent_state *state, ik_refused_found *found, void *context);

#endif
