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
#include "files/place.h"

/* The name of a file as text: in the locale's encoding, or in UTF-8 from a system that writes that;
 * NULL if in neither. Caller frees. */
static char *text_of(const char *name)
{
	char *text = ik_text_from_locale(name);

	if (text || !ik_text_is_utf8(name, strlen(name)))
		return text;
	return ik_strdup(name);
}

static bool fits(const char *name, const char *start)
{
	if (!name || strncmp(name, start, strlen(start)) != 0 || strcmp(name, ".") == 0
	    || strcmp(name, "..") == 0)
		return false;
	/* Hidden names only for whoever asks for them; and nothing that the screen would have to
	 * show otherwise. */
	return (name[0] != '.' || start[0] == '.') && ik_text_is_visible(name);
}

static void add(DIR *dir, const char *name, const char *text, struct ik_list *names)
{
	struct stat st;
	bool directory = fstatat(dirfd(dir), name, &st, 0) == 0 && S_ISDIR(st.st_mode);

	ik_list_take(names, ik_format("%s%s", text, directory ? "/" : ""));
}

static DIR *open_folder(const char *text)
{
	char *disk = ik_text_to_locale(text);
	DIR *dir = disk ? opendir(disk) : NULL;

	free(disk);
	return dir ? dir : opendir(text);
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
	DIR *dir = open_folder(folder);

	free(folder);
	if (!dir)
		return;
	for (struct dirent *entry; (entry = readdir(dir));) {
		char *text = text_of(entry->d_name);

		if (fits(text, start))
			add(dir, entry->d_name, text, names);
		free(text);
	}
	closedir(dir);
	if (names->n > 1)
		qsort(names->items, names->n, sizeof *names->items, by_name);
}
