/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_parts.c: what is in use, and where the backup goes. */
#include "config.h"

#include "ops/change/plan_parts.h"

#include <stdlib.h>

#include "base/date.h"
#include "ops/records/clock.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/rules/rules.h"
#include "store/store.h"

/* Whatever of the old one can still be read is shown; one that is damaged is there to be replaced.  What could not be read is
 * not damaged: its names may all be there. */
static void look_at(const ik_store *store, int64_t now, struct ik_before *before)
{
	struct ik_error damage = {0};
	struct ik_generation old;

	ik_generation_load(store, before->from, IK_KEY_LOOK, &old, &damage);
	if (damage.id == IK_E_STORE_READ || damage.id == IK_E_STORE_DENIED)
		before->unread = damage;
	before->has_facts = old.has_facts;
	if (old.has_facts)
		ik_facts_copy(&before->facts, &old.facts);
	before->undo_helps = old.has_facts && old.has_key && old.facts.not_before <= now && now <= old.facts.not_after;
	ik_clock_rule(now, old.info.made_at, &before->clock);
	before->certificate = old.certificate;
	old.certificate = (struct ik_buffer){0};
	ik_generation_free(&old);
}

bool ik_clock_check(int64_t now, struct ik_error *err)
{
	return now >= 0 || ik_clock_rule(now, 86400, err);
}

bool ik_before_plan(const char *path, int64_t now, struct ik_before *before, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_store *store;
	bool ok;

	*before = (struct ik_before){.to = 1};
	if (!ik_clock_check(now, err) || !ik_store_may_change(path, err))
		return false;
	ik_clock_rule(now, 0, &before->clock);
	store = ik_store_open(path, &inner);
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	/* A link that leads nowhere is mended by the switch, like all other damage. */
	ok = store && (ik_store_current(store, &before->from, &inner) || inner.id == IK_E_STORE_CURRENT);
	if (ok) {
		ik_error_clear(&inner);
		ok = ik_store_next(store, &before->to, &inner);
	}
	if (ok && before->from)
		look_at(store, now, before);
	if (!ok)
		ik_pass(err, &inner);
	ik_store_close(store);
	return ok;
}

bool ik_before_names_plan(const char *path, int64_t now, struct ik_before *before, struct ik_error *err)
{
	if (!ik_before_plan(path, now, before, err))
		return false;
	if (before->unread.id == IK_E_NONE)
		return true;
	ik_pass(err, &before->unread);
	ik_before_free(before);
	return false;
}

void ik_before_free(struct ik_before *before)
{
	ik_facts_free(&before->facts);
	ik_buffer_free(&before->certificate);
	*before = (struct ik_before){0};
}

bool ik_old_keys_plan(const char *path, const struct ik_before *before, int64_t now, struct ik_old_keys *keys,
		      struct ik_error *err)
{
	struct ik_history history = {0};
	ik_store *store;
	bool ok;

	if (before->from == 0)
		return true;
	store = ik_store_open(path, err);
	ok = store && ik_history_read(store, before->from, IK_HISTORY_RECORDS, 0, &history, err);
	if (ok)
		ik_old_keys_find(&history, before->to, before->from, now, IK_KEY_DAYS, keys);
	ik_history_free(&history);
	ik_store_close(store);
	return ok;
}

bool ik_backup_place_plan(const char *file, const ik_secret *typed, const char *store, char **path, bool *in_store,
			  ik_secret **password, struct ik_error *err)
{
	struct ik_place place = {0};

	if (!file)
		return true;
	if (!ik_rule_backup_file(file, store, path, &place, err))
		return false;
	*in_store = place.in_store;
	if (!typed)
		return ik_fail(err, IK_E_PW_EMPTY);
	return ik_rule_password(typed, password, NULL, err);
}
