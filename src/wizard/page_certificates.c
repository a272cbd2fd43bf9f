/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_certificates.c: the certificate in use and all generations, where looking is all that was
 * asked. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/records/state.h"
#include "ops/status/show.h"
#include "rows/fingerprint.h"
#include "rows/proof.h"
#include "rows/words.h"
#include "wizard/bars.h"
#include "wizard/pages.h"
#include "wizard/sheet.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("The certificate in use.");
}

static bool when_looking(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "verify");
}

static void add_state(const struct ik_situation *situation, struct ik_report *report)
{
	if (situation->damage.id != IK_E_NONE)
		ik_report_text(report, IK_TONE_ERROR, ik_error_sentence(&situation->damage));
	else if (!situation->backup_known)
		ik_report_text(report, IK_TONE_WARNING, ik_strdup(_("No backup of it is known.")));
}

static void add_generation(const struct ik_shown *shown, bool details, struct ik_report *report)
{
	char *head = ik_format(_("Generation %u"), shown->generation);
	const char *state = ik_state_word(shown->state);

	if (!shown->facts.sha256) {
		ik_report_pair(report, IK_TONE_ERROR, head, ik_strdup(state));
		return;
	}
	char *until = ik_date_day(shown->facts.not_after);

	ik_report_pair(report, IK_TONE_PLAIN, head, ik_format(_("%s, until %s"), state, until));
	if (details)
		ik_report_pair(report, IK_TONE_PLAIN, NULL, ik_words_hex(shown->facts.serial));
	free(until);
}

/* The newest first: as bars, and in words. */
static void add_generations(const struct ik_wizard *wizard, struct ik_report *report)
{
	struct ik_timeline timeline = {.now = wizard->clock()};
	struct ik_shown *shown = NULL;
	size_t n = 0;

	if (!ik_list_all(wizard->store, wizard->clock(), &shown, &n, NULL))
		return;
	for (size_t i = n; i-- > 0;)
		ik_bars_add(&timeline, &shown[i]);
	ik_report_timeline(report, &timeline);
	ik_report_space(report);
	for (size_t i = n; i-- > 0;) {
		add_generation(&shown[i], ik_wizard_details(wizard), report);
		ik_shown_free(&shown[i]);
	}
	free(shown);
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	int64_t now = wizard->clock();

	add_state(&wizard->situation, report);
	if (wizard->outcome.now.sha256)
		ik_proof_facts(report, NULL, &wizard->outcome.now, now, ik_wizard_details(wizard));
	if (wizard->outcome.now.sha256)
		ik_proof_zone(report, NULL, &wizard->outcome.now);
	char *store = ik_words_path(wizard->store);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Files")),
		       ik_format("%s/current/", store));
	free(store);
	ik_report_space(report);
	add_generations(wizard, report);
	if (ik_wizard_details(wizard) && !wizard->on_lines) {
		ik_report_space(report);
		ik_fingerprint_rows(&wizard->outcome.now, wizard->ascii, report);
	}
	ik_sheet_row(wizard, report);
}

const struct ik_page ik_page_certificates = {
	.id = "certificates",
	.kind = IK_PAGE_PROOF,
	.rail = N_("Certificates"),
	.title = title,
	.help = N_("Compare the serial number with what clients show."),
	.explain = N_(
		"Everything here was read from disk just now. Compare the serial number with "
		"what a client shows, to see that the client has the certificate in use.\n"
		"Back leads to the start. When you leave, the same is printed as plain lines, "
		"for your records."),
	.shown = when_looking,
	.buttons = &ik_sheet_button,
	.n_buttons = 1,
	.has_details = true,
	.rows = rows,
};
