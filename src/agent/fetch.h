/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch.h: files asked of a web server, and put there, over http and https.  libcurl is known in
 * this room only.
 *
 * A server, and whoever stands before it, may do what they like: bytes are counted here, headers
 * too; everything has a time; a redirect keeps its scheme or goes from http to https; an answer is
 * only ever bytes.  Proxies are those of the environment. */
#ifndef IK_AGENT_FETCH_H
#define IK_AGENT_FETCH_H

#include <stdbool.h>
#include <stddef.h>

#include "agent/carry.h"
#include "base/buffer.h"
#include "base/error.h"

enum { IK_FETCH_REDIRECTS_MAX = 3, IK_FETCH_HEAD_MAX = 64 * 1024 };

/* What may vouch for a server; NULL: there is no such thing. */
struct ik_fetch_roots {
	const struct ik_buffer *pin, *before; /* PEM */
	const char *ca;                       /* a file, instead of the system's authorities */
};

/* Seconds; 0 is as usual. */
struct ik_fetch_patience {
	unsigned connect; /* until there is a connection: 15 */
	unsigned stall;   /* with hardly a byte: 30 */
	unsigned whole;   /* for one file, redirects and all: 60, and more the larger it may be */
};

typedef struct ik_fetcher ik_fetcher; /* as in carry.h */

/* Keeps its connections from one file to the next.  NULL and ERR where it cannot be made. */
ik_fetcher *ik_fetcher_new(const struct ik_fetch_roots *roots,
			   const struct ik_fetch_patience *patience, struct ik_error *err);
void ik_fetcher_free(ik_fetcher *fetcher); /* NULL is fine */

/* Reads URL, at most MAX bytes, and asks caches on the way to ask the server.  BY says how the
 * server was known, and of those that sent us on the one that was known the least; where by
 * nothing, it is read all the same.  IK_E_SOURCE_UNREACHED; IK_E_SOURCE_LACKS: the server is there,
 * and has no such file; IK_E_SOURCE_FORBIDDEN, IK_E_SOURCE_ASKED: it is there, and does not give
 * it; IK_E_CMS_LARGE; IK_E_FETCH_REDIRECT.  OUT is added to only on success. */
bool ik_fetch_get(ik_fetcher *fetcher, const char *url, size_t max, struct ik_buffer *out,
		  enum ik_carried_by *by, struct ik_error *err);

/* Puts what BODY writes to URL.  IK_E_CARRY_PUT where the server is there and does not take it;
 * else the errors above. */
bool ik_fetch_put(ik_fetcher *fetcher, const char *url, ik_carry_body *body, void *context,
		  enum ik_carried_by *by, struct ik_error *err);

#endif
