/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_store.c: what is too open in the store, what belongs to somebody else, and what was left
 * over. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/change/key_group.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/records/leftover.h"
#include "ops/records/retention.h"
#include "ops/rules/rules.h"
#include "ops/records/waiting.h"
#include "ops/status/check_inside.h"
#include "store/inspect.h"
#include "store/requests.h"

/* Of one kind; whoever has more of them has one cause for all. */
enum { SAME_MAX = 10 };

/* --- owners and permissions ------------------------------------------------------------------- */

/* The group that may read the private file of FLAW, as its generation records it; NULL: none. */
static const char *recorded_group(const struct ik_history *history, const struct ik_flaw *flaw)
{
	const struct ik_past *past = flaw->generation ? ik_history_find(history, flaw->generation)
						      : NULL;

	return past && past->has_info && *past->info.key_group ? past->info.key_group : NULL;
}

/* Where the name is not known, be it for a night without its directory service, nothing speaks
 * against the group. */
static bool is_of_group(const struct ik_flaw *flaw, const char *name)
{
	gid_t id;

	return !ik_rule_key_group(name, &id, NULL) || id == flaw->group;
}

/* That its group reads a key is what --key-group gave. */
static bool is_meant(const struct ik_flaw *flaw, const char *group)
{
	return group && !flaw->foreign && (flaw->mode & 0777 & ~0640u) == 0
	       && is_of_group(flaw, group);
}

/* A key that others can read, or anything that they can change, is worse than a list that they can
 * see. */
static enum ik_severity weight(const struct ik_flaw *flaw)
{
	return flaw->generation || (flaw->mode & 0022) ? IK_SEVERITY_CRITICAL : IK_SEVERITY_WARNING;
}

/* What GROUP (NULL: none) was given stays. */
static char *closing(const struct ik_flaw *flaw, const char *group)
{
	if (group && !is_of_group(flaw, group))
		return ik_format(_("Give it to its group: chgrp %s %s && chmod 0640 %s"), group,
				 flaw->path, flaw->path);
	return ik_format(_("Close it: chmod %04o %s"),
			 (unsigned)(group ? flaw->mode & 0640 : flaw->most), flaw->path);
}

static void tell_flaw(const struct ik_flaw *flaw, const char *group, struct ik_check *check)
{
	char *mode = ik_format("%04o", (unsigned)flaw->mode);

	if (flaw->foreign)
		ik_check_say(check, IK_SEVERITY_CRITICAL, IK_E_CHECK_OWNER, flaw->path, NULL,
			     ik_strdup(_("Give it to the owner of the store with chown, if it is "
					 "meant to be there.")));
	else
		ik_check_say(check, weight(flaw), IK_E_CHECK_OPEN, mode, flaw->path,
			     closing(flaw, group));
	free(mode);
}

/* Directories above the store matter to those who change it. */
static void check_way(const ik_store *store, const char *path, struct ik_check *check)
{
	struct ik_error refused = {0};

	if (!ik_store_is_own(store) || ik_store_may_change(path, &refused))
		return;
	if (refused.id == IK_E_STORE_OWNER || refused.id == IK_E_STORE_OPEN)
		ik_check_add(
			check, IK_SEVERITY_CRITICAL, &refused,
			ik_strdup(
				_("Let nobody write there but root and the owner of the store.")));
}

void ik_check_modes(const struct ik_history *history, const char *path, struct ik_check *check)
{
	const ik_store *store = history->store;
	struct ik_flaws flaws;
	size_t told = 0;

	check_way(store, path, check);
	ik_store_inspect(store, &flaws);
	for (size_t i = 0; i < flaws.n && told < SAME_MAX; i++) {
		const char *group = recorded_group(history, &flaws.items[i]);

		if (is_meant(&flaws.items[i], group))
			continue;
		tell_flaw(&flaws.items[i], group, check);
		told++;
	}
	for (size_t i = 0; i < flaws.unread.n; i++)
		ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNREAD, flaws.unread.items[i],
			     NULL, ik_strdup(_("Run it as root or as the owner of the store.")));
	ik_flaws_free(&flaws);
}

