/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c: inkan restore: the wizard's way back from a backup, without questions but for its
 * password. */
#include "inkan/commands.h"
#include "ops/backup/backup_look.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->key_group = ik_cli_key_group(line);
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_backup_bring(line->argument[0], err)
	       && ik_cli_give(wizard, IK_F_ACTION, "restore", err)
	       && ik_cli_give_file(wizard, IK_F_FILE, line->argument[0], err)
	       && ik_cli_give(wizard, IK_F_USE, line->value[IK_OPTION_USE], err)
	       && ik_cli_give(wizard, IK_F_ACCEPT_EXPIRED,
			      line->given[IK_OPTION_ACCEPT_EXPIRED] ? "yes" : NULL, err)
	       && ik_cli_give(wizard, IK_F_NOT_EXPORTABLE,
			      line->given[IK_OPTION_NOT_EXPORTABLE] ? "yes" : NULL, err)
	       && ik_cli_password_opens(wizard, err);
}

int ik_command_restore(const struct ik_line *line)
{
	int status = ik_cli_converse(line, answer);

	ik_backup_forget_brought();
	return status;
}
