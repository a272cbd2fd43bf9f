/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create.c: inkan create: the wizard's way with the answers of the command line. */
#include <stdlib.h>

#include "front/batch/batch.h"
#include "inkan/commands.h"

static bool give_names(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	if (!line->given[IK_OPTION_ALT_NAME])
		return true;
	char *names = ik_list_join(&line->repeated, ", ");
	bool ok = ik_cli_give(wizard, IK_F_ALT_NAMES, names, err);

	free(names);
	return ok;
}

bool ik_cli_give_identity(const struct ik_line *line, struct ik_wizard *wizard,
			  struct ik_error *err)
{
	return ik_cli_give(wizard, IK_F_NAME, line->value[IK_OPTION_NAME], err)
	       && give_names(line, wizard, err)
	       && ik_cli_give(wizard, IK_F_ORGANIZATION, line->value[IK_OPTION_ORGANIZATION], err)
	       && ik_cli_give(wizard, IK_F_KEY_TYPE, line->value[IK_OPTION_KEY_TYPE], err)
	       && ik_cli_give(wizard, IK_F_KEY_GROUP, ik_cli_key_group(line), err);
}

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->no_backup = line->given[IK_OPTION_NO_BACKUP];
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_cli_give(wizard, IK_F_ACTION, "generate", err)
	       && ik_cli_give_identity(line, wizard, err)
	       && ik_cli_give(wizard, IK_F_DAYS, line->value[IK_OPTION_DAYS], err)
	       && ik_cli_give(wizard, IK_F_BACKUP_FILE, line->value[IK_OPTION_BACKUP], err);
}

int ik_command_create(const struct ik_line *line)
{
	return ik_cli_converse(line, answer);
}
