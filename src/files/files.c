/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files.c: the steps that every writer of this room takes. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/careful.h"

static const char temporary[] = ".inkan-tmp-";

enum { RANDOM_DIGITS = 16, TREE_DEPTH_MAX = 8 };

int ik_dir_open(int dirfd, const char *name)
{
	return openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int ik_dir_make(int dirfd, const char *name, mode_t mode)
{
	mode_t before = umask(0);
	int error = mkdirat(dirfd, name, mode) == 0 ? 0 : errno;

	umask(before);
	return error;
}

bool ik_dir_sync_at(int dirfd)
{
	int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == EACCES; /* may be written but not listed: nothing we can do */
	bool ok = ik_dir_sync(fd);
	int error = errno;
	close(fd);
	errno = error;
	return ok;
}

bool ik_dir_sync(int dirfd)
{
	/* Some network and USB file systems do not know the call for directories. */
	return fsync(dirfd) == 0 || errno == EINVAL;
}

bool ik_write_all(int fd, const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		ssize_t n = write(fd, at, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (n == 0)
				errno = EIO;
			return false;
		}
		at += n;
		size -= (size_t)n;
	}
	return true;
}

int ik_file_create(int dirfd, const char *name)
{
	return openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* A file system without permissions (a USB stick) refuses to change them; the caller who minds has
 * found out by the lock file. */
static bool set_mode(int fd, mode_t mode)
{
	struct stat st;

	if (fchmod(fd, mode) == 0)
		return true;
	int error = errno;
	bool modeless = (error == EPERM || error == ENOTSUP) && fstat(fd, &st) == 0
			&& (st.st_mode & 077) != 0;
	errno = error;
	return modeless;
}

int ik_file_finish(int fd, mode_t mode, gid_t group)
{
	int error = 0;

	/* The group first: the mode must not let the old group in. */
	if ((group != (gid_t)-1 && fchown(fd, (uid_t)-1, group) != 0) || !set_mode(fd, mode)
	    || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	return error;
}

/* Where the kernel's own call is missing (NFS): a directory never replaces one that holds
 * something, and ours are named under the lock. */
static int rename_directory(int dirfd, const char *from, const char *to)
{
	struct stat st;

	if (fstatat(dirfd, to, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return EEXIST;
	return errno == ENOENT && renameat(dirfd, from, dirfd, to) == 0 ? 0 : errno;
}

/* A link does not replace either, and NFS has it. */
static int link_new(int dirfd, const char *from, const char *to)
{
	if (linkat(dirfd, from, dirfd, to, 0) != 0)
		return errno;
	if (unlinkat(dirfd, from, 0) == 0)
		return 0;
	int error = errno;
	unlinkat(dirfd, to, 0);
	return error;
}

int ik_rename_new(int dirfd, const char *from, const char *to)
{
	struct stat st;

	if (renameat2(dirfd, from, dirfd, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	if (fstatat(dirfd, from, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno;
	return S_ISDIR(st.st_mode) ? rename_directory(dirfd, from, to) : link_new(dirfd, from, to);
}

bool ik_temporary_name(char name[IK_TEMPORARY_SIZE])
{
	uint64_t random;
	ssize_t n;

	do
		n = getrandom(&random, sizeof random, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return false;
	snprintf(name, IK_TEMPORARY_SIZE, "%s%016llx", temporary, (unsigned long long)random);
	return true;
}

bool ik_save_is_temporary(const char *name)
{
	size_t start = sizeof temporary - 1;

	return strncmp(name, temporary, start) == 0 && strlen(name) == start + RANDOM_DIGITS
	       && strspn(name + start, "0123456789abcdef") == RANDOM_DIGITS;
}

static void remove_below(int dirfd, const char *name, int depth)
{
	if (unlinkat(dirfd, name, 0) == 0 || (errno != EISDIR && errno != EPERM) || depth == 0)
		return;
	int fd = ik_dir_open(dirfd, name);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	for (struct dirent *entry; (entry = readdir(dir));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove_below(fd, entry->d_name, depth - 1);
	closedir(dir);
	unlinkat(dirfd, name, AT_REMOVEDIR);
}

void ik_tree_remove(int dirfd, const char *name)
{
	remove_below(dirfd, name, TREE_DEPTH_MAX);
}
