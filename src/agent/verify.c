/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.c: judging a message. */
#include "config.h"

#include "agent/verify.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/offer.h"
#include "agent/update.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "files/careful.h"

/* Its time says when the source was last asked for a message's sake, and it has the number of the
 * error that this came to. */
static const char asked_name[] = "asked";

enum { A_MINUTE = 60, ASKED_MAX = 16 };

const char *ik_verified_message_end(const struct ik_verified_message *verified)
{
	static const char *const ids[] = {
		[IK_MESSAGE_TAKEN] = "taken",     [IK_MESSAGE_OF_BEFORE] = "before",
		[IK_MESSAGE_LEFT] = "left",       [IK_MESSAGE_STRANGER] = "stranger",
		[IK_MESSAGE_EXPIRED] = "expired", [IK_MESSAGE_CLOCK] = "clock",
	};

	_Static_assert(IK_COUNT(ids) == IK_MESSAGE_END_COUNT, "every end has its word");
	return verified->error.id == IK_E_AGENT_SIGNED_WHEN ? "outside" : ids[verified->end];
}

/* Then the rest is only a matter of its dates, and nothing of STATE will change. */
static bool knows_signer(const struct ik_agent_state *state, const struct ik_message *message)
{
	const struct ik_signed by = ik_opened_as_signed(&message->opened);

	return by.verified(by.context, 0, &state->trust.pin.certificate);
}

/* --- asking the source ------------------------------------------------------------------------ */

struct asking {
	const struct ik_agent_state *state;
	struct ik_source source; /* as it would be read without this */
	int64_t now;
	bool asked;            /* it was, or might not be asked again so soon */
	bool may;              /* it was */
	enum ik_error_id last; /* what the one before came to, where it might not */
};

/* What an agent says again as long as it may not ask again. */
static const enum ik_error_id remembered[] = {
	IK_E_SOURCE_UNREACHED, IK_E_SOURCE_FORBIDDEN, IK_E_SOURCE_ASKED, IK_E_SOURCE_LACKS,
	IK_E_FETCH_REDIRECT,   IK_E_AGENT_FORK,       IK_E_AGENT_GAP,
};

static bool is_remembered(enum ik_error_id id)
{
	for (size_t i = 0; i < IK_COUNT(remembered); i++)
		if (id == remembered[i])
			return true;
	return false;
}

static enum ik_error_id read_last(const struct ik_agent_state *state)
{
	struct ik_buffer text = {0};
	uint64_t number = 0;
	enum ik_error_id last = IK_E_NONE;

	if (ik_read_bytes(state->dirfd, asked_name, true, ASKED_MAX, &text) == 0)
		ik_text_number(ik_buffer_string(&text), UINT32_MAX, &number);
	ik_buffer_free(&text);
	for (size_t i = 0; i < IK_COUNT(remembered); i++)
		if (number == ik_error_number(remembered[i]))
			last = remembered[i];
	return last;
}

