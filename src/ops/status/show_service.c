/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show_service.c: the certificate that a service shows, and which of ours that is. */
#include "config.h"

#include "ops/status/show.h"

#include "base/alloc.h"
#include "base/date.h"
#include "ops/status/service_inside.h"

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
	ik_store *store = ik_service_history(path, &history);
	bool ok;

	*shown = (struct ik_shown){0};
	ik_services_ask(services, ik_service_in_use(&history), NULL, seen);
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
