/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: inkan help [COMMAND]. */
#include "base/print.h"
#include "command/help.h"
#include "inkan/commands.h"

int ik_command_help(const struct ik_line *line)
{
	const struct ik_command *command = NULL;
	struct ik_error err = {0};

	if (line->n_arguments > 0) {
		command = ik_syntax_find(line->syntax, line->argument[0]);
		if (!command) {
			const char *word = *line->argument[0] ? line->argument[0] : "''";

			ik_fail(&err, IK_E_COMMAND_UNKNOWN, word);
			return ik_print_failure(&err);
		}
	}
	ik_help_print(line->syntax, command);
	return 0;
}
