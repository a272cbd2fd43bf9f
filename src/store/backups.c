/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backups.c: the files in the default place of backups, listed and removed. */
#include "config.h"

#include "store/backups.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "store/inside.h"

bool ik_store_backups(const ik_store *store, struct ik_list *names, struct ik_error *err)
{
	struct stat st;
	int fd = ik_dir_open(store->dirfd, "backups");
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	int error = errno;

	ik_list_free(names);
	if (fd < 0 && error == ENOENT)
		return true;
	if (!dir) {
		ik_store_fail(store, "backups", IK_E_STORE_READ, error, err);
		if (fd >= 0)
			close(fd);
		return false;
	}
	for (struct dirent *entry; (entry = readdir(dir));)
		if (ik_text_is_visible(entry->d_name)
		    && fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0
		    && S_ISREG(st.st_mode))
			ik_list_add(names, entry->d_name);
	closedir(dir);
	return true;
}

bool ik_store_remove_backup(ik_store *store, const char *name, struct ik_error *err)
{
	int fd = ik_dir_open(store->dirfd, "backups");
	int error = fd < 0 || strchr(name, '/') || unlinkat(fd, name, 0) != 0 || !ik_dir_sync(fd)
			    ? errno
			    : 0;

	if (fd >= 0)
		close(fd);
	if (!error)
		return true;
	char *file = ik_format("backups/%s", name);
	ik_store_fail(store, file, IK_E_STORE_WRITE, error, err);
	free(file);
	return false;
}
