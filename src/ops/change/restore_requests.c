/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_requests.c: keys that waited for their certificate when the backup was made wait again.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pairs.h"
#include "ops/change/restore_inside.h"
#include "ops/records/reading.h"
#include "ops/records/waiting.h"
#include "store/requests.h"

static size_t slot_of(const ik_restore_source *source, size_t i)
{
	return source->opened.manifest.n_generations + i;
}

static const struct ik_buffer *member(const ik_restore_source *source, size_t i, const char *name)
{
	return ik_backup_opened_member(&source->opened, slot_of(source, i), name);
}

/* --- plan ------------------------------------------------------------------------------------- */

/* Whether a generation here has its key, so that it has its certificate. */
static bool is_completed(const ik_store *store, const struct ik_restore_plan *plan,
			 const struct ik_buffer *request)
{
	struct ik_buffer *certificates = ik_alloc_array(plan->n_numbers + 1, sizeof(*certificates));
	const struct ik_buffer **all = ik_alloc_array(plan->n_numbers + 1,
						      sizeof(const struct ik_buffer *));
	bool found;

	for (size_t i = 0; i < plan->n_numbers; i++) {
		ik_store_read(store, plan->numbers[i], "certificate.pem", &certificates[i], NULL);
		all[i] = &certificates[i];
	}
	found = ik_reading_completes(request, all, plan->n_numbers);
	for (size_t i = 0; i < plan->n_numbers; i++)
		ik_buffer_free(&certificates[i]);
	free(all);
	free(certificates);
	return found;
}

static bool settle(const ik_restore_source *source, const ik_store *store,
		   const struct ik_list *here, size_t i, struct ik_restore_plan *plan,
		   struct ik_error *err)
{
	const struct ik_manifest_request *listed = &source->opened.manifest.requests[i];
	struct ik_restore_request *request = &plan->requests[plan->n_requests++];
	struct ik_waiting waiting = {0};
	bool ok = true;

	*request = (struct ik_restore_request){.id = ik_strdup(listed->id),
					       .fate = IK_RESTORE_NO_REQUEST};
	if (ik_list_has(here, listed->id))
		request->fate = IK_RESTORE_WAITING;
	if (listed->state != IK_REQUEST_SEALED)
		return true;
	if (!ik_waiting_parse(member(source, i, IK_REQUEST_INFO), &waiting))
		ok = ik_fail(err, IK_E_REQUEST_DAMAGED, listed->id);
	request->name = waiting.name ? ik_strdup(waiting.name) : NULL;
	request->made_at = waiting.made_at;
	ik_waiting_clear(&waiting);
	if (ik_list_has(here, listed->id))
		request->fate = IK_RESTORE_WAITING;
	else if (store && is_completed(store, plan, member(source, i, IK_REQUEST_PEM)))
		request->fate = IK_RESTORE_COMPLETED;
	else
		request->fate = IK_RESTORE_WAITS_AGAIN;
	plan->requests_added += request->fate == IK_RESTORE_WAITS_AGAIN;
	return ok;
}

bool ik_restore_plan_requests(const ik_restore_source *source, const ik_store *store,
			      struct ik_restore_plan *plan, struct ik_error *err)
{
	const size_t n = source->opened.manifest.n_requests;
	struct ik_list here = {0};
	bool ok = !store || n == 0 || ik_store_requests(store, &here, err);

	plan->requests = ik_alloc_array(n + 1, sizeof(*plan->requests));
	for (size_t i = 0; ok && i < n; i++)
		ok = settle(source, store, &here, i, plan, err);
	ik_list_free(&here);
	return ok;
}

/* --- perform ---------------------------------------------------------------------------------- */

/* As it was in the backup, but for the mark. */
static bool write_info(const ik_restore_source *source, const struct ik_restore_plan *plan,
		       size_t i, struct ik_buffer *text, struct ik_error *err)
{
	const struct ik_buffer *old = member(source, i, IK_REQUEST_INFO);
	struct ik_pairs pairs = {0};

	if (!plan->not_exportable) {
		ik_buffer_add(text, old->data, old->size);
		return true;
	}
	if (!ik_pairs_parse(old->data, old->size, &pairs, err))
		return false;
	for (size_t at = 0; at < pairs.n; at++)
		if (strcmp(pairs.items[at].id, "exportable") != 0)
			ik_pairs_write(text, pairs.items[at].id, pairs.items[at].value);
	ik_pairs_write(text, "exportable", "no");
	ik_pairs_free(&pairs);
	return true;
}

static struct ik_request_written written_of(const ik_restore_source *source, size_t i,
					    const struct ik_buffer *info)
{
	return (struct ik_request_written){
		.key = source->opened.keys[slot_of(source, i)],
		.request = member(source, i, IK_REQUEST_PEM),
		.info = info,
	};
}

bool ik_restore_write_request(const ik_restore_source *source, const struct ik_restore_plan *plan,
			      size_t i, ik_change *change)
{
	struct ik_buffer info = {0};
	const struct ik_request_written written = written_of(source, i, &info);
	bool ok = write_info(source, plan, i, &info, ik_change_error(change))
		  && ik_change_write_request(change, plan->requests[i].id, &written);

	ik_buffer_free(&info);
	return ok;
}

bool ik_restore_read_request(const ik_restore_source *source, const struct ik_restore_plan *plan,
			     size_t i, struct ik_watch *watch, ik_change *change)
{
	struct ik_error *err = ik_change_error(change);
	struct ik_buffer info = {0};
	const struct ik_request_written written = written_of(source, i, &info);
	bool ok = write_info(source, plan, i, &info, err)
		  && ik_request_prove(ik_change_store(change), plan->requests[i].id, &written,
				      watch, err);

	ik_buffer_free(&info);
	return ok;
}
