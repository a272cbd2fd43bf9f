/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_waiting.c: a certificate that comes without its key was made for one of ours. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/records/waiting.h"
#include "store/requests.h"

/* What is looked for, where, and what came of it. */
struct search {
	const struct ik_import_opening *opening;
	const ik_store *store;
	struct ik_import_key *out;
};

/* What was asked for with the key goes with it, and what of that the authority thought otherwise.
 */
static void take_request(struct ik_import_key *out, const struct ik_waiting *waiting)
{
	out->from = IK_KEY_FROM_REQUEST;
	out->asked = true;
	out->request = ik_strdup(waiting->id);
	out->exportable = waiting->exportable;
	free(out->key_group);
	out->key_group = ik_strdup(waiting->key_group);
	out->no_key_group = waiting->no_key_group;
	out->asked_key_group = waiting->asked_key_group;
	ik_asked_compare(&out->asked_for, &out->facts, &out->objections);
}

static bool try_request(const struct search *search, const char *id, struct ik_error *err)
{
	struct ik_waiting waiting = {0};
	struct ik_buffer request = {0};
	ik_secret *key = NULL;
	bool ok = true;

	/* What is damaged is for "check" to tell; it cannot be what is looked for. */
	if (ik_waiting_read(search->store, id, &waiting)
	    && ik_store_request_secret(search->store, id, IK_REQUEST_KEY, &key, NULL)) {
		/* Without it the key fits all the same; only what was asked for is not known. */
		ik_store_request_read(search->store, id, IK_REQUEST_PEM, &request, NULL);
		ok = ik_import_try(search->opening, key, &request, search->out, err);
	}
	if (ok && search->out->fits)
		take_request(search->out, &waiting);
	ik_secret_free(key);
	ik_buffer_free(&request);
	ik_waiting_clear(&waiting);
	return ok;
}

/* The newest first: of two requests for one name it is the one that is meant. */
static bool try_requests(const struct search *search, size_t *waiting, struct ik_error *err)
{
	struct ik_list ids = {0};
	bool ok = ik_store_requests(search->store, &ids, err);

	*waiting = ids.n;
	for (size_t i = ids.n; ok && i-- > 0 && !search->out->fits;)
		ok = try_request(search, ids.items[i], err);
	ik_list_free(&ids);
	return ok;
}

/* What generation NUMBER records of its key goes with it. */
static void take_records(struct ik_import_key *out, unsigned number, const struct ik_info *info)
{
	out->from = IK_KEY_FROM_STORE;
	out->generation = number;
	out->exportable = info->exportable;
	out->asked = info->origin == IK_ORIGIN_REQUESTED;
	free(out->key_group);
	out->key_group = ik_strdup(ik_key_group_recorded(info).name);
	out->no_key_group = info->no_key_group;
	/* Authorities renew by the request that they know. */
	ik_asked_copy(&out->asked_for, &info->asked);
	ik_asked_compare(&out->asked_for, &out->facts, &out->objections);
}

/* One that is damaged, or whose key is gone, cannot be what is looked for. */
static bool try_generation(const struct search *search, unsigned number, struct ik_error *err)
{
	struct ik_generation generation;
	bool ok = true;

	if (ik_generation_load(search->store, number, IK_KEY_LOAD, &generation, NULL)
	    && generation.key)
		ok = ik_import_try(search->opening, generation.key, NULL, search->out, err);
	if (ok && search->out->fits)
		take_records(search->out, number, &generation.info);
	ik_generation_free(&generation);
	return ok;
}

/* A renewed certificate for the key in use, however that came here; or for an older one, the newest
 * first. */
static bool try_generations(const struct search *search, struct ik_error *err)
{
	struct ik_history history = {0};
	unsigned current = 0;
	bool ok = true;

	if (ik_store_current(search->store, &current, NULL) && current)
		ok = try_generation(search, current, err);
	if (!ok || search->out->fits)
		return ok;
	if (ik_history_read(search->store, current, IK_HISTORY_RECORDS, 0, &history, NULL)) {
		for (size_t i = history.n; ok && i-- > 0 && !search->out->fits;)
			if (history.items[i].has_key && history.items[i].number != current)
				ok = try_generation(search, history.items[i].number, err);
	}
	ik_history_free(&history);
	return ok;
}

bool ik_import_waiting(const struct ik_import_opening *opening, struct ik_import_key *out,
		       size_t *waiting, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_store *store = ik_store_open(opening->store, &inner);
	const struct search search = {.opening = opening, .store = store, .out = out};
	bool ok;

	*out = (struct ik_import_key){0};
	*waiting = 0;
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	ok = store && try_requests(&search, waiting, &inner)
	     && (out->fits || try_generations(&search, &inner));
	if (!ok)
		ik_pass(err, &inner);
	if (!ok)
		ik_import_key_free(out);
	ik_store_close(store);
	return ok;
}
