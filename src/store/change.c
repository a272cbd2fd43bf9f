/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change.c: the switch, the note, the log, and what is removed; the lock is held. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

/* --- the switch ------------------------------------------------------------------------------- */

/* A new link to NUMBER renamed over the old one.  0 or errno. */
static int point_to(const ik_store *store, unsigned number)
{
	char temporary[IK_TEMPORARY_SIZE];
	char target[32];

	if (!ik_temporary_name(temporary))
		return errno;
	snprintf(target, sizeof target, "generations/%u", number);
	if (symlinkat(target, store->dirfd, temporary) != 0)
		return errno;
	if (renameat(store->dirfd, temporary, store->dirfd, "current") == 0)
		return 0;
	int error = errno;
	unlinkat(store->dirfd, temporary, 0);
	return error;
}

static void point_back(const ik_store *store, unsigned number)
{
	if (number)
		point_to(store, number);
	else
		unlinkat(store->dirfd, "current", 0);
	ik_dir_sync(store->dirfd);
}

bool ik_store_switch(ik_store *store, unsigned number, struct ik_error *err)
{
	unsigned before = 0;
	int fd = ik_generation_open(store, number);

	if (fd < 0)
		return ik_fail_number(err, IK_E_STORE_NO_GENERATION, number);
	close(fd);
	ik_store_current(store, &before, NULL); /* a link that leads nowhere is replaced, too */
	int error = point_to(store, number);
	if (!error && !ik_dir_sync(store->dirfd)) {
		error = errno;
		point_back(store, before);
	}
	return error == 0 || ik_store_fail(store, "current", IK_E_STORE_WRITE, error, err);
}

/* --- removing --------------------------------------------------------------------------------- */

bool ik_store_remove(ik_store *store, unsigned number, struct ik_error *err)
{
	char name[16], temporary[IK_TEMPORARY_SIZE];
	struct ik_error inner = {0};
	unsigned current;
	int error = 0;

	/* A link that leads nowhere protects nothing. */
	if (!ik_store_current(store, &current, &inner) && inner.id != IK_E_STORE_CURRENT)
		return ik_pass(err, &inner);
	if (current == number)
		return ik_store_fail(store, "current", IK_E_STORE_WRITE, EBUSY, err);
	int fd = ik_dir_open(store->dirfd, "generations");
	snprintf(name, sizeof name, "%u", number);
	/* First out of the way in one step: half a generation must never be seen. */
	if (fd < 0 || !ik_temporary_name(temporary) || renameat(fd, name, fd, temporary) != 0)
		error = errno;
	if (!error) {
		ik_tree_remove(fd, temporary);
		error = ik_dir_sync(fd) ? 0 : errno;
	}
	if (fd >= 0)
		close(fd);
	if (error == ENOENT)
		return ik_fail_number(err, IK_E_STORE_NO_GENERATION, number);
	return error == 0 || ik_store_fail(store, "generations", IK_E_STORE_WRITE, error, err);
}

/* key.pem is what counts as the key, so it goes last: what is cut in between is found again. */
static const char *const key_files[] = {"combined.pem", "key.pem"};

bool ik_store_has_key(const ik_store *store, unsigned number)
{
	return ik_store_has(store, number, key_files[0])
	       || ik_store_has(store, number, key_files[1]);
}

bool ik_store_delete_key(ik_store *store, unsigned number, struct ik_error *err)
{
	unsigned current;
	int error = 0;

	if (!ik_store_current(store, &current, err))
		return false;
	if (current == number)
		return ik_store_fail(store, "current", IK_E_STORE_WRITE, EBUSY, err);
	int fd = ik_generation_open(store, number);
	if (fd < 0)
		return ik_fail_number(err, IK_E_STORE_NO_GENERATION, number);
	for (size_t i = 0; i < IK_COUNT(key_files) && !error; i++)
		if (unlinkat(fd, key_files[i], 0) != 0 && errno != ENOENT)
			error = errno;
	if (!error && !ik_dir_sync_at(fd))
		error = errno;
	close(fd);
	return error == 0 || ik_store_fail(store, "generations", IK_E_STORE_WRITE, error, err);
}

