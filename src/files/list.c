/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c: what a directory holds, for whoever looks for a file in it. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "files/place.h"

/* The system mostly tells the kind with the name; only links, and what it does not tell, are worth
 * a question each. */
static bool is_directory(DIR *dir, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
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
		if (entry->d_name[0] == '.')
			continue;
		if (*n == room) {
			room = room ? room * 2 : 64;
			*entries = ik_realloc(*entries, room * sizeof **entries);
		}
		(*entries)[(*n)++] = (struct ik_place_entry){.name = ik_strdup(entry->d_name),
							     .directory = is_directory(dir, entry)};
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
