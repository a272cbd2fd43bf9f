/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.c: judging a message. */
#include "config.h"

#include "agent/verify.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/offer.h"
#include "agent/refusal.h"
#include "base/alloc.h"
#include "base/date.h"

/* Its time says when the source was last asked for a message's sake. */
static const char asked[] = "asked";

enum { A_MINUTE = 60 };

const char *ik_message_end_id(enum ik_message_end end)
{
	static const char *const ids[] = {
		[IK_MESSAGE_TAKEN] = "taken",     [IK_MESSAGE_OF_BEFORE] = "before",
		[IK_MESSAGE_LEFT] = "left",       [IK_MESSAGE_STRANGER] = "stranger",
		[IK_MESSAGE_EXPIRED] = "expired", [IK_MESSAGE_CLOCK] = "clock",
	};

	_Static_assert(IK_COUNT(ids) == IK_MESSAGE_END_COUNT, "every end has its word");
	return ids[end];
}

bool ik_agent_knows_signer(const struct ik_agent_state *state, const struct ik_message *message)
{
	const struct ik_signed by = ik_opened_as_signed(&message->opened);

	return by.verified(by.context, 0, &state->trust.pin.certificate);
}

/* --- asking the source ------------------------------------------------------------------------ */

/* Whoever can send messages must not make agents ask without end. */
static bool may_ask(const struct ik_agent_state *state, int64_t now)
{
	struct stat st;

	return fstatat(state->dirfd, asked, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_mtime > now
	       || now - st.st_mtime >= A_MINUTE;
}

static void note_asked(const struct ik_agent_state *state, int64_t now)
{
	const struct timespec when[] = {{.tv_sec = now}, {.tv_sec = now}};
	int fd = -1;

	if (state->may_store)
		fd = openat(state->dirfd, asked, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	/* Without it one question more is asked. */
	(void)futimens(fd, when);
	close(fd);
}

/* --- what it means ---------------------------------------------------------------------------- */

static bool fail_date(enum ik_error_id id, const char *file, int64_t when, struct ik_error *err)
{
	char *date = ik_date_zoned(when);

	ik_fail(err, id, file, date);
	free(date);
	return false;
}

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
		return fail_date(IK_E_AGENT_EXPIRED, file, says->expires, err);
	case IK_MESSAGE_CLOCK:
		return fail_date(IK_E_AGENT_CLOCK, file, says->issued, err);
	case IK_MESSAGE_TAKEN:
	case IK_MESSAGE_OF_BEFORE:
	case IK_MESSAGE_END_COUNT:
		break;
	}
	return judge_signer(trust, message, end, file, err);
}

static void note_moved(const struct ik_agent_state *state, int64_t now)
{
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&state->trust.pin.certificate, hex);
	ik_agent_note(state, now, "moved", hex);
}

bool ik_agent_verify(struct ik_agent_state *state, const struct ik_message *message,
		     const char *file, int64_t now, struct ik_verified_message *out)
{
	const struct ik_signed by = ik_opened_as_signed(&message->opened);
	const struct ik_steps own = ik_opened_as_steps(&message->steps);
	const struct ik_sha256 pin = state->trust.pin.certificate;
	const bool asks = may_ask(state, now);
	struct ik_buffer before = {0};
	struct ik_offer offer;

	*out = (struct ik_verified_message){0};
	ik_pin_write(state, &before);
	ik_offer_begin(state, NULL, &offer);

	const struct ik_source reads = ik_offer_source(&offer);

	out->end = ik_verify(&state->trust, &by, &own, asks ? &reads : NULL, ik_offer_clock(now));
	out->moved = !ik_sha256_equal(&pin, &state->trust.pin.certificate);
	ik_offer_keep(state, &offer, &message->steps, &before, &out->unkept);
	if (offer.index.n > 0)
		note_asked(state, now);
	if (out->end == IK_MESSAGE_STRANGER && offer.index_error.id == IK_E_SOURCE_UNREACHED)
		ik_pass(&out->error, &offer.index_error);
	else
		judge(&state->trust, message, out->end, file, &out->error);
	if (out->moved)
		note_moved(state, now);
	ik_offer_free(&offer);
	ik_buffer_free(&before);
	return out->error.id == IK_E_NONE;
}
