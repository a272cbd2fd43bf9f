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

enum { FOLDER_MODE = 0755 };

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

/* Whatever closed it: all that is in it is for everybody. */
static void open_up(const ik_store *store)
{
	struct stat st;
	int fd = openat(store->dirfd, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && (st.st_mode & FOLDER_MODE) != FOLDER_MODE)
		(void)fchmod(fd, FOLDER_MODE);
	close(fd);
}

bool ik_store_publish_put(ik_store *store, const char *name, const void *data, size_t size,
			  struct ik_error *err)
{
	const bool good = ik_store_put_in(store, folder, name, data, size, err);

	if (good)
		open_up(store);
	return good;
}

/* --- who comes there -------------------------------------------------------------------------- */

static bool lets_others(const char *path, mode_t bit)
{
	struct stat st;

	return stat(path, &st) != 0 || (st.st_mode & bit);
}

/* The first directory on the way to PATH that is closed, seen from the root, is what is to be
 * opened first.  NULL: none.  Caller frees. */
static char *closed_above(char *path)
{
	char *closed = NULL;

	for (char *at = path; !closed && (at = strchr(at + 1, '/'));) {
		*at = '\0';
		if (!lets_others(path, S_IXOTH))
			closed = ik_strdup(path);
		*at = '/';
	}
	return closed;
}

static char *closed_inside(const char *path)
{
	static const struct {
		const char *name;
		mode_t bit;
	} ours[] = {
		{"", S_IXOTH}, {"/" IK_PUBLISH_AGENT, S_IROTH}, {"/" IK_PUBLISH_INDEX, S_IROTH}};

	for (size_t i = 0; i < IK_COUNT(ours); i++) {
		char *one = ik_format("%s/%s%s", path, folder, ours[i].name);

		if (!lets_others(one, ours[i].bit))
			return one;
		free(one);
	}
	return NULL;
}

bool ik_store_publish_is_reached(const ik_store *store, char **closed, bool *ours)
{
	char *path = realpath(store->path, NULL), *whole = path ? ik_format("%s/", path) : NULL;

	*closed = whole ? closed_above(whole) : NULL;
	*ours = whole && !*closed;
	if (*ours)
		*closed = closed_inside(path);
	free(whole);
	free(path);
	return *closed == NULL;
}
