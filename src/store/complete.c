/* SPDX-License-Identifier: GPL-3.0-or-later */
/* complete.c: the names that a path could go on with. */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/list.h"
#include "base/text.h"
#include "store/place.h"

static bool fits(const char *name, const char *start)
{
	if (strncmp(name, start, strlen(start)) != 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return false;
	/* Hidden names only for whoever asks for them; and nothing that the screen would have to show otherwise. */
	return (name[0] != '.' || start[0] == '.') && ik_text_is_visible(name);
}

static void add(DIR *dir, const char *name, struct ik_list *names)
{
	struct stat st;
	bool directory = fstatat(dirfd(dir), name, &st, 0) == 0 && S_ISDIR(st.st_mode);

	ik_list_take(names, ik_format("%s%s", name, directory ? "/" : ""));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void ik_place_complete(const char *partial, struct ik_list *names)
{
	const char *slash = strrchr(partial, '/');
	const char *start = slash ? slash + 1 : partial;
	char *folder = slash ? ik_strndup(partial, (size_t)(slash - partial) + 1) : ik_strdup(".");
	DIR *dir = opendir(folder);

	free(folder);
	if (!dir)
		return;
	for (struct dirent *entry; (entry = readdir(dir));)
		if (fits(entry->d_name, start))
			add(dir, entry->d_name, names);
	closedir(dir);
	if (names->n > 1)
		qsort(names->items, names->n, sizeof *names->items, by_name);
}
