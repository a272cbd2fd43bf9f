/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.c: inkan request --out FILE: the wizard's way to a request for a certificate authority,
 * without questions. */
#include "front/batch/batch.h"
#include "inkan/commands.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	/* The page would fill in a place of its own; a command says where. */
	if (!line->given[IK_OPTION_OUT])
		return ik_fail(err, IK_E_ARGUMENT_MISSING, "--out FILE", "inkan", "request");
	wizard->same_key = line->given[IK_OPTION_SAME_KEY];
	return ik_cli_give(wizard, IK_F_ACTION, "request", err)
	       && ik_cli_give_identity(line, wizard, err)
	       && ik_cli_give(wizard, IK_F_REQUEST_FILE, line->value[IK_OPTION_OUT], err);
}

int ik_command_request(const struct ik_line *line)
{
	return ik_cli_converse(line, answer);
}
