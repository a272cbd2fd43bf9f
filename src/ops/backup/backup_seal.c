/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_seal.c: each key sealed on its own, in children that know this key and the password and
 * nothing else; and beside them the derivation for the seal, which takes as long as one of theirs.
 */
#include "config.h"

#include "ops/backup/backup_parts.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "pki/key.h"
#include "pki/seal.h"

enum { PACK_HEADS = 64, SEALED_HEADS = 4096 };

/* In the child: the secret is the key and the password. */
static bool seal_key(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(secret);
	struct ik_buffer sealed = {0};
	ik_secret *key, *password;
	bool ok;

	(void)argument;
	ik_unpack_secret(&in, &key);
	ik_unpack_secret(&in, &password);
	ok = ik_unpack_done(&in, err) && ik_key_seal(key, password, &sealed, err)
	     && ik_secret_append(result, sealed.data, sealed.size, err);
	ik_buffer_free(&sealed);
	ik_secret_free(password);
	ik_secret_free(key);
	return ok;
}

/* In the child: the secret is the password. */
static bool derive_seal(const void *argument, const ik_secret *secret, ik_secret *result,
			struct ik_error *err)
{
	(void)argument;
	return ik_seal_derive(secret, result, err);
}

static bool prepare_job(const ik_store *store, const struct ik_manifest *manifest, size_t slot,
			const ik_secret *password, struct ik_job *job, ik_secret **secret,
			struct ik_error *err)
{
	ik_secret *key;

	if (!ik_backup_read_key(store, manifest, slot, &key, err))
		return false;
	*secret = ik_secret_new(ik_secret_size(key) + ik_secret_size(password) + PACK_HEADS);
	ik_pack_secret(*secret, key);
	ik_pack_secret(*secret, password);
	*job = (struct ik_job){
		.run = seal_key,
		.secret = *secret,
		.result_cap = 2 * ik_secret_size(key) + SEALED_HEADS,
	};
	ik_secret_free(key);
	return true;
}

/* Seals up to a batch of keys from slot *NEXT on.  In the first one the seal's own derivation, the
 * longest, begins first. */
static bool seal_batch(const ik_store *store, const ik_secret *password, struct ik_watch *watch,
		       struct ik_backup_material *material, size_t *next, struct ik_error *err)
{
	struct ik_job jobs[1 + IK_BACKUP_BATCH] = {
		{.run = derive_seal, .secret = password, .result_cap = IK_SEAL_DERIVED_ROOM}};
	ik_secret *secrets[1 + IK_BACKUP_BATCH] = {0};
	size_t of[1 + IK_BACKUP_BATCH];
	size_t n = 1, first = material->derived ? 1 : 0;
	bool ok = true;

	for (; ok && n <= IK_BACKUP_BATCH && *next < ik_manifest_slots(&material->manifest);
	     (*next)++) {
		if (!ik_manifest_sealed(&material->manifest, *next))
			continue;
		ok = prepare_job(store, &material->manifest, *next, password, &jobs[n], &secrets[n],
				 err);
		of[n] = *next;
		n += ok;
	}
	ok = ok && ik_contain(jobs + first, n - first, watch, err);
	for (size_t i = 1; ok && i < n; i++)
		ik_buffer_add(&material->sources[of[i]].sealed, ik_secret_data(jobs[i].result),
			      ik_secret_size(jobs[i].result));
	if (ok && first == 0) {
		material->derived = jobs[0].result;
		jobs[0].result = NULL;
	}
	ik_job_free(jobs, n);
	for (size_t i = 1; i < n; i++)
		ik_secret_free(secrets[i]);
	return ok;
}

bool ik_backup_seal_keys(const ik_store *store, const ik_secret *password, struct ik_watch *watch,
			 struct ik_backup_material *material, struct ik_error *err)
{
	for (size_t next = 0; next < ik_manifest_slots(&material->manifest);)
		if (!seal_batch(store, password, watch, material, &next, err))
			return false;
	return true;
}
