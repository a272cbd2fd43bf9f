/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.c: opening a store to look at it or to change it, and closing it. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/places.h"
#include "store/inside.h"

char *ik_store_default_path(void)
{
	if (geteuid() == 0)
		return ik_strdup(IK_STORE_OF_ROOT);
	/* The base directory specification: a relative XDG_DATA_HOME does not count. */
	const char *data = getenv("XDG_DATA_HOME");
	if (data && data[0] == '/')
		return ik_format("%s/inkan", data);
	const char *home = getenv("HOME");
	return home && home[0] == '/' ? ik_format("%s/.local/share/inkan", home) : NULL;
}

/* --- small ones ------------------------------------------------------------------------------- */

char *ik_store_file(const ik_store *store, const char *name)
{
	return ik_format("%s/%s", store->path, name);
}

bool ik_store_fail(const ik_store *store, const char *name, enum ik_error_id id, int error,
		   struct ik_error *err)
{
	char *file = ik_store_file(store, name);

	ik_error_errno(err, error == EACCES || error == EPERM ? IK_E_STORE_DENIED : id, file,
		       error);
	free(file);
	return false;
}

const char *ik_store_path(const ik_store *store)
{
	return store->path;
}

const char *ik_store_server_id(const ik_store *store)
{
	return store->server_id;
}

static ik_store *store_new(const char *path, int dirfd)
{
	ik_store *store = ik_alloc(sizeof *store);

	*store = (ik_store){.path = ik_strdup(path), .dirfd = dirfd, .lockfd = -1};
	store->generations = openat(dirfd, "generations",
				    O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return store;
}

void ik_store_unlock(ik_store *store)
{
	ik_lock_release(store);
}

void ik_store_close(ik_store *store)
{
	if (!store)
		return;
	ik_lock_release(store);
	if (store->generations >= 0)
		close(store->generations);
	if (store->dirfd >= 0)
		close(store->dirfd);
	free(store->path);
	free(store);
}

/* --- looking ---------------------------------------------------------------------------------- */

static enum ik_error_id why_not_open(int error)
{
	switch (error) {
	case ENOENT:
		return IK_E_STORE_NONE;
	case ENOTDIR:
	case ELOOP:
	case ENAMETOOLONG:
		return IK_E_STORE_PATH;
	case EACCES:
	case EPERM:
		return IK_E_STORE_DENIED;
	default:
		return IK_E_STORE_READ;
	}
}

static bool fail_format(const ik_store *store, enum ik_error_id id, struct ik_error *err)
{
	char *file = ik_store_file(store, "format");

	ik_fail(err, id, id == IK_E_STORE_FORMAT ? file : store->path);
	free(file);
	return false;
}

/* Reads the format file.  One that is missing from a store that has its generations is damage; what
 * else the directory may hold is not ours. */
static enum ik_error_id look_at_format(ik_store *store)
{
	struct ik_format format = {0};
	enum ik_error_id id = ik_format_read(store->dirfd, &format);

	if (id == IK_E_NONE) {
		store->format = format.number;
		memcpy(store->server_id, format.server_id, sizeof store->server_id);
	}
	if (id != IK_E_STORE_NONE || ik_store_is_blank(store->dirfd))
		return id;
	return faccessat(store->dirfd, "generations", F_OK, AT_SYMLINK_NOFOLLOW) == 0
		       ? IK_E_STORE_FORMAT
		       : IK_E_STORE_FOREIGN;
}

ik_store *ik_store_open(const char *path, struct ik_error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* 0711: others may pass, and read what is public, but not list. */
	if (fd < 0 && errno == EACCES)
		fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		ik_error_errno(err, why_not_open(errno), path, errno);
		return NULL;
	}
	ik_store *store = store_new(path, fd);
	enum ik_error_id id = look_at_format(store);
	if (id == IK_E_NONE)
		return store;
	fail_format(store, id, err);
	ik_store_close(store);
	return NULL;
}

/* --- changing --------------------------------------------------------------------------------- */

static void sweep(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct stat st;

	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (ik_save_is_temporary(entry->d_name)
		    && fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0
		    && st.st_uid == geteuid())
			ik_tree_remove(fd, entry->d_name);
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
}

void ik_store_sweep(const ik_store *store)
{
	static const char *const places[] = {".",        "generations", "backups",
					     "requests", "steps",       "publish"};

	for (size_t i = 0; i < IK_COUNT(places); i++)
		sweep(store->dirfd, places[i]);
}

/* Walks to PATH and makes the store if it is not there; the way is walked again, since it was made.
 */
static bool reach(const char *path, const char *server_id, struct ik_walk *walk,
		  struct ik_error *err)
{
	if (!ik_walk(path, walk, err))
		return false;
	bool ok = ik_walk_may_change(walk, err);
	if (ok && ik_walk_arrived(walk))
		return true;
	if (ok)
		ok = *server_id ? ik_store_make(walk, server_id, err)
				: ik_fail(err, IK_E_STORE_NONE, path);
	ik_walk_free(walk);
	return ok && ik_walk(path, walk, err);
}

/* A store of ours, or nothing yet that may become one.  Asked before the lock too: a directory of
 * somebody else's gets no lock file. */
static bool is_acceptable(ik_store *store, const char *server_id, struct ik_error *err)
{
	enum ik_error_id id = look_at_format(store);

	return id == IK_E_NONE || (id == IK_E_STORE_NONE && *server_id)
	       || fail_format(store, id, err);
}

/* Under the lock: the directory still has its name, holds a format of ours or nothing, and no
 * debris. */
static bool settle_in(ik_store *store, const struct ik_walk *walk, const char *server_id,
		      struct ik_error *err)
{
	struct stat ours, there;

	if (fstat(store->dirfd, &ours) != 0 || stat(walk->path, &there) != 0
	    || ours.st_dev != there.st_dev || ours.st_ino != there.st_ino)
		return ik_fail(err, IK_E_STORE_MOVED);
	if (!is_acceptable(store, server_id, err))
		return false;
	ik_store_sweep(store);
	if (look_at_format(store) == IK_E_NONE) {
		/* Who took the old backups away took their directory too, perhaps. */
		ik_dir_make(store->dirfd, "backups", 0700);
		return true;
	}
	return ik_store_fill(store->dirfd, store->path, server_id, err)
	       && look_at_format(store) == IK_E_NONE;
}

static ik_store *open_locked(const char *path, const char *server_id, struct ik_watch *watch,
			     struct ik_error *err)
{
	struct ik_walk walk;

	if (!reach(path, server_id, &walk, err))
		return NULL;
	int fd = ik_walk_arrived(&walk) ? openat(walk.fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
					: -1;
	if (fd < 0) {
		ik_error_errno(err, IK_E_STORE_DENIED, path, errno);
		ik_walk_free(&walk);
		return NULL;
	}
	ik_store *store = store_new(path, fd);
	bool ok = is_acceptable(store, server_id, err)
		  && ik_lock_take(store, IK_LOCK_PATIENCE, watch, err)
		  && settle_in(store, &walk, server_id, err);
	ik_walk_free(&walk);
	if (ok)
		return store;
	ik_store_close(store);
	return NULL;
}

ik_store *ik_store_open_change(const char *path, const char *server_id, struct ik_watch *watch,
			       struct ik_error *err)
{
	return ik_store_refuse_command(err) ? open_locked(path, server_id, watch, err) : NULL;
}

ik_store *ik_store_open_log(const char *path, struct ik_watch *watch, struct ik_error *err)
{
	return open_locked(path, "", watch, err);
}
