/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback.c: inkan rollback: the wizard's way back to an earlier generation, without questions. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
#include "cli/batch.h"
#include "cli/commands.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->unattended = true;
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_cli_give(wizard, "action", "rollback", err) && ik_cli_give(wizard, "generation", line->argument[0], err);
}

/* Nobody saw a review. */
static void warn(const struct ik_outcome *outcome)
{
	const int64_t now = ik_cli_now();
	char *text = NULL;

	if (outcome->switched && now > outcome->now.not_after)
		text = ik_format(_("Generation %u has EXPIRED. Clients will refuse it."), outcome->generation);
	else if (outcome->switched && now < outcome->now.not_before)
		text = ik_format(_("Generation %u is not valid yet. Clients will refuse it."), outcome->generation);
	if (text)
		ik_printf(stderr, "inkan: %s\n", text);
	free(text);
}

int ik_command_rollback(const struct ik_line *line)
{
	struct ik_wizard wizard = {0};
	struct ik_error err = {0};
	int status;

	if (ik_cli_wizard_start(line, &wizard, &err) && answer(line, &wizard, &err))
		status = ik_wizard_run(&wizard, &ik_frontend_command);
	else
		status = ik_cli_fail(&err);
	warn(&wizard.outcome);
	ik_wizard_free(&wizard);
	return status;
}
