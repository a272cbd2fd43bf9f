/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: inkan help [COMMAND]. */
#include "command/help.h"

#include "inkan/commands.h"

int ik_command_help(const struct ik_line *line)
{
	return ik_help_command(line);
}