/* --- who can no longer read the key ----------------------------------------------------------- */

/* The group that NOW, in use, should give its key to; "" for none.  An older inkan did not record
 * that it was lost: there the generation before tells. */
static const char *lost_group(const struct ik_history *history, const struct ik_past *now)
{
	const struct ik_key_group_record record = ik_key_group_recorded(&now->info);
	const struct ik_past *before;

	if (record.lost || *record.name || record.removed)
		return record.lost ? record.name : "";
	before = ik_history_find(history, ik_history_before(history, now->number));
	return before && before->has_info ? before->info.key_group : "";
}

/* A service that read the key by its group goes on with the old one in memory, and does not start
 * again. */
void ik_check_key_group(const struct ik_history *history, struct ik_check *check)
{
	const struct ik_past *now = ik_history_find(history, check->generation);
	const char *lost;

	if (!check->has_facts || !now || !now->has_info)
		return;
	lost = lost_group(history, now);
	if (*lost)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_GROUP_LOST, lost, NULL,
			     ik_check_cure_of_group(check, lost));
}

/* --- what is left over ------------------------------------------------------------------------ */

static char *tidying(const struct ik_leftover *leftover)
{
	if (!leftover->file)
		return ik_strdup(_("Nothing has to be repaired. The next change tidies up."));
	return ik_format(leftover->file_is_ours
				 ? _("Nothing has to be repaired. The next change tidies up, and "
				     "deletes the backup that the "
				     "interrupted one left: %s")
				 : _("Nothing has to be repaired. The next change tidies up, but "
				     "leaves this file alone, which is "
				     "not what the interrupted one wrote: %s"),
			 leftover->file);
}

static void check_interrupted(const ik_store *store, const struct ik_leftover *leftover,
			      struct ik_check *check)
{
	struct ik_buffer note = {0};
	char *in_use = check->generation ? ik_format("%u", check->generation) : ik_strdup("-");

	if (ik_store_interrupted(store, &note))
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_INTERRUPTED, in_use, NULL,
			     tidying(leftover));
	ik_buffer_free(&note);
	free(in_use);
}

/* Its key was being deleted when that was cut, and goes with the next one; nothing is wrong with it
 * so far. */
static bool is_half_deleted(const struct ik_history *history, const struct ik_past *past,
			    const struct ik_error *trouble)
{
	return trouble->id == IK_E_STORE_DAMAGED && past->has_key
	       && !ik_store_has(history->store, past->number, "combined.pem");
}

/* Without its key nobody can put it in use, and that of an interrupted change goes by itself. */
static bool waits_unused(const struct ik_past *past, const struct ik_leftover *leftover)
{
	return past->state == IK_STATE_UNUSED && past->has_key
	       && past->number != leftover->generation;
}

/* What is outside its dates is put in use by nobody who just types a cure. */
static void tell_unused(const struct ik_past *past, struct ik_check *check)
{
	const struct ik_facts *facts = &past->facts;
	bool counts = past->has_facts && facts->not_before <= check->now
		      && check->now <= facts->not_after;
	char *number = ik_format("%u", past->number);
	char *rollback = ik_format("inkan rollback %s", number);
	char *cure = counts ? ik_check_cure_by(check,
					       _("Nothing has to be done. To put it in use: %s"),
					       rollback, NULL)
			    : ik_strdup(_("Nothing has to be done."));

	ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNUSED, number, NULL, cure);
	free(rollback);
	free(number);
}

