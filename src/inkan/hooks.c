/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.c: inkan hooks: the commands that run after a switch, listed, or run again after one of
 * them failed. */
#include "ops/change/hooks.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "front/batch/json.h"
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
		ik_print_note("inkan: %s\n", elsewhere);
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

/* Each with whether it would run, and why it would not. */
static json_t *hooks_json(const struct ik_hook *items, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		const bool runs = items[i].refused.id == IK_E_NONE;
		char *reason = runs ? NULL : ik_error_sentence(&items[i].refused);
		json_t *hook = json_object();

		ik_json_set_text(hook, "name", items[i].name);
		ik_json_set_text(hook, "directory", items[i].directory);
		ik_json_set_flag(hook, "runs", runs);
		ik_json_set_text(hook, "reason", reason);
		json_array_append_new(array, hook);
		free(reason);
	}
	return array;
}

static int list_json(const char *store)
{
	json_t *object = ik_json_begin(false);
	struct ik_hooks hooks;
	int status = 0;

	ik_hooks_look(store, &hooks);
	for (size_t i = 0; i < hooks.n; i++)
		if (hooks.items[i].refused.id != IK_E_NONE)
			status = ik_print_failure(&hooks.items[i].refused);
	ik_json_set(object, "commands", hooks_json(hooks.items, hooks.n));
	ik_json_set(object, "ignored", hooks_json(hooks.ignored.items, hooks.ignored.n));
	ik_json_set_list(object, "elsewhere", &hooks.elsewhere);
	ik_hooks_free(&hooks);
	return ik_json_end(object, false, status ? 1 : 0);
}

/* What ran is no change of the store, whatever it did. */
static int tell_again(const struct ik_outcome *outcome, const struct ik_followed *followed)
{
	json_t *object = ik_json_begin(false);

	ik_json_set_number(object, "generation", outcome->generation);
	ik_json_set_commands(object, outcome);
	ik_json_set_services(object, followed);
	if (outcome->late.id != IK_E_NONE)
		ik_json_set_error(object, &outcome->late);
	return ik_json_end(object, false, 0);
}

static void print_again(const char *store, const struct ik_outcome *outcome,
			const struct ik_followed *followed)
{
	struct ik_report report = {0};

	if (outcome->n_hooks == 0)
		ik_printf(stdout, "%s\n", _("No command runs after a switch."));
	ik_proof_hooks(outcome, false, &report);
	ik_proof_again(store, outcome, &report);
	ik_proof_services(store, followed, &report);
	ik_report_print(&report);
	ik_report_free(&report);
}

static int run_again(const struct ik_line *line, const char *store)
{
	struct ik_step_lines step_lines = {0};
	struct ik_watch watch = {.wait = ik_step_lines_wait, .self = &step_lines};
	struct ik_outcome outcome;
	struct ik_followed followed;
	struct ik_error err = {0};
	int status = 0;

	if (!ik_hooks_again(store, ik_cli_now(), &watch, &outcome, &err))
		return ik_cli_fail(line, &err);
	ik_services_follow(store, ik_cli_now(), &watch, &followed);
	if (line->given[IK_OPTION_JSON])
		tell_again(&outcome, &followed);
	else
		print_again(store, &outcome, &followed);
	if (outcome.late.id != IK_E_NONE)
		status = ik_print_failure(&outcome.late);
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
		return ik_cli_fail(line, &err);
	if (line->given[IK_OPTION_AGAIN])
		status = run_again(line, store);
	else
		status = line->given[IK_OPTION_JSON] ? list_json(store) : list(store);
	free(store);
	return status;
}
