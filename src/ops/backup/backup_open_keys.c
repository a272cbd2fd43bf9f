/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_open_keys.c: the sealed keys of a backup whose MAC was checked: each opens and fits; for a
 * restore they come back. */
#include "config.h"

#include "ops/backup/backup_open.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "ops/backup/backup_parts.h"
#include "pki/key.h"
#include "pki/request.h"

enum { PACK_HEADS = 64, CHECKED_CAP = 64, KEY_CAP = IK_SECRET_KEY_ROOM + PACK_HEADS };

/* What a child looks at: public bytes. */
struct sealed {
	const struct ik_buffer *public; /* the certificate, or the request */
	bool is_request;
	const struct ik_buffer *key;
	const char *name;
	bool wanted; /* the open key is the answer, else only that it is fine */
};

/* One batch under way. */
struct batch {
	struct ik_job jobs[IK_BACKUP_BATCH];
	struct sealed sealed[IK_BACKUP_BATCH];
	ik_secret *secrets[IK_BACKUP_BATCH];
	char *names[IK_BACKUP_BATCH];
	ik_secret **keys[IK_BACKUP_BATCH]; /* where each open key goes; NULL: nowhere */
	size_t n;
};

/* Which key it was, in place of what pki knows. */
static bool blame_key(const struct sealed *sealed, enum ik_error_id id,
		      const struct ik_error *inner, struct ik_error *err)
{
	return ik_fail_because(err, id, inner, sealed->name);
}

static bool key_fits(const struct sealed *sealed, const ik_secret *key, struct ik_error *err)
{
	return sealed->is_request
		       ? ik_request_fits(key, sealed->public->data, sealed->public->size, err)
		       : ik_key_fits(key, sealed->public->data, sealed->public->size, err);
}

static bool check_open(const struct sealed *sealed, const ik_secret *key, const ik_secret *expected,
		       struct ik_error *err)
{
	struct ik_error inner = {0};

	if (!key_fits(sealed, key, &inner))
		return blame_key(
			sealed, inner.id == IK_E_KEY_READ ? IK_E_BACKUP_KEY : IK_E_BACKUP_KEY_APART,
			&inner, err);
	if (ik_secret_size(expected) > 0 && !ik_key_same(key, expected))
		return blame_key(sealed, IK_E_BACKUP_COMPARE, &inner, err);
	return true;
}

static bool answer(const struct sealed *sealed, const ik_secret *key, ik_secret *result,
		   struct ik_error *err)
{
	bool fits = sealed->wanted ? ik_pack_secret(result, key) : ik_pack_number(result, 1);

	return fits || blame_key(sealed, IK_E_BACKUP_KEY, &(struct ik_error){0}, err);
}

/* In the child: the secret is the password, and the key that is expected or nothing. */
static bool open_key(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	const struct sealed *sealed = argument;
	struct ik_unpack in = ik_unpack_begin(secret);
	struct ik_error inner = {0};
	ik_secret *password, *expected, *key = NULL;
	bool ok;

	ik_unpack_secret(&in, &password);
	ik_unpack_secret(&in, &expected);
	ok = ik_unpack_done(&in, err);
	if (ok && !ik_key_unseal(sealed->key->data, sealed->key->size, password, &key, &inner))
		ok = inner.id == IK_E_COST ? ik_fail(err, IK_E_COST, inner.arg[0])
					   : blame_key(sealed, IK_E_BACKUP_KEY, &inner, err);
	ok = ok && check_open(sealed, key, expected, err) && answer(sealed, key, result, err);
	ik_secret_free(key);
	ik_secret_free(expected);
	ik_secret_free(password);
	return ok;
}

/* The key that STORE has; empty without a store. */
static bool load_expected(const ik_store *store, const struct ik_manifest *manifest, size_t slot,
			  const char *name, ik_secret **key, struct ik_error *err)
{
	struct ik_error inner = {0};

	*key = NULL;
	if (!store) {
		*key = ik_secret_new(1);
		return true;
	}
	if (ik_backup_read_key(store, manifest, slot, key, &inner))
		return true;
	if (inner.id == IK_E_STORE_NO_KEY)
		return ik_fail(err, IK_E_BACKUP_COMPARE, name);
	return ik_pass(err, &inner);
}

static bool add_job(struct batch *batch, const struct ik_backup_opened *opened, size_t slot,
		    const ik_secret *password, const ik_store *same_as, ik_secret **key,
		    struct ik_error *err)
{
	size_t i = batch->n++;
	struct sealed *sealed = &batch->sealed[i];
	ik_secret *expected;

	batch->keys[i] = key;
	batch->names[i] = ik_manifest_path(&opened->manifest, slot, "key.pem");
	*sealed = (struct sealed){
		.public = ik_backup_opened_member(opened, slot,
						  ik_manifest_public(&opened->manifest, slot)),
		.is_request = slot >= opened->manifest.n_generations,
		.key = ik_backup_opened_member(opened, slot, "key.pem"),
		.name = batch->names[i],
		.wanted = key != NULL,
	};
	if (!load_expected(same_as, &opened->manifest, slot, sealed->name, &expected, err))
		return false;
	batch->secrets[i] = ik_secret_new(ik_secret_size(password) + ik_secret_size(expected)
					  + PACK_HEADS);
	ik_pack_secret(batch->secrets[i], password);
	ik_pack_secret(batch->secrets[i], expected);
	ik_secret_free(expected);
	batch->jobs[i] = (struct ik_job){
		.run = open_key,
		.argument = sealed,
		.secret = batch->secrets[i],
		.result_cap = key ? KEY_CAP : CHECKED_CAP,
	};
	return true;
}

static bool run_batch(struct batch *batch, struct ik_watch *watch, struct ik_error *err)
{
	if (!ik_contain(batch->jobs, batch->n, watch, err))
		return false;
	for (size_t i = 0; i < batch->n; i++) {
		struct ik_unpack in = ik_unpack_begin(batch->jobs[i].result);

		if (!batch->keys[i])
			continue;
		ik_unpack_secret(&in, batch->keys[i]);
		if (!ik_unpack_done(&in, err))
			return false;
	}
	return true;
}

static void end_batch(struct batch *batch)
{
	ik_job_free(batch->jobs, batch->n);
	for (size_t i = 0; i < batch->n; i++) {
		ik_secret_free(batch->secrets[i]);
		free(batch->names[i]);
	}
	*batch = (struct batch){0};
}

bool ik_backup_open_keys(const struct ik_backup_opened *opened, const ik_secret *password,
			 const ik_store *same_as, ik_secret **keys, struct ik_watch *watch,
			 struct ik_error *err)
{
	const struct ik_manifest *manifest = &opened->manifest;
	const size_t slots = ik_manifest_slots(manifest);
	struct batch batch = {0};
	bool ok = true;

	for (size_t i = 0; ok && i < slots; i++) {
		if (ik_manifest_sealed(manifest, i))
			ok = add_job(&batch, opened, i, password, same_as, keys ? &keys[i] : NULL,
				     err);
		if (ok && (batch.n == IK_BACKUP_BATCH || i + 1 == slots)) {
			ok = run_batch(&batch, watch, err);
			end_batch(&batch);
		}
	}
	end_batch(&batch);
	return ok;
}
