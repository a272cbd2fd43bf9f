/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_waiting.c: the requests of a store that go into its backup, since their keys are nowhere
 * else. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/backup/backup_parts.h"
#include "ops/records/reading.h"
#include "ops/records/waiting.h"
#include "pki/request.h"
#include "store/requests.h"

/* If an import was cut, or its end failed, the request is still there, but its key has a
 * certificate. */
static bool is_completed(const struct ik_backup_material *material, const struct ik_buffer *request)
{
	const size_t n = material->manifest.n_generations;
	const struct ik_buffer **all = ik_alloc_array(n + 1, sizeof(const struct ik_buffer *));

	for (size_t i = 0; i < n; i++)
		all[i] = &material->sources[i].public;
	bool found = ik_reading_completes(request, all, n);

	free(all);
	return found;
}

/* All of a request.  False: it cannot be read; ERR is set only if that is this user's fault. */
static bool read_all(const ik_store *store, const char *id, struct ik_backup_source *source,
		     struct ik_waiting *waiting, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *key = NULL;
	bool ok = ik_waiting_read(store, id, waiting);

	if (!ok)
		inner = waiting->damage;
	ok = ok && ik_store_request_read(store, id, IK_REQUEST_INFO, &source->info, &inner)
	     && ik_store_request_read(store, id, IK_REQUEST_PEM, &source->public, &inner)
	     && ik_store_request_secret(store, id, IK_REQUEST_KEY, &key, &inner)
	     && ik_request_key_fits(key, &source->public, NULL, NULL);
	ik_secret_free(key);
	if (inner.id == IK_E_STORE_DENIED)
		ik_pass(err, &inner);
	return ok;
}

static void empty(struct ik_backup_source *source)
{
	ik_buffer_free(&source->public);
	ik_buffer_free(&source->info);
}

static bool gather_one(const ik_store *store, const char *id, struct ik_backup_material *material,
		       struct ik_error *err)
{
	struct ik_backup_source *source =
		&material->sources[ik_manifest_slots(&material->manifest)];
	struct ik_waiting waiting = {0};
	struct ik_error inner = {0};
	bool whole = read_all(store, id, source, &waiting, &inner);
	bool sealed = whole && waiting.exportable;

	if (!whole && inner.id == IK_E_NONE)
		ik_manifest_add_request(&material->manifest, id, IK_REQUEST_DAMAGED);
	else if (whole && is_completed(material, &source->public))
		sealed = false;
	else if (whole)
		ik_manifest_add_request(&material->manifest, id,
					sealed ? IK_REQUEST_SEALED : IK_REQUEST_NOT_EXPORTABLE);
	if (!sealed)
		empty(source);
	if (inner.id != IK_E_NONE)
		ik_pass(err, &inner);
	ik_waiting_clear(&waiting);
	return inner.id == IK_E_NONE;
}

bool ik_backup_gather_requests(const ik_store *store, const struct ik_list *ids,
			       struct ik_backup_material *material, struct ik_error *err)
{
	for (size_t i = 0; i < ids->n; i++)
		if (!gather_one(store, ids->items[i], material, err))
			return false;
	return true;
}
