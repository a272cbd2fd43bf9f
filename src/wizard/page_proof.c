/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_proof.c: what is in use now, as read back from disk, beside what was before. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "ops/records/kept_back.h"
#include "ops/records/state.h"
#include "ops/status/show.h"
#include "rows/proof.h"
#include "rows/words.h"
#include "wizard/advice.h"
#include "wizard/follow.h"
#include "wizard/inside.h"
#include "wizard/pages.h"
#include "wizard/review.h"
#include "wizard/task.h"

/* What was done, where something after it failed. */
static const char *late_title(const struct ik_outcome *outcome, bool restored)
{
	if (outcome->unproven)
		return N_("Switched, but the new one is not proven.");
	if (restored)
		return N_("Restored; but something after it failed.");
	if (outcome->switched)
		return N_("Replaced; but something after it failed.");
	if (outcome->request_file)
		return N_("The request is made; but something after it failed.");
	return N_("Backed up; but something after it failed.");
}

static const char *title(const struct ik_wizard *wizard)
{
	const struct ik_outcome *outcome = &wizard->outcome;
	bool first = outcome->generation_before == 0;
	bool restored = outcome->restored + outcome->requests_restored > 0;

	if (outcome->late.id != IK_E_NONE)
		return late_title(outcome, restored);
	if (restored)
		return N_("Restored, and checked as read back from disk.");
	if (outcome->switched && first && ik_task_is(wizard, "import"))
		return N_("Imported, and checked as read back from disk.");
	if (outcome->switched)
		return first ? N_("Made, and checked as read back from disk.")
			     : N_("Replaced, and checked as read back from disk.");
	if (outcome->request_file)
		return N_("The request is made; its key waits here.");
	if (outcome->backup_file)
		return N_("Backed up, and checked by opening it again.");
	return N_("The certificate in use.");
}

static const char *help_now(const struct ik_wizard *wizard)
{
	if (wizard->outcome.request_file)
		return N_("Give the request to your certificate authority.");
	if (wizard->outcome.backup_file)
		return ik_page_proof.help;
	return N_("Compare the serial number with what clients show.");
}

static const char *late_sentence(const struct ik_outcome *outcome)
{
	if (outcome->unproven)
		return _("The new certificate is in use, but the proof failed: %s");
	if (outcome->switched)
		return _("The certificate is replaced; only this failed: %s");
	if (outcome->request_file)
		return _("The request is made; only this failed: %s");
	if (outcome->backup_file)
		return _("The backup is made; only this failed: %s");
	return _("The backup is restored; only this failed: %s");
}

static void add_late(const struct ik_outcome *outcome, struct ik_report *report)
{
	if (outcome->late.id == IK_E_NONE)
		return;
	char *sentence = ik_error_sentence(&outcome->late);

	ik_report_text(report, IK_TONE_WARNING, ik_format(late_sentence(outcome), sentence));
	free(sentence);
}

/* What came back, and what is in use now. */
static void add_restored(const struct ik_outcome *outcome, struct ik_report *report)
{
	unsigned n = outcome->restored, waiting = outcome->requests_restored;

	if (n > 0)
		ik_report_pair(report, IK_TONE_GOOD, ik_strdup(_("Restored")),
			       ik_format(ngettext("%u generation", "%u generations", n), n));
	if (waiting > 0)
		ik_report_pair(
			report, IK_TONE_GOOD, n > 0 ? NULL : ik_strdup(_("Restored")),
			ik_format(ngettext("%u request that waits for its certificate",
					   "%u requests that wait for their certificates", waiting),
				  waiting));
	if (n + waiting > 0 && outcome->generation > 0)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("In use")),
			       ik_format(_("Generation %u"), outcome->generation));
}

/* As it is now: the new key may be one of them, and old ones may have gone. */
static void add_kept_back(const struct ik_wizard *wizard, struct ik_report *report)
{
	struct ik_list numbers = {0};

	ik_backup_kept_back(wizard->store, &numbers);
	ik_review_kept_back(&numbers, report);
	ik_list_free(&numbers);
}

static void add_backup(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;

	if (!outcome->backup_file)
		return;
	char *size = ik_words_bytes(outcome->backup_size);
	unsigned n = outcome->backup_generations;

	ik_report_pair(report, IK_TONE_STRONG, ik_strdup(_("Backup")),
		       ik_words_path(outcome->backup_file));
	if (outcome->backup_proven)
		ik_report_pair(report, IK_TONE_GOOD, NULL,
			       ik_format(_("%s, opened again and compared"), size));
	else
		ik_report_pair(report, IK_TONE_WARNING, NULL,
			       ik_format(_("%s, not compared"), size));
	if (wizard->details || outcome->backup_keys < n)
		ik_report_pair(report, IK_TONE_PLAIN, NULL,
			       ik_format(ngettext("%u generation, %u of them with key",
						  "%u generations, %u of them with key", n),
					 n, outcome->backup_keys));
	if (outcome->backup_keys < n)
		add_kept_back(wizard, report);
	free(size);
}

