/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c: what a directory holds, for whoever looks for a file in it. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/place.h"

static struct ik_place_entry look_at(int dir, const char *name)
{
	struct ik_place_entry entry = {.name = ik_strdup(name)};
	struct stat st;

	entry.link = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
	if (fstatat(dir, name, &st, 0) != 0) {
		entry.missing = entry.link && errno != EACCES;
		entry.closed = !entry.missing;
		return entry;
	}
	entry.directory = S_ISDIR(st.st_mode);
	entry.file = S_ISREG(st.st_mode);
	entry.closed = faccessat(dir, name, R_OK, AT_EACCESS) != 0;
	entry.size = (int64_t)st.st_size;
	entry.modified = (int64_t)st.st_mtim.tv_sec;
	return entry;
}

static bool is_itself_or_above(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int by_kind_and_name(const void *a, const void *b)
{
	const struct ik_place_entry *left = a, *right = b;

	if (left->directory != right->directory)
		return left->directory ? -1 : 1;
	return strcmp(left->name, right->name);
}

static enum ik_error_id id_of(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return IK_E_PATH_NO_DIRECTORY;
	return error == EACCES ? IK_E_FILE_DENIED : IK_E_FILE_READ;
}

bool ik_place_list(const char *path, struct ik_place_entry **entries, size_t *n,
		   struct ik_error *err)
{
	DIR *dir = opendir(path);
	size_t room = 0;

	*entries = NULL;
	*n = 0;
	if (!dir)
		return ik_error_errno(err, id_of(errno), path, errno);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (is_itself_or_above(entry->d_name))
			continue;
		if (*n == room) {
			room = room ? room * 2 : 64;
			*entries = ik_realloc(*entries, room * sizeof **entries);
		}
		(*entries)[(*n)++] = look_at(dirfd(dir), entry->d_name);
	}
	closedir(dir);
	if (*n > 1)
		qsort(*entries, *n, sizeof **entries, by_kind_and_name);
	return true;
}

void ik_place_entries_free(struct ik_place_entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(entries[i].name);
	free(entries);
}
