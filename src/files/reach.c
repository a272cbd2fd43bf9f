/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach.c: the directory of a path is opened part by part, so that nobody else's link leads this
 * user's files astray. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/careful.h"

enum { LINKS_MAX = 40 };

/* A way that is being gone. */
struct way {
	int fd;     /* the directory that was reached */
	char *rest; /* what is left, from AT on */
	size_t at;
	unsigned links; /* followed so far */
	char **refused; /* a link that is not followed */
};

static void arrive(struct way *way, int fd)
{
	int error = errno;

	if (way->fd >= 0)
		close(way->fd);
	way->fd = fd;
	errno = error;
}

/* Goes on where the link leads that LINK is open on: what is checked and what is read are the same.
 */
static bool follow(struct way *way, int link, const char *part)
{
	char target[PATH_MAX];
	struct stat st;
	ssize_t n = fstat(link, &st) == 0 ? readlinkat(link, "", target, sizeof(target) - 1) : -1;

	if (n < 0 || ++way->links > LINKS_MAX) {
		errno = n < 0 ? ENOTDIR : ELOOP;
		return false;
	}
	if (st.st_uid != 0 && st.st_uid != geteuid()) {
		*way->refused = ik_strdup(part);
		errno = EACCES;
		return false;
	}
	target[n] = '\0';
	char *rest = ik_format("%s/%s", target, way->rest + way->at);
	free(way->rest);
	way->rest = rest;
	way->at = 0;
	if (*target == '/')
		arrive(way, open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
	return way->fd >= 0;
}

/* Takes the next part, of which there is one. */
static bool step(struct way *way)
{
	size_t size = strcspn(way->rest + way->at, "/");
	char *part = ik_strndup(way->rest + way->at, size);
	int fd = openat(way->fd, part, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	bool ok = fd >= 0 && fstat(fd, &st) == 0;

	way->at += size;
	if (ok && S_ISLNK(st.st_mode)) {
		ok = follow(way, fd, part);
		close(fd);
	} else if (ok && S_ISDIR(st.st_mode)) {
		arrive(way, fd);
	} else if (fd >= 0) {
		close(fd);
		errno = ENOTDIR;
		ok = false;
	}
	free(part);
	return ok;
}

int ik_dir_reach(const char *path, char **refused)
{
	struct way way = {.fd = open(*path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC),
			  .rest = ik_strdup(path),
			  .refused = refused};
	bool ok = way.fd >= 0;

	while (ok) {
		way.at += strspn(way.rest + way.at, "/");
		if (!way.rest[way.at])
			break;
		ok = step(&way);
	}
	int fd = ok ? openat(way.fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	arrive(&way, -1);
	free(way.rest);
	return fd;
}