static void check_generation(const struct ik_history *history, const struct ik_past *past,
			     const struct ik_leftover *leftover, struct ik_check *check)
{
	char *number = ik_format("%u", past->number);
	const struct ik_error *trouble;

	if (waits_unused(past, leftover))
		tell_unused(past, check);
	/* The keys of those that are not in use were not tried; whoever goes back to one wants to
	 * have known. */
	trouble = past->number != check->generation ? ik_history_trouble(history, past->number)
						    : NULL;
	if (trouble && is_half_deleted(history, past, trouble))
		ik_check_say(
			check, IK_SEVERITY_REMARK, IK_E_CHECK_KEY_HALF, number, NULL,
			ik_check_cure_by(check, _("Delete old keys: %s"), "inkan prune", NULL));
	else if (trouble && ik_error_is_limit(trouble->id))
		ik_check_limit(trouble, check);
	else if (trouble && trouble->id != IK_E_STORE_DENIED)
		ik_check_add(check, IK_SEVERITY_WARNING, trouble,
			     ik_format(_("Generation %u is not in use. Going back to it is not "
					 "possible; a backup may still hold it."),
				       past->number));
	free(number);
}

static void check_generations(const struct ik_history *history, const struct ik_leftover *leftover,
			      struct ik_check *check)
{
	size_t told = 0;

	for (size_t i = history->n; i-- > 0 && told < SAME_MAX;) {
		size_t before = check->n;

		check_generation(history, &history->items[i], leftover, check);
		told += check->n - before;
	}
}

static void check_old_keys(const struct ik_history *history, struct ik_check *check)
{
	struct ik_old_keys keys;

	if (!check->generation)
		return;
	ik_old_keys_find(history, check->generation, ik_history_before(history, check->generation),
			 check->now, IK_KEY_DAYS, &keys);
	for (size_t i = 0; i < keys.n && i < SAME_MAX; i++) {
		char *number = ik_format("%u", keys.numbers[i]);

		ik_check_say(
			check, IK_SEVERITY_REMARK, IK_E_CHECK_KEY_OLD, number, NULL,
			ik_check_cure_by(check, _("Delete old keys: %s"), "inkan prune", NULL));
		free(number);
	}
	ik_old_keys_free(&keys);
}

/* Their names begin with the day on which they were made. */
static int64_t day_of(const char *id)
{
	char *text = ik_format("%.4s-%.2s-%.2sT00:00:00Z", id, id + 4, id + 6);
	int64_t when = ik_date_from_rfc3339(text);

	free(text);
	return when;
}

/* Which ones, and for whom. */
static char *name_requests(const struct ik_waiting *waiting, size_t n)
{
	struct ik_list names = {0};

	for (size_t i = 0; i < n && i < SAME_MAX; i++)
		ik_list_take(&names, ik_format("%s (%s)", waiting[i].id,
					       waiting[i].name ? waiting[i].name : "?"));
	char *text = ik_list_join(&names, ", ");

	ik_list_free(&names);
	return text;
}

static void check_requests(const ik_store *store, struct ik_check *check)
{
	struct ik_waiting *waiting = NULL;
	struct ik_error error = {0};
	size_t n = 0;

	if (ik_requests_waiting(ik_store_path(store), &waiting, &n, NULL) && n > 0) {
		char *count = ik_format("%zu", n);
		char *age = ik_format(
			"%lld", (long long)ik_date_days_left(check->now, day_of(waiting[0].id)));
		char *names = name_requests(waiting, n);

		ik_fail(&error, IK_E_CHECK_REQUESTS, count, age);
		ik_error_detail(&error, "%s", names);
		ik_check_add(check, IK_SEVERITY_REMARK, &error,
			     ik_check_cure_by(check, _("When the authority has signed it: %s"),
					      "inkan import FILE", NULL));
		free(names);
		free(age);
		free(count);
	}
	ik_waiting_free(waiting, n);
}

void ik_check_leftovers(const struct ik_history *history, struct ik_check *check)
{
	const ik_store *store = history->store;
	struct ik_leftover leftover;

	ik_leftover_look(store, &leftover);
	check_interrupted(store, &leftover, check);
	check_generations(history, &leftover, check);
	ik_leftover_free(&leftover);
	check_old_keys(history, check);
	check_requests(store, check);
}
