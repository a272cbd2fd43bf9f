/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c: a file is opened once, looked at by its descriptor, read whole and counted. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/brought.h"
#include "files/careful.h"
#include "files/read.h"

/* On the stack and as it is: most of our files are smaller than what it would take to clear a large
 * one. */
enum { PIECE = 16 * 1024 };

/* A descriptor of the regular file NAME with at most CAP bytes, *SIZE now; -1 and *ERROR. */
static int open_regular(int dirfd, const char *name, bool nofollow, size_t cap, size_t *size,
			int *error)
{
	struct stat st;
	/* Not blocking: a FIFO without a writer must not hold us up until we see that it is one. */
	int fd = openat(dirfd, name,
			O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (nofollow ? O_NOFOLLOW : 0));

	if (fd < 0) {
		*error = errno;
		if (errno == ENXIO || (errno == ELOOP && nofollow))
			*error = EISDIR;
		return -1;
	}
	*error = 0;
	if (fstat(fd, &st) != 0)
		*error = errno;
	else if (!S_ISREG(st.st_mode))
		*error = EISDIR;
	else if (st.st_size < 0 || (uintmax_t)st.st_size > cap)
		*error = EFBIG;
	*size = (size_t)st.st_size;
	if (*error == 0)
		return fd;
	close(fd);
	return -1;
}

static ssize_t read_some(int fd, void *to, size_t size)
{
	ssize_t n;

	do
		n = read(fd, to, size);
	while (n < 0 && errno == EINTR);
	return n;
}

int ik_read_bytes(int dirfd, const char *name, bool nofollow, size_t cap, struct ik_buffer *out)
{
	int error;
	size_t size = 0, whole;
	int fd = open_regular(dirfd, name, nofollow, cap, &whole, &error);
	char piece[PIECE];
	ssize_t n;

	if (fd < 0)
		return error;
	while ((n = read_some(fd, piece, PIECE)) > 0 && (size += (size_t)n) <= cap) {
		ik_buffer_add(out, piece, (size_t)n);
		if (n < PIECE && size == whole)
			break; /* all there was, and nothing behind it */
	}
	if (n < 0)
		error = errno;
	else if (size > cap) /* it grew while we read */
		error = EFBIG;
	close(fd);
	if (error)
		ik_buffer_free(out);
	return error;
}

static int read_into_secret(int fd, ik_secret *secret)
{
	for (;;) {
		char more;
		size_t left = ik_secret_room(secret) - ik_secret_size(secret);
		ssize_t n = left ? read_some(fd, ik_secret_tail(secret), left)
				 : read_some(fd, &more, 1);
		if (n < 0)
			return errno;
		if (n == 0)
			return 0;
		if (left == 0)
			return EFBIG;
		ik_secret_grown(secret, (size_t)n);
	}
}

/* FD whole into a new secret of ROOM bytes; closes FD.  0 or errno. */
static int take_secret(int fd, size_t room, ik_secret **out)
{
	ik_secret *secret = ik_secret_new(room);
	int error = read_into_secret(fd, secret);

	close(fd);
	if (error)
		ik_secret_free(secret);
	else
		*out = secret;
	return error;
}

int ik_read_secret_bytes(int dirfd, const char *name, size_t cap, ik_secret **out)
{
	int error;
	size_t size;
	int fd = open_regular(dirfd, name, true, cap, &size, &error);

	*out = NULL;
	return fd < 0 ? error : take_secret(fd, cap, out);
}

static bool is_directory(int dirfd, const char *name)
{
	struct stat st;

	return fstatat(dirfd, name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

static bool fail(struct ik_error *err, int dirfd, const char *name, int error, size_t cap,
		 const char *shown)
{
	if (error == ENOENT || error == ENOTDIR)
		return ik_fail(err, IK_E_FILE_NONE, shown);
	/* A path that is not typed to its end is worth a sentence of its own. */
	if (error == EISDIR)
		return ik_fail(err,
			       is_directory(dirfd, name) ? IK_E_FILE_DIRECTORY : IK_E_FILE_KIND,
			       shown);
	if (error == EACCES)
		return ik_fail(err, IK_E_FILE_DENIED, shown);
	if (error != EFBIG)
		return ik_error_errno(err, IK_E_FILE_READ, shown, error);
	char *most = cap >= 1024 * 1024 ? ik_format("%zu MiB", cap / (1024 * 1024))
					: ik_format("%zu KiB", cap / 1024);
	ik_fail(err, IK_E_FILE_LARGE, most, shown);
	free(most);
	return false;
}

bool ik_read_file(int dirfd, const char *name, bool nofollow, size_t cap, const char *shown,
		  struct ik_buffer *out, struct ik_error *err)
{
	int error = ik_read_bytes(dirfd, name, nofollow, cap, out);

	return error == 0 || fail(err, dirfd, name, error, cap, shown);
}

bool ik_read_secret(int dirfd, const char *name, size_t cap, const char *shown, ik_secret **out,
		    struct ik_error *err)
{
	int error = ik_read_secret_bytes(dirfd, name, cap, out);

	return error == 0 || fail(err, dirfd, name, error, cap, shown);
}

/* As many bytes as it has now: one that grows meanwhile is refused as too large. */
bool ik_read_foreign(const char *path, size_t cap, ik_secret **out, struct ik_error *err)
{
	const ik_secret *brought = ik_brought(path);
	int error;
	size_t size;
	int fd;

	*out = brought ? ik_secret_copy(brought) : NULL;
	if (brought)
		return true;
	fd = open_regular(AT_FDCWD, path, false, cap, &size, &error);
	if (fd >= 0)
		error = take_secret(fd, size, out);
	return error == 0 || fail(err, AT_FDCWD, path, error, cap, path);
}

/* Large enough that the calls cost nothing beside the hash that is made of the bytes. */
enum { THROUGH_PIECE = 64 * 1024 };

static bool same_moment(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Whether what FD has is what it had when BEFORE was seen, all SIZE bytes of it. */
static bool is_unchanged(int fd, const struct stat *before, uint64_t size)
{
	struct stat now;

	return fstat(fd, &now) == 0 && size == (uint64_t)now.st_size
	       && now.st_size == before->st_size && same_moment(&now.st_mtim, &before->st_mtim);
}

/* All of FD to TAKE; an errno, or 0, also where TAKE said no, which *TAKEN tells. */
static int pass_on(int fd, ik_read_take *take, void *context, uint64_t *size, bool *taken,
		   struct ik_error *err)
{
	char *piece = ik_alloc(THROUGH_PIECE);
	ssize_t n;
	int error = 0;

	*size = 0;
	*taken = true;
	while (*taken && (n = read_some(fd, piece, THROUGH_PIECE)) != 0) {
		if (n < 0) {
			error = errno;
			break;
		}
		*size += (uint64_t)n;
		*taken = take(context, piece, (size_t)n, err);
	}
	free(piece);
	return error;
}

bool ik_read_through(const char *path, ik_read_take *take, void *context, uint64_t *size,
		     struct ik_error *err)
{
	struct stat before;
	size_t expected;
	int error;
	bool taken = true, same = true;
	int fd = open_regular(AT_FDCWD, path, false, SIZE_MAX, &expected, &error);

	*size = 0;
	if (fd >= 0) {
		if (fstat(fd, &before) != 0)
			error = errno;
		else
			error = pass_on(fd, take, context, size, &taken, err);
		same = error || !taken || is_unchanged(fd, &before, *size);
		close(fd);
	}
	if (error)
		return fail(err, AT_FDCWD, path, error, SIZE_MAX, path);
	return taken && (same || ik_fail(err, IK_E_FILE_CHANGED, path));
}
