/* SPDX-License-Identifier: GPL-3.0-or-later */
/* situation.c: how things stand, as far as this user may see. */
#include "config.h"

#include "ops/status/situation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/text.h"
#include "ops/change/kept.h"
#include "ops/change/key_group.h"
#include "ops/records/generation.h"
#include "ops/records/last_backup.h"
#include "ops/status/host.h"
#include "ops/status/last_commands.h"
#include "store/inspect.h"
#include "store/store.h"

/* Gone for certain: what this user may not see is taken to be there. */
static bool is_gone(const char *file)
{
	char *path = ik_text_to_locale(file);
	struct stat st;
	bool gone = stat(path ? path : file, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);

	free(path);
	return gone;
}

static bool is_backed_up(const ik_store *store, unsigned generation)
{
	struct ik_last_backup last;
	bool known;

	ik_last_backup_read(store, &last, NULL);
	known = last.file && !is_gone(last.file) && ik_last_backup_holds(store, &last, generation);
	ik_last_backup_free(&last);
	return known;
}

static bool look_at_generation(const ik_store *store, struct ik_situation *situation)
{
	struct ik_generation generation = {0};
	bool whole = ik_generation_load_said(store, situation->generation, IK_KEY_CHECK,
					     &generation, &situation->damage);

	if (whole && !generation.has_key)
		whole = ik_generation_no_key(store, situation->generation, &situation->damage);
	if (generation.has_facts) {
		ik_facts_copy(&situation->facts, &generation.facts);
		situation->keeps_all = ik_losses_none(&generation.facts, &generation.said,
						      situation->host);
	}
	if (generation.has_info)
		situation->key_group = ik_strdup(ik_key_group_recorded(&generation.info).name);
	situation->no_key_group = generation.info.no_key_group;
	ik_generation_free(&generation);
	return whole;
}

/* For those who may run them. */
static void look_at_commands(const ik_store *store, struct ik_situation *situation)
{
	struct ik_last_commands last;
	struct ik_hooks hooks;

	if (!ik_store_is_own(store))
		return;
	ik_hooks_look(situation->store, &hooks);
	ik_last_commands_look(store, situation->store, &hooks, situation->generation, &last);
	for (size_t i = 0; i < last.n; i++) {
		if (last.items[i].result == IK_LAST_FAILED)
			ik_list_add(&situation->commands_failed, last.items[i].name);
		else if (last.items[i].result == IK_LAST_UNRUN)
			ik_list_add(&situation->commands_unrun, last.items[i].name);
	}
	ik_last_commands_free(&last);
	ik_hooks_free(&hooks);
}

static void look_at_store(const ik_store *store, struct ik_situation *situation)
{
	unsigned *numbers = NULL;
	size_t n = 0;

	situation->has_generations = ik_store_generations(store, &numbers, &n, NULL) && n > 0;
	free(numbers);
	ik_store_next(store, &situation->next_generation, NULL);
	if (!ik_store_current(store, &situation->generation, &situation->damage)) {
		situation->validity = IK_VALIDITY_DAMAGED;
	} else if (situation->generation == 0) {
		situation->validity = IK_VALIDITY_NONE;
	} else {
		situation->backup_known = is_backed_up(store, situation->generation);
		situation->validity = look_at_generation(store, situation)
					      ? ik_validity_of(&situation->facts, situation->now)
					      : IK_VALIDITY_DAMAGED;
		look_at_commands(store, situation);
	}
	ik_last_run_look(store, situation->store, situation->generation, &situation->last_run);
}

void ik_situation_look(const char *path, int64_t now, struct ik_situation *situation)
{
	struct ik_error failure = {0};
	ik_store *store;

	*situation = (struct ik_situation){
		.store = ik_strdup(path), .now = now, .next_generation = 1};
	situation->host = ik_host_look(&situation->host_names);
	situation->clock_free = ik_host_clock_is_free();
	ik_store_may_change(path, &situation->no_change);
	store = ik_store_open(path, &failure);
	situation->store_exists = failure.id != IK_E_STORE_NONE;
	if (store) {
		look_at_store(store, situation);
	} else if (situation->store_exists) {
		situation->damage = failure;
		situation->validity = IK_VALIDITY_DAMAGED;
	}
	ik_store_close(store);
}

bool ik_situation_stands(const struct ik_situation *situation)
{
	ik_store *store = ik_store_open(situation->store, NULL);
	unsigned in_use = 0;

	if (store)
		ik_store_current(store, &in_use, NULL);
	ik_store_close(store);
	return in_use == situation->generation;
}

void ik_situation_free(struct ik_situation *situation)
{
	free(situation->store);
	ik_facts_free(&situation->facts);
	free(situation->key_group);
	free(situation->host);
	ik_list_free(&situation->commands_failed);
	ik_list_free(&situation->commands_unrun);
	ik_list_free(&situation->host_names);
	*situation = (struct ik_situation){0};
}

char *ik_backup_default_file(const char *store, const char *host, unsigned generation, int64_t now)
{
	char *when = ik_date_compact(now);
	char *path = ik_format("%s/backups/inkan-%s-%u-%s.zip", store, *host ? host : "server",
			       generation, when);

	free(when);
	return path;
}
