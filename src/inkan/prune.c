/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prune.c: inkan prune: says which old keys and backups go, then lets them go. */
#include "ops/change/prune.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/print.h"
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

int ik_command_prune(const struct ik_line *line)
{
	struct ik_prune_plan *plan = NULL;
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	size_t keep;
	int status = 0;

	if (!store || !number_to_keep(line, &keep, &err)
	    || !ik_prune_plan(store, keep, ik_cli_now(), &plan, &err)) {
		status = ik_print_failure(&err);
	} else {
		say(plan);
		if (!line->given[IK_OPTION_DRY_RUN] && !perform(plan, &err))
			status = ik_print_failure(&err);
	}
	ik_prune_plan_free(plan);
	free(store);
	return status;
}
