/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.c: choosing the steps that lead to the certificate in use.
 *
 * Numbers rise along a walk.  So, seen from the highest down, a step leads if it ends at the one in
 * use, or if a step that is known to lead goes on from there.  As every step that is shown leads,
 * it does not matter which of them the walk takes. */
#include "config.h"

#include "trust/lead.h"

#include <stdlib.h>

#include "base/alloc.h"

/* Whether NEXT can follow STEP; a recovery can where STEP makes agents know its key. */
static bool goes_on(const struct ik_steps *steps, const struct ik_statement *step, size_t next)
{
	const struct ik_statement *other = &steps->items[next];

	if (other->sequence <= step->sequence)
		return false;
	if (other->kind == IK_STATEMENT_HANDOVER)
		return ik_sha256_equal(&other->from, &step->to);
	return step->kind == IK_STATEMENT_RECOVERY
	       && steps->verified(steps->context, next, &step->recovery);
}

static bool leads(const struct ik_steps *steps, const struct ik_statement *step,
		  const struct ik_sha256 *in_use, const size_t *chosen, size_t n)
{
	if (ik_sha256_equal(&step->to, in_use))
		return true;
	for (size_t i = 0; i < n; i++)
		if (goes_on(steps, step, chosen[i]))
			return true;
	return false;
}

struct place {
	uint64_t sequence;
	size_t which;
};

static int highest_first(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	return one->sequence < other->sequence ? 1 : one->sequence > other->sequence ? -1 : 0;
}

size_t ik_steps_that_lead(const struct ik_steps *steps, const struct ik_sha256 *in_use,
			  size_t *chosen, size_t max)
{
	struct place *places = ik_alloc_array(steps->n + 1, sizeof(*places));
	size_t n = 0;

	for (size_t i = 0; i < steps->n; i++)
		places[i] = (struct place){steps->items[i].sequence, i};
	qsort(places, steps->n, sizeof(*places), highest_first);
	for (size_t i = 0; i < steps->n && n < max; i++) {
		const struct ik_statement *step = &steps->items[places[i].which];

		if ((step->kind == IK_STATEMENT_HANDOVER || step->kind == IK_STATEMENT_RECOVERY)
		    && leads(steps, step, in_use, chosen, n))
			chosen[n++] = places[i].which;
	}
	free(places);
	return n;
}
