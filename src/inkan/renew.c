/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renew.c: inkan renew: create with nothing said but what the certificate in use says, if it is
 * due. */
#include "base/secret_input.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"
#include "ops/rules/rules.h"

static bool read_wish(const struct ik_line *line, struct ik_renew_wish *wish, struct ik_error *err)
{
	const char *within = line->value[IK_OPTION_WITHIN];

	wish->if_due = line->given[IK_OPTION_IF_DUE];
	wish->accept_loss = line->given[IK_OPTION_ACCEPT_LOSS];
	if (!within || ik_rule_days(within, &wish->within, err))
		return true;
	return ik_error_detail(err, "--within %s", within);
}

static bool judge_password(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *password = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);

	if (ik_secret_size(password) > 0)
		return ik_rule_password(password, NULL, NULL, err);
	return wizard->no_backup || ik_secret_terminal_exists()
	       || ik_fail(err, IK_E_PASSWORD_MISSING);
}

/* Every day, before it is known whether it is due, so that what cannot work is found long before it
 * is needed. */
static bool judge_backup(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	const char *file = line->value[IK_OPTION_BACKUP];

	if (!judge_password(wizard, err))
		return false;
	return !file
	       || ik_rule_backup_file(ik_answer(wizard->answers, IK_F_BACKUP_FILE), wizard->store,
				      NULL, NULL, err);
}

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	wizard->renews = true;
	wizard->no_backup = line->given[IK_OPTION_NO_BACKUP];
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return read_wish(line, &wizard->renew, err)
	       && ik_cli_give(wizard, IK_F_ACTION, "generate", err)
	       && ik_cli_give(wizard, IK_F_KEY_GROUP, ik_cli_key_group(line), err)
	       && ik_cli_give(wizard, IK_F_BACKUP_FILE, line->value[IK_OPTION_BACKUP], err)
	       && judge_backup(line, wizard, err);
}

int ik_command_renew(const struct ik_line *line)
{
	return ik_cli_converse(line, answer);
}
