/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_review.c: all that will be made, written and switched, from the plan, before anything is. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "wizard/parts.h"
#include "wizard/words.h"

const char *ik_review_title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("This will happen when you accept.");
}

const char *ik_progress_title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Working.");
}

static void more(struct ik_report *report, enum ik_tone tone, char *text)
{
	ik_report_pair(report, tone, NULL, text);
}

static void add_made(const struct ik_create_plan *plan, struct ik_report *report)
{
	const char *type = ik_key_type_name(ik_key_type_id(plan->key_type));
	char *until = ik_date_day(plan->not_after);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Make")),
		       ik_format(_("key (%s) and certificate, generation %u"), type, plan->to));
	more(report, IK_TONE_STRONG,
	     ik_format(ngettext("%s, until %s (%d day)", "%s, until %s (%d days)", (unsigned long)plan->days), plan->name,
		       until, plan->days));
	free(until);
}

/* The names of PLAN besides its first, in one list. */
static struct ik_list names_of(const struct ik_list *dns, const struct ik_list *ip)
{
	struct ik_list names = {0};

	for (size_t i = 0; i < dns->n; i++)
		ik_list_add(&names, dns->items[i]);
	for (size_t i = 0; i < ip->n; i++)
		ik_list_add(&names, ip->items[i]);
	return names;
}

static void add_names(const struct ik_create_plan *plan, struct ik_report *report)
{
	struct ik_list names = names_of(&plan->dns_names, &plan->ip_addresses);
	char *text = ik_list_join(&names, ", ");

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Names")), text);
	ik_list_free(&names);
	if (*plan->organization)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Organization")), ik_strdup(plan->organization));
	if (*plan->key_group_name)
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Key")),
			       ik_format(_("can be read by the group %s"), plan->key_group_name));
}

/* Says which of FROM are not in TO with the sentence FORMAT (translated). */
static void add_missing(const struct ik_list *from, const struct ik_list *to, enum ik_tone tone, const char *format,
			struct ik_report *report)
{
	struct ik_list missing = {0};

	for (size_t i = 0; i < from->n; i++)
		if (!ik_list_has(to, from->items[i]))
			ik_list_add(&missing, from->items[i]);
	if (missing.n > 0) {
		char *text = ik_list_join(&missing, ", ");

		more(report, tone, ik_format(format, text));
		free(text);
	}
	ik_list_free(&missing);
}

static void add_differences(const struct ik_create_plan *plan, struct ik_report *report)
{
	const struct ik_facts *before = &plan->before;
	struct ik_list old = names_of(&before->dns_names, &before->ip_addresses);
	struct ik_list new = names_of(&plan->dns_names, &plan->ip_addresses);
	const char *organization = before->organization ? before->organization : "";
	size_t rows = report->n;

	add_missing(&new, &old, IK_TONE_STRONG, _("New among the names: %s"), report);
	add_missing(&old, &new, IK_TONE_WARNING, _("No longer among the names: %s"), report);
	if (strcmp(organization, plan->organization) != 0)
		more(report, IK_TONE_STRONG,
		     *organization ? ik_format(_("The organization was: %s"), organization)
				   : ik_strdup(_("There was no organization.")));
	if (before->key_type && strcmp(before->key_type, ik_key_type_id(plan->key_type)) != 0)
		more(report, IK_TONE_STRONG, ik_format(_("The key was: %s"), ik_key_type_name(before->key_type)));
	if (report->n == rows)
		more(report, IK_TONE_QUIET, ik_strdup(_("Same names and kind of key as now.")));
	else if (!report->rows[rows].head)
		report->rows[rows].head = ik_strdup(_("Differs"));
	ik_list_free(&old);
	ik_list_free(&new);
}

static void add_backup(const char *file, struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Write")), ik_words_path(file));
	more(report, IK_TONE_PLAIN, ik_strdup(_("then open it with your password and compare")));
}

static void add_switch(const struct ik_create_plan *plan, struct ik_report *report)
{
	char *store = ik_words_path(plan->store);
	char *text;

	if (plan->from == 0)
		text = ik_format(_("%s/current to generation %u"), store, plan->to);
	else
		text = ik_format(_("%s/current from generation %u to %u"), store, plan->from, plan->to);
	free(store);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Switch")), text);
}

static void create_rows(const struct ik_create_plan *plan, struct ik_report *report)
{
	add_made(plan, report);
	add_names(plan, report);
	if (plan->has_before)
		add_differences(plan, report);
	if (plan->backup_file)
		add_backup(plan->backup_file, report);
	else
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Write")), ik_strdup(_("no backup, as you asked")));
	add_switch(plan, report);
	ik_review_follow(plan->store, &plan->old_keys, report);
	if (plan->from == 0)
		ik_report_text(report, IK_TONE_PLAIN, ik_strdup(_("If the line breaks, it is there whole or not at all.")));
	else
		ik_report_text(report, IK_TONE_PLAIN, ik_strdup(_("If the line breaks, the old or the new one is in use.")));
}

static void backup_rows(const struct ik_backup_plan *plan, struct ik_report *report)
{
	add_backup(plan->file, report);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Holds")),
		       ik_format(ngettext("%u generation", "%u generations", plan->generations), plan->generations));
	more(report, IK_TONE_PLAIN,
	     ik_format(ngettext("%u key, sealed with your password", "%u keys, sealed with your password", plan->keys),
		       plan->keys));
	ik_report_text(report, IK_TONE_PLAIN, ik_strdup(_("The certificate in use stays as it is.")));
}

void ik_review_rows(struct ik_wizard *wizard, struct ik_report *report)
{
	if (wizard->create)
		create_rows(wizard->create, report);
	else if (wizard->backup)
		backup_rows(wizard->backup, report);
}
