/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renew_judge.c: whether what is in use is due, and whether it can be made new without anybody
 * deciding. */
#include "config.h"

#include "ops/change/renew.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/validity.h"
#include "ops/records/clock.h"
#include "ops/records/default_store.h"
#include "ops/records/generation.h"
#include "ops/records/waiting.h"
#include "store/store.h"

enum { LIVES = 3 };

void ik_renewal_free(struct ik_renewal *renewal)
{
	ik_facts_free(&renewal->facts);
	*renewal = (struct ik_renewal){0};
}

bool ik_renewal_mends(const struct ik_generation *generation, enum ik_error_id damage)
{
	bool of_key = damage == IK_E_KEY_READ || damage == IK_E_KEY_APART
		      || damage == IK_E_STORE_DAMAGED || damage == IK_E_STORE_NO_KEY;

	return of_key && generation->has_facts && generation->has_info;
}

static bool take(const struct ik_generation *generation, bool whole, const struct ik_error *damage,
		 int64_t now, struct ik_renewal *renewal, struct ik_error *err)
{
	if (generation->has_facts)
		ik_facts_copy(&renewal->facts, &generation->facts);
	if (!whole && !ik_renewal_mends(generation, damage->id))
		return ik_pass(err, damage);
	if (!ik_clock_rule(now, generation->info.made_at, err))
		return false;
	renewal->broken = !whole || !generation->has_key;
	renewal->exportable = generation->info.exportable;
	renewal->signs_itself = generation->said.signs_itself;
	return true;
}

static bool look(const char *path, const ik_store *store, int64_t now, struct ik_renewal *renewal,
		 struct ik_error *err)
{
	struct ik_generation generation = {0};
	struct ik_error damage = {0};

	if (!ik_store_current(store, &renewal->generation, err))
		return false;
	if (renewal->generation == 0)
		return ik_fail(err, IK_E_STORE_NONE, path);
	bool whole = ik_generation_load_said(store, renewal->generation, IK_KEY_CHECK, &generation,
					     &damage);
	bool ok = take(&generation, whole, &damage, now, renewal, err);

	ik_generation_free(&generation);
	return ok;
}

/* --- due -------------------------------------------------------------------------------------- */

static int usual_days(const struct ik_facts *facts)
{
	int64_t third = (facts->not_after - facts->not_before) / IK_SECONDS_A_DAY / LIVES;

	return third < 0 ? 0 : third < IK_WARNING_DAYS ? (int)third : IK_WARNING_DAYS;
}

static void judge_days(const struct ik_renew_wish *wish, int64_t now, struct ik_renewal *renewal)
{
	const struct ik_facts *facts = &renewal->facts;

	renewal->within = wish->within ? wish->within : usual_days(facts);
	renewal->days_left = ik_date_days_left(facts->not_after, now);
	renewal->due = renewal->broken
		       || (facts->not_before <= now && renewal->days_left <= renewal->within);
}

static bool not_due(const struct ik_renewal *renewal, struct ik_error *err)
{
	char *left = ik_format("%lld", (long long)renewal->days_left);
	char *within = ik_format("%d", renewal->within);

	ik_fail(err, IK_E_RENEW_NOT_DUE, left, within);
	free(within);
	free(left);
	return false;
}

/* --- who decides ------------------------------------------------------------------------------ */

static bool refuse_authority(const char *path, const ik_store *store, struct ik_error *err)
{
	char *command = ik_command_for(path, ik_request_waits(store) ? "inkan import FILE"
								     : "inkan request --out FILE");

	ik_fail(err, IK_E_RENEW_AUTHORITY);
	ik_error_detail(err, "%s", command);
	free(command);
	return false;
}

bool ik_renew_judge(const struct ik_renew_wish *wish, const char *path, int64_t now,
		    struct ik_renewal *renewal, struct ik_error *err)
{
	ik_store *store;
	bool ok;

	ik_renewal_free(renewal);
	if (!ik_clock_rule(now, 0, err))
		return false;
	store = ik_store_open(path, err);
	ok = store && look(path, store, now, renewal, err);
	if (ok)
		judge_days(wish, now, renewal);
	if (ok && wish->if_due && !renewal->due)
		ok = not_due(renewal, err);
	if (ok && !renewal->signs_itself)
		ok = refuse_authority(path, store, err);
	ik_store_close(store);
	return ok;
}
