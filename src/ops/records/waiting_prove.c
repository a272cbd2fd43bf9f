/* SPDX-License-Identifier: GPL-3.0-or-later */
/* waiting_prove.c: a request that waits is read back from disk, and its key fitted, before anybody
 * is told of it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "ops/records/generation.h"
#include "ops/records/waiting.h"
#include "pki/request.h"
#include "store/requests.h"

static bool unproven(const ik_store *store, const char *id, const char *name,
		     const struct ik_error *inner, struct ik_error *err)
{
	char *file = ik_format("requests/%s/%s", id, name);

	ik_generation_unproven(store, file, inner, err);
	free(file);
	return false;
}

static bool prove_public(const ik_store *store, const char *id, const char *name,
			 const struct ik_buffer *written, struct ik_error *err)
{
	struct ik_buffer stored = {0};
	struct ik_error inner = {0};
	bool ok = (ik_store_request_read(store, id, name, &stored, &inner)
		   && ik_buffer_equal(&stored, written))
		  || unproven(store, id, name, &inner, err);

	ik_buffer_free(&stored);
	return ok;
}

/* What the child does. */
static bool fit(const void *argument, const ik_secret *secret, ik_secret *result,
		struct ik_error *err)
{
	const struct ik_buffer *request = argument;

	return ik_request_fits(secret, request->data, request->size, err)
	       && ik_pack_number(result, 1);
}

bool ik_request_key_fits(const ik_secret *key, const struct ik_buffer *request,
			 struct ik_watch *watch, struct ik_error *err)
{
	struct ik_job job = {.run = fit, .argument = request, .secret = key, .result_cap = 16};

	return ik_contain_one(&job, watch, NULL, err);
}

bool ik_request_prove(const ik_store *store, const char *id,
		      const struct ik_request_written *written, struct ik_watch *watch,
		      struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *key = NULL;
	bool ok = prove_public(store, id, IK_REQUEST_PEM, written->request, err)
		  && prove_public(store, id, IK_REQUEST_INFO, written->info, err)
		  && ((ik_store_request_secret(store, id, IK_REQUEST_KEY, &key, &inner)
		       && ik_secret_equal(key, written->key))
		      || unproven(store, id, IK_REQUEST_KEY, &inner, err));

	if (ok && !ik_request_key_fits(key, written->request, watch, &inner)) {
		ok = false;
		if (inner.id == IK_E_KEY_APART || inner.id == IK_E_KEY_READ)
			unproven(store, id, IK_REQUEST_KEY, &inner, err);
		else
			ik_pass(err, &inner);
	}
	ik_secret_free(key);
	return ok;
}