/* --- small files ------------------------------------------------------------------------------ */

static bool save_in(ik_store *store, int dirfd, const char *base, const char *name, mode_t mode,
		    const void *data, size_t size, struct ik_error *err)
{
	char *file = ik_store_file(store, name);
	ik_save *save = ik_save_begin_as(dirfd, base, file, mode, (gid_t)-1, err);
	bool ok = false;

	if (save && ik_save_write(save, data, size, err))
		ok = ik_save_commit(save, true, err);
	else
		ik_save_abort(save);
	free(file);
	return ok;
}

static bool put(ik_store *store, const char *name, mode_t mode, const void *data, size_t size,
		struct ik_error *err)
{
	const char *slash = strchr(name, '/');

	if (!slash)
		return save_in(store, store->dirfd, name, name, mode, data, size, err);
	char *folder = ik_strndup(name, (size_t)(slash - name));
	int fd = ik_dir_open(store->dirfd, folder);
	bool ok = fd < 0 ? ik_store_fail(store, folder, IK_E_STORE_WRITE, errno, err)
			 : save_in(store, fd, slash + 1, name, mode, data, size, err);
	if (fd >= 0)
		close(fd);
	free(folder);
	return ok;
}

bool ik_store_put(ik_store *store, const char *name, const void *data, size_t size,
		  struct ik_error *err)
{
	return put(store, name, 0600, data, size, err);
}

bool ik_store_put_public(ik_store *store, const char *name, const void *data, size_t size,
			 struct ik_error *err)
{
	return put(store, name, 0644, data, size, err);
}

bool ik_store_drop(ik_store *store, const char *name, struct ik_error *err)
{
	if (unlinkat(store->dirfd, name, 0) != 0)
		return errno == ENOENT || ik_store_fail(store, name, IK_E_STORE_WRITE, errno, err);
	return ik_dir_sync(store->dirfd)
	       || ik_store_fail(store, name, IK_E_STORE_WRITE, errno, err);
}

bool ik_store_put_info(ik_store *store, unsigned number, const void *data, size_t size,
		       struct ik_error *err)
{
	char *name = ik_format("generations/%u/info", number);
	int path = ik_generation_open(store, number);
	int fd = path < 0 ? -1 : openat(path, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd < 0 ? ik_store_fail(store, name, IK_E_STORE_WRITE, errno, err)
			 : save_in(store, fd, "info", name, 0644, data, size, err);

	if (fd >= 0)
		close(fd);
	if (path >= 0)
		close(path);
	free(name);
	return ok;
}

bool ik_store_note(ik_store *store, const char *text, struct ik_error *err)
{
	return text ? ik_store_put(store, "change", text, strlen(text), err)
		    : ik_store_drop(store, "change", err);
}

/* --- the audit log ---------------------------------------------------------------------------- */

/* Whether the last line of the file of SIZE bytes was cut: the next one must not be glued to it. */
static bool is_torn(int fd, off_t size)
{
	char last = '\n';

	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* One write, so that a line is there whole or recognisably not. */
static int append(int fd, const char *line)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return errno;
	if (!S_ISREG(st.st_mode))
		return EISDIR;
	char *text = ik_format("%s%s\n", is_torn(fd, st.st_size) ? "\n" : "", line);
	size_t size = strlen(text);
	ssize_t n = write(fd, text, size);
	int error = n < 0 ? errno : 0;
	free(text);
	if (error || (size_t)n == size)
		return error;
	(void)!ftruncate(fd, st.st_size);
	return ENOSPC;
}

bool ik_store_log(ik_store *store, const char *line, struct ik_error *err)
{
	int fd = openat(
		store->dirfd, "audit.log",
		O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	int error = fd < 0 ? errno : append(fd, line);

	if (!error && fsync(fd) != 0)
		error = errno;
	if (fd >= 0 && close(fd) != 0 && !error)
		error = errno;
	if (!error && !ik_dir_sync(store->dirfd)) /* it may be new */
		error = errno;
	return error == 0 || ik_store_fail(store, "audit.log", IK_E_STORE_WRITE, error, err);
}
