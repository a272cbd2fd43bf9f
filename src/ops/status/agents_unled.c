/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_unled.c: who reports a certificate that a restore does not bring back. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/records/served.h"

static void know(const struct ik_list *certificates, struct ik_agents_about *about)
{
	about->generations = ik_alloc_array(certificates->n + 1, sizeof(*about->generations));
	for (size_t i = 0; i < certificates->n; i++) {
		struct ik_agents_generation *known = &about->generations[about->n_generations];

		known->number = (unsigned)i + 1;
		known->left_at = -1;
		about->n_generations += ik_sha256_read(certificates->items[i], &known->sha256);
	}
}

static size_t count_unled(const struct ik_agents_found *found)
{
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++) {
		const struct ik_agent *agent = &found->items[i];

		n += !agent->hidden && agent->damage == IK_AGENT_WHOLE && agent->generation == 0
		     && agent->cause != IK_AGENT_GONE;
	}
	return n;
}

bool ik_agents_unled(const char *store, const struct ik_list *certificates, int64_t now, size_t *n,
		     struct ik_error *err)
{
	struct ik_agents_about about = {.now = now};
	struct ik_agents_expected nobody = {0};
	struct ik_agents_found found = {0};
	struct ik_error failure = {0};
	char *folder = ik_reports_folder(store);
	bool good;

	*n = 0;
	know(certificates, &about);
	good = ik_agents_folder_read(folder, IK_AGENT_REPORTS_MAX, &about, NULL, &found, &failure);
	if (good) {
		ik_agents_judge(&about, &nobody, &found);
		*n = count_unled(&found);
	}
	ik_agents_found_free(&found);
	ik_agents_about_free(&about);
	free(folder);
	return good || failure.id == IK_E_AGENTS_FOLDER_NONE || ik_pass(err, &failure);
}
