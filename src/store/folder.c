/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder.c: folders of the store that are there from their first file on. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

bool ik_store_names(const ik_store *store, const char *folder, bool (*is)(const char *name),
		    int (*order)(const void *a, const void *b), struct ik_list *names,
		    struct ik_error *err)
{
	int fd = ik_dir_open(store->dirfd, folder);
	int error = errno;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	ik_list_free(names);
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return (fd < 0 && error == ENOENT)
		       || ik_store_fail(store, folder, IK_E_STORE_READ, error, err);
	}
	errno = 0;
	for (struct dirent *entry; (entry = readdir(dir)); errno = 0)
		if (is(entry->d_name))
			ik_list_add(names, entry->d_name);
	error = errno;
	closedir(dir);
	if (names->n > 1)
		qsort(names->items, names->n, sizeof *names->items, order);
	if (!error)
		return true;
	ik_list_free(names);
	return ik_store_fail(store, folder, IK_E_STORE_READ, error, err);
}

bool ik_store_put_in(ik_store *store, const char *folder, const char *name, const void *data,
		     size_t size, struct ik_error *err)
{
	int error = ik_dir_make(store->dirfd, folder, 0755);
	char *file;
	bool ok;

	/* What was made is there after a power cut, too. */
	if (!error && !ik_dir_sync(store->dirfd))
		error = errno;
	if (error && error != EEXIST)
		return ik_store_fail(store, folder, IK_E_STORE_WRITE, error, err);
	file = ik_format("%s/%s", folder, name);
	ok = ik_store_put_public(store, file, data, size, err);
	free(file);
	return ok;
}
