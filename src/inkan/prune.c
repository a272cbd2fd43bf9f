/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prune.c: inkan prune: says which old keys and backups go, then lets them go. */
#include "ops/change/prune.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/rules/rules.h"
#include "rows/words.h"

enum { KEEP_MAX = 9999 };

static bool number_to_keep(const struct ik_line *line, size_t *keep, struct ik_error *err)
{
	const char *text = line->value[IK_OPTION_KEEP];
	unsigned number = IK_PRUNE_KEEP;
	bool ok = !text || (ik_rule_number(text, KEEP_MAX, &number) && number > 0);

	*keep = number;
	return ok || ik_fail(err, IK_E_PRUNE_KEEP);
}

static bool deletes(const struct ik_prune_plan *plan)
{
	return plan->n_keys > 0 || plan->backups.n > 0 || plan->leftover || plan->leftover_file;
}

static void say(const struct ik_prune_plan *plan)
{
	char *store = ik_words_path(plan->store);

	for (size_t i = 0; i < plan->n_keys; i++)
		ik_printf(stdout, _("Delete: key of generation %u\n"), plan->keys[i]);
	if (plan->leftover)
		ik_printf(stdout,
			  _("Delete: key of generation %u, left by an interrupted change\n"),
			  plan->leftover);
	if (plan->leftover_file)
		ik_printf(stdout, _("Delete: %s, left by an interrupted change\n"),
			  plan->leftover_file);
	for (size_t i = 0; i < plan->backups.n; i++)
		ik_printf(stdout, _("Delete: %s/backups/%s\n"), store, plan->backups.items[i]);
	if (!deletes(plan))
		ik_printf(stdout, "%s\n", _("There is nothing old to delete."));
	else if (plan->before)
		ik_printf(stdout, _("Keep: keys of generations %u and %u\n"), plan->before,
			  plan->in_use);
	else
		ik_printf(stdout, _("Keep: key of generation %u\n"), plan->in_use);
	free(store);
}

/* What nobody could be told is not done. */
static bool perform(const struct ik_prune_plan *plan, struct ik_error *err)
{
	if (!deletes(plan))
		return true;
	if (!ik_print_received(stdout))
		return ik_fail(err, IK_E_OUTPUT_LOST);
	if (!ik_prune_perform(plan, NULL, err))
		return false;
	ik_printf(stdout, "%s\n", _("Deleted. Disks and snapshots may still hold it."));
	return true;
}

static json_t *numbers_of(const struct ik_prune_plan *plan)
{
	json_t *numbers = json_array();

	for (size_t i = 0; i < plan->n_keys; i++)
		json_array_append_new(numbers, json_integer(plan->keys[i]));
	if (plan->leftover)
		json_array_append_new(numbers, json_integer(plan->leftover));
	return numbers;
}

static json_t *files_of(const struct ik_prune_plan *plan)
{
	json_t *files = json_array();
	char *store = ik_words_path(plan->store);

	if (plan->leftover_file)
		json_array_append_new(files, json_string(plan->leftover_file));
	for (size_t i = 0; i < plan->backups.n; i++) {
		char *file = ik_format("%s/backups/%s", store, plan->backups.items[i]);

		json_array_append_new(files, json_string(file));
		free(file);
	}
	free(store);
	return files;
}

/* The plan says what went as well as what would go. */
static int tell(const struct ik_prune_plan *plan, bool only_says)
{
	const bool changed = deletes(plan) && !only_says;
	json_t *object = ik_json_begin(changed);

	ik_json_set_flag(object, "dry_run", only_says);
	ik_json_set(object, "keys_deleted", numbers_of(plan));
	ik_json_set(object, "backups_deleted", files_of(plan));
	return ik_json_end(object, changed, 0);
}

/* Whether some of PLAN is gone, though not all of it went. */
static bool has_begun(const struct ik_prune_plan *plan, size_t keep)
{
	struct ik_prune_plan *left = NULL;
	const bool known = ik_prune_plan(plan->store, keep, plan->planned_at, &left, NULL);
	const bool begun = known
			   && (left->n_keys != plan->n_keys || left->backups.n != plan->backups.n
			       || left->leftover != plan->leftover
			       || !left->leftover_file != !plan->leftover_file);

	ik_prune_plan_free(left);
	return begun;
}

static int tell_failure(const struct ik_prune_plan *plan, size_t keep, const struct ik_error *err)
{
	json_t *object;

	if (!has_begun(plan, keep))
		return ik_json_fail(err);
	object = ik_json_begin(true);
	ik_json_set_error(object, err);
	return ik_json_end(object, true, ik_print_failure(err));
}

/* For programs: what was done is told, since nobody reads along. */
static int perform_and_tell(const struct ik_prune_plan *plan, size_t keep, bool only_says)
{
	struct ik_error err = {0};

	if (!only_says && deletes(plan) && !ik_prune_perform(plan, NULL, &err))
		return tell_failure(plan, keep, &err);
	return tell(plan, only_says);
}

int ik_command_prune(const struct ik_line *line)
{
	struct ik_prune_plan *plan = NULL;
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	size_t keep = IK_PRUNE_KEEP;
	int status = 0;

	if (!store || !number_to_keep(line, &keep, &err)
	    || !ik_prune_plan(store, keep, ik_cli_now(), &plan, &err)) {
		status = ik_cli_fail(line, &err);
	} else if (line->given[IK_OPTION_JSON]) {
		status = perform_and_tell(plan, keep, line->given[IK_OPTION_DRY_RUN]);
	} else {
		say(plan);
		if (!line->given[IK_OPTION_DRY_RUN] && !perform(plan, &err))
			status = ik_print_failure(&err);
	}
	ik_prune_plan_free(plan);
	free(store);
	return status;
}
