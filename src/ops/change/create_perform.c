/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_perform.c: a change whose key and certificate are made here. */
#include "config.h"

#include "ops/change/create.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/i18n.h"
#include "base/pack.h"
#include "ops/change/change.h"
#include "pki/certificate.h"
#include "pki/key.h"

enum { CERTIFICATE_ROOM = 32 * 1024 };

/* In the child, also for a key that is made in no time: GnuTLS frees what it worked with unwiped, and here the process
 * ends with it.  Both come back as two fields; that they fit is seen once they are on disk. */
static bool make_pair(const void *argument, const ik_secret *secret, ik_secret *result, struct ik_error *err)
{
	const struct ik_create_plan *plan = argument;
	struct ik_certificate_wish wish = {
		.common_name = plan->identity.common_name,
		.organization = *plan->identity.organization ? plan->identity.organization : NULL,
		.dns_names = &plan->identity.dns_names,
		.ip_addresses = &plan->identity.ip_addresses,
		.not_before = plan->not_before,
		.not_after = plan->not_after,
	};
	struct ik_buffer pem = {0};
	ik_secret *key = NULL;
	bool ok = ik_key_generate(plan->key_type, &key, err) && ik_certificate_self_sign(&wish, key, &pem, err);

	(void)secret;
	if (ok && (!ik_pack_secret(result, key) || !ik_pack_bytes(result, pem.data, pem.size)))
		ok = ik_fail(err, IK_E_CERT_MAKE);
	ik_secret_free(key);
	ik_buffer_free(&pem);
	return ok;
}

static size_t names_size(const struct ik_create_plan *plan)
{
	size_t size = strlen(plan->identity.organization);

	for (size_t i = 0; i < plan->identity.dns_names.n; i++)
		size += strlen(plan->identity.dns_names.items[i]);
	return size + 16 * plan->identity.ip_addresses.n;
}

static bool make(void *self, const ik_store *store, struct ik_watch *watch, ik_secret **key,
		 struct ik_buffer *certificate, struct ik_error *err)
{
	const struct ik_create_plan *plan = self;
	struct ik_job job = {
		.run = make_pair,
		.argument = plan,
		.result_cap = IK_SECRET_KEY_ROOM + CERTIFICATE_ROOM + 4 * names_size(plan),
		.seconds = 600,                 /* a 4096-bit key on a slow and busy machine */
	};
	struct ik_unpack in;
	ik_secret *result;
	bool ok = ik_contain_one(&job, watch, &result, err);

	(void)store;
	if (ok) {
		in = ik_unpack_begin(result);
		ik_unpack_secret(&in, key);
		ik_unpack_bytes(&in, certificate);
		ok = ik_unpack_done(&in, err);
	}
	ik_secret_free(result);
	return ok;
}

static void describe(void *self, struct ik_info *info)
{
	const struct ik_create_plan *plan = self;

	info->exportable = plan->exportable;
	ik_key_group_describe(&plan->group, info);
}

bool ik_create_perform(const struct ik_create_plan *plan, struct ik_watch *watch, struct ik_outcome *outcome,
		       struct ik_error *err)
{
	struct ik_create_plan seen = *plan;   /* what is made from it changes nothing in it */
	const struct ik_change change = {
		.operation = "create",
		.store = plan->store,
		.from = plan->from,
		.to = plan->to,
		.now = plan->planned_at,
		.key_group = plan->group.id,
		.backup_file = plan->backup_file,
		.password = plan->password,
		.old_keys = &plan->old_keys,
		.make_label = N_("Key and certificate"),
		.make = make,
		.describe = describe,
		.origin = IK_ORIGIN_GENERATED,
		.self = &seen,
	};

	return ik_change_perform(&change, watch, outcome, err);
}
