/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renew_plan.c: the plan of a renewal, in which nothing is lost that nobody gave up. */
#include "config.h"

#include "ops/change/renew.h"

#include <stdlib.h>

#include "ops/records/default_store.h"
#include "ops/records/served.h"

static bool refuse_loss(const struct ik_losses *losses, const char *store, struct ik_error *err)
{
	char *command = ik_command_for(store, "inkan renew --accept-loss");
	struct ik_list lines = {0};

	ik_losses_lines(losses, &lines);
	char *all = ik_list_join(&lines, "; ");

	ik_fail(err, IK_E_RENEW_LOSS, all);
	ik_error_detail(err, "%s", command);
	free(all);
	ik_list_free(&lines);
	free(command);
	return false;
}

/* Nobody decides here that agents are left behind: who types this command has, or has agents follow
 * to what has fewer names. */
static bool refuse_orphans(enum ik_lead lead, const char *store, struct ik_error *err)
{
	char *command = ik_command_for(store, lead == IK_LEAD_LARGE ? "inkan create --alt-name NAME"
								    : "inkan create");

	ik_fail(err, ik_lead_error(lead));
	ik_error_detail(err, "%s", command);
	free(command);
	return false;
}

/* Whether what was judged is what is to be made new, and nothing is lost that was not given up. */
static bool may_perform(const struct ik_renew_wish *wish, const struct ik_renewal *renewal,
			const struct ik_create_plan *plan, const char *store, struct ik_error *err)
{
	if (plan->head.from != renewal->generation)
		return ik_fail(err, IK_E_STORE_MOVED);
	if (ik_lead_fails(plan->head.lead) && ik_serves_agents(store))
		return refuse_orphans(plan->head.lead, store, err);
	return wish->accept_loss || !ik_losses_any(&plan->losses)
	       || refuse_loss(&plan->losses, store, err);
}

bool ik_renew_plan(const struct ik_renew_wish *wish, const struct ik_create_wish *create,
		   const char *store, int64_t now, struct ik_renewal *renewal,
		   struct ik_create_plan **plan, struct ik_error *err)
{
	struct ik_create_wish kept = *create;

	*plan = NULL;
	if (!ik_renew_judge(wish, store, now, renewal, err))
		return false;
	kept.not_exportable = !renewal->exportable;
	if (!ik_create_plan(&kept, store, now, plan, err))
		return false;
	if (may_perform(wish, renewal, *plan, store, err))
		return true;
	ik_create_plan_free(*plan);
	*plan = NULL;
	return false;
}
