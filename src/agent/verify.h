/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.h: whether a message comes from the server that this agent follows. */
#ifndef IK_AGENT_VERIFY_H
#define IK_AGENT_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/message.h"
#include "agent/state.h"
#include "base/error.h"
#include "trust/follow.h"

struct ik_verified_message {
	enum ik_message_end end;
	bool moved;             /* the pin did, on the way */
	struct ik_error error;  /* why it is not taken; none: it is */
	struct ik_error unkept; /* why STATE could not be stored; none: it was, or had not to be */
};

/* Judges MESSAGE about FILE at NOW, where needed after a walk over its own steps, and then after
 * one update, once a minute at most, whatever became of the one before; stores STATE where the pin
 * moved.  A message whose signer is known waits for nobody.  IK_E_AGENT_SIGNER, _LEFT, _EXPIRED,
 * _CLOCK, _SIGNED_WHEN; where its signer is not known: _FORK and _GAP, for what an update would
 * say, and IK_E_SOURCE_UNREACHED, where nobody could be asked about him.  True: it is taken.  The
 * caller notes what is refused. */
bool ik_agent_verify(struct ik_agent_state *state, const struct ik_message *message,
		     const char *file, int64_t now, struct ik_verified_message *out);

/* "taken", "before", ... for programs: neither of these two where it is not taken. */
const char *ik_verified_message_end(const struct ik_verified_message *verified);

#endif
