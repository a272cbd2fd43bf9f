/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.c: why agents stay behind. */
#include "config.h"

#include "ops/change/lead.h"

#include "base/alloc.h"
#include "ops/records/generation.h"
#include "trust/opened.h"

static const enum ik_error_id errors[] = {
	[IK_LEAD_NOBODY] = IK_E_NONE,        [IK_LEAD_LEADS] = IK_E_NONE,
	[IK_LEAD_NO_KEY] = IK_E_LEAD_NO_KEY, [IK_LEAD_DAMAGED] = IK_E_LEAD_DAMAGED,
	[IK_LEAD_KIND] = IK_E_LEAD_KIND,     [IK_LEAD_NEXT_KIND] = IK_E_LEAD_NEXT_KIND,
	[IK_LEAD_LARGE] = IK_E_LEAD_LARGE,
};
_Static_assert(IK_COUNT(errors) == IK_LEAD_COUNT, "each has its word");

enum ik_lead ik_lead_of(const struct ik_generation *in_use, enum ik_error_id damage)
{
	if (!in_use->has_facts || damage == IK_E_KEY_READ || damage == IK_E_KEY_APART)
		return IK_LEAD_DAMAGED;
	if (!in_use->has_key)
		return IK_LEAD_NO_KEY;
	return in_use->facts.leads ? IK_LEAD_LEADS : IK_LEAD_KIND;
}

/* Two signatures of the longest keys, what they sign, and names of issuers as they mostly are. */
enum { REST_OF_STEP = 3 * 1024 };

/* PEM makes 65 bytes of 48, and has a line at either end. */
enum { PEM_BYTES = 65, DER_BYTES = 48, PEM_ENDS = 64 };

bool ik_lead_has_room(size_t from, size_t to)
{
	const size_t max = (IK_STATEMENT_SIZE_MAX - PEM_ENDS) / PEM_BYTES * DER_BYTES;

	return from <= max && to <= max && from + to + REST_OF_STEP <= max;
}

bool ik_lead_fails(enum ik_lead lead)
{
	return errors[lead] != IK_E_NONE;
}

enum ik_error_id ik_lead_error(enum ik_lead lead)
{
	return errors[lead];
}
