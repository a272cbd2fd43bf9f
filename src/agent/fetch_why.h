/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch_why.h: what came in place of a file, or of an answer, in our words: libcurl's are English
 * everywhere. */
#ifndef IK_AGENT_FETCH_WHY_H
#define IK_AGENT_FETCH_WHY_H

#include <curl/curl.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

/* Why CODE came, with what libcurl SAID of it below ours; SYSTEM is the errno that it met, or 0.
 * ERR was just set. */
void ik_fetch_tell_why(CURLcode code, long system, const char *said, struct ik_error *err);

/* That a proxy answered STATUS in place of letting us through.  ERR was just set.  Always false. */
bool ik_fetch_tell_proxy(long status, struct ik_error *err);

/* Whether BYTES, which were called TYPE (NULL: nothing), are a page for people.  Nothing that a
 * server signs begins so, whatever was done to it on the way. */
bool ik_fetch_is_page(const char *type, const struct ik_buffer *bytes);

/* That a page called TYPE came from URL in place of what was asked for at START: a network that
 * wants somebody to log in, which is no alarm.  Always false. */
bool ik_fetch_fail_page(const char *start, const char *url, const char *type, struct ik_error *err);

/* That a web server answered STATUS, which is not 200, to who asked for the file at URL.  What it
 * says for good is a fault of whoever set it up, and would stay unseen as a source that was not
 * reached; a network or a proxy that says it in place of the server cannot be told from that.
 * Always false. */
bool ik_fetch_fail_get(const char *url, long status, struct ik_error *err);

/* That a web server answered STATUS to a report for URL, which it did not take.  Always false. */
bool ik_fetch_fail_put(const char *url, long status, struct ik_error *err);

#endif
