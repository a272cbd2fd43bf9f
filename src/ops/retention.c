/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retention.c: which old keys are deleted, and deleting them. */
#include "config.h"

#include "ops/retention.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/audit.h"
#include "ops/generation.h"

/* One generation of the store, as far as its age goes. */
struct kept {
	unsigned number;
	bool has_key;
	bool has_info;
	int64_t made_at;
	int64_t used_since;
	int64_t replaces;
};

static void look_at(const ik_store *store, unsigned number, struct kept *kept)
{
	struct ik_generation generation;

	ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL);
	*kept = (struct kept){
		.number = number,
		.has_key = ik_store_has_key(store, number),
		.has_info = generation.has_info,
		.made_at = generation.info.made_at,
		.used_since = generation.info.used_since ? generation.info.used_since : generation.info.made_at,
		.replaces = generation.has_info ? generation.info.replaces : IK_REPLACES_UNKNOWN,
	};
	ik_generation_free(&generation);
}

/* When ALL[AT] went out of use: when the last of those after it that says it took its place was put in use (one that a
 * restore brought back may say so, too, and is older); else when the first was that does not say; without one, when it was
 * made itself.  -1: unknown. */
static int64_t left_at(const struct kept *all, size_t n, size_t at)
{
	int64_t left = -1, unsaid = -1;

	for (size_t i = at + 1; i < n; i++) {
		if (!all[i].has_info)
			continue;
		if (all[i].replaces == (int64_t)all[at].number && all[i].used_since > left)
			left = all[i].used_since;
		if (all[i].replaces == IK_REPLACES_UNKNOWN && unsaid < 0)
			unsaid = all[i].used_since;
	}
	if (left < 0)
		left = unsaid;
	return left >= 0 || !all[at].has_info ? left : all[at].made_at;
}

unsigned ik_generation_before(const ik_store *store, unsigned in_use)
{
	unsigned *numbers = NULL;
	size_t n = 0;
	unsigned before = 0;
	struct kept kept;

	look_at(store, in_use, &kept);
	if (kept.replaces != IK_REPLACES_UNKNOWN)
		return (unsigned)kept.replaces;
	ik_store_generations(store, &numbers, &n, NULL);
	for (size_t i = 0; i < n && numbers[i] < in_use; i++)
		before = numbers[i];
	free(numbers);
	return before;
}

bool ik_old_keys_find(const ik_store *store, unsigned in_use, unsigned before, int64_t now, int days,
		      struct ik_old_keys *keys, struct ik_error *err)
{
	unsigned *numbers = NULL;
	struct kept *all;
	size_t n = 0;

	*keys = (struct ik_old_keys){0};
	if (!ik_store_generations(store, &numbers, &n, err))
		return false;
	all = ik_alloc_array(n + 1, sizeof(*all));
	keys->numbers = ik_alloc_array(n + 1, sizeof(*keys->numbers));
	for (size_t i = 0; i < n; i++)
		look_at(store, numbers[i], &all[i]);
	for (size_t i = 0; i < n && all[i].number < in_use; i++) {
		int64_t left = left_at(all, n, i);
		/* A clock that was wrong then, or is now, deletes nothing but on request. */
		bool due = days == 0 || (left >= 0 && ik_date_days_left(now, left) >= days);

		if (all[i].has_key && all[i].number != before && due)
			keys->numbers[keys->n++] = all[i].number;
	}
	free(all);
	free(numbers);
	return true;
}

static bool log_deleted(ik_store *store, unsigned number, int64_t now, struct ik_error *err)
{
	struct ik_audit entry = {.when = now, .operation = "delete-key", .generation = number, .done = true};

	return ik_audit_log(store, &entry, err);
}

bool ik_old_keys_delete(ik_store *store, const struct ik_old_keys *keys, int64_t now, struct ik_old_keys *gone,
			struct ik_error *err)
{
	unsigned in_use = 0, before;

	if (keys->n == 0)
		return true;
	if (!ik_store_current(store, &in_use, err))
		return false;
	before = in_use ? ik_generation_before(store, in_use) : 0;
	gone->numbers = ik_realloc(gone->numbers, (gone->n + keys->n) * sizeof(*gone->numbers));
	for (size_t i = 0; i < keys->n; i++) {
		unsigned number = keys->numbers[i];

		if (number == in_use || number == before)
			continue;
		if (!ik_store_delete_key(store, number, err))
			return false;
		gone->numbers[gone->n++] = number;
		if (!log_deleted(store, number, now, err))
			return false;
	}
	return true;
}

void ik_old_keys_free(struct ik_old_keys *keys)
{
	free(keys->numbers);
	*keys = (struct ik_old_keys){0};
}
