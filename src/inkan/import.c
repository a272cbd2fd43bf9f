/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c: inkan import FILE...: the wizard's way to a key and certificate from elsewhere, without
 * questions but for passwords. */
#include <string.h>
#include <unistd.h>

#include "front/batch/batch.h"
#include "inkan/commands.h"
#include "ops/change/import.h"

/* What is no file may be a password, as the model's tool takes one behind the file. */
static bool are_files(const struct ik_line *line, struct ik_error *err)
{
	for (size_t i = 1; i < line->n_arguments; i++)
		if (strcmp(line->argument[i], "-") != 0 && access(line->argument[i], F_OK) != 0)
			return ik_fail(err, IK_E_PASSWORD_ARGUMENT);
	return true;
}

static bool bring(const struct ik_line *line, struct ik_error *err)
{
	const char *key_file = line->value[IK_OPTION_KEY_FILE];

	for (size_t i = 0; i < line->n_arguments; i++)
		if (!ik_import_bring(line->argument[i], err))
			return false;
	return !key_file || ik_import_bring(key_file, err);
}

/* All files: the second is the key file, as far as an answer can tell it; the order does not
 * matter. */
static bool give_files(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	const char *key_file = line->value[IK_OPTION_KEY_FILE];
	size_t next = 1;

	if (!are_files(line, err) || !bring(line, err))
		return false;
	if (!key_file && line->n_arguments > 1)
		key_file = line->argument[next++];
	for (; next < line->n_arguments; next++)
		ik_list_add(&wizard->more_files, line->argument[next]);
	if (wizard->save_answers && wizard->more_files.n > 0)
		return ik_fail(err, IK_E_ARGUMENT_EXTRA, wizard->more_files.items[0], "inkan",
			       "import");
	return ik_cli_give_file(wizard, IK_F_FILE, line->argument[0], err)
	       && ik_cli_give_file(wizard, IK_F_KEY_FILE, key_file, err);
}

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	const char *accept = line->given[IK_OPTION_ACCEPT_UNPROTECTED] ? "yes" : NULL;

	wizard->no_backup = line->given[IK_OPTION_NO_BACKUP];
	wizard->keep_keys = line->given[IK_OPTION_KEEP_KEYS];
	return ik_cli_give(wizard, IK_F_ACTION, "import", err) && give_files(line, wizard, err)
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
	int status = ik_cli_converse(line, answer);

	ik_import_forget_brought();
	return status;
}
