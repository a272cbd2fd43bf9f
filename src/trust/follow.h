/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.h: what an agent decides about what it is offered: updates, messages, enrolment.
 *
 * Pure: what is published is read by calls that the caller gives, the clock is a parameter, and the
 * caller keeps what came of it.  A pin that moved is to be kept by one rename, whatever else is
 * said. */
#ifndef IK_TRUST_FOLLOW_H
#define IK_TRUST_FOLLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "trust/sha256.h"
#include "trust/statement.h"
#include "trust/walk.h"

enum {
	IK_GRACE = 24 * 60 * 60, /* seconds: how far clocks may be apart, and mirrors behind */
};

/* What an agent knows of its server. */
struct ik_trust {
	struct ik_pin pin;
	bool has_before;       /* it has left a certificate */
	bool left_by_recovery; /* and nobody believes that one any more: its key may be a thief's */
	struct ik_sha256 before; /* the one left last */
	int64_t left_at;         /* when the step that left it was issued, by the server's clock */
	int64_t moved;           /* when that step was followed, by the agent's clock */
	int64_t confirmed;       /* the last time that a current index named the pin; 0: never */
	int64_t gap_since;       /* since when the index is a stranger's; 0: it is not */
};

/* The agent's clock.  A clock that is before the build's date tells nothing: no index or message
 * is refused for its dates then. */
struct ik_clock_now {
	int64_t now; /* seconds since 1970 */
	bool tells;
};

/* An index or a message, and what verifies it; verified() is asked about number 0.  Lent. */
struct ik_signed {
	const struct ik_statement *statement;
	ik_verified *verified;
	void *context;
};

/* How what the server publishes is read; what a call gives is good until the next one. */
struct ik_source {
	/* False: there is none that can be read. */
	bool (*index)(void *context, struct ik_signed *out);
	/* ANEW: past every cache.  False: there are none, or no other ones. */
	bool (*steps)(void *context, bool anew, struct ik_steps *out);
	void *context;
};

enum ik_follow_end {
	IK_FOLLOW_CONFIRMED, /* the index names the pin */
	IK_FOLLOW_BEHIND,    /* what is read is older than what is known, or not yet to be judged */
	IK_FOLLOW_UNREACHED, /* nothing could be read */
	IK_FOLLOW_FORK,      /* two steps of one number to different certificates */
	IK_FOLLOW_GAP,       /* for IK_GRACE no step has led to the signer of the index */
	IK_FOLLOW_EXPIRED,   /* the index names the pin, and has expired */
	IK_FOLLOW_CLOCK,     /* the index names the pin, and comes from the future */
	IK_FOLLOW_END_COUNT
};

/* Reads the index; where it does not name the pin, the steps; walks, and reads the index again.
 * HOW says how the walk went and may be NULL. */
enum ik_follow_end ik_update(struct ik_trust *trust, const struct ik_source *source,
			     struct ik_clock_now clock, struct ik_walked *how);

/* First trust in CERTIFICATE, which came on a trusted way: walks from it and takes number and
 * recovery key from the index that the end of the walk signed.  TRUST is set only with
 * IK_FOLLOW_CONFIRMED; IK_FOLLOW_GAP: no step leads from CERTIFICATE to the signer of the index. */
enum ik_follow_end ik_enrol(struct ik_trust *trust, const struct ik_sha256 *certificate,
			    const struct ik_source *source, struct ik_clock_now clock,
			    struct ik_walked *how);

enum ik_message_end {
	IK_MESSAGE_TAKEN,     /* it comes from the server */
	IK_MESSAGE_OF_BEFORE, /* likewise: it was under way when the certificate changed */
	IK_MESSAGE_LEFT,      /* signed by the certificate left last, and too late for that */
	IK_MESSAGE_STRANGER,  /* signed by somebody else */
	IK_MESSAGE_EXPIRED,
	IK_MESSAGE_CLOCK, /* it comes from the future */
	IK_MESSAGE_END_COUNT
};

/* What it came to when ik_verify() had to look for a signer. */
struct ik_sought {
	bool asked;             /* the source was; then END is that of the update */
	enum ik_follow_end end; /* IK_FOLLOW_FORK also where the steps of the message fork */
	struct ik_walked how;
};

/* Judges MESSAGE, where needed after a walk over the steps OWN that came with it, and then after
 * one update from SOURCE, which may be NULL.  Whether it is about the file in hand is the caller's
 * to judge first.  SOUGHT may be NULL. */
enum ik_message_end ik_verify(struct ik_trust *trust, const struct ik_signed *message,
			      const struct ik_steps *own, const struct ik_source *source,
			      struct ik_clock_now clock, struct ik_sought *sought);

#endif
