/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c: the facts of the store's generations. */
#include "config.h"

#include "ops/status/show.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/history.h"
#include "store/store.h"

enum ik_validity ik_shown_validity(const struct ik_shown *shown, int64_t now)
{
	enum ik_validity validity = ik_validity_of(&shown->facts, now);

	if (validity == IK_VALIDITY_TODAY)
		return shown->facts.not_after < now ? IK_VALIDITY_EXPIRED : IK_VALIDITY_EXPIRING;
	return validity;
}

/* Takes facts and damage out of PAST. */
static void fill(struct ik_past *past, int64_t now, struct ik_shown *shown)
{
	*shown = (struct ik_shown){
		.generation = past->number,
		.state = past->state,
		.validity = IK_VALIDITY_DAMAGED,
		.has_key = past->has_key,
	};
	if (past->has_info) {
		shown->origin = ik_strdup(ik_origin_id(past->info.origin));
		shown->exportable = past->info.exportable;
	}
	if (past->damage) {
		shown->damage = past->damage;
		past->damage = NULL;
		return;
	}
	shown->facts = past->facts;
	past->facts = (struct ik_facts){0};
	shown->days_left = ik_date_days_left(shown->facts.not_after, now);
	shown->validity = ik_shown_validity(shown, now);
}

/* A link that leads nowhere hides which one is in use, and nothing else. */
static unsigned current_of(const ik_store *store, struct ik_error *err)
{
	unsigned current = 0;

	ik_store_current(store, &current, err);
	return current;
}

/* What could not be looked at is not damaged: that nothing more can be done just now is the error
 * of all. */
static const struct ik_error *limit_of(const struct ik_history *history)
{
	for (size_t i = 0; i < history->n; i++)
		if (history->items[i].damage && ik_error_is_limit(history->items[i].damage->id))
			return history->items[i].damage;
	return NULL;
}

static bool show_one(const ik_store *store, unsigned number, int64_t now, struct ik_shown *shown,
		     struct ik_error *err)
{
	struct ik_history history;
	bool ok = ik_history_read(store, current_of(store, NULL), IK_HISTORY_ONE, number, &history,
				  err);
	struct ik_past *past = ok ? ik_history_find(&history, number) : NULL;

	if (ok && limit_of(&history))
		ok = ik_pass(err, limit_of(&history));
	else if (past)
		fill(past, now, shown);
	else if (ok)
		ok = ik_fail_number(err, IK_E_STORE_NO_GENERATION, number);
	ik_history_free(&history);
	return ok;
}

bool ik_show(const char *path, unsigned generation, int64_t now, struct ik_shown *shown,
	     struct ik_error *err)
{
	ik_store *store = ik_store_open(path, err);
	bool ok = store && (generation || ik_store_current(store, &generation, err));

	*shown = (struct ik_shown){0};
	if (ok && generation == 0)
		ok = ik_fail(err, IK_E_STORE_NONE, path);
	ok = ok && show_one(store, generation, now, shown, err);
	ik_store_close(store);
	return ok;
}

/* Fitting a key takes ten times as long as all the rest; the one that services use is worth it. */
static bool list(const ik_store *store, int64_t now, struct ik_shown **shown, size_t *n,
		 struct ik_error *err)
{
	const unsigned current = current_of(store, err);
	struct ik_history history;
	bool ok = ik_history_read(store, current, IK_HISTORY_ALL, current, &history, err);

	if (ok && limit_of(&history)) {
		ik_error_clear(err);
		ok = ik_pass(err, limit_of(&history));
	}
	*n = ok ? history.n : 0;
	*shown = *n ? ik_alloc_array(*n, sizeof(**shown)) : NULL;
	for (size_t i = 0; i < *n; i++)
		fill(&history.items[i], now, &(*shown)[i]);
	ik_history_free(&history);
	return ok;
}

bool ik_list_all(const char *path, int64_t now, struct ik_shown **shown, size_t *n,
		 struct ik_error *err)
{
	struct ik_error failure = {0};
	ik_store *store = ik_store_open(path, &failure);
	bool ok;

	*shown = NULL;
	*n = 0;
	if (!store && failure.id == IK_E_STORE_NONE)
		return true;
	if (!store)
		return ik_pass(err, &failure);
	ok = list(store, now, shown, n, err);
	ik_store_close(store);
	return ok;
}

void ik_shown_free(struct ik_shown *shown)
{
	free(shown->origin);
	ik_facts_free(&shown->facts);
	free(shown->damage);
	*shown = (struct ik_shown){0};
}
