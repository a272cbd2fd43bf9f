/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_review.c: all that will be made, written and switched, from the plan, before anything is. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "rows/words.h"
#include "wizard/advice.h"
#include "wizard/follow.h"
#include "wizard/inside.h"
#include "wizard/leading.h"
#include "wizard/pages.h"
#include "wizard/review.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("This will happen when you accept.");
}

/* Who is here again is told first that it failed, and that this took nothing away. */
static char *news(const struct ik_wizard *wizard, enum ik_tone *tone)
{
	if (!wizard->tried)
		return NULL;
	*tone = IK_TONE_ERROR;

	char *changed = ik_advice_changed(wizard);
	char *text = ik_format(_("It failed. %s"), changed);

	free(changed);
	return text;
}

static void add_made(const struct ik_create_plan *plan, struct ik_report *report)
{
	const char *type = ik_key_type_name(plan->key_type);
	char *until = ik_date_day(plan->not_after);

	ik_report_pair(
		report, IK_TONE_PLAIN, ik_strdup(_("Make")),
		ik_format(_("key (%s) and certificate, generation %u"), type, plan->head.to));
	ik_review_more(report, IK_TONE_STRONG,
		       ik_format(ngettext("%s, until %s (%d day)", "%s, until %s (%d days)",
					  (unsigned long)plan->days),
				 plan->identity.name, until, plan->days));
	free(until);
}

/* Who the certificate is for, and who may read its key. */
static void add_owner(const char *organization, const struct ik_key_group *group,
		      struct ik_report *report)
{
	if (*organization)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Organization")),
			       ik_strdup(organization));
	ik_review_key_group(group, false, report);
}

static void add_remarks(const struct ik_wizard *wizard, struct ik_report *report)
{
	struct ik_list sentences = {0};

	ik_wizard_remarks(wizard, &sentences);
	for (size_t i = 0; i < sentences.n; i++)
		ik_review_more(report, IK_TONE_WARNING, ik_strdup(sentences.items[i]));
	ik_list_free(&sentences);
}

void ik_review_create(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_create_plan *plan = wizard->create;
	struct ik_list names = ik_review_names(&plan->identity.dns_names,
					       &plan->identity.ip_addresses);

	add_made(plan, report);
	add_remarks(wizard, report);
	ik_review_add_names(&plan->identity.dns_names, &plan->identity.ip_addresses, report);
	if (plan->head.has_before)
		ik_review_differences(&plan->head.before, &names, plan->identity.organization,
				      plan->key_type, report);
	add_owner(plan->identity.organization, &plan->head.group, report);
	ik_list_free(&names);
	ik_review_losses(&plan->losses, report);
	ik_review_saves(&plan->head.backup, &plan->head.kept_back, report);
	ik_review_switch(&plan->head, report);
	ik_review_follow(&plan->head, report);
	ik_review_agents(wizard, &plan->head, report);
	ik_review_undo(wizard, report);
	ik_review_safe(&plan->head, report);
}

void ik_review_request(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_request_plan *plan = wizard->request;
	struct ik_list names = ik_review_names(&plan->identity.dns_names,
					       &plan->identity.ip_addresses);
	char *store = ik_words_path(plan->head.store);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Make")),
		       ik_format(plan->same_key ? _("request for the key in use (%s), for %s")
						: _("key (%s) and request for %s"),
				 ik_key_type_name(plan->key_type), plan->identity.name));
	add_remarks(wizard, report);
	ik_review_add_names(&plan->identity.dns_names, &plan->identity.ip_addresses, report);
	if (plan->head.has_before)
		ik_review_differences(&plan->head.before, &names, plan->identity.organization,
				      plan->key_type, report);
	add_owner(plan->identity.organization, &plan->head.group, report);
	ik_list_free(&names);
	ik_review_losses(&plan->losses, report);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Write")),
		       ik_words_path(plan->request_file));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Keep")),
		       ik_format(_("the key in %s/requests, until its certificate comes"), store));
	if (plan->waiting > 0)
		ik_review_more(
			report, IK_TONE_WARNING,
			ik_format(ngettext("%u request waits already; it stays",
					   "%u requests wait already; they stay", plan->waiting),
				  plan->waiting));
	free(store);
	ik_report_text(
		report, IK_TONE_PLAIN,
		ik_strdup(plan->head.from
				  ? _("The certificate in use stays as it is.")
				  : _("There will be no certificate in use before it comes.")));
}

void ik_review_backup(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_backup_plan *plan = wizard->backup;

	ik_review_saves(&plan->target, &plan->kept_back, report);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Holds")),
		       ik_format(ngettext("%u generation", "%u generations", plan->generations),
				 plan->generations));
	ik_review_more(report, IK_TONE_PLAIN,
		       ik_format(ngettext("%u key, sealed with your password",
					  "%u keys, sealed with your password", plan->keys),
				 plan->keys));
	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(_("The certificate in use stays as it is.")));
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_task *task = ik_task(wizard);
	const struct ik_error *clock = ik_task_clock(wizard);

	if (wizard->tried)
		ik_report_text(report, IK_TONE_STRONG,
			       ik_strdup(_("Back leads to the answers, to change one. Accept "
					   "tries again.")));
	if (clock)
		ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(clock));
	/* Without a plan there is nothing that would happen. */
	if (task->review && ik_wizard_has_plan(wizard))
		task->review(wizard, report);
}

const struct ik_page ik_page_review = {
	.id = "review",
	.kind = IK_PAGE_REVIEW,
	.rail = N_("Review"),
	.title = title,
	.news = news,
	.help = N_("Tab to the button [Accept], then press Enter."),
	.explain = N_(
		"This is everything that will be done, in this order. Nothing has been done yet.\n"
		"Nothing is overwritten: the new key and certificate are a new generation, and one "
		"switch puts it in "
		"use after the backup was opened again. If the power or the connection fails "
		"meanwhile, "
		"either the old or "
		"the new one is in use, whole.\n"
		"Back leads to the questions again; your answers are kept."),
	.shown = ik_task_changes,
	.rows = rows,
};
