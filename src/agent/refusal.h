/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refusal.h: what an agent refused, and why, kept in its log until it has been reported. */
#ifndef IK_AGENT_REFUSAL_H
#define IK_AGENT_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/state.h"
#include "base/error.h"

enum {
	IK_REFUSALS_MAX = 100,     /* that are reported */
	IK_REFUSAL_WHAT_MAX = 300, /* bytes */
};

struct ik_refusal {
	int64_t time;
	unsigned reason; /* 7207 */
	char *what;      /* filtered for showing */
};

/* A zeroed struct is empty. */
struct ik_refusals {
	struct ik_refusal *items; /* newest first */
	size_t n;
	size_t more; /* how many older ones there are */
};

/* The numbers of what may come from somebody else than the server. */
enum { IK_REFUSAL_FIRST = 7201, IK_REFUSAL_LAST = 7219 };

/* Whether ID says that something is wrong with what was offered, which then was refused. */
bool ik_is_refusal(enum ik_error_id id);

/* Where a refusal was noted.  Where nothing can be, that is no reason to stop. */
enum ik_refused_where {
	IK_REFUSED_LOG,    /* of the agent: it will be reported */
	IK_REFUSED_GROUP,  /* in the folder of the group: it will be reported, too */
	IK_REFUSED_SYSLOG, /* of the system, since this user may do no more: no report has it */
};

/* Notes at NOW that WHAT ("index", "agent.pem", the name of a file) was refused for REASON. */
enum ik_refused_where ik_refuse(const struct ik_agent_state *state, int64_t now,
				const struct ik_error *reason, const char *what);

/* Takes what members of the group refused into the log, if STATE may be written. */
void ik_refusals_gather(const struct ik_agent_state *state, int64_t now);

/* Notes what is no refusal: EVENT is a word such as "moved". */
bool ik_agent_note(const struct ik_agent_state *state, int64_t now, const char *event,
		   const char *what);

/* Those of the last IK_AGENT_REFUSAL_DAYS before NOW, as far as this user may read the log.  Free
 * OUT with ik_refusals_free(). */
void ik_refusals_read(const struct ik_agent_state *state, int64_t now, struct ik_refusals *out);

void ik_refusals_free(struct ik_refusals *refusals); /* empty again; twice is fine */

#endif
