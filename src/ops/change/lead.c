/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.c: why agents stay behind. */
#include "config.h"

#include "ops/change/lead.h"

#include "base/alloc.h"

static const struct {
	const char *id;
	enum ik_error_id error;
} leads[] = {
	[IK_LEAD_NOBODY] = {"nobody", IK_E_NONE},
	[IK_LEAD_LEADS] = {"leads", IK_E_NONE},
	[IK_LEAD_NO_KEY] = {"no-key", IK_E_LEAD_NO_KEY},
	[IK_LEAD_DAMAGED] = {"damaged", IK_E_LEAD_DAMAGED},
	[IK_LEAD_KIND] = {"kind", IK_E_LEAD_KIND},
	[IK_LEAD_NEXT_KIND] = {"next-kind", IK_E_LEAD_NEXT_KIND},
};
_Static_assert(IK_COUNT(leads) == IK_LEAD_COUNT, "each has its word");

bool ik_lead_fails(enum ik_lead lead)
{
	return leads[lead].error != IK_E_NONE;
}

enum ik_error_id ik_lead_error(enum ik_lead lead)
{
	return leads[lead].error;
}

const char *ik_lead_id(enum ik_lead lead)
{
	return leads[lead].id;
}
