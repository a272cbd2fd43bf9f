/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retention.c: which old keys are deleted, and deleting them. */
#include "config.h"

#include "ops/records/retention.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/audit.h"
#include "ops/records/history.h"

/* Of the keys that are due, the one that is needed to go back stays; where none is due, nobody has
 * to look. */
static void spare_before(const struct ik_history *history, unsigned in_use, unsigned before,
			 struct ik_old_keys *keys)
{
	unsigned spared = keys->n ? ik_history_usable(history, before, in_use) : 0;
	size_t kept = 0;

	for (size_t i = 0; i < keys->n; i++)
		if (keys->numbers[i] != spared)
			keys->numbers[kept++] = keys->numbers[i];
	keys->n = kept;
}

void ik_old_keys_find(const struct ik_history *history, unsigned in_use, unsigned before,
		      int64_t now, int days, struct ik_old_keys *keys)
{
	*keys = (struct ik_old_keys){
		.numbers = ik_alloc_array(history->n + 1, sizeof(*keys->numbers))};
	for (size_t i = 0; i < history->n && history->items[i].number < in_use; i++) {
		const struct ik_past *past = &history->items[i];
		/* A clock that was wrong then, or is now, deletes nothing but on request. */
		bool due = days == 0
			   || (past->left_at >= 0 && ik_date_days_past(past->left_at, now) >= days);

		if (past->has_key_file && past->number != before && due)
			keys->numbers[keys->n++] = past->number;
	}
	spare_before(history, in_use, before, keys);
}

static bool log_deleted(ik_store *store, unsigned number, int64_t now, struct ik_error *err)
{
	struct ik_audit entry = {
		.when = now, .operation = "delete-key", .generation = number, .done = true};

	return ik_audit_log(store, &entry, err);
}

/* What may not be deleted, whatever was planned: what is in use, and what one can go back to from
 * there. */
static bool find_needed(const ik_store *store, unsigned *in_use, unsigned *before,
			struct ik_error *err)
{
	struct ik_history history = {0};
	bool ok = ik_store_current(store, in_use, err)
		  && ik_history_read(store, *in_use, IK_HISTORY_RECORDS, 0, &history, err);

	*before = ok && *in_use ? ik_history_before(&history, *in_use) : 0;
	ik_history_free(&history);
	return ok;
}

bool ik_old_keys_delete(ik_store *store, const struct ik_old_keys *keys, int64_t now,
			struct ik_old_keys *gone, struct ik_error *err)
{
	unsigned in_use = 0, before;

	if (keys->n == 0)
		return true;
	if (!find_needed(store, &in_use, &before, err))
		return false;
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
