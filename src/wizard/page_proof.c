/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_proof.c: what is in use now, as read back from disk, beside what was before. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "ops/records/kept_back.h"
#include "rows/fingerprint.h"
#include "rows/proof.h"
#include "rows/words.h"
#include "wizard/advice.h"
#include "wizard/follow.h"
#include "wizard/inside.h"
#include "wizard/leading.h"
#include "wizard/pages.h"
#include "wizard/review.h"
#include "wizard/sheet.h"
#include "wizard/task.h"

/* --- the news --------------------------------------------------------------------------------- */

/* Days left are counted from the moment the certificate was made for: 730, not the 729 and a bit of
 * some seconds later. */
static int64_t moment(const struct ik_wizard *wizard)
{
	return wizard->outcome.switched && wizard->create ? wizard->create->head.at
							  : wizard->clock();
}

/* DAY stands in it. */
static const char *outside_its_dates(bool went_back, bool over)
{
	if (went_back)
		return over ? _("The earlier certificate is in use again, but it expired on %s.")
			    : _("The earlier certificate is in use again, but not valid before "
				"%s.");
	return over ? _("The new certificate is in use, but it expired on %s.")
		    : _("The new certificate is in use, but not valid before %s.");
}

/* DAYS and the last of them stand in it.  Whoever went back did so to get rid of a new one. */
static const char *within_its_dates(bool went_back, unsigned long days)
{
	if (went_back)
		return ngettext("Done: the earlier certificate is back. Valid %d day, "
				"until %s.",
				"Done: the earlier certificate is back. Valid %d days, "
				"until %s.",
				days);
	return ngettext("Done: the new certificate is in use. Valid %d day, until %s.",
			"Done: the new certificate is in use. Valid %d days, until %s.", days);
}

/* That it is in use, and for how long that is worth something. */
static char *switched_news(const struct ik_wizard *wizard, enum ik_tone *tone)
{
	const struct ik_facts *now = &wizard->outcome.now;
	const int64_t at = moment(wizard), days = ik_date_days_left(now->not_after, at);
	const bool went_back = ik_task_is(wizard, "rollback");
	bool over = now->not_after < at;
	bool early = now->not_before > at;
	char *day = ik_date_day(early ? now->not_before : now->not_after);
	char *news;

	if (over || early) {
		*tone = IK_TONE_WARNING;
		news = ik_format(outside_its_dates(went_back, over), day);
	} else {
		news = ik_format(within_its_dates(went_back, (unsigned long)days), (int)days, day);
	}
	free(day);
	return news;
}

/* What failed after the change is the news, where something did. */
static char *news(const struct ik_wizard *wizard, enum ik_tone *tone)
{
	const struct ik_outcome *outcome = &wizard->outcome;

	if (outcome->late.id != IK_E_NONE) {
		*tone = IK_TONE_ERROR;
		return ik_error_sentence(&outcome->late);
	}
	*tone = IK_TONE_GOOD;
	return outcome->switched && !ik_outcome_restored(outcome) ? switched_news(wizard, tone)
								  : NULL;
}

static const char *title(const struct ik_wizard *wizard)
{
	const struct ik_outcome *outcome = &wizard->outcome;

	if (ik_outcome_restored(outcome))
		return N_("Done: the backup is restored, and was read back from disk.");
	if (outcome->request_file)
		return N_("Done: the request is made. Its key is kept here.");
	if (outcome->backup_file)
		return N_("Done: the backup is made, and was opened again.");
	/* A restore of what is here already. */
	return outcome->switched ? N_("Done: the new certificate is in use.")
				 : N_("Nothing was changed.");
}

static const struct ik_hook_result *failed_command(const struct ik_outcome *outcome)
{
	for (size_t i = 0; i < outcome->n_hooks; i++)
		if (outcome->hooks[i].failure.id != IK_E_NONE)
			return &outcome->hooks[i];
	return NULL;
}

static const char *help_now(const struct ik_wizard *wizard)
{
	if (wizard->outcome.late.id != IK_E_NONE && failed_command(&wizard->outcome))
		return N_("Next: repair what failed, then run the command above.");
	if (wizard->outcome.request_file)
		return N_("Next: give the request to your certificate authority.");
	if (wizard->outcome.backup_file)
		return ik_page_proof.help;
	return N_("Next: compare the serial number with what clients show.");
}

/* --- what failed after it --------------------------------------------------------------------- */

static const char *of_service(const struct ik_wizard *wizard)
{
	if (ik_task_is(wizard, "rollback"))
		return _("The earlier certificate is in use again; that service may still use the "
			 "other one.");
	return wizard->outcome.generation_before
		       ? _("The new certificate is in use; that service may still use the old one.")
		       : _("The certificate is in use; that service may not use it yet.");
}

static const char *late_sentence(const struct ik_wizard *wizard)
{
	const struct ik_outcome *outcome = &wizard->outcome;
	bool went_back = ik_task_is(wizard, "rollback");

	if (outcome->unproven)
		return went_back
			       ? _("The earlier certificate is in use again, but it could not be "
				   "proven that it is whole on disk.")
			       : _("The new certificate is in use, but it could not be proven that "
				   "it is whole on disk.");
	if (outcome->switched && failed_command(outcome))
		return of_service(wizard);
	if (ik_outcome_restored(outcome))
		return _("The backup is restored; only what came after it failed.");
	if (outcome->switched)
		return went_back ? _("The earlier certificate is in use again; only what came "
				     "after it failed.")
				 : _("The new certificate is in use; only what came after it "
				     "failed.");
	if (outcome->request_file)
		return _("The request is made; only what came after it failed.");
	return _("The backup is made; only what came after it failed.");
}

