/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup.c: inkan backup FILE writes one, inkan backup --verify FILE opens one as a restore would.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "front/batch/batch.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/backup/backup_look.h"
#include "ops/records/state.h"
#include "rows/proof.h"
#include "rows/report.h"

static bool answer(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_cli_give(wizard, IK_F_ACTION, "backup", err)
	       && ik_cli_give(wizard, IK_F_BACKUP_FILE, line->argument[0], err);
}

bool ik_cli_opening_password(const struct ik_line *line, ik_secret **password, struct ik_error *err)
{
	if (!ik_cli_password(line, password, err))
		return false;
	if (*password)
		return true;
	if (!ik_secret_terminal_exists())
		return ik_fail(err, IK_E_PASSWORD_MISSING);
	return ik_ask_password(N_("Password of the backup (typing is not shown): "), password, err);
}

static const char *key_words(enum ik_key_state state)
{
	switch (state) {
	case IK_KEY_SEALED:
		return _("with its key");
	case IK_KEY_DELETED:
		return _("without key: it was deleted");
	case IK_KEY_NOT_EXPORTABLE:
		return _("without key: it may not leave its server");
	}
	return "";
}

static void add_entry(const struct ik_backup_content *content, const struct ik_backup_entry *entry,
		      struct ik_report *report)
{
	const char *key = key_words(entry->key_state);
	char *until;

	if (entry->damaged) {
		ik_report_pair(
			report, IK_TONE_WARNING, ik_format(_("Generation %u"), entry->number),
			ik_strdup(_("was damaged when the backup was made, so it is not in it")));
		return;
	}
	until = ik_date_day(entry->facts.not_after);

	ik_report_pair(report, IK_TONE_PLAIN, ik_format(_("Generation %u"), entry->number),
		       entry->number == content->in_use
			       ? ik_format(_("in use, until %s, %s"), until, key)
			       : ik_format(_("until %s, %s"), until, key));
	free(until);
}

static void print_content(const struct ik_backup_content *content)
{
	struct ik_report report = {0};

	ik_report_text(
		&report, IK_TONE_GOOD,
		ik_strdup(_("The backup opens with this password, and all of it is whole.")));
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Server")), ik_strdup(content->server));
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Made")), ik_date_zoned(content->time));
	for (size_t i = 0; i < content->n; i++)
		add_entry(content, &content->entries[i], &report);
	if (content->requests > 0)
		ik_report_text(&report, IK_TONE_PLAIN,
			       ik_format(ngettext("%zu request waits for its certificate.",
						  "%zu requests wait for their certificates.",
						  content->requests),
					 content->requests));
	for (size_t i = 0; i < content->n; i++)
		if (content->entries[i].number == content->in_use)
			ik_proof_facts(&report, NULL, &content->entries[i].facts, ik_cli_now(),
				       false);
	ik_report_print(&report);
	ik_report_free(&report);
}

static bool was_brought(const struct ik_line *line)
{
	return line->given[IK_OPTION_PASSWORD_FILE] || line->given[IK_OPTION_PASSWORD_FD];
}

static bool open_backup(const struct ik_line *line, struct ik_watch *watch,
			struct ik_backup_content *content, struct ik_error *err)
{
	for (int i = 1;; i++) {
		struct ik_error why = {0};
		ik_secret *password = NULL;
		bool ok = ik_cli_opening_password(line, &password, &why)
			  && ik_backup_verify(line->argument[0], password, watch, content, &why);

		ik_secret_free(password);
		if (ok)
			return true;
		if (why.id != IK_E_BACKUP_PASSWORD || was_brought(line) || i == IK_ASK_TRIES)
			return ik_pass(err, &why);
		ik_print_failure(&why);
	}
}

static const char *key_id(enum ik_key_state state)
{
	static const char *const ids[] = {
		[IK_KEY_SEALED] = "sealed",
		[IK_KEY_DELETED] = "deleted",
		[IK_KEY_NOT_EXPORTABLE] = "not-exportable",
	};

	return ids[state];
}

static json_t *entry_json(const struct ik_backup_entry *entry)
{
	json_t *json = json_object();

	ik_json_set_number(json, "generation", entry->number);
	ik_json_set_flag(json, "damaged", entry->damaged);
	ik_json_set_text(json, "key", entry->damaged ? NULL : key_id(entry->key_state));
	ik_json_set_text(json, "serial", entry->facts.serial);
	ik_json_set_text(json, "sha256", entry->facts.sha256);
	if (entry->damaged)
		ik_json_set(json, "not_after", NULL);
	else
		ik_json_set_moment(json, "not_after", entry->facts.not_after);
	return json;
}

static int tell(const struct ik_backup_content *content)
{
	json_t *object = ik_json_begin(false);
	json_t *generations = json_array();

	for (size_t i = 0; i < content->n; i++)
		json_array_append_new(generations, entry_json(&content->entries[i]));
	ik_json_set_text(object, "server", content->server);
	ik_json_set_moment(object, "made_at", content->time);
	ik_json_set_number(object, "generation", content->in_use);
	ik_json_set(object, "generations", generations);
	ik_json_set_number(object, "requests", (int64_t)content->requests);
	return ik_json_end(object, false, 0);
}

static int verify_backup(const struct ik_line *line)
{
	struct ik_step_lines step_lines = {0};
	struct ik_watch watch = {.wait = ik_step_lines_wait, .self = &step_lines};
	struct ik_backup_content content = {0};
	struct ik_error err = {0};
	int status = 0;

	if (!ik_backup_bring(line->argument[0], &err) || !open_backup(line, &watch, &content, &err))
		status = ik_cli_fail(line, &err);
	else if (line->given[IK_OPTION_JSON])
		status = tell(&content);
	else
		print_content(&content);
	ik_backup_forget_brought();
	ik_backup_content_free(&content);
	return status;
}

int ik_command_backup(const struct ik_line *line)
{
	return line->given[IK_OPTION_VERIFY] ? verify_backup(line) : ik_cli_converse(line, answer);
}
