/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_slots.c: reads from the store what the slots of a backup hold: its generations, then its
 * requests. */
#include "config.h"

#include "ops/backup/backup_parts.h"
#include "ops/records/generation.h"
#include "ops/records/waiting.h"
#include "store/requests.h"

bool ik_backup_read(const ik_store *store, const struct ik_manifest *manifest, size_t slot,
		    const char *name, struct ik_buffer *out, struct ik_error *err)
{
	if (slot < manifest->n_generations)
		return ik_store_read(store, manifest->generations[slot].number, name, out, err);
	return ik_store_request_read(store, manifest->requests[slot - manifest->n_generations].id,
				     name, out, err);
}

static bool read_generation_key(const ik_store *store, unsigned number, ik_secret **key,
				struct ik_error *err)
{
	struct ik_generation generation;
	bool ok = ik_generation_load(store, number, IK_KEY_LOAD, &generation, err);

	if (ok && !generation.key)
		ok = ik_generation_no_key(store, number, err);
	if (ok) {
		*key = generation.key;
		generation.key = NULL;
	}
	ik_generation_free(&generation);
	return ok;
}

bool ik_backup_read_key(const ik_store *store, const struct ik_manifest *manifest, size_t slot,
			ik_secret **key, struct ik_error *err)
{
	*key = NULL;
	if (slot < manifest->n_generations)
		return read_generation_key(store, manifest->generations[slot].number, key, err);
	return ik_store_request_secret(store, manifest->requests[slot - manifest->n_generations].id,
				       IK_REQUEST_KEY, key, err);
}
