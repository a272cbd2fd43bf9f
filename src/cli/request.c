/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.c: inkan request --out FILE: the wizard's way to a request for a certificate authority, without questions. */
#include "cli/batch.h"
#include "cli/commands.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->unattended = true;
	wizard->key_group = line->value[IK_OPTION_KEY_GROUP];
	return ik_cli_give(wizard, "action", "request", err) && ik_cli_give_identity(line, wizard, err) &&
	       ik_cli_give(wizard, "request_file", line->value[IK_OPTION_OUT], err);
}

int ik_command_request(const struct ik_line *line)
{
	struct ik_wizard wizard = {0};
	struct ik_error err = {0};
	int status;

	/* The page would fill in a place of its own; a command says where. */
	if (!line->given[IK_OPTION_OUT])
		ik_error_set(&err, IK_E_ARGUMENT_MISSING, "--out FILE", "request", NULL);
	if (err.id == IK_E_NONE && ik_cli_wizard_start(line, &wizard, &err) && answer(line, &wizard, &err))
		status = ik_wizard_run(&wizard, &ik_frontend_command);
	else
		status = ik_cli_fail(&err);
	ik_wizard_free(&wizard);
	return status;
}