/* The state of the certificate shown, where looking at it is all that was asked. */
static void add_state(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_situation *situation = &wizard->situation;

	if (situation->damage.id != IK_E_NONE)
		ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&situation->damage));
	else if (!situation->backup_known && !wizard->outcome.backup_file)
		ik_report_text(report, IK_TONE_WARNING, ik_strdup(_("No backup of it is known.")));
}

static void add_generation(const struct ik_shown *shown, struct ik_report *report)
{
	char *head = ik_format(_("Generation %u"), shown->generation);
	const char *state = ik_state_word(shown->state);

	if (!shown->facts.sha256) {
		ik_report_pair(report, IK_TONE_WARNING, head, ik_strdup(state));
		return;
	}
	char *until = ik_date_day(shown->facts.not_after);
	char *serial = ik_words_hex(shown->facts.serial);

	ik_report_pair(report, IK_TONE_PLAIN, head, ik_format(_("%s, until %s"), state, until));
	ik_report_pair(report, IK_TONE_PLAIN, NULL, serial);
	free(until);
}

static void add_generations(const struct ik_wizard *wizard, struct ik_report *report)
{
	struct ik_shown *shown = NULL;
	size_t n = 0;

	if (!ik_list_all(wizard->store, wizard->clock(), &shown, &n, NULL))
		return;
	for (size_t i = n; i-- > 0;) {
		add_generation(&shown[i], report);
		ik_shown_free(&shown[i]);
	}
	free(shown);
}

/* Days left are counted from the moment the certificate was made for: 730, not the 729 and a bit of
 * some seconds later. */
static int64_t moment(const struct ik_wizard *wizard)
{
	return wizard->outcome.switched && wizard->create ? wizard->create->head.at
							  : wizard->clock();
}

/* Where the request is, and what comes next. */
static void add_request(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;

	ik_report_pair(report, IK_TONE_STRONG, ik_strdup(_("Request")),
		       ik_words_path(outcome->request_file));
	if (wizard->request) {
		const struct ik_request_plan *plan = wizard->request;

		ik_report_pair(report, IK_TONE_PLAIN, NULL,
			       ik_format(_("for %s, key %s"), plan->identity.name,
					 ik_key_type_name(plan->key_type)));
	}
	char *command = ik_advice_command(wizard, "inkan import FILE");

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("What next")),
		       ik_format(_("Give this file to your certificate authority. When the "
				   "certificate comes back: %s"),
				 command));
	free(command);
	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(wizard->situation.generation
					 ? _("The certificate in use stays as it is.")
					 : _("Until then there is no certificate in use.")));
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;
	const bool followed = ik_follow_is_whole(&wizard->followed);
	int64_t now = moment(wizard);

	add_late(outcome, report);
	if (outcome->request_file) {
		add_request(wizard, report);
		return;
	}
	/* What went wrong is read first. */
	if (!followed)
		ik_proof_services(wizard->store, &wizard->followed, report);
	add_restored(outcome, report);
	if (!outcome->switched)
		add_state(wizard, report);
	if (outcome->now.sha256)
		ik_proof_facts(report,
			       outcome->switched && outcome->has_before ? &outcome->before : NULL,
			       &outcome->now, now, wizard->details);
	add_backup(wizard, report);
	ik_proof_follow(wizard->store, outcome, report);
	if (followed)
		ik_proof_services(wizard->store, &wizard->followed, report);
	if (outcome->switched && ik_task(wizard)->switches && ik_wizard_has_plan(wizard))
		ik_review_undo(wizard, report);
	ik_report_text(report, IK_TONE_QUIET, ik_date_zone_sentence(now));
	char *store = ik_words_path(wizard->store);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Files")),
		       ik_format("%s/current/", store));
	free(store);
	if (wizard->details)
		add_generations(wizard, report);
}

const struct ik_page ik_page_proof = {
	.id = "proof",
	.kind = IK_PAGE_PROOF,
	.rail = N_("Proof"),
	.title = title,
	.help = N_("Keep a copy of the backup away from this server."),
	.help_now = help_now,
	.explain = N_("Everything here was read back from disk after the work, not remembered. "
		      "Compare the serial number with "
		      "what a client shows, to see that the client got the new certificate.\n"
		      "When you leave, the same is printed as plain lines, for your records."),
	.has_details = true,
	.rows = rows,
};
