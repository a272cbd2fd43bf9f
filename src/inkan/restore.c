/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c: inkan restore: the wizard's way back from a backup, without questions but for its
 * password. */
#include "base/i18n.h"
#include "base/secret_input.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"

/* Asked for, if there is somebody to ask; that none came is for the page to say. */
static bool ask(struct ik_wizard *wizard, struct ik_error *err)
{
	if (ik_secret_size(ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD)) > 0
	    || !ik_secret_terminal_exists())
		return true;
	return ik_batch_ask(wizard, IK_F_FILE_PASSWORD,
			    N_("Password of the backup (typing is not shown): "), err);
}

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->key_group = ik_cli_key_group(line);
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_cli_give(wizard, IK_F_ACTION, "restore", err)
	       && ik_cli_give_file(wizard, IK_F_FILE, line->argument[0], err)
	       && ik_cli_give(wizard, IK_F_USE, line->value[IK_OPTION_USE], err)
	       && ik_cli_give(wizard, IK_F_ACCEPT_EXPIRED,
			      line->given[IK_OPTION_ACCEPT_EXPIRED] ? "yes" : NULL, err)
	       && ik_cli_give(wizard, IK_F_NOT_EXPORTABLE,
			      line->given[IK_OPTION_NOT_EXPORTABLE] ? "yes" : NULL, err)
	       && ik_cli_password_opens(wizard, err) && ask(wizard, err);
}

int ik_command_restore(const struct ik_line *line)
{
	return ik_cli_converse(line, answer);
}
