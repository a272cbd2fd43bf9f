/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.c: inkan request --out FILE: a request for a certificate authority, with the names of the certificate in use
 * where none are given. */
#include "ops/request.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
#include "cli/commands.h"
#include "wizard/proof.h"
#include "wizard/words.h"

static bool make_plan(const struct ik_line *line, struct ik_wizard *wizard, struct ik_request_plan **plan,
		      struct ik_error *err)
{
	const char *out = line->value[IK_OPTION_OUT];
	char *file;
	bool ok;

	if (!out)
		return ik_error_set(err, IK_E_ARGUMENT_MISSING, "--out FILE", "request", NULL);
	if (!ik_cli_give_identity(line, wizard, err))
		return false;
	/* What was not given, the page fills in from the certificate in use. */
	ik_wizard_enter(wizard, ik_page_of("name"));
	file = ik_cli_text(out, err);

	const struct ik_request_wish wish = {
		.name = ik_answer(wizard->answers, "name"),
		.alt_names = ik_answer(wizard->answers, "alt_names"),
		.organization = ik_answer(wizard->answers, "organization"),
		.key_type = ik_answer(wizard->answers, "key_type"),
		.key_group = line->value[IK_OPTION_KEY_GROUP],
		.request_file = file,
	};

	ok = file && ik_request_plan(&wish, wizard->store, ik_cli_now(), plan, err);
	free(file);
	return ok;
}

static void print_outcome(const struct ik_request_plan *plan, const struct ik_outcome *outcome)
{
	struct ik_report report = {0};
	char *names = ik_list_join(&plan->dns_names, ", ");
	char *lines;

	ik_report_text(&report, IK_TONE_GOOD, ik_strdup(_("The request is made; its key waits in the store.")));
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Request file")), ik_words_path(outcome->request_file));
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Names")), names);
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Key")), ik_strdup(ik_key_type_name(ik_key_type_id(plan->key_type))));
	if (plan->in_use)
		ik_report_text(&report, IK_TONE_PLAIN, ik_strdup(_("The certificate in use stays until then.")));
	ik_report_text(&report, IK_TONE_PLAIN,
		       ik_strdup(_("Have it signed by your certificate authority, then: inkan import CERTIFICATE")));
	lines = ik_report_plain(&report);
	ik_print(stdout, lines);
	free(lines);
	ik_report_free(&report);
}

/* It is made; what failed afterwards is told and makes the status 3. */
static int end(const struct ik_request_plan *plan, const struct ik_outcome *outcome)
{
	print_outcome(plan, outcome);
	if (outcome->late.id == IK_E_NONE)
		return 0;
	ik_cli_fail(&outcome->late);
	return 3;
}

int ik_command_request(const struct ik_line *line)
{
	struct ik_teller teller = {0};
	struct ik_watch watch = {.wait = ik_teller_wait, .self = &teller};
	struct ik_wizard wizard = {0};
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	int status;

	if (ik_wizard_start(&wizard, ik_cli_store(line), ik_cli_now, &err) && make_plan(line, &wizard, &plan, &err) &&
	    ik_request_perform(plan, &watch, &outcome, &err))
		status = end(plan, &outcome);
	else
		status = ik_cli_fail(&err);
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	ik_wizard_free(&wizard);
	return status;
}
