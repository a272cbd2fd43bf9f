/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requests.c: the requests that wait: which, their files, and taking one away. */
#include "config.h"

#include "store/requests.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

static const char folder[] = "requests";

enum { DAY_DIGITS = 8, RANDOM_DIGITS = 8 };

bool ik_request_id_is(const char *text)
{
	return strlen(text) == DAY_DIGITS + 1 + RANDOM_DIGITS
	       && strspn(text, "0123456789") == DAY_DIGITS && text[DAY_DIGITS] == '-'
	       && strspn(text + DAY_DIGITS + 1, "0123456789abcdef") == RANDOM_DIGITS;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool ik_store_requests(const ik_store *store, struct ik_list *ids, struct ik_error *err)
{
	return ik_store_names(store, folder, ik_request_id_is, by_name, ids, err);
}

/* --- their files ------------------------------------------------------------------------------ */

/* -1 and errno: EINVAL for what is no ID, so that none leads out of the folder. */
static int open_request(const ik_store *store, const char *id)
{
	int parent = -1, fd = -1;

	errno = EINVAL;
	if (ik_request_id_is(id))
		parent = openat(store->dirfd, folder,
				O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (parent >= 0)
		fd = openat(parent, id, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = errno;
	if (parent >= 0)
		close(parent);
	errno = error;
	return fd;
}

static bool fail(const ik_store *store, const char *id, const char *name, int error,
		 struct ik_error *err)
{
	char *file = ik_format("%s/%s/%s", folder, id, name);
	char *path = ik_store_file(store, file);

	if (error == ENOENT || error == ENOTDIR)
		ik_fail(err, IK_E_FILE_NONE, path);
	else
		ik_store_fail(store, file, IK_E_STORE_READ, error, err);
	free(path);
	free(file);
	return false;
}

bool ik_store_request_read(const ik_store *store, const char *id, const char *name,
			   struct ik_buffer *out, struct ik_error *err)
{
	int fd = open_request(store, id);
	int error = fd < 0 ? errno : ik_read_bytes(fd, name, true, IK_STORE_FILE_MAX, out);

	if (fd >= 0)
		close(fd);
	return error == 0 || fail(store, id, name, error, err);
}

bool ik_store_request_secret(const ik_store *store, const char *id, const char *name,
			     ik_secret **out, struct ik_error *err)
{
	int fd = open_request(store, id);
	int error = fd < 0 ? errno : ik_read_secret_bytes(fd, name, IK_STORE_SECRET_MAX, out);

	if (fd >= 0)
		close(fd);
	else
		*out = NULL;
	return error == 0 || fail(store, id, name, error, err);
}

/* --- changing --------------------------------------------------------------------------------- */

/* First out of the way in one step, so that half a request is never seen; 0 or errno. */
static int take_away(int parent, const char *id)
{
	char temporary[IK_TEMPORARY_SIZE];

	if (!ik_temporary_name(temporary))
		return errno;
	if (renameat(parent, id, parent, temporary) != 0)
		return errno == ENOENT ? 0 : errno;
	ik_tree_remove(parent, temporary);
	return ik_dir_sync(parent) ? 0 : errno;
}

bool ik_store_request_remove(ik_store *store, const char *id, struct ik_error *err)
{
	int parent = ik_request_id_is(id) ? ik_dir_open(store->dirfd, folder) : -1;
	int error = parent < 0 ? errno : take_away(parent, id);

	if (!ik_request_id_is(id))
		error = EINVAL;
	if (parent >= 0)
		close(parent);
	return error == 0 || error == ENOENT
	       || ik_store_fail(store, folder, IK_E_STORE_WRITE, error, err);
}
