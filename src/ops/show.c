/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c: the facts of the store's generations. */
#include "config.h"

#include "ops/show.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/generation.h"
#include "store/store.h"

/* What is loaded of a generation and the one after it, while its state is found out. */
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
		ik_facts_copy(&shown->facts, &generation.facts);
		shown->days_left = ik_date_days_left(shown->facts.not_after, now);
		shown->validity = ik_shown_validity(shown, now);
	} else {
		shown->state = IK_STATE_DAMAGED;
		shown->validity = IK_VALIDITY_DAMAGED;
	}
	ik_generation_free(&generation);
}

/* Whether generation NUMBER was ever in use, seen from the one made next, which replaced NUMBER if it was, and an older
 * one if it was not.  REPLACES is IK_REPLACES_UNKNOWN without a next one, or where that does not know: then those below
 * CURRENT were. */
static bool was_in_use(unsigned number, int64_t replaces, unsigned current)
{
	if (replaces == IK_REPLACES_UNKNOWN || replaces > number)
		return number < current;
	return replaces == number;
}

static void settle(struct ik_shown *shown, int64_t replaces, unsigned current)
{
	if (shown->state == IK_STATE_RETIRED && !was_in_use(shown->generation, replaces, current))
		shown->state = IK_STATE_UNUSED;
}

/* What the generation made after NUMBER says that it replaced. */
static int64_t replaced_by_next(const ik_store *store, unsigned number)
{
	struct ik_generation next = {0};
	unsigned *numbers = NULL;
	size_t n = 0, at = 0;
	int64_t replaces = IK_REPLACES_UNKNOWN;

	ik_store_generations(store, &numbers, &n, NULL);
	while (at < n && numbers[at] <= number)
		at++;
	if (at < n) {
		ik_generation_load(store, numbers[at], IK_KEY_LOOK, &next, NULL);
		if (next.has_info)
			replaces = next.info.replaces;
		ik_generation_free(&next);
	}
	free(numbers);
	return replaces;
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
		ik_error_set(err, IK_E_STORE_NONE, path, NULL, NULL);
		goto out;
	}
	current = current_of(store, NULL);
	load(store, generation, generation == current, IK_KEY_CHECK, now, &loaded);
	settle(&loaded.shown, replaced_by_next(store, generation), current);
	ok = loaded.shown.damage.id != IK_E_STORE_NO_GENERATION;
	if (!ok)
		ik_error_set(err, IK_E_STORE_NO_GENERATION, loaded.shown.damage.arg[0], NULL, NULL);
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
	unsigned current;
	ik_store *store = ik_store_open(path, &failure);
	bool ok;

	*shown = NULL;
	*n = 0;
	if (!store && failure.id == IK_E_STORE_NONE)
		return true;
	if (!store) {
		if (err && err->id == IK_E_NONE)
			*err = failure;
		return false;
	}
	ok = ik_store_generations(store, &numbers, n, err);
	current = current_of(store, err);
	*shown = ok && *n ? ik_alloc_array(*n, sizeof(**shown)) : NULL;
	for (size_t i = 0; ok && i < *n; i++) {
		struct loaded loaded = {0};

		/* Fitting a key takes ten times as long as all the rest; the one that services use is worth it. */
		load(store, numbers[i], numbers[i] == current, numbers[i] == current ? IK_KEY_CHECK : IK_KEY_LOOK, now,
		     &loaded);
		(*shown)[i] = loaded.shown;
		if (i > 0)
			settle(&(*shown)[i - 1], loaded.replaces, current);
		if (i + 1 == *n)
			settle(&(*shown)[i], IK_REPLACES_UNKNOWN, current);
	}
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
