/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.c: all generations of a store, and what their records say together. */
#include "config.h"

#include "ops/records/history.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/records/clock.h"

/* --- what is read ----------------------------------------------------------------------------- */

/* NULL for no error; caller frees. */
static struct ik_error *copy_of(const struct ik_error *error)
{
	struct ik_error *copy = error->id == IK_E_NONE ? NULL : ik_alloc(sizeof(*copy));

	if (copy)
		*copy = *error;
	return copy;
}

void ik_history_add(struct ik_history *history, struct ik_generation *generation,
		    const struct ik_error *damage)
{
	struct ik_past *past;

	history->items = ik_realloc(history->items, (history->n + 1) * sizeof(*history->items));
	past = &history->items[history->n++];
	*past = (struct ik_past){
		.number = generation->number,
		.has_facts = generation->has_facts,
		.facts = generation->facts,
		.has_info = generation->has_info,
		.info = generation->info,
		.has_key = generation->has_key,
		.has_key_file = generation->has_key
				|| ik_store_has_key(history->store, generation->number),
		.left_at = -1,
	};
	generation->has_facts = generation->has_info = false;
	generation->facts = (struct ik_facts){0};
	generation->info = (struct ik_info){0};
	if (!past->has_info)
		past->info.replaces = IK_REPLACES_UNKNOWN;
	past->damage = copy_of(damage);
}

/* What is read of generation NUMBER. */
static enum ik_key_wish wish_for(const ik_store *store, unsigned number,
				 enum ik_history_depth depth, unsigned one)
{
	if (number == one)
		return IK_KEY_CHECK;
	switch (depth) {
	case IK_HISTORY_RECORDS:
	case IK_HISTORY_ONE:
		return IK_KEY_RECORD;
	case IK_HISTORY_ALL:
		return IK_KEY_LOOK;
	case IK_HISTORY_KEYED:
		return ik_store_has(store, number, "key.pem") ? IK_KEY_LOOK : IK_KEY_RECORD;
	}
	return IK_KEY_RECORD;
}

static void add_loaded(struct ik_history *history, struct ik_generation *generation,
		       enum ik_key_wish wish, struct ik_error *damage)
{
	if (damage->id == IK_E_NONE && wish != IK_KEY_RECORD && !generation->has_key
	    && generation->number == history->in_use)
		ik_generation_no_key(history->store, generation->number, damage);
	ik_history_add(history, generation, damage);
	ik_generation_free(generation);
}

/* So many at a time that their certificates may well be in memory at once. */
enum { AT_ONCE = 128 };

static void read_some(struct ik_history *history, const unsigned *numbers, size_t n,
		      enum ik_history_depth depth, unsigned one)
{
	/* Too much for a small stack. */
	struct ik_generation_wish *wishes = ik_alloc_array(n, sizeof(*wishes));
	struct ik_generation *generations = ik_alloc_array(n, sizeof(*generations));
	struct ik_error *damage = ik_alloc_array(n, sizeof(*damage));

	for (size_t i = 0; i < n; i++) {
		wishes[i].number = numbers[i];
		wishes[i].key = wish_for(history->store, numbers[i], depth, one);
	}
	ik_generations_load(history->store, wishes, n, generations, damage);
	for (size_t i = 0; i < n; i++)
		add_loaded(history, &generations[i], wishes[i].key, &damage[i]);
	free(damage);
	free(generations);
	free(wishes);
}

static size_t leave_out(unsigned number, unsigned *numbers, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		if (numbers[i] != number)
			numbers[left++] = numbers[i];
	return left;
}

bool ik_history_read(const ik_store *store, unsigned in_use, enum ik_history_depth depth,
		     unsigned one, struct ik_history *history, struct ik_error *err)
{
	unsigned *numbers = NULL;
	size_t n = 0;
	bool ok = ik_store_generations(store, &numbers, &n, err);

	*history = (struct ik_history){.store = store, .in_use = in_use};
	if (ok && depth == IK_HISTORY_KEYED)
		n = leave_out(in_use, numbers, n);
	for (size_t i = 0; ok && i < n; i += AT_ONCE)
		read_some(history, numbers + i, n - i < AT_ONCE ? n - i : AT_ONCE, depth, one);
	free(numbers);
	ik_history_settle(history);
	return ok;
}

/* --- what follows from it --------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	const struct ik_past *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

struct ik_past *ik_history_find(const struct ik_history *history, unsigned number)
{
	const struct ik_past key = {.number = number};

	return history->n ? bsearch(&key, history->items, history->n, sizeof(key), by_number)
			  : NULL;
}

/* When BY took the place of LEFT, if it can have been then; else -1: under a clock that was wrong
 * no days are counted. */
static int64_t replaced_at(const struct ik_past *by, const struct ik_past *left)
{
	int64_t since = by->info.used_since ? by->info.used_since : by->info.made_at;

	return ik_clock_was_possible(since, left->info.made_at) ? since : -1;
}

/* Marks in REPLACED those that one after them says it took the place of, with when the last of
 * these was put in use: one that a restore brought back may say so, too, and is older. */
