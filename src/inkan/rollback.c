/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback.c: inkan rollback: the wizard's way back to an earlier generation, without questions. */
#include "front/batch/batch.h"
#include "inkan/commands.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->key_group = ik_cli_key_group(line);
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_cli_give(wizard, IK_F_ACTION, "rollback", err)
	       && ik_cli_give(wizard, IK_F_GENERATION, line->argument[0], err)
	       && ik_cli_give(wizard, IK_F_ACCEPT_EXPIRED,
			      line->given[IK_OPTION_ACCEPT_EXPIRED] ? "yes" : NULL, err);
}

int ik_command_rollback(const struct ik_line *line)
{
	return ik_cli_converse(line, answer);
}
