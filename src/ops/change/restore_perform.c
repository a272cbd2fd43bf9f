/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_perform.c: what is missing comes back, all of it before the one switch; or nothing does.
 */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "files/place.h"
#include "ops/change/change.h"
#include "ops/change/restore_inside.h"
#include "ops/records/generation.h"
#include "store/steps.h"

enum { STEP_WRITE, STEP_READ };

struct run {
	const ik_restore_source *source;
	const struct ik_restore_plan *plan;
	struct ik_watch *watch;
	ik_change *change;
};

static bool is_added(const struct ik_restore_entry *entry)
{
	return entry->fate == IK_RESTORE_ADDED || entry->fate == IK_RESTORE_RENUMBERED;
}

static bool waits_again(const struct ik_restore_request *request)
{
	return request->fate == IK_RESTORE_WAITS_AGAIN;
}

/* --- what the transaction is told ------------------------------------------------------------- */

/* All of the backup that is here, or will be: what a cut change left may be among it.  Caller
 * frees. */
static unsigned *numbers_here(const struct ik_restore_plan *plan)
{
	unsigned *numbers = ik_alloc_array(plan->n + 1, sizeof(*numbers));

	for (size_t i = 0; i < plan->n; i++)
		numbers[i] = plan->entries[i].here;
	return numbers;
}

static uint64_t highest_step(const struct ik_restore_plan *plan)
{
	uint64_t highest = 0, number;

	for (size_t i = 0; i < plan->steps.n; i++)
		if (ik_step_name_is(plan->steps.items[i], &number) && number > highest)
			highest = number;
	return highest;
}

/* Where all came from this backup, this backup holds all. */
static struct ik_last_backup holds_all(const ik_restore_source *source,
				       const struct ik_restore_plan *plan)
{
	struct ik_last_backup last = {.file = ik_place_shown(source->file),
				      .sha256 = ik_strdup(source->sha256),
				      .at = plan->time};

	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].here > last.newest)
			last.newest = plan->entries[i].here;
	return last;
}

/* --- the generations -------------------------------------------------------------------------- */

static struct ik_written written_of(const struct run *run, size_t i, const struct ik_buffer *info)
{
	return (struct ik_written){
		.key = run->source->opened.keys[i],
		.certificate = ik_backup_opened_member(&run->source->opened, i, "certificate.pem"),
		.info = info,
	};
}

static bool write_one(const struct run *run, size_t i)
{
	const struct ik_restore_entry *entry = &run->plan->entries[i];
	/* The group that the review names, which is none where there is no key to be read. */
	gid_t group = entry->group.name ? entry->group.id : (gid_t)-1;
	struct ik_buffer info = {0};
	const struct ik_written written = written_of(run, i, &info);
	bool ok = ik_restore_info(run->source, run->plan, i, ik_change_lead_number(run->change),
				  &info, ik_change_error(run->change))
		  && ik_change_write(run->change, entry->here, group, &written);

	ik_buffer_free(&info);
	return ok;
}

static bool write_all(const struct run *run)
{
	const struct ik_restore_plan *plan = run->plan;

	if (!ik_change_step(run->change, STEP_WRITE)
	    || !ik_restore_lead(run->source, plan, run->change))
		return false;
	for (size_t i = 0; i < plan->n; i++)
		if (is_added(&plan->entries[i])
		    && !(ik_change_asks(run->change) && write_one(run, i)))
			return false;
	for (size_t i = 0; i < plan->n_requests; i++)
		if (waits_again(&plan->requests[i])
		    && !ik_restore_write_request(run->source, plan, i, run->change))
			return false;
	if (!ik_restore_write_steps(run->source, plan, run->change)
	    || !ik_restore_write_lead(plan, run->change))
		return false;
	ik_change_step_done(run->change, STEP_WRITE);
	return true;
}

static bool read_one(const struct run *run, size_t i)
{
	struct ik_error *err = ik_change_error(run->change);
	struct ik_buffer info = {0};
	const struct ik_written written = written_of(run, i, &info);
	bool ok = ik_restore_info(run->source, run->plan, i, ik_change_lead_number(run->change),
				  &info, err)
		  && ik_generation_prove(ik_change_store(run->change), run->plan->entries[i].here,
					 &written, run->watch, NULL, err);

	ik_buffer_free(&info);
	return ok;
}

/* What was here already is put in use only if it is whole. */
static bool check_target(const struct run *run)
{
	const ik_store *store = ik_change_store(run->change);
	struct ik_error *err = ik_change_error(run->change);
	const unsigned number = run->plan->head.to;
	struct ik_generation target;
	bool ok;

	if (!run->plan->switches)
		return true;
	ok = ik_generation_load(store, number, IK_KEY_CHECK, &target, err);
	if (ok && !target.key_read)
		ok = ik_generation_no_key(store, number, err);
	ik_generation_free(&target);
	return ok;
}

static bool read_all(const struct run *run)
{
	const struct ik_restore_plan *plan = run->plan;

	if (!ik_change_step(run->change, STEP_READ))
		return false;
	for (size_t i = 0; i < plan->n; i++)
		if (is_added(&plan->entries[i]) && !read_one(run, i))
			return false;
	for (size_t i = 0; i < plan->n_requests; i++)
		if (waits_again(&plan->requests[i])
		    && !ik_restore_read_request(run->source, plan, i, run->watch, run->change))
			return false;
	if (!check_target(run))
		return false;
	ik_change_step_done(run->change, STEP_READ);
	return true;
}

/* --- all of it -------------------------------------------------------------------------------- */

/* Nothing to do: what is in use is told all the same. */
static bool leave(const struct ik_restore_plan *plan, struct ik_outcome *outcome)
{
	*outcome = (struct ik_outcome){
		.generation = plan->head.to,
		.generation_before = plan->head.from,
		.has_before = plan->head.has_before,
	};
	ik_facts_copy(&outcome->before, &plan->head.before);
	ik_facts_copy(&outcome->now, &plan->head.before);
	return true;
}

bool ik_restore_perform(const ik_restore_source *source, const struct ik_restore_plan *plan,
			struct ik_watch *watch, struct ik_outcome *outcome, struct ik_error *err)
{
	if (!ik_restore_changes(plan))
		return leave(plan, outcome);

	unsigned *here = numbers_here(plan);
	struct ik_last_backup last = holds_all(source, plan);
	const struct ik_change_kind kind = {
		.operation = "restore",
		.steps = {N_("Generations written"), N_("Reading them back")},
		.switches = plan->switches,
		.reason = IK_STEP_RESTORED,
		.needs_store = !plan->new_store,
		.spared = {.generations = here, .n = plan->n, .file = source->file},
		.log_failed = IK_E_RESTORE_LOG,
		.generations = plan->numbers,
		.n_generations = plan->n_numbers,
		.compares = true,
		.adopt = plan->adopts ? plan->server_id : NULL,
		.file = source->file,
		.steps_to = highest_step(plan),
		.last = plan->empty ? &last : NULL,
	};
	ik_change *change = ik_change_begin(&plan->head, &kind, watch, outcome, err);
	const struct run run = {source, plan, watch, change};
	bool ok = change && write_all(&run) && read_all(&run) && ik_change_switch(change);

	if (ok) {
		outcome->restored = (unsigned)plan->added;
		outcome->requests_restored = (unsigned)plan->requests_added;
		outcome->steps_restored = (unsigned)plan->steps.n;
		outcome->recovery_restored = plan->adds_recovery;
	}
	ok = ik_change_end(change, ok, err);
	ik_last_backup_free(&last);
	free(here);
	return ok;
}
