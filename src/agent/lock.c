/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.c: one writer of the state at a time.  The kernel frees the lock of a process that dies,
 * however it dies. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/cure.h"
#include "agent/state.h"
#include "base/alloc.h"
#include "base/text.h"
#include "files/careful.h"

enum { TRY_EVERY_MS = 100, TRIES = 300, HOLDER_SIZE = 32 };

static const char lock_name[] = "lock";

/* --- the holder ------------------------------------------------------------------------------- */

/* Only for the error that others show: a full disk must not matter here. */
static void write_holder(int fd)
{
	char *text = ik_format("%ld\n", (long)getpid());

	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, strlen(text), 0) < 0)
		(void)!ftruncate(fd, 0);
	free(text);
}

static bool fail_busy(const struct ik_agent_state *state, struct ik_error *err)
{
	struct ik_buffer text = {0};
	uint64_t pid = 0;

	if (ik_read_bytes(state->dirfd, lock_name, true, HOLDER_SIZE, &text) == 0 && text.size > 0)
		text.data[text.size - 1] = '\0';
	ik_fail(err, IK_E_AGENT_BUSY, state->path);
	if (ik_text_number(ik_buffer_string(&text), INT32_MAX, &pid))
		ik_cure(err, ik_format("ps -fp %llu", (unsigned long long)pid));
	ik_buffer_free(&text);
	return false;
}

/* --- taking it -------------------------------------------------------------------------------- */

/* Whether FD is still what everybody else will open. */
static bool is_in_place(const struct ik_agent_state *state, int fd)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0
	       && fstatat(state->dirfd, lock_name, &there, AT_SYMLINK_NOFOLLOW) == 0
	       && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

enum attempt { TAKEN, BUSY, FAILED };

static enum attempt try_once(struct ik_agent_state *state, struct ik_error *err)
{
	int fd = openat(state->dirfd, lock_name,
			O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	int error = fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 ? errno : 0;

	if (!error && is_in_place(state, fd)) {
		state->lockfd = fd;
		write_holder(fd);
		return TAKEN;
	}
	if (fd >= 0)
		close(fd);
	if (!error || error == EWOULDBLOCK || error == EINTR)
		return BUSY;
	ik_cure_file(state->path, lock_name, IK_E_AGENT_STATE_WRITE, error, err);
	return FAILED;
}

bool ik_agent_lock(struct ik_agent_state *state, struct ik_error *err)
{
	enum attempt attempt = try_once(state, err);

	for (int i = 1; attempt == BUSY && i < TRIES; i++) {
		poll(NULL, 0, TRY_EVERY_MS);
		attempt = try_once(state, err);
	}
	return attempt == BUSY ? fail_busy(state, err) : attempt == TAKEN;
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
	pin = ik_format("%s/" IK_AGENT_PIN, state->path);
	ik_save_sweep(pin);
	free(pin);
	ik_agent_unlock(state);
}
