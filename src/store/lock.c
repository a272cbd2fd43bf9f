/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.c: one writer at a time.  The kernel frees the lock of a process that dies, however it dies.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

enum { HOLDER_SIZE = 80, TRY_EVERY_MS = 100 };

/* --- the holder's name ------------------------------------------------------------------------ */

static void write_holder(int fd)
{
	char *text = ik_format("PID %ld, %s\n", (long)getpid(), program_invocation_short_name);

	/* Only for the message that others show: a full disk must not matter here. */
	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, strlen(text), 0) < 0)
		(void)!ftruncate(fd, 0);
	free(text);
}

/* What the holder, if there is one, has written of itself.  Caller frees. */
static char *holder_of(const ik_store *store)
{
	struct ik_buffer text = {0};

	ik_read_bytes(store->dirfd, "lock", true, HOLDER_SIZE, &text);
	char *holder = ik_strndup(ik_buffer_string(&text), strcspn(ik_buffer_string(&text), "\n"));
	ik_buffer_free(&text);
	return holder;
}

static bool fail_locked(const ik_store *store, struct ik_error *err)
{
	char *lock = ik_store_file(store, "lock");
	char *holder = holder_of(store);

	ik_fail(err, IK_E_STORE_LOCKED, *holder ? holder : lock);
	free(holder);
	free(lock);
	return false;
}

/* --- trying ----------------------------------------------------------------------------------- */

/* Opens the lock file, 0600 from its first moment. */
static int open_lock(const ik_store *store, struct ik_error *err)
{
	struct stat st;
	int fd = openat(store->dirfd, "lock",
			O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	int error = fd < 0 || fstat(fd, &st) != 0 ? errno : 0;

	if (!error && !S_ISREG(st.st_mode))
		error = EISDIR;
	if (!error && (st.st_mode & 0777) != 0600)
		error = fchmod(fd, 0600) != 0 || fstat(fd, &st) != 0 ? errno : 0;
	if (!error && (st.st_mode & 077) == 0)
		return fd;
	/* A file system that keeps no permissions cannot keep a key either. */
	if (error)
		ik_store_fail(store, "lock", IK_E_STORE_WRITE, error, err);
	else
		ik_fail(err, IK_E_STORE_OPEN, store->path);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Whether FD is still what everybody else will open. */
static bool is_in_place(const ik_store *store, int fd)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0
	       && fstatat(store->dirfd, "lock", &there, AT_SYMLINK_NOFOLLOW) == 0
	       && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

enum attempt { TAKEN, BUSY, FAILED };

static enum attempt try_once(ik_store *store, struct ik_error *err)
{
	int fd = open_lock(store, err);

	if (fd < 0)
		return FAILED;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_in_place(store, fd)) {
		store->lockfd = fd;
		write_holder(fd);
		return TAKEN;
	}
	int error = errno;
	bool replaced = !is_in_place(store, fd);
	close(fd);
	if (replaced || error == EWOULDBLOCK || error == EINTR)
		return BUSY;
	ik_store_fail(store, "lock", IK_E_STORE_WRITE, error, err);
	return FAILED;
}

/* --- waiting ---------------------------------------------------------------------------------- */

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Lets the screen work for a moment.  False: cancelled. */
static bool wait_a_moment(int timer, struct ik_watch *watch)
{
	const struct itimerspec moment = {.it_value = {.tv_nsec = TRY_EVERY_MS * 1000000L}};

	return timerfd_settime(timer, 0, &moment, NULL) == 0 && ik_watch_wait(watch, timer);
}

/* For whom it is waited, and until when. */
struct patience {
	unsigned seconds;
	double until;
	char *holder;
};

/* Each holder has all of the patience: where one change follows the other, on a slow disk,
 * everybody gets a turn, and only one who holds the lock for long is given up on. */
static bool may_wait(const ik_store *store, struct patience *patience)
{
	char *holder = holder_of(store);
	const bool same = patience->holder && strcmp(holder, patience->holder) == 0;

	free(patience->holder);
	patience->holder = holder;
	if (same)
		return now() < patience->until;
	patience->until = now() + patience->seconds;
	return patience->seconds > 0;
}

/* Tries again until it is taken, or patience ends. */
static enum attempt wait_for_turn(ik_store *store, unsigned seconds, int timer,
				  struct ik_watch *watch, struct ik_error *err)
{
	struct patience patience = {.seconds = seconds};
	enum attempt attempt = BUSY;

	while (attempt == BUSY && may_wait(store, &patience)) {
		if (!wait_a_moment(timer, watch)) {
			ik_fail(err, IK_E_CANCELLED);
			attempt = FAILED;
		} else {
			attempt = try_once(store, err);
		}
	}
	free(patience.holder);
	return attempt;
}

bool ik_lock_take(ik_store *store, unsigned patience, struct ik_watch *watch, struct ik_error *err)
{
	enum attempt attempt = try_once(store, err);

	if (attempt != BUSY)
		return attempt == TAKEN;
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (timer < 0)
		return ik_store_fail(store, "lock", IK_E_STORE_WRITE, errno, err);
	attempt = wait_for_turn(store, patience, timer, watch, err);
	close(timer);
	return attempt == BUSY ? fail_locked(store, err) : attempt == TAKEN;
}

void ik_lock_release(ik_store *store)
{
	if (store->lockfd < 0)
		return;
	(void)!ftruncate(store->lockfd, 0);
	close(store->lockfd);
	store->lockfd = -1;
}

bool ik_lock_is_held(const ik_store *store)
{
	if (store->lockfd >= 0)
		return false; /* by this one: nobody else */
	int fd = openat(store->dirfd, "lock",
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return errno != ENOENT;
	bool held = flock(fd, LOCK_SH | LOCK_NB) != 0;
	close(fd);
	return held;
}
