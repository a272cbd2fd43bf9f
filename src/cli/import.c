/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c: inkan import FILE: a key and certificate from elsewhere, without questions but for passwords. */
#include "ops/import.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "cli/batch.h"
#include "cli/commands.h"
#include "ops/password.h"
#include "wizard/words.h"

enum { MOVED_MAX = 5 };     /* so that a store that others change all the time brings this to an end */

struct importing {
	const struct ik_line *line;
	struct ik_wizard *wizard;
	struct ik_teller teller;
	ik_secret *file_password;
	ik_secret *inner_password;
	struct ik_import *import;
	struct ik_import_plan *plan;
};

/* --- the file ------------------------------------------------------------------------------------ */

static bool open_once(struct importing *importing, struct ik_error *err)
{
	struct ik_watch watch = {.wait = ik_teller_wait, .self = &importing->teller};
	const struct ik_import_source source = {
		.file = importing->line->argument[0],
		.key_file = importing->line->value[IK_OPTION_KEY_FILE],
		.password = importing->file_password,
		.inner_password = importing->inner_password,
	};

	return ik_import_open(&source, importing->wizard->store, &watch, &importing->import, err);
}

/* The password that ERR asks for, from the terminal.  False and ERR if there is none to ask on. */
static bool ask_for(struct importing *importing, struct ik_error *err)
{
	bool inner = err->id == IK_E_IMPORT_INNER;

	if (!ik_secret_terminal_exists()) {
		if (!inner)
			*err = (struct ik_error){.id = IK_E_IMPORT_PASSWORD_MISSING};
		return false;
	}
	ik_error_clear(err);
	return inner ? ik_secret_from_terminal(_("Password of what is in the ZIP file (typing is not shown): "),
					       &importing->inner_password, err)
		     : ik_secret_from_terminal(_("Password of the file (typing is not shown): "),
					       &importing->file_password, err);
}

static bool is_asked_for(const struct importing *importing, const struct ik_error *err)
{
	return (err->id == IK_E_IMPORT_PASSWORD_NEEDED && !importing->file_password) ||
	       (err->id == IK_E_IMPORT_INNER && !importing->inner_password);
}

static bool open_file(struct importing *importing, struct ik_error *err)
{
	if (!ik_cli_file_password(importing->line, &importing->file_password, err))
		return false;
	while (!open_once(importing, err))
		if (!is_asked_for(importing, err) || !ask_for(importing, err))
			return false;
	return true;
}

/* --- the plan ------------------------------------------------------------------------------------ */

static bool make_plan(struct importing *importing, const char *backup_file, struct ik_error *err)
{
	const struct ik_line *line = importing->line;
	const struct ik_import_wish wish = {
		.key_choice = line->value[IK_OPTION_KEY_CHOICE],
		.accept_unprotected = line->given[IK_OPTION_ACCEPT_UNPROTECTED],
		.key_group = line->value[IK_OPTION_KEY_GROUP],
		.keep_keys = line->given[IK_OPTION_KEEP_KEYS],
		.backup_file = backup_file,
		.password = ik_answer_secret(importing->wizard->answers, "backup_password"),
	};

	ik_import_plan_free(importing->plan);
	importing->plan = NULL;
	return ik_import_plan(importing->import, &wish, importing->wizard->store, ik_cli_now(), &importing->plan, err);
}

static char *default_backup(const struct importing *importing)
{
	const struct ik_wizard *wizard = importing->wizard;
	const char *host = wizard->situation.host && *wizard->situation.host ? wizard->situation.host : "server";

	return ik_backup_default_file(wizard->store, host, importing->plan->to, importing->plan->planned_at);
}

/* Without backup first: that tells the number, and what cannot be is found out before a password is asked for. */
static bool plan_all(struct importing *importing, struct ik_error *err)
{
	const char *given = importing->line->value[IK_OPTION_BACKUP];
	char *file;
	bool ok;

	if (!make_plan(importing, NULL, err))
		return false;
	if (importing->line->given[IK_OPTION_NO_BACKUP])
		return true;
	if (!ik_cli_backup_password(importing->wizard, err))
		return false;
	file = given ? ik_cli_text(given, err) : default_backup(importing);
	ok = file && make_plan(importing, file, err);
	free(file);
	return ok;
}

