/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conversation.c: the wizard, started from a command line that brings answers and a password. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "base/text.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"

static bool descriptor_of(const char *text, int *fd)
{
	uint64_t number;

	if (!ik_text_typed_number(text, 65535, &number))
		return false;
	*fd = (int)number;
	return true;
}

static bool said(bool ok, ik_secret *const *out)
{
	if (ok)
		ik_ask_note(*out);
	if (ok && ik_secret_had_mark())
		ik_print_note("inkan: %s\n",
			      _("The mark of byte order before the password is left out."));
	return ok;
}

static bool read_password(const char *file, const char *number, ik_secret **out,
			  struct ik_error *err)
{
	int fd;

	*out = NULL;
	if (file)
		return said(ik_secret_from_file(file, out, err), out);
	if (!number)
		return true;
	if (!descriptor_of(number, &fd))
		return ik_fail(err, IK_E_PW_FD, number);
	return said(ik_secret_from_fd(fd, out, err), out);
}

bool ik_cli_password(const struct ik_line *line, ik_secret **out, struct ik_error *err)
{
	return read_password(line->value[IK_OPTION_PASSWORD_FILE],
			     line->value[IK_OPTION_PASSWORD_FD], out, err);
}

bool ik_cli_file_password(const struct ik_line *line, ik_secret **out, struct ik_error *err)
{
	if (line->given[IK_OPTION_FILE_PASSWORD_RAW])
		return ik_secret_from_raw_file(line->value[IK_OPTION_FILE_PASSWORD_FILE], out, err);
	return read_password(line->value[IK_OPTION_FILE_PASSWORD_FILE],
			     line->value[IK_OPTION_FILE_PASSWORD_FD], out, err);
}

/* A password from outside was typed by nobody, so it is its own confirmation. */
static bool take_password(const struct ik_line *line, struct ik_wizard *wizard,
			  struct ik_error *err)
{
	ik_secret *password = NULL;
	bool ok = ik_cli_password(line, &password, err);

	if (ok && password) {
		const char *text = ik_secret_data(password);
		size_t size = ik_secret_size(password);

		ok = ik_secret_set(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD), text,
				   size, err)
		     && ik_secret_set(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_AGAIN),
				      text, size, err);
		wizard->password_brought = ok;
	}
	ik_secret_free(password);
	return ok;
}

static bool take(struct ik_wizard *wizard, enum ik_field_id id, ik_secret *password,
		 struct ik_error *err)
{
	bool ok = !password
		  || ik_secret_set(ik_answer_secret(wizard->answers, id), ik_secret_data(password),
				   ik_secret_size(password), err);

	ik_secret_free(password);
	return ok;
}

bool ik_cli_take_file_password(const struct ik_line *line, struct ik_wizard *wizard,
			       struct ik_error *err)
{
	ik_secret *password = NULL, *inner = NULL;

	return ik_cli_file_password(line, &password, err)
	       && take(wizard, IK_F_FILE_PASSWORD, password, err)
	       && read_password(line->value[IK_OPTION_INNER_PASSWORD_FILE], NULL, &inner, err)
	       && take(wizard, IK_F_INNER_PASSWORD, inner, err);
}

bool ik_cli_password_opens(struct ik_wizard *wizard, struct ik_error *err)
{
	ik_secret *brought = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);

	if (strcmp(ik_answer(wizard->answers, IK_F_ACTION), "restore") != 0
	    || ik_secret_size(brought) == 0)
		return true;
	return ik_secret_set(ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD),
			     ik_secret_data(brought), ik_secret_size(brought), err)
	       && ik_secret_set(brought, "", 0, err)
	       && ik_secret_set(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_AGAIN), "",
				0, err);
}

bool ik_cli_wizard_start(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	if (!ik_wizard_start(wizard, ik_cli_store(line), ik_cli_now, err))
		return false;
	wizard->save_answers = line->value[IK_OPTION_SAVE_ANSWERS];
	wizard->dry_run = line->given[IK_OPTION_DRY_RUN];
	return take_password(line, wizard, err);
}

bool ik_cli_give(struct ik_wizard *wizard, enum ik_field_id id, const char *argument,
		 struct ik_error *err)
{
	if (!argument)
		return true;
	char *text = ik_cli_text(argument, err);

	if (!text)
		return false;
	ik_answer_set(wizard->answers, id, text, IK_FROM_COMMAND);
	free(text);
	return true;
}

const char *ik_cli_key_group(const struct ik_line *line)
{
	return line->given[IK_OPTION_NO_KEY_GROUP] ? "" : line->value[IK_OPTION_KEY_GROUP];
}

bool ik_cli_give_file(struct ik_wizard *wizard, enum ik_field_id id, const char *argument,
		      struct ik_error *err)
{
	char *text = argument ? ik_cli_text(argument, NULL) : NULL;
	bool is_text = text != NULL;

	free(text);
	if (!argument || is_text || wizard->save_answers)
		return ik_cli_give(wizard, id, argument, err);
	ik_answer_set(wizard->answers, id, argument, IK_FROM_COMMAND);
	return true;
}

/* Its last line end is taken off, and may have been meant. */
static void advise_raw(const struct ik_line *line, const struct ik_wizard *wizard)
{
	if (wizard->failure.id == IK_E_IMPORT_PASSWORD && line->value[IK_OPTION_FILE_PASSWORD_FILE]
	    && !line->given[IK_OPTION_FILE_PASSWORD_RAW])
		ik_print_note("  %s\n", _("If the password itself ends in a line break: "
					  "--file-password-raw"));
}

int ik_cli_run(const struct ik_line *line, struct ik_wizard *wizard,
	       const struct ik_frontend *frontend)
{
	const bool from_file = line->value[IK_OPTION_ANSWERS] || frontend == &ik_frontend_batch;
	int status = ik_wizard_run(wizard, frontend);

	advise_raw(line, wizard);
	if (wizard->failure.id == IK_E_IMPORT_CHOICE)
		ik_batch_tell_keys(wizard, from_file ? "key_choice = " : "--key-choice ");
	return status;
}

int ik_cli_converse(const struct ik_line *line,
		    bool (*answer)(const struct ik_line *line, struct ik_wizard *wizard,
				   struct ik_error *err))
{
	const bool json = line->given[IK_OPTION_JSON];
	struct ik_wizard wizard = {0};
	struct ik_error err = {0};
	int status;

	if (ik_cli_wizard_start(line, &wizard, &err) && answer(line, &wizard, &err))
		status = ik_cli_run(line, &wizard, json ? &ik_frontend_json : &ik_frontend_command);
	else
		status = ik_cli_fail(line, &err);
	ik_wizard_free(&wizard);
	return status;
}
