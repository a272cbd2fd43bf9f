/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome.c: giving back what an outcome holds. */
#include "config.h"

#include "ops/change/outcome.h"

#include <stdlib.h>

bool ik_outcome_restored(const struct ik_outcome *outcome)
{
	return outcome->restored > 0 || outcome->requests_restored > 0
	       || outcome->steps_restored > 0 || outcome->recovery_restored;
}

void ik_outcome_free(struct ik_outcome *outcome)
{
	ik_facts_free(&outcome->before);
	ik_facts_free(&outcome->now);
	free(outcome->backup_file);
	free(outcome->request);
	free(outcome->request_file);
	ik_old_keys_free(&outcome->keys_deleted);
	for (size_t i = 0; i < outcome->n_hooks; i++) {
		free(outcome->hooks[i].name);
		ik_list_free(&outcome->hooks[i].said);
	}
	free(outcome->hooks);
	ik_publish_end_free(&outcome->publish);
	*outcome = (struct ik_outcome){0};
}
