/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served_inside.h: the connection to a service, as the files that speak on it see it.  Private to
 * the room. */
#ifndef IK_FOREIGN_SERVED_INSIDE_H
#define IK_FOREIGN_SERVED_INSIDE_H

#include <sys/types.h>

#include "foreign/served.h"

enum { IK_PEER_FIRST = 128 };

struct ik_peer {
	int fd;
	const struct ik_served_wish *wish;
	bool slow;                 /* the deadline has passed */
	bool ended;                /* the service has hung up */
	int saved_errno;           /* of the last call that failed otherwise */
	char first[IK_PEER_FIRST]; /* what came first since TLS should have begun */
	size_t n_first;
};

/* Reads up to SIZE bytes: how many; 0 at the end; -1 if SLOW or SAVED_ERRNO says why. */
ssize_t ik_peer_read(struct ik_peer *peer, void *bytes, size_t size);
/* Writes some of them: how many, or -1. */
ssize_t ik_peer_write(struct ik_peer *peer, const void *bytes, size_t size);
/* Whether something can be read before MS have passed. */
bool ik_peer_waits(struct ik_peer *peer, int64_t ms);

/* The error of a connection that gave nothing more: IK_E_SERVICE_SLOW or IK_E_SERVICE_CLOSED.
 * Always false. */
bool ik_peer_fail(const struct ik_peer *peer, struct ik_error *err);

/* Says what has to be said before TLS begins, and hears the answers. */
bool ik_peer_start_tls(struct ik_peer *peer, struct ik_error *err);
/* What ends the conversation politely, once TLS has begun; "": nothing. */
const char *ik_peer_farewell(const struct ik_peer *peer);

#endif