static void follow(struct ik_history *history, bool *replaced)
{
	for (size_t i = 0; i < history->n; i++) {
		const struct ik_past *by = &history->items[i];
		struct ik_past *left = by->before ? ik_history_find(history, by->before) : NULL;
		int64_t when = left ? replaced_at(by, left) : -1;

		if (!left)
			continue;
		replaced[left - history->items] = true;
		left->left_at = when > left->left_at ? when : left->left_at;
	}
}

/* For those of which nothing says that it took their place: until the first was put in use that
 * does not say; without one, when it was made itself. */
static void guess_left_at(struct ik_history *history, const bool *replaced)
{
	const struct ik_past *unsaid = NULL;

	for (size_t i = history->n; i-- > 0;) {
		struct ik_past *past = &history->items[i];

		if (!replaced[i] && unsaid)
			past->left_at = replaced_at(unsaid, past);
		else if (!replaced[i] && past->has_info)
			past->left_at = replaced_at(past, past);
		if (past->has_info && past->info.replaces == IK_REPLACES_UNKNOWN)
			unsaid = past;
	}
}

/* Whether ITEMS[AT] was ever in use, as those made later tell: REPLACED, if one of them says that
 * it took its place; else by the next one, which took the place of an older one if this was not.
 * Without a next one, or where that does not know, those below the one in use were. */
static bool was_in_use(const struct ik_history *history, size_t at, bool replaced)
{
	const struct ik_past *past = &history->items[at];
	int64_t next = at + 1 < history->n ? history->items[at + 1].info.replaces
					   : IK_REPLACES_UNKNOWN;

	/* What is in a backup was in use on its server, or may have been. */
	if (past->info.restored_at)
		return true;
	if (!replaced && (next == IK_REPLACES_UNKNOWN || next > past->number))
		return past->number < history->in_use;
	return replaced;
}

static enum ik_generation_state state_of(const struct ik_history *history, size_t at, bool replaced)
{
	const struct ik_past *past = &history->items[at];

	if (past->damage)
		return IK_STATE_DAMAGED;
	if (past->number == history->in_use)
		return IK_STATE_IN_USE;
	return was_in_use(history, at, replaced) ? IK_STATE_RETIRED : IK_STATE_UNUSED;
}

void ik_history_settle(struct ik_history *history)
{
	bool *replaced = ik_alloc_array(history->n + 1, sizeof(*replaced));

	for (size_t i = 0; i < history->n; i++) {
		struct ik_past *past = &history->items[i];

		past->before = past->info.replaces > 0
					       && past->info.replaces < (int64_t)past->number
				       ? (unsigned)past->info.replaces
				       : 0;
	}
	follow(history, replaced);
	guess_left_at(history, replaced);
	for (size_t i = 0; i < history->n; i++)
		history->items[i].state = state_of(history, i, replaced[i]);
	free(replaced);
}

/* --- questions -------------------------------------------------------------------------------- */

/* Once for all who ask: a child is started for it. */
static void try_key(const ik_store *store, struct ik_past *past)
{
	struct ik_generation generation;
	struct ik_error inner = {0};
	bool whole;

	if (past->tried)
		return;
	whole = ik_generation_load(store, past->number, IK_KEY_CHECK, &generation, &inner);
	/* A rollback writes the file that holds both anew. */
	past->usable = (whole && generation.has_key)
		       || (inner.id == IK_E_STORE_DAMAGED && generation.key_read);
	/* What could not be tried may well be the last that can be used: nothing is deleted on that
	 * ground. */
	past->usable = past->usable || (ik_error_is_limit(inner.id) && generation.has_key);
	past->trouble = copy_of(&inner);
	past->tried = true;
	ik_generation_free(&generation);
}

/* Whether its key and certificate can be put in use again, as far as this user may see. */
static bool is_usable(const ik_store *store, struct ik_past *past)
{
	try_key(store, past);
	return past->usable;
}

const struct ik_error *ik_history_trouble(const struct ik_history *history, unsigned number)
{
	struct ik_past *past = ik_history_find(history, number);

	if (!past->damage && past->has_key)
		try_key(history->store, past);
	return past->damage ? past->damage : past->trouble;
}

/* A record that names what is no longer there, or is damaged, is no reason to give up what is
 * whole. */
unsigned ik_history_usable(const struct ik_history *history, unsigned number, unsigned limit)
{
	struct ik_past *past;

	for (; number; number = past ? past->before : 0) {
		past = ik_history_find(history, number);
		if (past && is_usable(history->store, past))
			return number;
	}
	for (size_t i = history->n; i-- > 0;) {
		past = &history->items[i];
		if (past->number < limit && past->has_key_file && is_usable(history->store, past))
			return past->number;
	}
	return 0;
}

unsigned ik_history_before(const struct ik_history *history, unsigned number)
{
	const struct ik_past *past = ik_history_find(history, number);

	return ik_history_usable(history, past ? past->before : 0, number);
}

void ik_history_free(struct ik_history *history)
{
	for (size_t i = 0; i < history->n; i++) {
		ik_facts_free(&history->items[i].facts);
		ik_info_free(&history->items[i].info);
		free(history->items[i].damage);
		free(history->items[i].trouble);
	}
	free(history->items);
	*history = (struct ik_history){0};
}
