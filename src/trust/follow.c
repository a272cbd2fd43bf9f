/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.c: an agent's decisions. */
#include "config.h"

#include "trust/follow.h"

static bool signed_under(const struct ik_signed *what, const struct ik_sha256 *certificate)
{
	return what->verified(what->context, 0, certificate);
}

static bool is_from_the_future(const struct ik_statement *what, struct ik_clock_now clock)
{
	return clock.tells && what->issued > clock.now + IK_GRACE;
}

static bool has_expired(const struct ik_statement *what, struct ik_clock_now clock)
{
	return clock.tells && what->expires < clock.now;
}

/* Walks, and notes in TRUST what was left. */
static bool walk(struct ik_trust *trust, const struct ik_steps *steps, struct ik_clock_now clock,
		 struct ik_walked *how)
{
	struct ik_walked went;

	ik_walk_steps(&trust->pin, steps, &went);
	if (went.steps > 0) {
		trust->has_before = true;
		trust->left_by_recovery = went.by_recovery;
		trust->before = went.left;
		trust->left_at = went.left_at;
		trust->moved = clock.now;
	}
	if (how && (went.steps > 0 || went.fork))
		*how = went;
	return !went.fork;
}

/* The key alone says too little: one key may have several certificates, on several servers. */
static bool names_pin(const struct ik_trust *trust, const struct ik_signed *index)
{
	return index->statement->kind == IK_STATEMENT_INDEX
	       && ik_sha256_equal(&index->statement->to, &trust->pin.certificate)
	       && signed_under(index, &trust->pin.certificate);
}

/* Raises the number, so that no step from before this index is taken from now on; a recovery key
 * that is new to TRUST counts from here on. */
static void take(struct ik_trust *trust, const struct ik_statement *index)
{
	struct ik_pin *pin = &trust->pin;

	if (index->sequence > pin->sequence)
		pin->sequence = index->sequence;
	if (!pin->has_recovery && index->has_recovery) {
		pin->has_recovery = true;
		pin->recovery = index->recovery;
		pin->recovered = index->sequence;
	}
}

/* What INDEX, which names the pin, tells. */
static enum ik_follow_end judge(struct ik_trust *trust, const struct ik_statement *index,
				struct ik_clock_now clock)
{
	trust->gap_since = 0;
	if (is_from_the_future(index, clock))
		return IK_FOLLOW_CLOCK;
	if (index->sequence < trust->pin.sequence)
		return IK_FOLLOW_BEHIND;
	take(trust, index);
	if (has_expired(index, clock))
		return IK_FOLLOW_EXPIRED;
	trust->confirmed = clock.now;
	return IK_FOLLOW_CONFIRMED;
}

/* An index that neither names the pin nor is reached: a mirror that lags, or a stranger. */
static enum ik_follow_end judge_gap(struct ik_trust *trust, struct ik_clock_now clock)
{
	/* Counted from 1970 the grace would be over as soon as the clock is set. */
	if (!clock.tells)
		return IK_FOLLOW_BEHIND;
	/* A clock that was put back would keep the alarm waiting. */
	if (trust->gap_since == 0 || trust->gap_since > clock.now)
		trust->gap_since = clock.now;
	return clock.now - trust->gap_since < IK_GRACE ? IK_FOLLOW_BEHIND : IK_FOLLOW_GAP;
}

/* Walks over what is published, past caches where that does not come to the signer of the index.
 * *READ: steps could be read.  False: a fork. */
static bool walk_published(struct ik_trust *trust, const struct ik_source *source,
			   struct ik_clock_now clock, struct ik_walked *how, bool *read)
{
	struct ik_signed index;
	struct ik_steps steps;

	*read = false;
	for (int anew = 0; anew < 2; anew++) {
		if (!source->steps(source->context, anew, &steps))
			continue;
		*read = true;
		if (!walk(trust, &steps, clock, how))
			return false;
		if (source->index(source->context, &index) && names_pin(trust, &index))
			break;
	}
	return true;
}

enum ik_follow_end ik_update(struct ik_trust *trust, const struct ik_source *source,
			     struct ik_clock_now clock, struct ik_walked *how)
{
	struct ik_signed index;
	bool read;

