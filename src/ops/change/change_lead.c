/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change_lead.c: the step for agents, as a part of a change: signed before anything is built on it,
 * on disk before the switch, gone if that does not come. */
#include "config.h"

#include "ops/change/change_inside.h"

#include "ops/records/recovery.h"
#include "store/steps.h"

/* What the review said holds: who saw that nobody follows was told so. */
bool ik_change_lead(ik_change *change, const ik_secret *key, const struct ik_buffer *certificate)
{
	const struct ik_step_wish wish = {.from = change->plan->from,
					  .key = key,
					  .certificate = certificate,
					  .reason = change->kind->reason,
					  .above = change->kind->steps_to,
					  .now = change->plan->at};

	change->step.lead = change->plan->lead;
	if (change->plan->lead == IK_LEAD_LEADS
	    && !ik_step_make(change->store, &wish, change->watch, &change->step, &change->error))
		return false;
	change->outcome->lead = change->step.lead;
	change->outcome->step = change->step.number;
	return true;
}

uint64_t ik_change_lead_number(const ik_change *change)
{
	return change->step.number;
}

bool ik_change_put_step(ik_change *change, const char *name, const struct ik_buffer *pem)
{
	struct ik_buffer found = {0};
	struct ik_error inner = {0};
	bool ok;

	ik_list_add(&change->steps_put, name);
	if (!ik_store_step_put(change->store, name, pem->data, pem->size, &change->error))
		return false;
	ok = ik_store_step_read(change->store, name, &found, &inner)
	     && ik_buffer_equal(&found, pem);
	ik_buffer_free(&found);
	return ok || ik_generation_unproven(change->store, name, &inner, &change->error);
}

bool ik_change_write_lead(ik_change *change)
{
	return !change->step.name
	       || ik_change_put_step(change, change->step.name, &change->step.pem);
}

bool ik_change_put_recovery(ik_change *change, const struct ik_sha256 *sha256)
{
	change->recovery_put = true;
	return ik_recovery_write(change->store, sha256, &change->error);
}

bool ik_change_put_info(ik_change *change, unsigned number, const struct ik_buffer *old,
			const struct ik_buffer *text)
{
	change->info_of = number;
	ik_buffer_add(&change->info_was, old->data, old->size);
	return ik_store_put_info(change->store, number, text->data, text->size, &change->error);
}

bool ik_change_take_back_steps(ik_change *change)
{
	bool gone = true;

	if (change->info_of)
		gone = ik_store_put_info(change->store, change->info_of, change->info_was.data,
					 change->info_was.size, NULL);
	if (change->recovery_put)
		gone = ik_recovery_remove(change->store, NULL) && gone;

	for (size_t i = change->steps_put.n; i > 0; i--)
		gone = ik_store_step_remove(change->store, change->steps_put.items[i - 1], NULL)
		       && gone;
	return gone;
}
