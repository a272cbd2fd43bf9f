/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_perform.c: a change whose key and certificate are made here. */
#include "config.h"

#include "ops/change/create.h"

#include "base/i18n.h"
#include "ops/change/change.h"
#include "ops/change/new_key.h"
#include "pki/certificate.h"

static bool make(void *self, const ik_store *store, struct ik_watch *watch, ik_secret **key,
		 struct ik_buffer *certificate, struct ik_error *err)
{
	const struct ik_create_plan *plan = self;
	const struct ik_new_key wanted = {
		.type = plan->key_type,
		.identity = &plan->identity,
		.not_before = plan->not_before,
		.not_after = plan->not_after,
		.sign = ik_certificate_self_sign,
		.failed = IK_E_CERT_MAKE,
	};

	(void)store;
	return ik_new_key_make(&wanted, watch, key, certificate, err);
}

static void describe(void *self, struct ik_info *info)
{
	const struct ik_create_plan *plan = self;

	info->exportable = plan->exportable;
}

bool ik_create_perform(const struct ik_create_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err)
{
	struct ik_create_plan seen = *plan; /* what is made from it changes nothing in it */
	const struct ik_change change = {
		.operation = "create",
		.plan = &plan->head,
		.make_label = N_("Key and certificate"),
		.make = make,
		.describe = describe,
		.origin = IK_ORIGIN_GENERATED,
		.self = &seen,
	};

	return ik_change_perform(&change, watch, outcome, err);
}
