/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c: inkan restore: says what comes back from a backup and what stays, does it, proves it. */
#include "ops/restore.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "cli/commands.h"
#include "wizard/proof.h"
#include "wizard/words.h"

/* --- the plan ------------------------------------------------------------------------------------ */

static char *fate_words(const struct ik_restore_entry *entry)
{
	switch (entry->fate) {
	case IK_RESTORE_PRESENT:
		return ik_format(_("is here already, as generation %u, and stays as it is"), entry->here);
	case IK_RESTORE_ADDED:
		return ik_format(_("comes back as generation %u"), entry->here);
	case IK_RESTORE_RENUMBERED:
		return ik_format(_("comes back as generation %u, since its number is taken"), entry->here);
	case IK_RESTORE_DAMAGED:
		break;
	}
	return ik_strdup(_("was damaged when the backup was made, so it is not in it"));
}

static const char *key_words(const struct ik_restore_entry *entry)
{
	if (entry->has_key)
		return entry->exportable ? _("with its key") : _("with its key, which may not leave this server");
	if (entry->key_left_out)
		return _("without key here, though the backup has it");
	return entry->key_state == IK_KEY_NOT_EXPORTABLE ? _("without key: it may not leave its server")
							  : _("without key: it was deleted");
}

static void add_entry(const struct ik_restore_plan *plan, const struct ik_restore_entry *entry, struct ik_report *report)
{
	char *fate = fate_words(entry);
	char *until = entry->has_facts ? ik_date_day(entry->facts.not_after) : NULL;
	char *head = ik_format(_("Generation %u"), entry->number);

	if (!until)
		ik_report_pair(report, IK_TONE_WARNING, head, ik_strdup(fate));
	else if (entry->here == plan->to)
		ik_report_pair(report, IK_TONE_STRONG, head,
			       ik_format(_("%s; in use afterwards, until %s, %s"), fate, until, key_words(entry)));
	else
		ik_report_pair(report, IK_TONE_PLAIN, head, ik_format(_("%s; until %s, %s"), fate, until, key_words(entry)));
	if (entry->lost_group)
		ik_report_pair(report, IK_TONE_WARNING, NULL,
			       ik_format(_("The group %s cannot be given its key here; only you can read it."),
					 entry->lost_group));
	free(until);
	free(fate);
}

static const char *request_words(enum ik_restore_request_fate fate)
{
	switch (fate) {
	case IK_RESTORE_WAITING:
		return _("waits here already: %s");
	case IK_RESTORE_WAITS_AGAIN:
		return _("comes back and waits for its certificate: %s");
	case IK_RESTORE_COMPLETED:
		return _("does not wait any more, since its certificate is here: %s");
	case IK_RESTORE_NO_REQUEST:
		break;
	}
	return _("is only named in the backup, which does not hold its key: %s");
}

static void add_request(const struct ik_restore_request *request, struct ik_report *report)
{
	ik_report_pair(report, request->fate == IK_RESTORE_NO_REQUEST ? IK_TONE_WARNING : IK_TONE_PLAIN,
		       ik_strdup(_("Request")),
		       ik_format(request_words(request->fate), request->name ? request->name : request->id));
}

static void add_source(const struct ik_restore_plan *plan, struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Backup")), ik_words_path(plan->file));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Server")), ik_strdup(plan->server));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Made")), ik_date_zoned(plan->time));
	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].number == plan->in_use && plan->entries[i].has_facts) {
			char *serial = ik_words_hex(plan->entries[i].facts.serial);

			ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("In use then")),
				       ik_format(_("generation %u, serial number %s"), plan->in_use, serial));
			free(serial);
		}
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Store")), ik_words_path(plan->store));
}

static void add_warnings(const struct ik_restore_plan *plan, struct ik_report *report)
{
	if (plan->finishes)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("The last restore was interrupted. This one finishes it.")));
	if (plan->older)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Warning: the backup is older than the newest generation of this store.")));
	if (plan->not_exportable && plan->added + plan->requests_added > 0)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Later backups and exports leave the restored keys out. That binds inkan alone: "
					   "whoever may read the key files of this store, and root, can still copy them.")));
}

