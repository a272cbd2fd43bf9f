/* SPDX-License-Identifier: GPL-3.0-or-later */
/* update.h: one update: what the source publishes is read, the pin follows and is kept. */
#ifndef IK_AGENT_UPDATE_H
#define IK_AGENT_UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/carry.h"
#include "agent/state.h"
#include "base/error.h"
#include "trust/follow.h"

struct ik_updated {
	enum ik_follow_end end;
	struct ik_walked how;
	enum ik_carried_by by;  /* how the source was known */
	struct ik_error error;  /* of the update; none where nothing is wrong */
	struct ik_error unkept; /* why STATE could not be stored; none: it was, or had not to be */
};

/* Updates STATE at NOW from SOURCE (NULL: its own), stores it, and notes in its log what was
 * refused.  True: neither error is set. */
bool ik_agent_update(struct ik_agent_state *state, const char *source, int64_t now,
		     struct ik_updated *out);

/* Notes in the log of STATE whom it follows from NOW on. */
void ik_updated_note_move(const struct ik_agent_state *state, int64_t now);

/* Warns where dates cannot be judged at NOW, and where STATE cannot be kept. */
void ik_updated_warn(const struct ik_agent_state *state, int64_t now);

/* What came of it, for people; and for programs: end, steps, tls, the state, error. */
struct json_t;
void ik_updated_print(const struct ik_agent_state *state, const struct ik_updated *updated);
void ik_updated_tell(const struct ik_agent_state *state, const struct ik_updated *updated,
		     struct json_t *object);

/* Prints what failed; the exit status. */
int ik_updated_fail(const struct ik_updated *updated);

#endif