	if (how)
		*how = (struct ik_walked){0};
	if (source->index(source->context, &index) && names_pin(trust, &index)) {
		enum ik_follow_end end = judge(trust, index.statement, clock);

		if (end == IK_FOLLOW_CONFIRMED)
			return end;
	}
	if (!walk_published(trust, source, clock, how, &read))
		return IK_FOLLOW_FORK;
	if (!source->index(source->context, &index))
		return read ? IK_FOLLOW_BEHIND : IK_FOLLOW_UNREACHED;
	return names_pin(trust, &index) ? judge(trust, index.statement, clock)
					: judge_gap(trust, clock);
}

enum ik_follow_end ik_enrol(struct ik_trust *trust, const struct ik_sha256 *certificate,
			    const struct ik_source *source, struct ik_clock_now clock,
			    struct ik_walked *how)
{
	struct ik_trust fresh = {.pin = {.certificate = *certificate}};
	struct ik_signed index;
	enum ik_follow_end end = ik_update(&fresh, source, clock, how);

	if (end == IK_FOLLOW_BEHIND && source->index(source->context, &index)
	    && !names_pin(&fresh, &index))
		return IK_FOLLOW_GAP;
	if (end != IK_FOLLOW_CONFIRMED)
		return end;
	/* Recoveries of before are no way back. */
	fresh.pin.recovered = fresh.pin.sequence;
	*trust = fresh;
	return end;
}

static enum ik_message_end judge_dates(const struct ik_statement *message,
				       struct ik_clock_now clock, enum ik_message_end good)
{
	if (is_from_the_future(message, clock))
		return IK_MESSAGE_CLOCK;
	return has_expired(message, clock) ? IK_MESSAGE_EXPIRED : good;
}

/* It was under way: signed before the certificate was left, and that is not long ago. */
static bool was_under_way(const struct ik_trust *trust, const struct ik_signed *message,
			  struct ik_clock_now clock)
{
	return trust->has_before && !trust->left_by_recovery
	       && message->statement->issued <= trust->left_at && clock.now >= trust->moved
	       && clock.now - trust->moved <= IK_GRACE && signed_under(message, &trust->before);
}

/* Asks SOURCE for the signer; of two forks the first is the one that is told. */
static void seek(struct ik_trust *trust, const struct ik_source *source, struct ik_clock_now clock,
		 struct ik_sought *sought)
{
	struct ik_walked how;
	const enum ik_follow_end end = ik_update(trust, source, clock, &how);

	sought->asked = true;
	if (sought->end == IK_FOLLOW_FORK)
		return;
	sought->end = end;
	sought->how = how;
}

enum ik_message_end ik_verify(struct ik_trust *trust, const struct ik_signed *message,
			      const struct ik_steps *own, const struct ik_source *source,
			      struct ik_clock_now clock, struct ik_sought *sought)
{
	struct ik_sought unheard;
	bool ours;

	if (!sought)
		sought = &unheard;
	*sought = (struct ik_sought){.end = IK_FOLLOW_CONFIRMED};
	if (message->statement->kind != IK_STATEMENT_MESSAGE)
		return IK_MESSAGE_STRANGER;
	ours = signed_under(message, &trust->pin.certificate);
	if (!ours) {
		if (!walk(trust, own, clock, &sought->how))
			sought->end = IK_FOLLOW_FORK;
		ours = signed_under(message, &trust->pin.certificate);
	}
	if (!ours && was_under_way(trust, message, clock))
		return judge_dates(message->statement, clock, IK_MESSAGE_OF_BEFORE);
	if (!ours && source) {
		seek(trust, source, clock, sought);
		ours = signed_under(message, &trust->pin.certificate);
	}
	if (ours)
		return judge_dates(message->statement, clock, IK_MESSAGE_TAKEN);
	if (was_under_way(trust, message, clock))
		return judge_dates(message->statement, clock, IK_MESSAGE_OF_BEFORE);
	return trust->has_before && signed_under(message, &trust->before) ? IK_MESSAGE_LEFT
									  : IK_MESSAGE_STRANGER;
}
