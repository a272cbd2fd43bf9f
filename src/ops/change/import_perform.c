/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_perform.c: the key and certificate of the plan become a generation, as in every change. */
#include "config.h"

#include "ops/change/import.h"

#include "base/i18n.h"
#include "ops/change/change.h"

/* They were read in children and paired there; all that is left is to hand them over. */
static bool take(const struct ik_import_plan *plan, ik_change *change)
{
	struct ik_key_pair *pair = ik_change_pair(change);

	if (!ik_change_step(change, 0))
		return false;
	pair->key = ik_secret_copy(plan->taken.key);
	ik_buffer_add(&pair->certificate, plan->taken.chain.data, plan->taken.chain.size);
	return true;
}

bool ik_import_perform(const struct ik_import_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err)
{
	const struct ik_change_kind kind = {
		.operation = "import",
		/* TRANSLATORS: nothing is made then, as it is when a certificate is generated */
		.steps = {N_C("import", "Key and certificate")},
		.makes = true,
		.switches = true,
		.reason = IK_STEP_REPLACED,
		.completes = plan->taken.request,
		.log_failed = IK_E_AUDIT_LOG,
	};
	enum ik_origin origin = plan->taken.asked ? IK_ORIGIN_REQUESTED : IK_ORIGIN_IMPORTED;
	ik_change *change = ik_change_begin(&plan->head, &kind, watch, outcome, err);
	bool ok = change && take(plan, change)
		  && ik_change_write_pair(change, origin, plan->taken.exportable)
		  && ik_change_back_up(change) && ik_change_switch(change);

	return ik_change_end(change, ok, err);
}
