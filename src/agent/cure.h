/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cure.h: what stands below the sentences of the agent's errors: the line that mends it, as it can
 * be typed, and which file it is about. */
#ifndef IK_AGENT_CURE_H
#define IK_AGENT_CURE_H

#include <stdbool.h>

#include "agent/state.h"
#include "base/error.h"

/* COMMAND of inkan-agent, as it has to be typed for the state in PATH; caller frees. */
char *ik_agent_typed(const char *path, const char *command);

/* COMMAND about PATH, which is quoted where a shell needs that; caller frees. */
char *ik_cure_of(const char *command, const char *path);

/* The line that enrols STATE as it is enrolled, with all its settings: the pin stays, and what was
 * lost beside it is made anew.  Caller frees. */
char *ik_cure_enroll(const struct ik_agent_state *state);

/* The line that trusts anew; the server shows the fingerprint that is put into it.  Caller frees.
 */
char *ik_cure_again(const struct ik_agent_state *state);

/* Adds LINE, which is freed, to ERR, which was just set, behind the reason.  Always false. */
bool ik_cure(struct ik_error *err, char *line);

/* Makes ERR the error ID about NAME in DIRECTORY, or with NULL about that itself, for the errno
 * ERROR, with what mends it or shows more.  Always false. */
bool ik_cure_file(const char *directory, const char *name, enum ik_error_id id, int error,
		  struct ik_error *err);

/* Adds WHAT to ERR, which was just set, where nothing says yet what it is about.  Always false. */
bool ik_cure_about(struct ik_error *err, const char *what);

#endif