/* What is in use afterwards, in one sentence. */
static char *end_words(const struct ik_restore_plan *plan)
{
	if (!ik_restore_changes(plan))
		return ik_strdup(_("Everything in the backup is here already. There is nothing to do."));
	if (plan->switches && plan->from)
		return ik_format(_("Switch: from generation %u to generation %u."), plan->from, plan->to);
	if (plan->switches)
		return ik_format(_("Switch: generation %u is put in use."), plan->to);
	return ik_format(_("Generation %u stays in use."), plan->from);
}

static void say(const struct ik_report *report)
{
	char *lines = ik_report_plain(report);

	ik_print(stdout, lines);
	free(lines);
}

static void say_plan(const struct ik_restore_plan *plan)
{
	struct ik_report report = {0};

	add_source(plan, &report);
	for (size_t i = 0; i < plan->n; i++)
		add_entry(plan, &plan->entries[i], &report);
	for (size_t i = 0; i < plan->n_requests; i++)
		add_request(&plan->requests[i], &report);
	if (plan->switches || plan->finishes)
		ik_review_follow(plan->store, &plan->old_keys, &report);
	add_warnings(plan, &report);
	ik_report_text(&report, IK_TONE_PLAIN, end_words(plan));
	say(&report);
	ik_report_free(&report);
}

/* --- doing it ------------------------------------------------------------------------------------ */

static void say_proof(const struct ik_restore_plan *plan, const struct ik_outcome *outcome)
{
	struct ik_report report = {0};

	if (plan->added > 0)
		ik_report_text(&report, IK_TONE_GOOD,
			       ik_format(ngettext("Restored: %zu generation, and checked as read back.",
						  "Restored: %zu generations, and checked as read back.", plan->added),
					 plan->added));
	if (plan->requests_added > 0)
		ik_report_text(&report, IK_TONE_GOOD,
			       ik_format(ngettext("%zu request waits for its certificate.",
						  "%zu requests wait for their certificates.", plan->requests_added),
					 plan->requests_added));
	ik_report_text(&report, IK_TONE_PLAIN, ik_format(_("Generation %u is in use."), outcome->generation));
	ik_proof_facts(&report, outcome->switched && outcome->has_before ? &outcome->before : NULL, &outcome->now,
		       ik_cli_now(), false);
	ik_proof_follow(outcome, &report);
	say(&report);
	ik_report_free(&report);
}

static int perform(const ik_restore_source *source, const struct ik_restore_plan *plan, struct ik_watch *watch)
{
	struct ik_outcome outcome;
	struct ik_error err = {0};
	int status = 0;

	if (!ik_restore_perform(source, plan, watch, &outcome, &err))
		return ik_cli_fail(&err);
	say_proof(plan, &outcome);
	if (outcome.late.id != IK_E_NONE) {
		ik_cli_fail(&outcome.late);
		status = 3;
	}
	ik_outcome_free(&outcome);
	return status;
}

static int restore(const struct ik_line *line, const char *store, const ik_secret *password)
{
	const struct ik_restore_wish wish = {
		.use = line->value[IK_OPTION_USE],
		.not_exportable = line->given[IK_OPTION_NOT_EXPORTABLE],
		.keep_keys = line->given[IK_OPTION_KEEP_KEYS],
	};
	struct ik_teller teller = {0};
	struct ik_watch watch = {.wait = ik_teller_wait, .self = &teller};
	ik_restore_source *source = NULL;
	struct ik_restore_plan *plan = NULL;
	struct ik_error err = {0};
	int status = 0;

	if (ik_restore_open(line->argument[0], password, &watch, &source, &err) &&
	    ik_restore_plan(source, store, &wish, ik_cli_now(), &plan, &err)) {
		say_plan(plan);
		if (!line->given[IK_OPTION_DRY_RUN] && ik_restore_changes(plan))
			status = perform(source, plan, &watch);
	} else {
		status = ik_cli_fail(&err);
	}
	ik_restore_plan_free(plan);
	ik_restore_source_free(source);
	return status;
}

int ik_command_restore(const struct ik_line *line)
{
	struct ik_error err = {0};
	ik_secret *password = NULL;
	char *store = ik_cli_store_path(line, &err);
	int status;

	if (store && ik_cli_opening_password(line, &password, &err))
		status = restore(line, store, password);
	else
		status = ik_cli_fail(&err);
	ik_secret_free(password);
	free(store);
	return status;
}
