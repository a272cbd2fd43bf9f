/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show_service.c: the certificate that a service shows, and which of ours that is. */
#include "config.h"

#include "ops/status/show.h"

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/history.h"
#include "store/store.h"

/* Without a store, or with one that this user may not read, none is known. */
static ik_store *open_history(const char *path, struct ik_history *history)
{
	ik_store *store = ik_store_open(path, NULL);
	unsigned in_use = 0;

	*history = (struct ik_history){0};
	if (store) {
		ik_store_current(store, &in_use, NULL);
		ik_history_read(store, in_use, IK_HISTORY_ALL, 0, history, NULL);
	}
	return store;
}

static const char *name_in_use(const struct ik_history *history)
{
	const struct ik_past *past = history->in_use ? ik_history_find(history, history->in_use)
						     : NULL;

	return past && past->has_facts ? past->facts.common_name : NULL;
}

static void fill(const struct ik_past *past, const struct ik_seen *seen, int64_t now,
		 struct ik_shown *shown)
{
	ik_facts_copy(&shown->facts, seen->served.chain);
	shown->days_left = ik_date_days_left(shown->facts.not_after, now);
	shown->validity = ik_shown_validity(shown, now);
	if (!past)
		return;
	shown->generation = past->number;
	shown->state = past->state;
	shown->has_key = past->has_key;
	if (past->has_info) {
		shown->origin = ik_strdup(ik_origin_id(past->info.origin));
		shown->exportable = past->info.exportable;
	}
}

bool ik_show_service(const char *path, const struct ik_services *services, int64_t now,
		     struct ik_shown *shown, struct ik_seen *seen, struct ik_error *err)
{
	struct ik_history history;
	ik_store *store = open_history(path, &history);
	bool ok;

	*shown = (struct ik_shown){0};
	ik_services_ask(services, name_in_use(&history), NULL, seen);
	ik_seen_judge(&history, now, seen);
	ok = seen->state != IK_SEEN_NOT;
	if (ok)
		fill(seen->generation ? ik_history_find(&history, seen->generation) : NULL, seen,
		     now, shown);
	else
		ik_pass(err, &seen->failure);
	ik_history_free(&history);
	ik_store_close(store);
	return ok;
}
