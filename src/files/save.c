/* SPDX-License-Identifier: GPL-3.0-or-later */
/* save.c: writes a file under a temporary name beside it, syncs and renames it, and syncs the
 * directory. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/careful.h"

struct ik_save {
	int dirfd;
	int fd;
	char *name;
	char *shown;
	mode_t mode;
	gid_t group;
	char temporary[IK_TEMPORARY_SIZE]; /* "" once it has its name */
};

static bool is_plain_name(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

ik_save *ik_save_begin_as(int dirfd, const char *name, const char *shown, mode_t mode, gid_t group,
			  struct ik_error *err)
{
	ik_save *save = ik_alloc(sizeof *save);

	*save = (ik_save){.dirfd = dirfd, .fd = -1, .mode = mode, .group = group};
	save->name = ik_strdup(name);
	save->shown = ik_strdup(shown);
	errno = EINVAL;
	if (is_plain_name(name) && ik_temporary_name(save->temporary))
		save->fd = ik_file_create(dirfd, save->temporary);
	if (save->fd >= 0) {
		/* For ik_save_sweep() to see that somebody is writing. */
		flock(save->fd, LOCK_EX | LOCK_NB);
		return save;
	}
	ik_error_errno(err, IK_E_STORE_WRITE, shown, errno);
	save->temporary[0] = '\0';
	ik_save_abort(save);
	return NULL;
}

ik_save *ik_save_begin(int dirfd, const char *name, mode_t mode, gid_t group, struct ik_error *err)
{
	return ik_save_begin_as(dirfd, name, name, mode, group, err);
}

bool ik_save_write(ik_save *save, const void *data, size_t size, struct ik_error *err)
{
	if (ik_write_all(save->fd, data, size))
		return true;
	return ik_error_errno(err, IK_E_STORE_WRITE, save->shown, errno);
}

/* Gives the synced temporary its name; 0 or errno. */
static int publish(ik_save *save, bool replace)
{
	int error = 0;

	if (!replace)
		error = ik_rename_new(save->dirfd, save->temporary, save->name);
	else if (renameat(save->dirfd, save->temporary, save->dirfd, save->name) != 0)
		error = errno;
	if (error)
		return error;
	save->temporary[0] = '\0';
	if (ik_dir_sync(save->dirfd))
		return 0;
	error = errno;
	/* It may or may not outlive a power cut: what was new goes again.  What replaced something
	 * is whole and stays. */
	if (!replace)
		unlinkat(save->dirfd, save->name, 0);
	return error;
}

bool ik_save_commit(ik_save *save, bool replace, struct ik_error *err)
{
	int fd = save->fd;
	save->fd = -1;
	int error = ik_file_finish(fd, save->mode, save->group);

	if (error)
		ik_error_errno(err, IK_E_STORE_WRITE, save->shown, error);
	else if ((error = publish(save, replace)) == EEXIST)
		ik_fail(err, IK_E_PATH_EXISTS, save->shown);
	else if (error)
		ik_error_errno(err, IK_E_STORE_WRITE, save->shown, error);
	ik_save_abort(save);
	return error == 0;
}

void ik_save_abort(ik_save *save)
{
	if (!save)
		return;
	if (save->fd >= 0)
		close(save->fd);
	if (save->temporary[0])
		unlinkat(save->dirfd, save->temporary, 0);
	free(save->name);
	free(save->shown);
	free(save);
}

/* Whether NAME is a file that this user's inkan was writing, and nobody is any more. */
static bool is_left(int dirfd, const char *name)
{
	struct stat st;
	int fd = openat(dirfd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool left = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid()
		    && flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		close(fd);
	return left;
}

void ik_save_sweep(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory = slash ? ik_strndup(path, slash == path ? 1 : (size_t)(slash - path))
				: ik_strdup(".");
	DIR *dir = opendir(directory);

	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (ik_save_is_temporary(entry->d_name) && is_left(dirfd(dir), entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	free(directory);
}
