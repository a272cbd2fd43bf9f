/* SPDX-License-Identifier: GPL-3.0-or-later */
/* new_key.c: a key is made and used in a child, and comes back with what it signed. */
#include "config.h"

#include "ops/change/new_key.h"

#include "base/contain.h"
#include "base/pack.h"
#include "pki/key.h"

enum { SIGNED_ROOM = 32 * 1024 };

static bool copy(const ik_secret *secret, ik_secret **key, struct ik_error *err)
{
	*key = ik_secret_new(IK_SECRET_KEY_ROOM);
	return ik_secret_set(*key, ik_secret_data(secret), ik_secret_size(secret), err);
}

/* In the child, also for a key that is made in no time: GnuTLS frees what it worked with unwiped,
 * and here the process ends with it.  Both come back as two fields; that they fit is seen once they
 * are on disk. */
static bool make_both(const void *argument, const ik_secret *secret, ik_secret *result,
		      struct ik_error *err)
{
	const struct ik_new_key *wanted = argument;
	const struct ik_identity *identity = wanted->identity;
	const struct ik_certificate_wish wish = {
		.common_name = identity->common_name,
		.organization = *identity->organization ? identity->organization : NULL,
		.dns_names = &identity->dns_names,
		.ip_addresses = &identity->ip_addresses,
		.not_before = wanted->not_before,
		.not_after = wanted->not_after,
	};
	struct ik_buffer pem = {0};
	ik_secret *key = NULL;
	bool ok = (wanted->key ? copy(secret, &key, err) : ik_key_generate(wanted->type, &key, err))
		  && wanted->sign(&wish, key, &pem, err);

	if (ok && (!ik_pack_secret(result, key) || !ik_pack_bytes(result, pem.data, pem.size)))
		ok = ik_fail(err, wanted->failed);
	ik_secret_free(key);
	ik_buffer_free(&pem);
	return ok;
}

bool ik_new_key_make(const struct ik_new_key *wanted, struct ik_watch *watch, ik_secret **key,
		     struct ik_buffer *signed_pem, struct ik_error *err)
{
	const struct ik_job job = {
		.run = make_both,
		.argument = wanted,
		.secret = wanted->key,
		.result_cap = IK_SECRET_KEY_ROOM + SIGNED_ROOM
			      + 4 * ik_identity_size(wanted->identity),
		.seconds = 600, /* a 4096-bit key on a slow and busy machine */
	};
	struct ik_unpack in;
	ik_secret *result;
	bool ok = ik_contain_one(&job, watch, &result, err);

	if (ok) {
		in = ik_unpack_begin(result);
		ik_unpack_secret(&in, key);
		ik_unpack_bytes(&in, signed_pem);
		ok = ik_unpack_done(&in, err);
	}
	ik_secret_free(result);
	return ok;
}
