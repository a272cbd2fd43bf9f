/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.c: what agents fetch, read and replaced. */
#include "config.h"

#include "store/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

static const char folder[] = "publish";

bool ik_store_publish_read(const ik_store *store, const char *name, size_t max,
			   struct ik_buffer *out, struct ik_error *err)
{
	int fd = openat(store->dirfd, folder, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = fd < 0 ? errno : ik_read_bytes(fd, name, true, max, out);
	char *file = ik_format("%s/%s", folder, name);
	char *path = ik_store_file(store, file);

	if (fd >= 0)
		close(fd);
	if (error == ENOENT || error == ENOTDIR)
		ik_fail(err, IK_E_FILE_NONE, path);
	else if (error)
		ik_store_fail(store, file, IK_E_STORE_READ, error, err);
	free(path);
	free(file);
	return error == 0;
}

bool ik_store_publish_put(ik_store *store, const char *name, const void *data, size_t size,
			  struct ik_error *err)
{
	return ik_store_put_in(store, folder, name, data, size, err);
}

/* --- who comes there -------------------------------------------------------------------------- */

static bool lets_others_pass(const char *path)
{
	struct stat st;

	return stat(path, &st) != 0 || (st.st_mode & S_IXOTH);
}

/* The first part of the way that is closed, seen from the root, is what is to be opened first. */
bool ik_store_publish_is_reached(const ik_store *store, char **closed)
{
	char *path = realpath(store->path, NULL);

	*closed = NULL;
	for (char *at = path; at && !*closed && (at = strchr(at + 1, '/'));) {
		*at = '\0';
		if (!lets_others_pass(path))
			*closed = ik_strdup(path);
		*at = '/';
	}
	for (size_t i = 0; path && !*closed && i < 2; i++) {
		char *last = i == 0 ? ik_strdup(path) : ik_format("%s/%s", path, folder);

		if (!lets_others_pass(last))
			*closed = ik_strdup(last);
		free(last);
	}
	free(path);
	return *closed == NULL;
}
