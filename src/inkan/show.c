/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c: inkan show [GENERATION|FILE]: the certificate in use, an earlier one, or that of a file,
 * as read from disk. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/key_type.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "base/text.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"
#include "ops/change/import.h"
#include "ops/records/state.h"
#include "ops/rules/rules.h"
#include "ops/status/enrolling.h"
#include "ops/status/show.h"
#include "rows/fingerprint.h"
#include "rows/proof.h"
#include "rows/report.h"
#include "rows/words.h"
#include "wizard/recognise.h"

enum { NUMBER_MAX = 999999999 };

bool ik_cli_generation(const char *text, unsigned *number, struct ik_error *err)
{
	if (!ik_rule_number(text, NUMBER_MAX, number) || *number == 0)
		return ik_fail(err, IK_E_STORE_NO_GENERATION, text);
	return true;
}

static const char *key_words(const struct ik_shown *shown)
{
	if (!shown->has_key)
		return _("not there any more");
	return shown->exportable ? _("there, exportable") : _("there, not exportable");
}

/* The QR code is made of characters that ASCII has not. */
void ik_cli_print_pictures(const struct ik_line *line, const struct ik_facts *facts)
{
	struct ik_list lines = {0};

	if (!facts->sha256)
		return;
	if (!ik_i18n_is_utf8() || line->given[IK_OPTION_ASCII])
		ik_print_note("inkan: %s\n", _("A QR code cannot be drawn in ASCII."));
	else
		ik_fingerprint_qr(facts->sha256, &lines);
	ik_fingerprint_art(facts->sha256, ik_key_type_name(facts->key_type), "SHA256", &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_printf(stdout, "%s\n", lines.items[i]);
	ik_list_free(&lines);
}

static void add_enrolling(const char *store, const struct ik_shown *shown, struct ik_report *report)
{
	char *line = shown->facts.leads ? ik_enrolling_line(store, shown->facts.sha256) : NULL;

	if (line)
		ik_report_command(report, ik_strdup(_("To enrol an agent, type there")), line);
}

/* FILE: where it was read from, or NULL for a generation of STORE. */
static void print_text(const char *store, const struct ik_shown *shown, const char *file)
{
	struct ik_report report = {0};
	int64_t now = ik_cli_now();

	if (file)
		ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("File")), ik_words_path(file));
	else
		ik_report_pair(&report, IK_TONE_PLAIN,
			       ik_format(_("Generation %u"), shown->generation),
			       ik_strdup(ik_state_word(shown->state)));
	if (shown->facts.sha256) {
		ik_proof_facts(&report, NULL, &shown->facts, now, true);
		if (!file)
			ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Private key")),
				       ik_strdup(key_words(shown)));
		ik_proof_zone(&report, NULL, &shown->facts);
		if (!file && shown->state == IK_STATE_IN_USE)
			add_enrolling(store, shown, &report);
	}
	ik_report_print(&report);
	ik_report_free(&report);
}

/* JSON is UTF-8 in every locale. */
static void print_json(const struct ik_shown *shown)
{
	struct ik_buffer json = {0};

	ik_shown_json(shown, &json);
	fputs(ik_buffer_string(&json), stdout);
	ik_buffer_free(&json);
}

/* What has digits only is a generation; a file of that name is ./4. */
static bool is_number(const char *text)
{
	char *narrowed = NULL;
	bool number;

	ik_text_narrow(text, &narrowed);
	number = *narrowed && narrowed[strspn(narrowed, "0123456789")] == '\0';
	free(narrowed);
	return number;
}

/* A file in which no certificate can be read: what it is says more than why reading it failed.
 * Programs are told no more than that. */
