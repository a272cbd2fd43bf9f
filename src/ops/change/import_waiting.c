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

/* One of ours that may have asked for the certificate. */
struct candidate {
	const struct ik_material *certificates;
	int64_t now;
	struct ik_watch *watch;
	struct ik_import_key *out;
};

static bool try_request(const struct candidate *candidate, const ik_store *store, const char *id,
			struct ik_error *err)
{
	struct ik_waiting waiting = {0};
	ik_secret *key = NULL;
	bool ok = true;

	/* What is damaged is for "check" to tell; it cannot be what is looked for. */
	if (ik_waiting_read(store, id, &waiting)
	    && ik_store_request_secret(store, id, IK_REQUEST_KEY, &key, NULL))
		ok = ik_import_try(candidate->certificates, key, candidate->now, candidate->watch,
				   candidate->out, err);
	if (ok && candidate->out->fits) {
		candidate->out->from = IK_KEY_FROM_REQUEST;
		candidate->out->asked = true;
		candidate->out->request = ik_strdup(id);
		candidate->out->exportable = waiting.exportable;
		free(candidate->out->key_group);
		candidate->out->key_group = ik_strdup(waiting.key_group);
		candidate->out->no_key_group = waiting.no_key_group;
		candidate->out->asked_key_group = waiting.asked_key_group;
	}
	ik_secret_free(key);
	ik_waiting_clear(&waiting);
	return ok;
}

/* The newest first: of two requests for one name it is the one that is meant. */
static bool try_requests(const struct candidate *candidate, const ik_store *store, size_t *waiting,
			 struct ik_error *err)
{
	struct ik_list ids = {0};
	bool ok = ik_store_requests(store, &ids, err);

	*waiting = ids.n;
	for (size_t i = ids.n; ok && i-- > 0 && !candidate->out->fits;)
		ok = try_request(candidate, store, ids.items[i], err);
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
}

/* One that is damaged, or whose key is gone, cannot be what is looked for. */
static bool try_generation(const struct candidate *candidate, const ik_store *store,
			   unsigned number, struct ik_error *err)
{
	struct ik_generation generation;
	bool ok = true;

	if (ik_generation_load(store, number, IK_KEY_LOAD, &generation, NULL) && generation.key)
		ok = ik_import_try(candidate->certificates, generation.key, candidate->now,
				   candidate->watch, candidate->out, err);
	if (ok && candidate->out->fits)
		take_records(candidate->out, number, &generation.info);
	ik_generation_free(&generation);
	return ok;
}

/* A renewed certificate for the key in use, however that came here; or for an older one, the newest
 * first. */
static bool try_generations(const struct candidate *candidate, const ik_store *store,
			    struct ik_error *err)
{
	struct ik_history history = {0};
	unsigned current = 0;
	bool ok = true;

	if (ik_store_current(store, &current, NULL) && current)
		ok = try_generation(candidate, store, current, err);
	if (!ok || candidate->out->fits)
		return ok;
	if (ik_history_read(store, current, IK_HISTORY_RECORDS, 0, &history, NULL)) {
		for (size_t i = history.n; ok && i-- > 0 && !candidate->out->fits;)
			if (history.items[i].has_key && history.items[i].number != current)
				ok = try_generation(candidate, store, history.items[i].number, err);
	}
	ik_history_free(&history);
	return ok;
}

bool ik_import_waiting(const struct ik_material *certificates, const char *path, int64_t now,
		       struct ik_watch *watch, struct ik_import_key *out, size_t *waiting,
		       struct ik_error *err)
{
	const struct candidate candidate = {
		.certificates = certificates, .now = now, .watch = watch, .out = out};
	struct ik_error inner = {0};
	ik_store *store = ik_store_open(path, &inner);
	bool ok;

	*out = (struct ik_import_key){0};
	*waiting = 0;
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	ok = store && try_requests(&candidate, store, waiting, &inner)
	     && (out->fits || try_generations(&candidate, store, &inner));
	if (!ok)
		ik_pass(err, &inner);
	if (!ok)
		ik_import_key_free(out);
	ik_store_close(store);
	return ok;
}
