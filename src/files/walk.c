/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c: the way from the root to the store, each directory opened once and judged by its
 * descriptor.
 *
 * Whoever can write to a directory on the way can put another store in its place, so a change is
 * refused where anybody but root and the caller can. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/careful.h"

/* --- resolving -------------------------------------------------------------------------------- */

/* Whether the parts of MISSING, which begins with "/" or is empty, can be made one below the other.
 */
static bool can_be_made(const char *missing)
{
	while (*missing) {
		missing += strspn(missing, "/");
		size_t size = strcspn(missing, "/");
		if ((size == 1 && missing[0] == '.') || (size == 2 && memcmp(missing, "..", 2) == 0)
		    || size > NAME_MAX)
			return false;
		missing += size;
	}
	return true;
}

/* REAL, and MISSING without doubled or trailing slashes. */
static char *join(const char *real, const char *missing)
{
	char *path = ik_format("%s/%s", strcmp(real, "/") == 0 ? "" : real, missing);
	char *to = path;

	for (const char *from = path; *from; from++)
		if (*from != '/' || (from[1] != '/' && from[1] != '\0') || from == path)
			*to++ = *from;
	if (to > path + 1 && to[-1] == '/')
		to--;
	*to = '\0';
	return path;
}

/* Where the last part of the path of SIZE bytes begins, its slash included; 0 if there is none. */
static size_t last_part(const char *path, size_t size)
{
	while (size > 0 && path[size - 1] == '/')
		size--;
	while (size > 0 && path[size - 1] != '/')
		size--;
	while (size > 1 && path[size - 1] == '/')
		size--;
	return size;
}

/* The deepest part of TEXT that exists, resolved; what is missing is left in *AT. */
static char *resolve_existing(const char *text, size_t *at)
{
	*at = strlen(text);
	for (;;) {
		struct stat st;
		char *head = *at ? ik_strndup(text, *at) : ik_strdup(".");
		char *real = realpath(head, NULL);
		int error = errno;
		bool there = !real && error == ENOENT && *at > 0 && lstat(head, &st) == 0;
		free(head);
		/* Somebody else made it between the two looks, as many may make one store at once.
		 */
		if (there && !S_ISLNK(st.st_mode))
			continue;
		if (real || error != ENOENT || there || *at == 0) {
			/* A link that leads nowhere is there, but nothing can be made of it. */
			errno = there ? ENOTDIR : error;
			return real;
		}
		*at = last_part(text, *at);
	}
}

char *ik_path_resolve(const char *path)
{
	size_t at;
	char *real = *path ? resolve_existing(path, &at) : NULL;

	if (!real) {
		errno = *path ? errno : ENOTDIR;
		return NULL;
	}
	char *result = NULL;
	if (can_be_made(path + at))
		result = join(real, path + at);
	free(real);
	errno = ENOTDIR;
	return result;
}

/* --- walking ---------------------------------------------------------------------------------- */

enum ik_error_id ik_walk_judge(const struct stat *st, bool is_store)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return IK_E_STORE_OWNER;
	if ((st->st_mode & 022) == 0)
		return IK_E_NONE;
	/* In a sticky directory of root's nobody can rename what is not his, /tmp above all. */
	return (st->st_mode & S_ISVTX) && st->st_uid == 0 && !is_store ? IK_E_NONE
								       : IK_E_STORE_OPEN;
}

static enum ik_error_id id_of(int error)
{
	return error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG ? IK_E_STORE_PATH
									   : IK_E_STORE_DENIED;
}

static bool fail_at(const struct ik_walk *walk, enum ik_error_id id, int error,
		    struct ik_error *err)
{
	char *part = ik_strndup(walk->path, walk->there ? walk->there : 1);

	if (error)
		ik_error_errno(err, id, part, error);
	else
		ik_fail(err, id, part);
	free(part);
	return false;
}

/* Takes the step to the next part of the path; *MORE is false where it does not exist. */
static bool step(struct ik_walk *walk, bool *more, struct ik_error *err)
{
	size_t start = walk->there + 1;
	size_t size = strcspn(walk->path + start, "/");
	char *part = ik_strndup(walk->path + start, size);
	int fd = openat(walk->fd, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = errno;
	struct stat st;

	free(part);
	*more = fd >= 0;
	if (fd < 0 && error == ENOENT)
		return true;
	walk->there = start + size;
	if (fd < 0)
		return fail_at(walk, id_of(error), error, err);
	close(walk->fd);
	walk->fd = fd;
	if (fstat(fd, &st) != 0)
		return fail_at(walk, IK_E_STORE_DENIED, errno, err);
	enum ik_error_id id = ik_walk_judge(&st, walk->path[walk->there] == '\0');
	return id == IK_E_NONE || fail_at(walk, id, 0, err);
}

static bool walk_down(struct ik_walk *walk, struct ik_error *err)
{
	struct stat st;
	bool more = true;

	walk->fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (walk->fd < 0 || fstat(walk->fd, &st) != 0)
		return fail_at(walk, IK_E_STORE_DENIED, errno, err);
	enum ik_error_id id = ik_walk_judge(&st, walk->path[1] == '\0');
	if (id != IK_E_NONE)
		return fail_at(walk, id, 0, err);
	while (more && !ik_walk_arrived(walk))
		if (!step(walk, &more, err))
			return false;
	return true;
}

bool ik_walk_arrived(const struct ik_walk *walk)
{
	return walk->path[walk->there] == '\0' || walk->path[1] == '\0';
}

bool ik_walk(const char *path, struct ik_walk *walk, struct ik_error *err)
{
	*walk = (struct ik_walk){.fd = -1, .path = ik_path_resolve(path)};
	if (!walk->path)
		return ik_error_errno(err, id_of(errno), path, errno);
	if (walk_down(walk, err))
		return true;
	ik_walk_free(walk);
	return false;
}

const char *ik_walk_next(const struct ik_walk *walk, bool *last)
{
	const char *next = walk->path + walk->there + 1;

	*last = strchr(next, '/') == NULL;
	return next;
}

bool ik_walk_make_parents(struct ik_walk *walk, struct ik_error *err)
{
	bool last;
	bool more;

	for (const char *next = ik_walk_next(walk, &last); !last;
	     next = ik_walk_next(walk, &last)) {
		char *part = ik_strndup(next, strcspn(next, "/"));
		int error = ik_dir_make(walk->fd, part, 0755);
		free(part);
		if (error && error != EEXIST)
			return ik_error_errno(err, IK_E_STORE_MAKE, walk->path, error);
		if (!error && !ik_dir_sync_at(walk->fd))
			return ik_error_errno(err, IK_E_STORE_MAKE, walk->path, errno);
		if (!step(walk, &more, err))
			return false;
		if (!more)
			return ik_error_errno(err, IK_E_STORE_MAKE, walk->path, ENOENT);
	}
	return true;
}

void ik_walk_free(struct ik_walk *walk)
{
	if (walk->fd >= 0)
		close(walk->fd);
	free(walk->path);
	*walk = (struct ik_walk){.fd = -1};
}

bool ik_walk_can_write(const struct ik_walk *walk, struct ik_error *err)
{
	if (faccessat(walk->fd, ".", W_OK | X_OK, AT_EACCESS) == 0)
		return true;
	return fail_at(walk, IK_E_STORE_DENIED, errno, err);
}
