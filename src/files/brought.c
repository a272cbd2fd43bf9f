/* SPDX-License-Identifier: GPL-3.0-or-later */
/* brought.c: what comes through standard input or a pipe is read once and kept. */
#include "config.h"

#include "files/brought.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

struct brought {
	char *path;
	ik_secret *bytes;
	struct brought *next;
};

static struct brought *all;

const ik_secret *ik_brought(const char *path)
{
	for (const struct brought *one = all; one; one = one->next)
		if (strcmp(one->path, path) == 0)
			return one->bytes;
	return NULL;
}

void ik_brought_forget(void)
{
	while (all) {
		struct brought *next = all->next;

		ik_secret_free(all->bytes);
		free(all->path);
		free(all);
		all = next;
	}
}

/* Twice the room for what SECRET holds, at most MOST. */
static ik_secret *grow(ik_secret *secret, size_t most)
{
	size_t room = 2 * ik_secret_room(secret);
	ik_secret *larger = ik_secret_new(room < most ? room : most);

	(void)!ik_secret_append(larger, ik_secret_data(secret), ik_secret_size(secret), NULL);
	ik_secret_free(secret);
	return larger;
}

/* 0, or errno; EFBIG if there is more than CAP. */
static int read_all(int fd, size_t cap, ik_secret *secret, ik_secret **bytes)
{
	ssize_t n;

	*bytes = NULL;
	do {
		if (ik_secret_size(secret) == ik_secret_room(secret))
			secret = grow(secret, cap + 1);
		n = read(fd, ik_secret_tail(secret),
			 ik_secret_room(secret) - ik_secret_size(secret));
		if (n > 0)
			ik_secret_grown(secret, (size_t)n);
	} while ((n > 0 && ik_secret_size(secret) <= cap) || (n < 0 && errno == EINTR));
	if (n == 0)
		*bytes = secret;
	else
		ik_secret_free(secret);
	return n == 0 ? 0 : n > 0 ? EFBIG : errno;
}

/* Opens PATH for reading from whoever writes; -1 and errno.  A FIFO that nobody opens to write
 * within a while is no file to be read (EISDIR): it would be waited for without end. */
static int open_pipe(const char *path, ik_secret *first)
{
	enum { MILLISECONDS = 5000 };
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct pollfd readable = {.fd = fd, .events = POLLIN};
	bool ready = fd >= 0 && poll(&readable, 1, 0) > 0;

	if (fd >= 0 && !ready) {
		/* Nothing to read: with a writer that is "again", without one the end. */
		ssize_t n = read(fd, ik_secret_tail(first), 1);

		if (n > 0)
			ik_secret_grown(first, 1);
		ready = n != 0 || poll(&readable, 1, MILLISECONDS) > 0;
	}
	if (fd < 0 || (ready && fcntl(fd, F_SETFL, 0) == 0))
		return fd;
	close(fd);
	errno = EISDIR;
	return -1;
}

static bool is_once_only(const char *path)
{
	struct stat st;

	return strcmp(path, "-") == 0
	       || (stat(path, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)));
}

static void keep(const char *path, ik_secret *bytes)
{
	struct brought *one = ik_alloc(sizeof(*one));

	*one = (struct brought){.path = ik_strdup(path), .bytes = bytes, .next = all};
	all = one;
}

bool ik_bring(const char *path, size_t cap, struct ik_error *err)
{
	bool standard = strcmp(path, "-") == 0;
	enum { FIRST = 64 * 1024 };
	ik_secret *bytes = NULL, *secret;
	int fd, error;

	if (!is_once_only(path) || ik_brought(path))
		return true;
	secret = ik_secret_new(FIRST);
	fd = standard ? STDIN_FILENO : open_pipe(path, secret);
	error = fd < 0 ? errno : read_all(fd, cap, secret, &bytes);
	if (fd < 0)
		ik_secret_free(secret);
	if (fd >= 0 && !standard)
		close(fd);
	if (bytes) {
		keep(path, bytes);
		return true;
	}
	if (error == EISDIR)
		return ik_fail(err, IK_E_FILE_KIND, path);
	if (error != EFBIG)
		return ik_error_errno(err, IK_E_FILE_READ, path, error);
	char *most = ik_format("%zu MiB", cap / (1024 * 1024));

	ik_fail(err, IK_E_FILE_LARGE, most, path);
	free(most);
	return false;
}
