/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c: inkan import FILE: the wizard's way to a key and certificate from elsewhere, without
 * questions but for passwords. */
#include "front/batch/batch.h"
#include "inkan/commands.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	const char *accept = line->given[IK_OPTION_ACCEPT_UNPROTECTED] ? "yes" : NULL;

	wizard->no_backup = line->given[IK_OPTION_NO_BACKUP];
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_cli_give(wizard, IK_F_ACTION, "import", err)
	       && ik_cli_give_file(wizard, IK_F_FILE, line->argument[0], err)
	       && ik_cli_give_file(wizard, IK_F_KEY_FILE, line->value[IK_OPTION_KEY_FILE], err)
	       && ik_cli_give(wizard, IK_F_KEY_CHOICE, line->value[IK_OPTION_KEY_CHOICE], err)
	       && ik_cli_give(wizard, IK_F_ACCEPT_UNPROTECTED, accept, err)
	       && ik_cli_give(wizard, IK_F_ACCEPT_EXPIRED,
			      line->given[IK_OPTION_ACCEPT_EXPIRED] ? "yes" : NULL, err)
	       && ik_cli_give(wizard, IK_F_KEY_GROUP, ik_cli_key_group(line), err)
	       && ik_cli_give(wizard, IK_F_BACKUP_FILE, line->value[IK_OPTION_BACKUP], err)
	       && ik_cli_take_file_password(line, wizard, err);
}

int ik_command_import(const struct ik_line *line)
{
	return ik_cli_converse(line, answer);
}
