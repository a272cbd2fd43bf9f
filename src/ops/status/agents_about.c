/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_about.c: what reports are judged by: the certificates of the store, since when the one in
 * use is, and what is published. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/history.h"
#include "ops/records/published.h"
#include "ops/records/recovery.h"
#include "store/store.h"

/* The one in use first, since two generations may have one certificate. */
static void add_generation(const struct ik_past *past, bool in_use, struct ik_agents_about *about)
{
	struct ik_agents_generation *generation = &about->generations[about->n_generations];

	if (!past->has_facts || !ik_sha256_read(past->facts.sha256, &generation->sha256))
		return;
	generation->number = past->number;
	generation->left_at = in_use ? -1 : past->left_at;
	about->n_generations++;
}

static bool take_history(const struct ik_history *history, struct ik_agents_about *about,
			 struct ik_error *err)
{
	const struct ik_past *in_use = ik_history_find(history, history->in_use);

	about->generations = ik_alloc_array(history->n + 1, sizeof(*about->generations));
	if (in_use)
		add_generation(in_use, true, about);
	if (about->n_generations == 0)
		return in_use && in_use->damage ? ik_pass(err, in_use->damage)
						: ik_fail(err, IK_E_AGENTS_NO_CERTIFICATE);
	about->generation = in_use->number;
	about->in_use = about->generations[0].sha256;
	about->switched_at = !in_use->has_info         ? 0
			     : in_use->info.used_since ? in_use->info.used_since
						       : in_use->info.made_at;
	for (size_t i = history->n; i-- > 0;)
		if (&history->items[i] != in_use && history->items[i].state != IK_STATE_UNUSED)
			add_generation(&history->items[i], false, about);
	return true;
}

/* Agents have a day for what is published. */
static void take_sets(struct ik_file_sets *sets, int64_t now, struct ik_agents_about *about)
{
	for (size_t i = 0; i < sets->n; i++) {
		const uint64_t number = sets->items[i].number;

		if (number > 0 && (int64_t)number <= now - IK_SECONDS_A_DAY)
			ik_file_sets_add(&about->sets, sets->items[i].name)->number = number;
	}
}

/* What cannot be read of these is for `check` to say; here it only means that less can be judged.
 */
static void take_published(const ik_store *store, struct ik_agents_about *about)
{
	struct ik_published published;

	if (ik_published_read(store, &published, NULL)) {
		about->source = ik_strdup(published.source);
		take_sets(&published.sets, about->now, about);
	}
	ik_published_free(&published);
	ik_recovery_read(store, &about->has_recovery, &about->recovery, NULL);
	if (!about->source)
		about->source = ik_strdup("");
}

bool ik_agents_about_read(const char *path, int64_t now, struct ik_agents_about *about,
			  struct ik_error *err)
{
	struct ik_history history = {0};
	unsigned in_use = 0;
	ik_store *store = ik_store_open(path, err);
	bool good;

	*about = (struct ik_agents_about){.store = ik_strdup(path), .now = now};
	good = store && ik_store_current(store, &in_use, err)
	       && (in_use || ik_fail(err, IK_E_AGENTS_NO_CERTIFICATE))
	       && ik_history_read(store, in_use, IK_HISTORY_ALL, 0, &history, err)
	       && take_history(&history, about, err);
	if (good)
		take_published(store, about);
	ik_history_free(&history);
	ik_store_close(store);
	return good;
}

void ik_agents_about_free(struct ik_agents_about *about)
{
	free(about->store);
	free(about->source);
	free(about->generations);
	ik_file_sets_free(&about->sets);
	*about = (struct ik_agents_about){0};
}

const struct ik_agents_generation *ik_agents_about_find(const struct ik_agents_about *about,
							const struct ik_sha256 *sha256)
{
	for (size_t i = 0; i < about->n_generations; i++)
		if (ik_sha256_equal(&about->generations[i].sha256, sha256))
			return &about->generations[i];
	return NULL;
}
