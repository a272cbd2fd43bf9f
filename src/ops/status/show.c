/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c: the facts of the store's generations. */
#include "config.h"

#include "ops/status/show.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/generation.h"
#include "store/store.h"

/* What is loaded of a generation, while its state is found out. */
struct loaded {
	struct ik_shown shown;
	int64_t replaces; /* IK_REPLACES_UNKNOWN, or as info says */
};

enum ik_validity ik_shown_validity(const struct ik_shown *shown, int64_t now)
{
	enum ik_validity validity = ik_validity_of(&shown->facts, now);

	if (validity == IK_VALIDITY_TODAY)
		return shown->days_left < 0 ? IK_VALIDITY_EXPIRED : IK_VALIDITY_EXPIRING;
	return validity;
}

static void load(const ik_store *store, unsigned number, bool in_use, enum ik_key_wish wish, int64_t now,
		 struct loaded *loaded)
{
	struct ik_generation generation = {0};
	struct ik_shown *shown = &loaded->shown;
	bool whole = ik_generation_load(store, number, wish, &generation, &shown->damage);

	if (whole && in_use && !generation.has_key)
		whole = ik_generation_no_key(store, number, &shown->damage);
	shown->generation = number;
	shown->state = in_use ? IK_STATE_IN_USE : IK_STATE_RETIRED;
	shown->has_key = generation.has_key;
	loaded->replaces = IK_REPLACES_UNKNOWN;
	if (generation.has_info) {
		shown->origin = ik_strdup(ik_origin_id(generation.info.origin));
		shown->exportable = generation.info.exportable;
		loaded->replaces = generation.info.replaces;
	}
	if (whole) {
		shown->facts = generation.facts;
		generation.facts = (struct ik_facts){0};
		shown->days_left = ik_date_days_left(shown->facts.not_after, now);
		shown->validity = ik_shown_validity(shown, now);
	} else {
		shown->state = IK_STATE_DAMAGED;
		shown->validity = IK_VALIDITY_DAMAGED;
	}
	ik_generation_free(&generation);
}

/* Whether generation NUMBER was ever in use, as the ones made later tell: REPLACED, if one of them says that it took its
 * place; else by the next one, which took the place of an older one if NUMBER was not.  NEXT is IK_REPLACES_UNKNOWN without
 * a next one, or where that does not know: then those below CURRENT were. */
static bool was_in_use(unsigned number, bool replaced, int64_t next, unsigned current)
{
	if (!replaced && (next == IK_REPLACES_UNKNOWN || next > number))
		return number < current;
	return replaced;
}

static void settle(struct ik_shown *shown, bool replaced, int64_t next, unsigned current)
{
	if (shown->state == IK_STATE_RETIRED && !was_in_use(shown->generation, replaced, next, current))
		shown->state = IK_STATE_UNUSED;
}

static int64_t replaces_of(const ik_store *store, unsigned number)
{
	struct ik_generation generation;
	int64_t replaces;

	ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL);
	replaces = generation.has_info ? generation.info.replaces : IK_REPLACES_UNKNOWN;
	ik_generation_free(&generation);
	return replaces;
}

/* Mostly the next one says it. */
static void settle_one(const ik_store *store, struct ik_shown *shown, unsigned current)
{
	int64_t next = IK_REPLACES_UNKNOWN;
	unsigned *numbers = NULL;
	size_t n = 0, at = 0;
	bool replaced = false;

	ik_store_generations(store, &numbers, &n, NULL);
	while (at < n && numbers[at] <= shown->generation)
		at++;
	for (size_t i = at; i < n && !replaced; i++) {
		int64_t replaces = replaces_of(store, numbers[i]);

		replaced = replaces == (int64_t)shown->generation;
		next = i == at ? replaces : next;
	}
	free(numbers);
	settle(shown, replaced, next, current);
}

static int by_number(const void *a, const void *b)
{
	const struct ik_shown *x = a, *y = b;

	return (x->generation > y->generation) - (x->generation < y->generation);
}

/* REPLACES stands beside SHOWN. */
static void settle_all(struct ik_shown *shown, const int64_t *replaces, size_t n, unsigned current)
{
	bool *replaced = ik_alloc_array(n + 1, sizeof(*replaced));

	for (size_t i = 0; i < n; i++) {
		struct ik_shown key = {.generation = replaces[i] > 0 ? (unsigned)replaces[i] : 0};
		const struct ik_shown *found = bsearch(&key, shown, n, sizeof(*shown), by_number);

		if (found && found->generation < shown[i].generation)
			replaced[found - shown] = true;
	}
	for (size_t i = 0; i < n; i++)
		settle(&shown[i], replaced[i], i + 1 < n ? replaces[i + 1] : IK_REPLACES_UNKNOWN, current);
	free(replaced);
}

/* A link that leads nowhere hides which one is in use, and nothing else. */
static unsigned current_of(const ik_store *store, struct ik_error *err)
{
	unsigned current = 0;

	ik_store_current(store, &current, err);
	return current;
}

bool ik_show(const char *path, unsigned generation, int64_t now, struct ik_shown *shown, struct ik_error *err)
{
	struct loaded loaded = {0};
	unsigned current;
	ik_store *store = ik_store_open(path, err);
	bool ok = false;

	*shown = (struct ik_shown){0};
	if (!store)
		return false;
	if (generation == 0 && !ik_store_current(store, &generation, err))
		goto out;
	if (generation == 0) {
		ik_fail(err, IK_E_STORE_NONE, path);
		goto out;
	}
	current = current_of(store, NULL);
	load(store, generation, generation == current, IK_KEY_CHECK, now, &loaded);
	settle_one(store, &loaded.shown, current);
	ok = loaded.shown.damage.id != IK_E_STORE_NO_GENERATION;
	if (!ok)
		ik_fail(err, IK_E_STORE_NO_GENERATION, loaded.shown.damage.arg[0]);
	*shown = loaded.shown;
	if (!ok)
		ik_shown_free(shown);
out:
	ik_store_close(store);
	return ok;
}

bool ik_list_all(const char *path, int64_t now, struct ik_shown **shown, size_t *n, struct ik_error *err)
{
	struct ik_error failure = {0};
	unsigned *numbers = NULL;
	int64_t *replaces;
	unsigned current;
	ik_store *store = ik_store_open(path, &failure);
	bool ok;

	*shown = NULL;
	*n = 0;
	if (!store && failure.id == IK_E_STORE_NONE)
		return true;
	if (!store) {
		ik_pass(err, &failure);
		return false;
	}
	ok = ik_store_generations(store, &numbers, n, err);
	current = current_of(store, err);
	*shown = ok && *n ? ik_alloc_array(*n, sizeof(**shown)) : NULL;
	replaces = ik_alloc_array(*n + 1, sizeof(*replaces));
	for (size_t i = 0; ok && i < *n; i++) {
		struct loaded loaded = {0};

		/* Fitting a key takes ten times as long as all the rest; the one that services use is worth it. */
		load(store, numbers[i], numbers[i] == current, numbers[i] == current ? IK_KEY_CHECK : IK_KEY_LOOK, now,
		     &loaded);
		(*shown)[i] = loaded.shown;
		replaces[i] = loaded.replaces;
	}
	if (ok && *n)
		settle_all(*shown, replaces, *n, current);
	free(replaces);
	free(numbers);
	ik_store_close(store);
	return ok;
}

void ik_shown_free(struct ik_shown *shown)
{
	free(shown->origin);
	ik_facts_free(&shown->facts);
	*shown = (struct ik_shown){0};
}