/* --- what is worth knowing ----------------------------------------------------------------------- */

static void warn(bool when, const char *sentence)
{
	if (when)
		ik_printf(stderr, "inkan: %s\n", sentence);
}

static void warn_of_protection(const struct ik_import *import)
{
	char *sentence = ik_format(_("Warning: the protection of the file is weak by today's measure (%s)."),
				   import->protection ? import->protection : "");

	warn(import->weak, sentence);
	free(sentence);
	warn(import->unprotected, _("Warning: nothing protects the file against changes."));
	warn(import->password_unused, _("The password of the file was not needed."));
}

static void warn_of_rest(const struct importing *importing)
{
	unsigned rest = importing->plan->taken.rest;
	char *names = ik_list_join(&importing->import->passed_over, ", ");
	char *others = ik_format(ngettext("%u certificate in the file is not part of the chain and is left out.",
					  "%u certificates in the file are not part of the chain and are left out.", rest),
				 rest);
	char *passed_over = ik_format(_("Not taken from the file: %s"), names);

	warn(rest > 0, others);
	warn(*names, passed_over);
	free(passed_over);
	free(others);
	free(names);
}

static void tell_remarks(const struct importing *importing)
{
	const struct ik_import_plan *plan = importing->plan;

	warn_of_protection(importing->import);
	warn(plan->expired, _("Warning: the certificate has expired."));
	warn(plan->not_yet, _("Warning: the certificate is not valid yet."));
	warn(plan->same, _("This certificate is in use already."));
	warn(!plan->leads_agents, _("A key of this kind cannot sign for agents; they will not follow this certificate."));
	warn_of_rest(importing);
}

/* Says which keys there are, for the operator to choose one. */
static void tell_keys(const struct ik_import *import)
{
	for (size_t i = 0; i < import->n_fits; i++)
		ik_printf(stderr, "  --key-choice %zu: %s, %s\n", i + 1, ik_key_type_name(import->keys[i].type),
			  import->keys[i].facts.subject);
}

/* --- doing it ------------------------------------------------------------------------------------ */

static bool perform(struct importing *importing, struct ik_error *err)
{
	struct ik_wizard *wizard = importing->wizard;

	for (int moved = 0; moved < MOVED_MAX; moved++) {
		struct ik_watch watch = {.wait = ik_teller_wait, .self = &importing->teller};

		importing->teller = (struct ik_teller){0};
		ik_outcome_free(&wizard->outcome);
		ik_error_clear(err);
		wizard->done = ik_import_perform(importing->plan, &watch, &wizard->outcome, err);
		/* Somebody else was faster: the plan is made anew, as the wizard would show its review again. */
		if (wizard->done || err->id != IK_E_STORE_MOVED)
			break;
		ik_error_clear(err);
		if (!plan_all(importing, err))
			break;
	}
	return wizard->done;
}

int ik_command_import(const struct ik_line *line)
{
	struct ik_wizard wizard = {0};
	struct importing importing = {.line = line, .wizard = &wizard};
	struct ik_error err = {0};
	bool started = ik_cli_wizard_start(line, &wizard, &err);
	bool ready = started && open_file(&importing, &err) && plan_all(&importing, &err);
	int status;

	if (ready) {
		tell_remarks(&importing);
		perform(&importing, &err);
		status = ik_wizard_print_end(&wizard, false, &err);
	} else {
		status = ik_cli_fail(&err);
		if (err.id == IK_E_IMPORT_CHOICE)
			tell_keys(importing.import);
	}
	ik_import_plan_free(importing.plan);
	ik_import_free(importing.import);
	ik_secret_free(importing.file_password);
	ik_secret_free(importing.inner_password);
	ik_wizard_free(&wizard);
	return status;
}
