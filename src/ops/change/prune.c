/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prune.c: what is old, and its going. */
#include "config.h"

#include "ops/change/prune.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "files/place.h"
#include "ops/backup/backup_parts.h"
#include "ops/records/audit.h"
#include "ops/records/history.h"
#include "ops/records/last_backup.h"
#include "ops/records/leftover.h"
#include "ops/records/retention.h"
#include "store/backups.h"
#include "store/store.h"

/* --- what a cut change left ------------------------------------------------------------------- */

static void plan_leftover(const ik_store *store, struct ik_prune_plan *plan)
{
	struct ik_leftover leftover;

	ik_leftover_look(store, &leftover);
	plan->leftover = leftover.generation;
	plan->leftover_file = leftover.file_is_ours ? ik_strdup(leftover.file) : NULL;
	ik_leftover_free(&leftover);
}

/* --- which backups ---------------------------------------------------------------------------- */

/* Where in NAME, if inkan gave it, the moment stands: inkan-HOST-GENERATION-20261122T030000Z.zip;
 * NULL if not. */
static const char *moment_in(const char *name)
{
	static const char shape[] = "-00000000T000000Z.zip";
	size_t size = strlen(name), tail = strlen(shape);
	const char *end;

	if (strncmp(name, "inkan-", 6) != 0 || size < 6 + tail)
		return NULL;
	end = name + size - tail;
	for (size_t i = 0; i < tail; i++)
		if (shape[i] == '0' ? end[i] < '0' || end[i] > '9' : end[i] != shape[i])
			return NULL;
	return end;
}

static int by_moment(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int order = strcmp(moment_in(x), moment_in(y));

	return order ? order : strcmp(x, y);
}

/* The name of the backup that was proven last, "" if it is not in the default place or not known;
 * caller frees. */
static char *last_name(const ik_store *store)
{
	struct ik_last_backup last;
	const char *slash;
	char *name;

	ik_last_backup_read(store, &last, NULL);
	slash = last.file ? strrchr(last.file, '/') : NULL;
	name = ik_strdup(slash ? slash + 1 : "");
	ik_last_backup_free(&last);
	return name;
}

/* Whether NAME goes already as what an interrupted change left. */
static bool is_leftover(const struct ik_prune_plan *plan, const char *name)
{
	const char *slash = plan->leftover_file ? strrchr(plan->leftover_file, '/') : NULL;

	return slash && !strcmp(slash + 1, name);
}

static bool plan_backups(const ik_store *store, size_t keep, struct ik_prune_plan *plan,
			 struct ik_error *err)
{
	struct ik_list all = {0}, ours = {0};
	char *last;

	if (!ik_store_backups(store, &all, err))
		return false;
	last = last_name(store);
	for (size_t i = 0; i < all.n; i++)
		if (moment_in(all.items[i]) && !is_leftover(plan, all.items[i]))
			ik_list_add(&ours, all.items[i]);
	if (ours.n > 1)
		qsort(ours.items, ours.n, sizeof(*ours.items), by_moment);
	for (size_t i = 0; i + keep < ours.n; i++)
		if (strcmp(ours.items[i], last) != 0)
			ik_list_add(&plan->backups, ours.items[i]);
	plan->backups_kept = ours.n - plan->backups.n;
	free(last);
	ik_list_free(&ours);
	ik_list_free(&all);
	return true;
}

/* --- plan ------------------------------------------------------------------------------------- */

static bool plan_keys(const ik_store *store, struct ik_prune_plan *plan, struct ik_error *err)
{
	struct ik_history history;
	struct ik_old_keys keys = {0};
	bool ok;

	if (!ik_store_current(store, &plan->in_use, err))
		return false;
	if (plan->in_use == 0)
		return ik_fail(err, IK_E_STORE_NONE, plan->store);
	ok = ik_history_read(store, plan->in_use, IK_HISTORY_RECORDS, 0, &history, err);
	plan->before = ik_history_before(&history, plan->in_use);
	if (ok)
		ik_old_keys_find(&history, plan->in_use, plan->before, plan->planned_at, 0, &keys);
	plan->keys = keys.numbers;
	plan->n_keys = keys.n;
	ik_history_free(&history);
	return ok;
}

bool ik_prune_plan(const char *path, size_t keep, int64_t now, struct ik_prune_plan **out,
		   struct ik_error *err)
{
	struct ik_prune_plan *plan = ik_alloc(sizeof(*plan));
	ik_store *store = ik_store_open(path, err);
	bool ok;

	plan->store = ik_strdup(path);
	plan->planned_at = now;
	ok = store && ik_store_may_change(path, err) && plan_keys(store, plan, err);
	if (ok)
		plan_leftover(store, plan);
	ok = ok && plan_backups(store, keep, plan, err);
	ik_store_close(store);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_prune_plan_free(plan);
	return ok;
}

void ik_prune_plan_free(struct ik_prune_plan *plan)
{
	if (!plan)
		return;
	free(plan->store);
	free(plan->keys);
	free(plan->leftover_file);
	ik_list_free(&plan->backups);
	free(plan);
}

/* --- perform ---------------------------------------------------------------------------------- */

static bool delete_backup(ik_store *store, const struct ik_prune_plan *plan, const char *name,
			  struct ik_error *err)
{
	char *path = ik_format("%s/backups/%s", ik_store_path(store), name);
	char *file = ik_place_shown(path);
	struct ik_audit entry = {
		.when = plan->planned_at,
		.operation = "delete-backup",
		.backup_file = file,
		.done = true,
	};
	bool ok = ik_store_remove_backup(store, name, err) && ik_audit_log(store, &entry, err);

	free(file);
	free(path);
	return ok;
}

bool ik_prune_perform(const struct ik_prune_plan *plan, struct ik_watch *watch,
		      struct ik_error *err)
{
	ik_store *store = ik_store_open_change(plan->store, "", watch, err);
	const struct ik_old_keys keys = {.numbers = plan->keys, .n = plan->n_keys};
	struct ik_old_keys gone = {0};
	unsigned current = 0;
	bool ok = store && ik_store_current(store, &current, err);

	if (ok && current != plan->in_use)
		ok = ik_fail(err, IK_E_STORE_MOVED);
	if (ok)
		ik_leftover_sweep(store, NULL, plan->planned_at);
	ok = ok && ik_old_keys_delete(store, &keys, plan->planned_at, &gone, err);
	for (size_t i = 0; ok && i < plan->backups.n; i++)
		ok = delete_backup(store, plan, plan->backups.items[i], err);
	ik_old_keys_free(&gone);
	ik_store_close(store);
	return ok;
}
