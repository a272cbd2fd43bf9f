/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review_restore.c: what becomes of each generation and request of a backup, and what is in use
 * afterwards. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/records/state.h"
#include "rows/words.h"
#include "wizard/follow.h"
#include "wizard/leading.h"
#include "wizard/review.h"

static char *fate_words(const struct ik_restore_entry *entry)
{
	switch (entry->fate) {
	case IK_RESTORE_PRESENT:
		return ik_format(_("is here already, as generation %u, and stays as it is"),
				 entry->here);
	case IK_RESTORE_ADDED:
		return ik_format(_("comes back as generation %u"), entry->here);
	case IK_RESTORE_RENUMBERED:
		return ik_format(_("comes back as generation %u, since its number is taken"),
				 entry->here);
	case IK_RESTORE_DAMAGED:
		break;
	}
	return ik_strdup(_("was damaged when the backup was made, so it is not in it"));
}

static const char *key_words(const struct ik_restore_entry *entry)
{
	if (entry->has_key)
		return entry->exportable ? _("with its key")
					 : _("with its key, which may not leave this server");
	if (entry->key_left_out)
		return _("without key here, though the backup has it");
	return entry->key_state == IK_KEY_NOT_EXPORTABLE
		       ? _("without key: it may not leave its server")
		       : _("without key: it was deleted");
}

static void add_entry(const struct ik_restore_plan *plan, const struct ik_restore_entry *entry,
		      struct ik_report *report)
{
	char *fate = fate_words(entry);
	char *until = entry->has_facts ? ik_date_day(entry->facts.not_after) : NULL;
	char *head = ik_format(_("Generation %u"), entry->number);

	if (!until)
		ik_report_pair(report, IK_TONE_WARNING, head, ik_strdup(fate));
	else if (entry->here == plan->head.to)
		ik_report_pair(report, IK_TONE_STRONG, head,
			       ik_format(_("%s; in use afterwards, until %s, %s"), fate, until,
					 key_words(entry)));
	else
		ik_report_pair(report, IK_TONE_PLAIN, head,
			       ik_format(_("%s; until %s, %s"), fate, until, key_words(entry)));
	ik_review_key_group(&entry->group, true, report);
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
	ik_report_pair(report,
		       request->fate == IK_RESTORE_NO_REQUEST ? IK_TONE_WARNING : IK_TONE_PLAIN,
		       ik_strdup(_("Request")),
		       ik_format(request_words(request->fate),
				 request->name ? request->name : request->id));
}

/* Those that come with their generations need no word of their own. */
static void add_steps(const struct ik_restore_plan *plan, struct ik_report *report)
{
	const size_t n = plan->steps.n;

	if (plan->added == 0 && n > 0)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Agents")),
			       ik_format(ngettext("%zu signed step comes back",
						  "%zu signed steps come back", n),
					 n));
	if (plan->adds_recovery)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Agents")),
			       ik_strdup(_("the record of the recovery certificate comes back")));
}

static void add_source(const struct ik_restore_plan *plan, struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Backup")),
		       ik_words_whole_path(plan->file));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Server")), ik_strdup(plan->server));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Made")), ik_date_zoned(plan->time));
	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].number == plan->in_use && plan->entries[i].has_facts) {
			char *serial = ik_words_hex(plan->entries[i].facts.serial);

			ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("In use then")),
				       ik_format(_("generation %u, serial number %s"), plan->in_use,
						 serial));
			free(serial);
		}
	if (plan->passed_over.n)
		ik_report_pair(report, IK_TONE_QUIET, ik_strdup(_("Not taken")),
			       ik_list_join(&plan->passed_over, ", "));
}

static void add_warnings(const struct ik_restore_plan *plan, struct ik_report *report)
{
	if (plan->head.clock.id != IK_E_NONE)
		ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&plan->head.clock));
	if (plan->finishes)
		ik_report_text(
			report, IK_TONE_WARNING,
			ik_strdup(_("The last restore was interrupted. This one finishes it.")));
	if (plan->older)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Warning: the backup is older than the newest "
					   "generation of this store.")));
	if (plan->idle_group)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(_("No key that comes back is put in use, so the group %s "
					   "is given none."),
					 plan->idle_group));
	if (plan->not_exportable && plan->added + plan->requests_added == 0)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("No key comes back, so none is kept on this server: the "
					   "keys that are here stay as "
					   "they are.")));
	if (plan->not_exportable && plan->added + plan->requests_added > 0)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Later backups and exports leave the restored keys out. "
					   "That binds inkan alone: "
					   "whoever may read the key files of this store, and "
					   "root, can still copy them.")));
}

/* How what comes in use differs from what was. */
static void add_differences(const struct ik_restore_plan *plan, struct ik_report *report)
{
	const struct ik_restore_entry *entry = ik_restore_in_use(plan);

	if (!plan->head.has_before || !entry)
		return;
	const struct ik_facts *facts = &entry->facts;
	struct ik_list names = ik_review_names(&facts->dns_names, &facts->ip_addresses);

	ik_review_add_names(&facts->dns_names, &facts->ip_addresses, report);
	ik_review_differences(&plan->head.before, &names,
			      facts->organization ? facts->organization : "",
			      facts->key_type ? facts->key_type : "", report);
	ik_list_free(&names);
}

static void add_end(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_restore_plan *plan = wizard->restore;

	if (plan->switches) {
		add_differences(plan, report);
		ik_review_switch(&plan->head, report);
	} else {
		char *store = ik_words_path(plan->head.store);

		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Store")), store);
		ik_report_text(report, IK_TONE_PLAIN,
			       ik_format(_("Generation %u stays in use."), plan->head.from));
	}
	ik_review_follow(&plan->head, report);
	ik_review_agents(wizard, &plan->head, report);
	if (!plan->switches)
		return;
	ik_review_undo(wizard, report);
	ik_review_safe(&plan->head, report);
}

void ik_review_restore(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_restore_plan *plan = wizard->restore;

	add_warnings(plan, report);
	ik_review_unled(wizard, report);
	add_source(plan, report);
	for (size_t i = 0; i < plan->n; i++)
		add_entry(plan, &plan->entries[i], report);
	for (size_t i = 0; i < plan->n_requests; i++)
		add_request(&plan->requests[i], report);
	add_steps(plan, report);
	if (ik_restore_changes(plan))
		add_end(wizard, report);
	else
		ik_report_text(report, IK_TONE_STRONG,
			       ik_strdup(_("Everything in the backup is here already. There is "
					   "nothing to do.")));
}
