/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c: the walk.  Each round takes one step, and each step raises a number, so it ends. */
#include "config.h"

#include "trust/walk.h"

/* Whether STEP could be taken from PIN, were it true. */
typedef bool rule(const struct ik_pin *pin, const struct ik_statement *step);

static bool recovery_applies(const struct ik_pin *pin, const struct ik_statement *step)
{
	return step->kind == IK_STATEMENT_RECOVERY && pin->has_recovery
	       && step->sequence > pin->recovered;
}

static bool handover_applies(const struct ik_pin *pin, const struct ik_statement *step)
{
	return step->kind == IK_STATEMENT_HANDOVER && step->sequence > pin->sequence
	       && ik_sha256_equal(&step->from, &pin->certificate);
}

/* Asked last and of few, since this is what costs. */
static bool is_true(const struct ik_pin *pin, const struct ik_steps *steps, size_t which)
{
	const struct ik_statement *step = &steps->items[which];
	const struct ik_sha256 *who = step->kind == IK_STATEMENT_RECOVERY ? &pin->recovery
									  : &pin->certificate;

	return steps->verified(steps->context, which, who)
	       && steps->verified(steps->context, which, &step->to);
}

/* The highest number below LIMIT of a step that applies; 0: none. */
static uint64_t next_below(const struct ik_pin *pin, const struct ik_steps *steps, rule *applies,
			   uint64_t limit)
{
	uint64_t highest = 0;

	for (size_t i = 0; i < steps->n; i++) {
		uint64_t sequence = steps->items[i].sequence;

		if (sequence > highest && sequence < limit && applies(pin, &steps->items[i]))
			highest = sequence;
	}
	return highest;
}

static bool say_the_same(const struct ik_statement *a, const struct ik_statement *b)
{
	return ik_sha256_equal(&a->to, &b->to)
	       && (a->kind != IK_STATEMENT_RECOVERY || ik_sha256_equal(&a->recovery, &b->recovery));
}

/* The true step that applies and has the number SEQUENCE; NULL: none, or, as HOW says, two. */
static const struct ik_statement *numbered(const struct ik_pin *pin, const struct ik_steps *steps,
					   rule *applies, uint64_t sequence, struct ik_walked *how)
{
	const struct ik_statement *found = NULL;

	for (size_t i = 0; i < steps->n; i++) {
		const struct ik_statement *step = &steps->items[i];

		if (step->sequence != sequence || !applies(pin, step)
		    || (found && say_the_same(found, step)) || !is_true(pin, steps, i))
			continue;
		if (found) {
			how->fork = true;
			how->ends[0] = found->to;
			how->ends[1] = step->to;
			return NULL;
		}
		found = step;
	}
	return found;
}

/* The highest step that applies and is true; NULL: none, or a fork. */
static const struct ik_statement *highest(const struct ik_pin *pin, const struct ik_steps *steps,
					  rule *applies, struct ik_walked *how)
{
	const struct ik_statement *step = NULL;
	uint64_t sequence = UINT64_MAX;

	while (!step && !how->fork && (sequence = next_below(pin, steps, applies, sequence)) > 0)
		step = numbered(pin, steps, applies, sequence, how);
	return step;
}

static void take(struct ik_pin *pin, const struct ik_statement *step, struct ik_walked *how)
{
	how->steps++;
	how->left = pin->certificate;
	how->left_at = step->issued;
	how->reason = step->reason;
	how->by_recovery = step->kind == IK_STATEMENT_RECOVERY;
	pin->certificate = step->to;
	/* Even downwards: a thief of the key before may have set it to anything. */
	pin->sequence = step->sequence;
	if (how->by_recovery) {
		pin->recovered = step->sequence;
		pin->recovery = step->recovery;
	}
}

void ik_walk_steps(struct ik_pin *pin, const struct ik_steps *steps, struct ik_walked *how)
{
	struct ik_walked unsaid;
	const struct ik_statement *step;

	how = how ? how : &unsaid;
	*how = (struct ik_walked){0};
	do {
		step = highest(pin, steps, recovery_applies, how);
		if (!step && !how->fork)
			step = highest(pin, steps, handover_applies, how);
		if (step)
			take(pin, step, how);
	} while (step);
}
