/* SPDX-License-Identifier: GPL-3.0-or-later */
/* end.c: what stays on the ordinary screen when the conversation is over: the proof, or what
 * failed. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "rows/report.h"
#include "wizard/advice.h"
#include "wizard/flow.h"
#include "wizard/inside.h"
#include "wizard/pages.h"
#include "wizard/task.h"

/* Said so that it can be typed as it stands. */
static void print_again(const struct ik_wizard *wizard)
{
	const char *again = ik_task(wizard)->again;
	char *command = ik_advice_command(wizard, again ? again : "inkan show");

	ik_printf(stdout, "%s\n  %s\n", _("To print this again:"), command);
	free(command);
}

/* The last page as lines; caller frees. */
static char *proof_lines(struct ik_wizard *wizard)
{
	const struct ik_page *page = ik_flow_last(wizard);
	struct ik_report report = {0};
	enum ik_tone tone;

	wizard->details = IK_DETAILS_HIDDEN;
	page->rows(wizard, &report);
	char *title = ik_page_says(wizard, page, &tone);
	char *rows = ik_report_plain(&report);
	char *lines = ik_format("%s\n%s", title, rows);

	free(rows);
	free(title);
	ik_report_free(&report);
	return lines;
}

static void print_proof(struct ik_wizard *wizard)
{
	char *lines = proof_lines(wizard);

	if (!wizard->told)
		ik_print(stdout, lines);
	if (wizard->outcome.switched
	    || (!wizard->outcome.backup_file && !wizard->outcome.request_file))
		print_again(wizard);
	free(lines);
}

void ik_wizard_keep_proof(struct ik_wizard *wizard)
{
	char *lines = proof_lines(wizard);

	wizard->proven = true;
	if (!wizard->told)
		ik_buffer_format(&wizard->earlier, "%s\n", lines);
	if (wizard->outcome.late.id != IK_E_NONE)
		wizard->earlier_status = 3;
	free(lines);
}

static int print_failure(const struct ik_wizard *wizard, const struct ik_error *err)
{
	char *changed = ik_advice_changed(wizard);
	char *lines = ik_error_lines(err);

	ik_printf(stderr, "inkan: %s\n", changed);
	ik_print(stderr, lines);
	free(lines);
	free(changed);
	return ik_error_status(err->id);
}

int ik_wizard_would_end(const struct ik_wizard *wizard)
{
	return wizard->backup && wizard->backup->read_only ? ik_error_status(IK_E_BACKUP_UNRECORDED)
							   : 0;
}

/* Of the last conversation. */
static int print_last(struct ik_wizard *wizard, bool left, const struct ik_error *err)
{
	const struct ik_error *late = &wizard->outcome.late;

	if (wizard->done) {
		print_proof(wizard);
		if (!ik_print_ok(stdout)
		    && (wizard->outcome.switched || ik_outcome_restored(&wizard->outcome)))
			ik_fail(&wizard->outcome.late, IK_E_OUTPUT_LOST);
		if (late->id != IK_E_NONE) {
			print_failure(wizard, late);
			return 3;
		}
		/* Losing the terminal on the last page takes nothing back. */
		return 0;
	}
	/* Nothing was to be done, which is no failure. */
	if (err->id != IK_E_NONE && ik_error_status(err->id) == 0) {
		char *sentence = ik_error_sentence(err);

		ik_printf(stdout, "%s\n", sentence);
		free(sentence);
		return 0;
	}
	if (err->id != IK_E_NONE)
		return print_failure(wizard, err);
	if (wizard->rehearsed) {
		ik_printf(stdout, "%s\n", _("Nothing was changed."));
		return ik_wizard_would_end(wizard);
	}
	if (wizard->failure.id != IK_E_NONE)
		return print_failure(wizard, &wizard->failure);
	if (left)
		ik_print_note("inkan: %s\n", _("Nothing was changed."));
	return 1;
}

int ik_wizard_print_end(struct ik_wizard *wizard, bool left, const struct ik_error *err)
{
	bool more = wizard->done || err->id != IK_E_NONE || wizard->failure.id != IK_E_NONE;

	if (!wizard->proven)
		return print_last(wizard, left, err);
	ik_print(stdout, ik_buffer_string(&wizard->earlier));

	/* Who only looked at the start again has nothing more to be told. */
	int status = more ? print_last(wizard, left, err) : 0;

	/* What was proven before was changed, whoever could not be told. */
	if (status != 3 && !ik_print_ok(stdout)) {
		struct ik_error lost = {0};

		ik_fail(&lost, IK_E_OUTPUT_LOST);
		ik_print_failure(&lost);
		return 3;
	}
	return status ? status : wizard->earlier_status;
}
