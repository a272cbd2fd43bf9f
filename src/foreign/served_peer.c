/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served_peer.c: a connection to a service, on which nothing waits longer than it may. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "foreign/served_inside.h"

int64_t ik_served_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool waits_for(int fd, short events, int64_t until)
{
	struct pollfd one = {.fd = fd, .events = events};

	for (;;) {
		const int64_t left = until - ik_served_clock();
		const int n = poll(&one, 1, left > 0 ? (int)left : 0);

		if (n > 0)
			return true;
		if (n == 0 && left <= 0)
			return false;
		if (n < 0 && errno != EINTR)
			return false;
	}
}

bool ik_peer_waits(struct ik_peer *peer, int64_t ms)
{
	const int64_t until = ik_served_clock() + ms;

	return waits_for(peer->fd, POLLIN,
			 until < peer->wish->deadline ? until : peer->wish->deadline);
}

/* What one call did; true: it has to be made once more. */
static bool again(struct ik_peer *peer, short events, ssize_t n)
{
	if (n >= 0)
		return false;
	peer->saved_errno = errno;
	if (errno == EINTR)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return false;
	peer->slow = !waits_for(peer->fd, events, peer->wish->deadline);
	return !peer->slow;
}

/* Not only where it would have to wait: who sends a byte a second never lets it. */
static bool is_late(struct ik_peer *peer)
{
	peer->slow = peer->slow || ik_served_clock() >= peer->wish->deadline;
	return peer->slow;
}

ssize_t ik_peer_read(struct ik_peer *peer, void *bytes, size_t size)
{
	ssize_t n;

	do {
		if (is_late(peer))
			return -1;
		n = read(peer->fd, bytes, size);
	} while (again(peer, POLLIN, n));
	peer->ended = n == 0;
	return n;
}

ssize_t ik_peer_write(struct ik_peer *peer, const void *bytes, size_t size)
{
	ssize_t n;

	do {
		if (is_late(peer))
			return -1;
		n = write(peer->fd, bytes, size);
	} while (again(peer, POLLOUT, n));
	return n;
}

bool ik_peer_fail(const struct ik_peer *peer, struct ik_error *err)
{
	const struct ik_served_wish *wish = peer->wish;
	char *seconds;

	if (!peer->slow)
		return ik_fail(err, IK_E_SERVICE_CLOSED, wish->name);
	seconds = ik_format("%u", wish->seconds);
	ik_fail(err, IK_E_SERVICE_SLOW, wish->name, seconds);
	free(seconds);
	return false;
}
