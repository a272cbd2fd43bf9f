/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retention.c: which old keys are deleted, and deleting them. */
#include "config.h"

#include "ops/records/retention.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/audit.h"
#include "ops/records/clock.h"
#include "ops/records/generation.h"

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

/* When BY took the place of LEFT, if it can have been then; else -1: under a clock that was wrong no days are counted. */
static int64_t replaced_at(const struct kept *by, const struct kept *left)
{
	return ik_clock_was_possible(by->used_since, left->made_at) ? by->used_since : -1;
}

/* When ALL[AT] went out of use: when the last of those after it that says it took its place was put in use (one that a
 * restore brought back may say so, too, and is older); else when the first was that does not say; without one, when it was
 * made itself.  -1: unknown. */
static int64_t left_at(const struct kept *all, size_t n, size_t at)
{
	const struct kept *left = &all[at], *unsaid = NULL;
	int64_t last = -1;
	bool said = false;

	for (size_t i = at + 1; i < n; i++) {
		if (!all[i].has_info)
			continue;
		if (all[i].replaces == (int64_t)left->number) {
			int64_t when = replaced_at(&all[i], left);

			said = true;
			last = when > last ? when : last;
		}
		if (all[i].replaces == IK_REPLACES_UNKNOWN && !unsaid)
			unsaid = &all[i];
	}
	if (said)
		return last;
	if (unsaid)
		return replaced_at(unsaid, left);
	return left->has_info ? replaced_at(left, left) : -1;
}

/* Whether its key and certificate can be put in use again, as far as this user may see. */
static bool is_usable(const ik_store *store, unsigned number)
{
	struct ik_generation generation;
	struct ik_error inner = {0};
	bool usable = ik_generation_load(store, number, IK_KEY_CHECK, &generation, &inner);

	/* A rollback writes the file that holds both anew. */
	usable = (usable && generation.has_key) || (inner.id == IK_E_STORE_DAMAGED && generation.key_read);
	ik_generation_free(&generation);
	return usable;
}

/* What NUMBER says that it took the place of; 0 if it does not say, or says nothing that can be. */
static unsigned replaced_by(const ik_store *store, unsigned number)
{
	struct kept kept;

	look_at(store, number, &kept);
	return kept.replaces > 0 && kept.replaces < (int64_t)number ? (unsigned)kept.replaces : 0;
}

/* NUMBER, if it is usable; else the one it took the place of, and so on, as far as they know; else the newest below LIMIT
 * that is.  A record that names what is no longer there, or is damaged, is no reason to give up what is whole. */
static unsigned usable_from(const ik_store *store, unsigned number, unsigned limit)
{
	unsigned *numbers = NULL, found = 0;
	size_t n = 0;

	for (; number; number = replaced_by(store, number))
		if (is_usable(store, number))
			return number;
	ik_store_generations(store, &numbers, &n, NULL);
	for (size_t i = n; i > 0 && !found; i--)
		if (numbers[i - 1] < limit && ik_store_has_key(store, numbers[i - 1]) && is_usable(store, numbers[i - 1]))
			found = numbers[i - 1];
	free(numbers);
	return found;
}

unsigned ik_generation_before(const ik_store *store, unsigned in_use)
{
	return usable_from(store, replaced_by(store, in_use), in_use);
}

/* Of the keys that are due, the one that is needed to go back stays; where none is due, nobody has to look. */
static void spare_before(const ik_store *store, unsigned in_use, unsigned before, struct ik_old_keys *keys)
{
	unsigned spared = keys->n ? usable_from(store, before, in_use) : 0;
	size_t kept = 0;

	for (size_t i = 0; i < keys->n; i++)
		if (keys->numbers[i] != spared)
			keys->numbers[kept++] = keys->numbers[i];
	keys->n = kept;
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
	spare_before(store, in_use, before, keys);
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
