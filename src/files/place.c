/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.c: whether a new file can go where it should, and how much room there is. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "files/careful.h"
#include "files/place.h"
#include "files/save.h"

/* The directory part of PATH; *NAME is where the last part begins.  Caller frees. */
static char *split(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');

	*name = slash ? slash + 1 : path;
	if (!slash)
		return ik_strdup(".");
	return ik_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static bool is_directory_name(const char *name)
{
	return !*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* What can be said from the text alone. */
static bool check_text(const char *path, struct ik_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (!*path)
		return ik_fail(err, IK_E_PATH_EMPTY);
	if (strlen(path) >= PATH_MAX || strlen(name) > NAME_MAX)
		return ik_fail(err, IK_E_PATH_LONG);
	if (is_directory_name(name))
		return ik_fail(err, IK_E_PATH_DIRECTORY, path);
	return true;
}

static bool fail_directory(const char *directory, int error, struct ik_error *err)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
	case ELOOP:
		return ik_fail(err, IK_E_PATH_NO_DIRECTORY, directory);
	case ENAMETOOLONG:
		return ik_fail(err, IK_E_PATH_LONG);
	case EROFS:
		return ik_fail(err, IK_E_PATH_READ_ONLY, directory);
	default:
		return ik_error_errno(err, IK_E_PATH_DENIED, directory, error);
	}
}

/* --- where it is ------------------------------------------------------------------------------ */

/* The deepest directory of the resolved PATH that exists; -1 and errno. */
static int open_nearest(const char *path)
{
	char *part = ik_strdup(path);
	int fd;

	while ((fd = open(part, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0 && errno == ENOENT
	       && part[1]) {
		char *slash = strrchr(part, '/');
		slash[slash == part] = '\0';
	}
	int error = errno;
	free(part);
	errno = error;
	return fd;
}

/* What of DIRECTORY lies below STORE, both resolved: "" for the store itself, NULL for nothing. */
static const char *below(const char *directory, const char *store)
{
	size_t size = strlen(store);

	if (strncmp(directory, store, size) != 0)
		return NULL;
	if (directory[size] == '\0')
		return directory + size;
	return directory[size] == '/' ? directory + size + 1 : NULL;
}

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static void measure(int fd, const char *store, struct ik_place *place)
{
	struct stat here, there;
	struct statvfs fs;
	int other = open_nearest(store);

	/* A file system that tells no size at all (some over the network) is not a full one. */
	if (fstatvfs(fd, &fs) == 0 && fs.f_blocks > 0)
		place->free_bytes = (int64_t)(geteuid() == 0 ? fs.f_bfree : fs.f_bavail)
				    * (int64_t)fs.f_frsize;
	place->same_disk = other >= 0 && fstat(fd, &here) == 0 && fstat(other, &there) == 0
			   && here.st_dev == there.st_dev;
	if (other >= 0)
		close(other);
}

static bool look_in(const char *shown, const char *directory, const char *store,
		    struct ik_place *place, struct ik_error *err)
{
	const char *part = below(directory, store);

	place->in_store = part != NULL;
	/* The store, and its backups, are made when they are needed; no other directory is. */
	if (!exists(directory) && (!part || (*part && strcmp(part, "backups") != 0)))
		return fail_directory(shown, ENOENT, err);
	int fd = open_nearest(directory);
	if (fd < 0)
		return fail_directory(shown, errno, err);
	bool ok = faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) == 0
		  || fail_directory(shown, errno, err);
	if (ok)
		measure(fd, store, place);
	close(fd);
	return ok;
}

/* Whether PATH is free for a new file. */
static bool check_free(const char *path, struct ik_error *err)
{
	struct stat st;

	if (lstat(path, &st) != 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return true; /* what its directory says comes next */
		return fail_directory(path, errno, err);
	}
	/* A link to a directory is a directory to whoever typed it. */
	bool directory = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	return ik_fail(err, directory ? IK_E_PATH_DIRECTORY : IK_E_PATH_EXISTS, path);
}

bool ik_place_look(const char *path, const char *store, struct ik_place *place,
		   struct ik_error *err)
{
	const char *name;

	*place = (struct ik_place){.free_bytes = -1};
	if (!check_text(path, err) || !check_free(path, err))
		return false;
	char *shown = split(path, &name);
	char *directory = ik_path_resolve(shown);
	int error = errno;
	char *base = ik_path_resolve(store);
	/* A store that cannot be resolved holds nothing; its own error is told elsewhere. */
	bool ok = directory ? look_in(shown, directory, base ? base : "//", place, err)
			    : fail_directory(shown, error, err);
	free(base);
	free(directory);
	free(shown);
	return ok;
}

bool ik_place_open(const char *path, int *dirfd, const char **name, struct ik_error *err)
{
	*dirfd = -1;
	if (!check_text(path, err))
		return false;
	char *directory = split(path, name), *link = NULL;
	*dirfd = ik_dir_reach(directory, &link);
	bool ok = *dirfd >= 0
		  || (link ? ik_fail(err, IK_E_PATH_LINK, link)
			   : fail_directory(directory, errno, err));
	free(link);
	free(directory);
	return ok;
}

char *ik_place_shown(const char *file)
{
	char *whole = realpath(file, NULL);
	char *shown = ik_text_shown(whole ? whole : file);

	free(whole);
	return shown;
}

bool ik_place_save(const char *path, mode_t mode, bool replaces, const void *data, size_t size,
		   struct ik_error *err)
{
	ik_save *save = NULL;
	const char *name;
	int dirfd = -1;
	bool ok = false;

	ik_save_sweep(path);
	if (ik_place_open(path, &dirfd, &name, err))
		save = ik_save_begin(dirfd, name, mode, (gid_t)-1, err);
	if (save && ik_save_write(save, data, size, err)) {
		ok = ik_save_commit(save, replaces, err);
		save = NULL;
	}
	ik_save_abort(save);
	if (dirfd >= 0)
		close(dirfd);
	return ok;
}
