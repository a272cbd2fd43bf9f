/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carry.h: files from and to the source, whatever carries them: a directory, or http and https
 * (fetch.h).  What is carried is believed for what it says, not for who brought it. */
#ifndef IK_AGENT_CARRY_H
#define IK_AGENT_CARRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "trust/agent_report.h"

/* All but the last is lent; end it with ik_carrier_end(). */
struct ik_carrier {
	const char *source;                   /* a whole path, or a URL: file, http, https */
	const struct ik_buffer *pin, *before; /* PEM; NULL or empty: none */
	const char *ca;                       /* a file; NULL: none */
	enum ik_carried_by by;      /* out: how the other end was known, in the last call */
	struct ik_fetcher *fetcher; /* NULL at first: its connections, from one file to the next */
};
void ik_carrier_end(struct ik_carrier *carrier);

/* Reads SOURCE as an operator writes it: *WHOLE is its whole path, or the URL without "/" at its
 * end; caller frees.  IK_E_AGENT_SOURCE for what it cannot be, IK_E_AGENT_SOURCE_USER for a URL
 * with a name or password in it, which is not repeated. */
bool ik_source_read(const char *source, char **whole, struct ik_error *err);

/* Appends the file NAME of the source to OUT, MAX bytes at most.  IK_E_SOURCE_UNREACHED: the source
 * was not reached; IK_E_SOURCE_LACKS: it was, and has no such file; IK_E_SOURCE_FORBIDDEN,
 * IK_E_SOURCE_ASKED: it was, and does not give it; IK_E_CMS_LARGE: more than MAX;
 * IK_E_FETCH_REDIRECT.  OUT is as before after a failure. */
bool ik_carry_get(struct ik_carrier *carrier, const char *name, size_t max, struct ik_buffer *out,
		  struct ik_error *err);

/* The same past every cache on the way; NUMBER has to be a new one.  False without an error where
 * there is no cache on the way. */
bool ik_carry_get_anew(struct ik_carrier *carrier, const char *name, uint64_t number, size_t max,
		       struct ik_buffer *out, struct ik_error *err);

/* Writes into OUT, which is empty, what is for somebody who is known BY that; may be called again,
 * when it turns out that he is known otherwise. */
typedef void ik_carry_body(void *context, enum ik_carried_by by, struct ik_buffer *out);

/* Writes what BODY says as NAME to TO, a directory or a URL.  IK_E_SOURCE_UNREACHED, or
 * IK_E_CARRY_PUT. */
bool ik_carry_put(struct ik_carrier *carrier, const char *to, const char *name, ik_carry_body *body,
		  void *context, struct ik_error *err);

#endif
