/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.c: one writer of the state at a time.  The kernel frees the lock of a process that dies,
 * however it dies. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/state.h"
#include "base/alloc.h"
#include "files/save.h"

enum { TRY_EVERY_MS = 100, TRIES = 300 };

/* Whether FD is still what everybody else will open. */
static bool is_in_place(const struct ik_agent_state *state, int fd)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0
	       && fstatat(state->dirfd, "lock", &there, AT_SYMLINK_NOFOLLOW) == 0
	       && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

enum attempt { TAKEN, BUSY, FAILED };

static enum attempt try_once(struct ik_agent_state *state, struct ik_error *err)
{
	int fd = openat(state->dirfd, "lock",
			O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	int error = fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 ? errno : 0;

	if (!error && is_in_place(state, fd)) {
		state->lockfd = fd;
		return TAKEN;
	}
	if (fd >= 0)
		close(fd);
	if (!error || error == EWOULDBLOCK || error == EINTR)
		return BUSY;
	ik_error_errno(err, IK_E_AGENT_STATE_WRITE, state->path, error);
	return FAILED;
}

bool ik_agent_lock(struct ik_agent_state *state, struct ik_error *err)
{
	enum attempt attempt = try_once(state, err);

	for (int i = 1; attempt == BUSY && i < TRIES; i++) {
		poll(NULL, 0, TRY_EVERY_MS);
		attempt = try_once(state, err);
	}
	return attempt == BUSY ? ik_fail(err, IK_E_AGENT_BUSY, state->path) : attempt == TAKEN;
}

void ik_agent_unlock(struct ik_agent_state *state)
{
	if (state->lockfd >= 0)
		close(state->lockfd);
	state->lockfd = -1;
}

void ik_agent_sweep(struct ik_agent_state *state)
{
	char *pin;

	if (try_once(state, NULL) != TAKEN)
		return;
	pin = ik_format("%s/pin.pem", state->path);
	ik_save_sweep(pin);
	free(pin);
	ik_agent_unlock(state);
}
