/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review_parts.c: what the reviews of several actions say alike. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "ops/rules/rules.h"
#include "rows/words.h"
#include "wizard/advice.h"
#include "wizard/review.h"
#include "wizard/task.h"

void ik_review_more(struct ik_report *report, enum ik_tone tone, char *text)
{
	ik_report_pair(report, tone, NULL, text);
}

struct ik_list ik_review_names(const struct ik_list *dns, const struct ik_list *ip)
{
	struct ik_list names = {0};

	for (size_t i = 0; i < dns->n; i++)
		ik_list_add(&names, dns->items[i]);
	for (size_t i = 0; i < ip->n; i++)
		ik_list_add(&names, ip->items[i]);
	return names;
}

void ik_review_add_names(const struct ik_list *dns, const struct ik_list *ip,
			 struct ik_report *report)
{
	struct ik_list names = {0};

	for (size_t i = 0; i < dns->n; i++)
		ik_list_take(&names, ik_rule_shown_name(dns->items[i]));
	for (size_t i = 0; i < ip->n; i++)
		ik_list_add(&names, ip->items[i]);
	if (names.n > 0)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Names")),
			       ik_list_join(&names, ", "));
	else
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Names")),
			       ik_strdup(_("none; clients want at least one")));
	ik_list_free(&names);
}

/* Says which of FROM are not in TO with the sentence FORMAT (translated). */
static void add_missing(const struct ik_list *from, const struct ik_list *to, enum ik_tone tone,
			const char *format, struct ik_report *report)
{
	struct ik_list missing = {0};

	for (size_t i = 0; i < from->n; i++)
		if (!ik_names_have(to, from->items[i]))
			ik_list_add(&missing, from->items[i]);
	if (missing.n > 0) {
		char *text = ik_list_join(&missing, ", ");

		ik_review_more(report, tone, ik_format(format, text));
		free(text);
	}
	ik_list_free(&missing);
}

void ik_review_differences(const struct ik_facts *before, const struct ik_list *names,
			   const char *organization, const char *key_type, struct ik_report *report)
{
	struct ik_list old = ik_review_names(&before->dns_names, &before->ip_addresses);
	const char *was = before->organization ? before->organization : "";
	size_t rows = report->n;

	add_missing(names, &old, IK_TONE_STRONG, _("New among the names: %s"), report);
	add_missing(&old, names, IK_TONE_WARNING, _("No longer among the names: %s"), report);
	if (strcmp(was, organization) != 0)
		ik_review_more(report, IK_TONE_STRONG,
			       *was ? ik_format(_("The organization was: %s"), was)
				    : ik_strdup(_("There was no organization.")));
	if (before->key_type && strcmp(before->key_type, key_type) != 0)
		ik_review_more(report, IK_TONE_STRONG,
			       ik_format(_("The key was: %s"), ik_key_type_name(before->key_type)));
	if (report->n == rows)
		ik_review_more(report, IK_TONE_QUIET,
			       ik_strdup(_("Same names and kind of key as now.")));
	else if (!report->rows[rows].head)
		report->rows[rows].head = ik_strdup(_("Differs"));
	ik_list_free(&old);
}

void ik_review_losses(const struct ik_losses *losses, struct ik_report *report)
{
	struct ik_losses rest = *losses;
	struct ik_list lines = {0};

	rest.names = (struct ik_list){0};
	ik_losses_lines(&rest, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_report_pair(report, IK_TONE_WARNING, i == 0 ? ik_strdup(_("Lost")) : NULL,
			       ik_strdup(lines.items[i]));
	ik_list_free(&lines);
}

/* The row goes on under "Private key" where that said something already. */
static void add_key_row(struct ik_report *report, bool *said, char *text)
{
	ik_report_pair(report, IK_TONE_WARNING, *said ? NULL : ik_strdup(_("Private key")), text);
	*said = true;
}

void ik_review_key_group(const struct ik_key_group *group, bool under, struct ik_report *report)
{
	bool said = under;

	if (group->name && *group->name)
		add_key_row(report, &said,
			    ik_format(_("can be read by the group %s"), group->name));
	if (group->dropped)
		add_key_row(report, &said,
			    ik_format(_("can no longer be read by the group %s"), group->dropped));
	if (group->lost)
		add_key_row(report, &said,
			    ik_format(_("The group %s cannot be given its key here; only its owner "
					"can read it."),
				      group->lost));
}

void ik_review_kept_back(const struct ik_list *numbers, struct ik_report *report)
{
	char *text;

	if (numbers->n == 0)
		return;
	text = ik_list_join(numbers, ", ");
	ik_report_pair(
		report, IK_TONE_WARNING, ik_strdup(_("Leave out")),
		ik_format(_("keys that may not leave this server, of the generations: %s"), text));
	ik_review_more(
		report, IK_TONE_PLAIN,
		ik_strdup(_(
			"That binds inkan alone: whoever may read the key files can copy them.")));
	free(text);
}

void ik_review_saves(const struct ik_backup_target *backup, const struct ik_list *kept_back,
		     struct ik_report *report)
{
	if (!backup->file) {
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Write")),
			       ik_strdup(_("no backup, as you asked")));
		return;
	}
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Write")), ik_words_path(backup->file));
	ik_review_more(report, IK_TONE_PLAIN,
		       ik_strdup(_("then open it with your password and compare")));
	ik_review_kept_back(kept_back, report);
}

void ik_review_switch(const struct ik_plan *plan, struct ik_report *report)
{
	char *shown = ik_words_path(plan->store);
	char *text;

	if (plan->from == 0)
		text = ik_format(_("%s/current to generation %u"), shown, plan->to);
	else
		text = ik_format(_("%s/current from generation %u to %u"), shown, plan->from,
				 plan->to);
	free(shown);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Switch")), text);
}

void ik_review_safe(const struct ik_plan *plan, struct ik_report *report)
{
	if (plan->from == 0)
		ik_report_text(
			report, IK_TONE_PLAIN,
			ik_strdup(_("If the connection breaks, it is there whole or not at all.")));
	else
		ik_report_text(
			report, IK_TONE_PLAIN,
			ik_strdup(
				_("If the connection breaks, the old or the new one is in use.")));
}

void ik_review_undo(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_plan *plan = ik_wizard_head(wizard);
	const struct ik_facts *before = plan->has_before ? &plan->before : NULL;
	const char *why = _("not possible: generation %u has no key that can be used");

	if (plan->from == 0)
		return;
	if (plan->undo_helps) {
		char *command = ik_task(wizard)->back_by_number
					? ik_format("inkan rollback %u", plan->from)
					: ik_strdup("inkan rollback");

		ik_report_command(report, ik_strdup(_("Undo")), ik_advice_command(wizard, command));
		free(command);
		return;
	}
	if (before && before->not_after < plan->at)
		why = _("would not help: generation %u has expired");
	else if (before && before->not_before > plan->at)
		why = _("would not help: generation %u is not valid yet");
	ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Undo")), ik_format(why, plan->from));
}
