/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_perform.c: a change whose key and certificate are made here. */
#include "config.h"

#include "ops/change/create.h"

#include "base/i18n.h"
#include "ops/change/change.h"
#include "ops/change/new_key.h"
#include "pki/certificate.h"

static bool make(const struct ik_create_plan *plan, struct ik_watch *watch, ik_change *change)
{
	struct ik_key_pair *pair = ik_change_pair(change);
	const struct ik_new_key wanted = {
		.type = plan->key_type,
		.identity = &plan->identity,
		.not_before = plan->not_before,
		.not_after = plan->not_after,
		.sign = ik_certificate_self_sign,
		.failed = IK_E_CERT_MAKE,
	};

	return ik_change_step(change, 0)
	       && ik_new_key_make(&wanted, watch, &pair->key, &pair->certificate,
				  ik_change_error(change));
}

bool ik_create_perform(const struct ik_create_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err)
{
	const struct ik_change_kind kind = {
		.operation = "create",
		.steps = {N_("Key and certificate")},
		.makes = true,
		.switches = true,
		.reason = IK_STEP_RENEWED,
		.log_failed = IK_E_AUDIT_LOG,
	};
	ik_change *change = ik_change_begin(&plan->head, &kind, watch, outcome, err);
	bool ok = change && make(plan, watch, change)
		  && ik_change_write_pair(change, IK_ORIGIN_GENERATED, plan->exportable)
		  && ik_change_back_up(change) && ik_change_switch(change);

	return ik_change_end(change, ok, err);
}