static bool explain(const char *file, bool json, struct ik_error *err)
{
	struct ik_report report = {0};
	struct ik_error why = {0};
	char *kind = err->id == IK_E_SHOW_FILE ? ik_recognise(file, &report, &why) : NULL;

	if (kind) {
		char *lines = ik_report_plain(&report);

		if (!json)
			ik_printf(stdout, "%s\n%s", kind, lines);
		free(lines);
		ik_error_clear(err);
		ik_fail(err, IK_E_SHOW_FILE, file);
		if (json)
			ik_error_detail(err, "%s", kind);
	} else if (err->id == IK_E_SHOW_FILE && why.id != IK_E_IMPORT_FORMAT
		   && why.id != IK_E_NONE) {
		*err = why;
	}
	ik_report_free(&report);
	free(kind);
	return false;
}

bool ik_cli_look(const char *store, const char *argument, bool quietly, struct ik_shown *shown,
		 const char **file, struct ik_error *err)
{
	unsigned number = 0;

	*file = argument && !is_number(argument) ? argument : NULL;
	if (*file)
		return ik_show_file(*file, ik_cli_now(), shown, err)
		       || explain(*file, quietly, err);
	return (!argument || ik_cli_generation(argument, &number, err))
	       && ik_show(store, number, ik_cli_now(), shown, err);
}

static bool needs_password(const char *file)
{
	struct ik_import_look look;
	bool needs = ik_import_look(file, &look, NULL) && look.content.kind == IK_CONTENT_PKCS12
		     && look.content.needs_password;

	ik_import_look_free(&look);
	return needs;
}

/* Three times at most, as everywhere. */
static bool ask_and_show(const char *file, struct ik_shown *shown, struct ik_error *err)
{
	ik_secret *password;
	bool ok = false;

	for (int i = 1; i <= IK_ASK_TRIES && !ok; i++) {
		ik_error_clear(err);
		if (!ik_ask_password(N_("Password of the file (typing is not shown): "), &password,
				     err))
			return false;
		ok = ik_show_locked(file, password, ik_cli_now(), shown, err);
		ik_secret_free(password);
		if (!ok && err->id != IK_E_IMPORT_PASSWORD)
			return false;
		if (!ok && i < IK_ASK_TRIES)
			ik_print_failure(err);
	}
	return ok;
}

/* What a password opens: one that was brought, or is asked for where nothing can be read without.
 */
static bool look(const struct ik_line *line, const char *store, struct ik_shown *shown,
		 const char **file, struct ik_error *err)
{
	const char *argument = line->n_arguments ? line->argument[0] : NULL;
	ik_secret *password = NULL;
	bool ok;

	if (!ik_cli_file_password(line, &password, err))
		return false;
	*file = argument && !is_number(argument) ? argument : NULL;
	if (password && *file && needs_password(*file)) {
		ok = ik_show_locked(*file, password, ik_cli_now(), shown, err);
	} else {
		ok = ik_cli_look(store, argument, line->given[IK_OPTION_JSON], shown, file, err);
		if (!ok && *file && err->id == IK_E_SHOW_FILE && needs_password(*file))
			ok = ik_secret_terminal_exists()
				     ? ask_and_show(*file, shown, err)
				     : (ik_error_clear(err),
					ik_fail(err, IK_E_IMPORT_PASSWORD_MISSING));
	}
	ik_secret_free(password);
	return ok;
}

int ik_command_show(const struct ik_line *line)
{
	struct ik_shown shown = {0};
	struct ik_error err = {0};
	const char *file = NULL;
	int status = 0;
	char *store = ik_cli_store_path(line, &err);

	if (store && line->given[IK_OPTION_CONNECT]) {
		status = ik_cli_show_service(line, store);
	} else if (store && look(line, store, &shown, &file, &err)) {
		if (line->given[IK_OPTION_JSON])
			print_json(&shown);
		else
			print_text(store, &shown, file);
		if (line->given[IK_OPTION_QR])
			ik_cli_print_pictures(line, &shown.facts);
		if (shown.damage)
			status = ik_print_failure(shown.damage);
	} else {
		status = ik_cli_fail(line, &err);
	}
	ik_shown_free(&shown);
	free(store);
	return status;
}