/* What stands below the sentence of FAILURE; of a command it is the last line that it printed. */
static void add_below(const struct ik_error *failure, struct ik_report *report)
{
	char *below = ik_error_below(failure);

	if (below)
		ik_report_text(report, IK_TONE_QUIET, below);
}

/* Commands that failed; the first may be the news. */
static void add_failed(const struct ik_outcome *outcome, struct ik_report *report)
{
	const struct ik_hook_result *first = failed_command(outcome);

	for (size_t i = 0; i < outcome->n_hooks; i++) {
		const struct ik_hook_result *result = &outcome->hooks[i];
		bool is_news = result == first && result->failure.id == outcome->late.id;

		if (result->failure.id == IK_E_NONE || is_news)
			continue;
		ik_report_text(report, IK_TONE_ERROR, ik_error_sentence(&result->failure));
		add_below(&result->failure, report);
	}
}

/* What failed, what that means and what helps: all of it before anything else. */
static void add_late(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;

	if (outcome->late.id == IK_E_NONE)
		return;
	add_below(&outcome->late, report);
	add_failed(outcome, report);
	ik_report_text(report, IK_TONE_STRONG, ik_strdup(late_sentence(wizard)));
	if (outcome->unproven && outcome->generation_before) {
		ik_report_text(report, IK_TONE_PLAIN,
			       ik_strdup(_("To go back to the one before:")));
		ik_report_command(report, NULL, ik_advice_command(wizard, "inkan rollback"));
	}
	ik_proof_again(wizard->store, outcome, report);
	ik_report_space(report);
}

/* --- the rest --------------------------------------------------------------------------------- */

/* What came back, and what is in use now. */
static void add_restored(const struct ik_outcome *outcome, struct ik_report *report)
{
	unsigned n = outcome->restored, waiting = outcome->requests_restored;
	unsigned steps = outcome->steps_restored;

	if (n > 0)
		ik_report_pair(report, IK_TONE_GOOD, ik_strdup(_("Restored")),
			       ik_format(ngettext("%u generation", "%u generations", n), n));
	if (waiting > 0)
		ik_report_pair(
			report, IK_TONE_GOOD, n > 0 ? NULL : ik_strdup(_("Restored")),
			ik_format(ngettext("%u request that waits for its certificate",
					   "%u requests that wait for their certificates", waiting),
				  waiting));
	/* Those that come with their generations need no word of their own. */
	if (n == 0 && steps > 0)
		ik_report_pair(report, IK_TONE_GOOD, waiting > 0 ? NULL : ik_strdup(_("Restored")),
			       ik_format(ngettext("%u signed step for agents",
						  "%u signed steps for agents", steps),
					 steps));
	if (n + waiting + steps > 0 && outcome->generation > 0)
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
	if (ik_wizard_details(wizard) || outcome->backup_keys < n)
		ik_report_pair(report, IK_TONE_PLAIN, NULL,
			       ik_format(ngettext("%u generation, %u of them with key",
						  "%u generations, %u of them with key", n),
					 n, outcome->backup_keys));
	if (outcome->backup_keys < n)
		add_kept_back(wizard, report);
	free(size);
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
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("What next")),
		       ik_strdup(_("Give this file to your certificate authority. When the "
				   "certificate comes back:")));
	ik_report_command(report, NULL, ik_advice_command(wizard, "inkan import FILE"));
	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(wizard->situation.generation
					 ? _("The certificate in use stays as it is.")
					 : _("Until then there is no certificate in use.")));
}

static void add_facts(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;
	const struct ik_facts *before = outcome->switched && outcome->has_before ? &outcome->before
										 : NULL;

	ik_proof_facts(report, before, &outcome->now, moment(wizard), ik_wizard_details(wizard));
	ik_proof_zone(report, before, &outcome->now);
	ik_report_space(report);
}

static void add_files(const struct ik_wizard *wizard, struct ik_report *report)
{
	char *store = ik_words_path(wizard->store);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Files")),
		       ik_format("%s/current/", store));
	free(store);
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;
	const bool followed = ik_follow_is_whole(&wizard->followed);

	add_late(wizard, report);
	if (outcome->request_file) {
		add_request(wizard, report);
		return;
	}
	/* What went wrong is read first. */
	if (!followed)
		ik_proof_services(wizard->store, &wizard->followed, report);
	add_restored(outcome, report);
	if (outcome->now.sha256)
		add_facts(wizard, report);
	add_backup(wizard, report);
	ik_proof_follow(outcome, report);
	ik_proof_publish(wizard->store, outcome, report);
	if (followed)
		ik_proof_services(wizard->store, &wizard->followed, report);
	if (outcome->switched && ik_task(wizard)->switches && ik_wizard_has_plan(wizard))
		ik_review_undo(wizard, report);
	ik_proof_agents(wizard, report);
	add_files(wizard, report);
	if (ik_wizard_details(wizard) && !wizard->on_lines) {
		ik_report_space(report);
		ik_fingerprint_rows(&outcome->now, wizard->ascii, report);
	}
	ik_sheet_row(wizard, report);
}

const struct ik_page ik_page_proof = {
	.id = "proof",
	.kind = IK_PAGE_PROOF,
	.rail = N_("Proof"),
	.title = title,
	.news = news,
	.help = N_("Next: copy the backup away from this server."),
	.help_now = help_now,
	.explain = N_(
		"Everything here was read back from disk after the work, not remembered. "
		"Compare the serial number with what a client shows, to see that the client "
		"got the new certificate.\n"
		"Back leads to the start. When you leave, the same is printed as plain lines, "
		"for your records."),
	.shown = ik_task_changes,
	.buttons = &ik_sheet_button,
	.n_buttons = 1,
	.has_details = true,
	.rows = rows,
};