/* Whoever can send messages must not make agents ask without end. */
static bool may_ask(const struct ik_agent_state *state, int64_t now)
{
	struct stat st;

	return fstatat(state->dirfd, asked_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_mtime > now
	       || now - st.st_mtime >= A_MINUTE;
}

/* Notes at NOW what asking came to.  Without it one question more is asked. */
static void note_asked(const struct ik_agent_state *state, int64_t now, enum ik_error_id came_to)
{
	const struct timespec when[] = {{.tv_sec = now}, {.tv_sec = now}};
	char number[24];
	int fd = -1;

	if (state->may_store)
		fd = openat(state->dirfd, asked_name,
			    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
			    0644);
	if (fd < 0)
		return;
	snprintf(number, sizeof(number), "%u", ik_error_number(came_to));
	(void)ik_write_all(fd, number, strlen(number));
	(void)futimens(fd, when);
	close(fd);
}

/* The first question decides for all of them.  It is noted before it is asked: a source that is
 * down is not asked again, either, nor one that is slow by the next process. */
static bool asks(struct asking *asking)
{
	if (!asking->asked) {
		asking->may = may_ask(asking->state, asking->now);
		if (asking->may)
			note_asked(asking->state, asking->now, IK_E_SOURCE_UNREACHED);
		else
			asking->last = read_last(asking->state);
	}
	asking->asked = true;
	return asking->may;
}

static bool ask_index(void *context, struct ik_signed *out)
{
	struct asking *asking = context;

	return asks(asking) && asking->source.index(asking->source.context, out);
}

static bool ask_steps(void *context, bool anew, struct ik_steps *out)
{
	struct asking *asking = context;

	return asks(asking) && asking->source.steps(asking->source.context, anew, out);
}

/* --- what it means ---------------------------------------------------------------------------- */

/* It is the server's; whether that could sign when it did. */
static bool judge_signer(const struct ik_trust *trust, const struct ik_message *message,
			 enum ik_message_end end, const char *file, struct ik_error *err)
{
	const struct ik_sha256 *signer = end == IK_MESSAGE_OF_BEFORE ? &trust->before
								     : &trust->pin.certificate;

	return ik_opened_in_validity(&message->opened, 0, signer)
	       || ik_fail(err, IK_E_AGENT_SIGNED_WHEN, file);
}

static bool judge(const struct ik_trust *trust, const struct ik_message *message,
		  enum ik_message_end end, const char *file, struct ik_error *err)
{
	const struct ik_statement *says = message->opened.items;

	switch (end) {
	case IK_MESSAGE_LEFT:
		return ik_fail(err, IK_E_AGENT_LEFT, file, "inkan sign --again");
	case IK_MESSAGE_STRANGER:
		return ik_fail(err, IK_E_AGENT_SIGNER, file);
	case IK_MESSAGE_EXPIRED:
		return ik_offer_fail_date(IK_E_AGENT_EXPIRED, file, says->expires, err);
	case IK_MESSAGE_CLOCK:
		return ik_offer_fail_date(IK_E_AGENT_CLOCK, file, says->issued, err);
	case IK_MESSAGE_TAKEN:
	case IK_MESSAGE_OF_BEFORE:
	case IK_MESSAGE_END_COUNT:
		break;
	}
	return judge_signer(trust, message, end, file, err);
}

struct judging {
	struct ik_signed by;
	struct ik_steps own;
	struct ik_clock_now clock;
	struct ik_verified_message *out;
	struct ik_sought sought;
};

static void decide(void *context, struct ik_trust *trust, const struct ik_source *source)
{
	struct judging *judging = context;
	const struct ik_sha256 pin = trust->pin.certificate;

	judging->out->end = ik_verify(trust, &judging->by, &judging->own, source, judging->clock,
				      &judging->sought);
	judging->out->moved = !ik_sha256_equal(&pin, &trust->pin.certificate);
}

/* What was found in place of a signer that is known; none: nothing that says more than that. */
static enum ik_error_id judge_sought(const struct ik_agent_state *state,
				     const struct ik_offer *offer, const struct judging *judging,
				     struct ik_error *err)
{
	const struct ik_sought *sought = &judging->sought;
	struct ik_error why = {0};

	if (sought->asked || sought->end == IK_FOLLOW_FORK)
		ik_offer_judge(offer, &state->trust, sought->end, &sought->how, judging->clock,
			       &why);
	if (is_remembered(why.id) || why.id == IK_E_AGENT_BUSY)
		ik_pass(err, &why);
	return why.id;
}

/* Of an agent that may not ask yet. */
static void judge_last(const struct ik_offer *offer, enum ik_error_id last, struct ik_error *err)
{
	if (last == IK_E_NONE || err->id != IK_E_NONE)
		return;
	ik_fail(err, last, offer->carrier.source);
	ik_error_detail(err, "%s", _("It was asked less than a minute ago."));
}

bool ik_agent_verify(struct ik_agent_state *state, const struct ik_message *message,
		     const char *file, int64_t now, struct ik_verified_message *out)
{
	struct judging judging = {.by = ik_opened_as_signed(&message->opened),
				  .own = ik_opened_as_steps(&message->steps),
				  .clock = ik_offer_clock(now),
				  .out = out};
	struct asking asking = {.state = state, .now = now};
	const struct ik_source source = {ask_index, ask_steps, &asking};
	struct ik_offer offer;

	*out = (struct ik_verified_message){0};
	ik_offer_begin(state, NULL, &offer);
	asking.source = ik_offer_source(&offer);
	if (knows_signer(state, message))
		decide(&judging, &state->trust, NULL);
	else
		ik_offer_settle(state, &offer, &source, &message->steps, decide, &judging,
				&out->unkept);
	if (out->end == IK_MESSAGE_STRANGER) {
		const enum ik_error_id found = judge_sought(state, &offer, &judging, &out->error);

		if (asking.may)
			note_asked(state, now, found);
		else
			judge_last(&offer, asking.last, &out->error);
	} else if (asking.may) {
		note_asked(state, now, IK_E_NONE);
	}
	judge(&state->trust, message, out->end, file, &out->error);
	if (out->moved)
		ik_updated_note_move(state, now);
	ik_offer_free(&offer);
	return out->error.id == IK_E_NONE;
}
