/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prune.c: inkan prune: says which old keys and backups go, then lets them go. */
#include "ops/prune.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/print.h"
#include "cli/commands.h"
#include "wizard/words.h"

static bool number_to_keep(const struct ik_line *line, size_t *keep, struct ik_error *err)
{
	const char *text = line->value[IK_OPTION_KEEP];

	*keep = IK_PRUNE_KEEP;
	if (!text)
		return true;
	*keep = text[strspn(text, "0123456789")] || strlen(text) > 4 ? 0 : strtoul(text, NULL, 10);
	return *keep > 0 || ik_error_set(err, IK_E_PRUNE_KEEP, NULL, NULL, NULL);
}

static void say(const struct ik_prune_plan *plan)
{
	char *store = ik_words_path(plan->store);

	for (size_t i = 0; i < plan->n_keys; i++)
		ik_printf(stdout, _("Delete: key of generation %u\n"), plan->keys[i]);
	for (size_t i = 0; i < plan->backups.n; i++)
		ik_printf(stdout, _("Delete: %s/backups/%s\n"), store, plan->backups.items[i]);
	if (plan->n_keys == 0 && plan->backups.n == 0)
		ik_printf(stdout, "%s\n", _("There is nothing old to delete."));
	else if (plan->before)
		ik_printf(stdout, _("Keep: keys of generations %u and %u\n"), plan->before, plan->in_use);
	else
		ik_printf(stdout, _("Keep: key of generation %u\n"), plan->in_use);
	free(store);
	fflush(stdout);
}

int ik_command_prune(const struct ik_line *line)
{
	struct ik_prune_plan *plan = NULL;
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	size_t keep;
	int status = 0;

	if (!store || !number_to_keep(line, &keep, &err) || !ik_prune_plan(store, keep, ik_cli_now(), &plan, &err)) {
		status = ik_cli_fail(&err);
	} else {
		say(plan);
		if ((plan->n_keys || plan->backups.n) && !ik_prune_perform(plan, NULL, &err))
			status = ik_cli_fail(&err);
		else if (plan->n_keys || plan->backups.n)
			ik_printf(stdout, "%s\n", _("Deleted. Disks and snapshots may still hold it."));
	}
	ik_prune_plan_free(plan);
	free(store);
	return status;
}
