/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.c: what is in use while planning, and what follows the switch. */
#include "config.h"

#include "ops/change/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/clock.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/records/kept_back.h"
#include "store/store.h"

/* Whether what is lost with OLD cannot be told: its key says none of it. */
static bool is_unread(const struct ik_generation *old, enum ik_error_id damage)
{
	return (!old->has_facts || !old->has_info)
	       && (damage == IK_E_STORE_READ || damage == IK_E_STORE_DENIED
		   || ik_error_is_limit(damage));
}

/* Whatever of the old one can still be read is shown; one that is damaged is there to be replaced.
 * What could not be read is not damaged, and UNREAD says why: its names may all be there. */
static void look_at_before(const ik_store *store, struct ik_plan *plan, struct ik_error *unread)
{
	struct ik_error damage = {0};
	struct ik_generation old;

	ik_generation_load_said(store, plan->from, IK_KEY_CHECK, &old, &damage);
	if (is_unread(&old, damage.id))
		*unread = damage;
	plan->lead = ik_lead_of(&old, damage.id);
	plan->has_before = old.has_facts;
	if (old.has_facts)
		ik_facts_copy(&plan->before, &old.facts);
	plan->undo_helps = old.has_facts && old.has_key && old.facts.not_before <= plan->at
			   && plan->at <= old.facts.not_after;
	ik_clock_rule(plan->at, old.info.made_at, &plan->clock);
	plan->said = old.said;
	old.said = (struct ik_said){0};
	ik_generation_free(&old);
}

/* Whether the clock stands at a moment that the store's records can hold.  The rule allows a day
 * before what was made: as of the second day of 1970 it refuses what is before the first, whenever
 * this program was built. */
static bool check_clock(int64_t now, struct ik_error *err)
{
	return now >= 0 || ik_clock_rule(now, IK_SECONDS_A_DAY, err);
}

static bool begin(struct ik_plan *plan, const char *path, int64_t now, struct ik_error *unread,
		  struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_store *store;
	bool ok;

	*plan = (struct ik_plan){.store = ik_strdup(path), .to = 1, .at = now};
	if (!check_clock(now, err) || !ik_store_may_change(path, err))
		return false;
	ik_clock_rule(now, 0, &plan->clock);
	store = ik_store_open(path, &inner);
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	/* A link that leads nowhere is mended by the switch, like all other damage. */
	ok = store
	     && (ik_store_current(store, &plan->from, &inner) || inner.id == IK_E_STORE_CURRENT);
	if (ok) {
		plan->lead = inner.id == IK_E_NONE ? IK_LEAD_NOBODY : IK_LEAD_DAMAGED;
		ik_error_clear(&inner);
		ok = ik_store_next(store, &plan->to, &inner);
	}
	if (ok && plan->from)
		look_at_before(store, plan, unread);
	if (!ok)
		ik_pass(err, &inner);
	ik_store_close(store);
	return ok;
}

bool ik_plan_begin(struct ik_plan *plan, const char *store, int64_t now, struct ik_error *err)
{
	struct ik_error unread = {0};

	return begin(plan, store, now, &unread, err);
}

bool ik_plan_begin_names(struct ik_plan *plan, const char *store, int64_t now, struct ik_error *err)
{
	struct ik_error unread = {0};

	if (!begin(plan, store, now, &unread, err))
		return false;
	if (unread.id != IK_E_NONE)
		ik_pass(err, &unread);
	return unread.id == IK_E_NONE;
}

void ik_plan_free(struct ik_plan *plan)
{
	free(plan->store);
	ik_facts_free(&plan->before);
	ik_said_free(&plan->said);
	ik_old_keys_free(&plan->old_keys);
	ik_hooks_free(&plan->hooks);
	ik_key_group_free(&plan->group);
	ik_asked_free(&plan->asked);
	ik_backup_target_free(&plan->backup);
	ik_list_free(&plan->kept_back);
	*plan = (struct ik_plan){0};
}

void ik_plan_lead(struct ik_plan *plan, const struct ik_facts *next)
{
	if (plan->has_before && !strcmp(plan->before.sha256, next->sha256))
		plan->lead = IK_LEAD_NOBODY;
	else if (!next->leads && plan->lead == IK_LEAD_LEADS)
		plan->lead = IK_LEAD_NEXT_KIND;
	ik_plan_lead_made(plan, next->size);
}

void ik_plan_lead_made(struct ik_plan *plan, size_t size)
{
	if (plan->lead == IK_LEAD_LEADS && !ik_lead_has_room(plan->before.size, size))
		plan->lead = IK_LEAD_LARGE;
	plan->next_is_large = !ik_lead_has_room(size, size);
}

bool ik_plan_follow(struct ik_plan *plan, bool keep_keys, struct ik_error *err)
{
	struct ik_history history = {0};
	ik_store *store;
	bool ok;

	ik_hooks_look(plan->store, &plan->hooks);
	if (keep_keys || plan->from == 0 || plan->to == plan->from)
		return true;
	store = ik_store_open(plan->store, err);
	ok = store && ik_history_read(store, plan->from, IK_HISTORY_RECORDS, 0, &history, err);
	if (ok)
		ik_old_keys_find(&history, plan->to, plan->from, plan->at, IK_KEY_DAYS,
				 &plan->old_keys);
	ik_history_free(&history);
	ik_store_close(store);
	return ok;
}

bool ik_plan_backup(struct ik_plan *plan, const char *file, const ik_secret *typed,
		    struct ik_error *err)
{
	if (!file)
		return true;
	ik_backup_kept_back(plan->store, &plan->kept_back);
	return ik_backup_target_plan(file, typed, plan->store, &plan->backup, err);
}

void ik_plan_losses(const struct ik_plan *plan, const struct ik_new *new, struct ik_losses *losses)
{
	*losses = (struct ik_losses){0};
	if (plan->has_before)
		ik_losses_find(&plan->before, &plan->said, new, losses);
}

bool ik_plan_dates(const struct ik_plan *head, const struct ik_facts *facts, bool accepted,
		   struct ik_error *err)
{
	int64_t now = head->at;
	bool expired = facts->not_after < now;
	char *day;

	if (accepted || (!expired && facts->not_before <= now))
		return true;
	/* A clock that lags makes everything look so, and has a second yes of its own. */
	if (!expired && head->clock.id != IK_E_NONE)
		return true;
	day = ik_date_day(expired ? facts->not_after : facts->not_before);
	ik_fail(err, expired ? IK_E_IMPORT_EXPIRED : IK_E_IMPORT_NOT_YET, day);
	free(day);
	return false;
}
