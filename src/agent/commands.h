/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands.h: the commands of inkan-agent, and what their files give each other.  For this room
 * only. */
#ifndef IK_AGENT_COMMANDS_H
#define IK_AGENT_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/options.h"
#include "base/error.h"

/* Reads the command line, starts the language, does the command; returns the exit status. */
int ik_agent_main(int argc, char **argv);

/* Each returns the exit status. */
int ik_agent_command_enroll(const struct ik_line *line);
int ik_agent_command_update(const struct ik_line *line);
int ik_agent_command_verify(const struct ik_line *line);
int ik_agent_command_status(const struct ik_line *line);
int ik_agent_command_report(const struct ik_line *line);
int ik_agent_command_run(const struct ik_line *line);

/* Seconds since 1970. */
int64_t ik_agent_now(void);

/* Prints ERR; as JSON, too, if LINE asks for that.  Returns its exit status. */
int ik_agent_fail(const struct ik_line *line, const struct ik_error *err);

#endif
