/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.c: inkan hooks: the commands that run after a switch, listed, or run again after one of
 * them failed. */
#include "ops/change/hooks.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"
#include "rows/proof.h"
#include "rows/report.h"
#include "wizard/follow.h"

/* What is not run, and why. */
static void tell_unrun(const char *store, const struct ik_hooks *hooks)
{
	char *elsewhere = ik_follow_elsewhere(store, hooks);

	for (size_t i = 0; i < hooks->ignored.n; i++)
		ik_print_failure(&hooks->ignored.items[i].refused);
	if (elsewhere)
		ik_printf(stderr, "inkan: %s\n", elsewhere);
	free(elsewhere);
}

static int list(const char *store)
{
	struct ik_hooks hooks;
	int status = 0;

	ik_hooks_look(store, &hooks);
	if (hooks.n == 0)
		ik_printf(stdout, "%s\n", _("No command runs after a switch."));
	for (size_t i = 0; i < hooks.n; i++) {
		const struct ik_hook *hook = &hooks.items[i];

		if (hook->refused.id == IK_E_NONE)
			ik_printf(stdout, "%s\n", hook->name);
		else
			status = ik_print_failure(&hook->refused);
	}
	tell_unrun(store, &hooks);
	ik_hooks_free(&hooks);
	return status ? 1 : 0;
}

static int run_again(const char *store)
{
	struct ik_step_lines step_lines = {0};
	struct ik_watch watch = {.wait = ik_step_lines_wait, .self = &step_lines};
	struct ik_outcome outcome;
	struct ik_followed followed;
	struct ik_report report = {0};
	struct ik_error err = {0};
	int status = 0;

	if (!ik_hooks_again(store, ik_cli_now(), &watch, &outcome, &err))
		return ik_print_failure(&err);
	if (outcome.n_hooks == 0)
		ik_printf(stdout, "%s\n", _("No command runs after a switch."));
	ik_services_follow(store, ik_cli_now(), &watch, &followed);
	ik_proof_hooks(store, &outcome, &report);
	ik_proof_services(store, &followed, &report);
	ik_report_print(&report);
	if (outcome.late.id != IK_E_NONE)
		status = ik_print_failure(&outcome.late);
	ik_report_free(&report);
	ik_followed_free(&followed);
	ik_outcome_free(&outcome);
	return status;
}

int ik_command_hooks(const struct ik_line *line)
{
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	int status = 0;

	if (!store)
		return ik_print_failure(&err);
	status = line->given[IK_OPTION_AGAIN] ? run_again(store) : list(store);
	free(store);
	return status;
}
