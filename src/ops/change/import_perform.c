/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_perform.c: the key and certificate of the plan become a generation, as in every change. */
#include "config.h"

#include "ops/change/import.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/change/change.h"
#include "store/requests.h"

/* They were read in children and paired there; all that is left is to hand them over. */
static bool make(void *self, const ik_store *store, struct ik_watch *watch, ik_secret **key,
		 struct ik_buffer *certificate, struct ik_error *err)
{
	const struct ik_import_plan *plan = *(const struct ik_import_plan **)self;

	(void)store;
	(void)watch;
	(void)err;
	*key = ik_secret_copy(plan->taken.key);
	ik_buffer_add(certificate, plan->taken.chain.data, plan->taken.chain.size);
	return true;
}

static void describe(void *self, struct ik_info *info)
{
	const struct ik_import_plan *plan = *(const struct ik_import_plan **)self;

	info->exportable = plan->taken.exportable;
}

/* The key is in use now and waits no longer.  If this is cut, the same import does it again. */
static void after(void *self, ik_store *store, struct ik_outcome *outcome, struct ik_error *late)
{
	const struct ik_import_plan *plan = *(const struct ik_import_plan **)self;
	struct ik_error inner = {0};

	if (!plan->taken.request)
		return;
	outcome->request = ik_strdup(plan->taken.request);
	if (!ik_store_request_remove(store, plan->taken.request, &inner))
		ik_fail_because(late, IK_E_REQUEST_LEFT, &inner);
}

bool ik_import_perform(const struct ik_import_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err)
{
	struct ik_change change = {
		.operation = "import",
		.plan = &plan->head,
		/* TRANSLATORS: nothing is made then, as it is when a certificate is generated */
		.make_label = N_C("import", "Key and certificate"),
		.make = make,
		.describe = describe,
		.after = after,
		.origin = plan->taken.from == IK_KEY_FROM_FILE ? IK_ORIGIN_IMPORTED
							       : IK_ORIGIN_REQUESTED,
		.self = &plan,
	};

	return ik_change_perform(&change, watch, outcome, err);
}
