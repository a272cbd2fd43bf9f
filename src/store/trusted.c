/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted.c: which programs may be run: those that only root and this user could have put there. */
#include "config.h"

#include "store/trusted.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

static bool is_plain_name(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(name);
}

static bool is_program(int dirfd, const char *name)
{
	struct stat st;

	return fstatat(dirfd, name, &st, 0) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 0111);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool ik_trusted_names(const char *directory, struct ik_list *names, struct ik_error *err)
{
	DIR *dir = opendir(directory);

	ik_list_free(names);
	if (!dir)
		return errno == ENOENT || errno == ENOTDIR || ik_error_errno(err, IK_E_STORE_READ, directory, errno);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (is_plain_name(entry->d_name) && is_program(dirfd(dir), entry->d_name))
			ik_list_add(names, entry->d_name);
	closedir(dir);
	if (names->n > 1)
		qsort(names->items, names->n, sizeof *names->items, by_name);
	return true;
}

/* The walk's findings, in the words of programs. */
static bool refuse(const struct ik_error *inner, const char *program, struct ik_error *err)
{
	enum ik_error_id id = inner->id == IK_E_STORE_OWNER  ? IK_E_HOOK_OWNER
			      : inner->id == IK_E_STORE_OPEN ? IK_E_HOOK_OPEN
							     : IK_E_HOOK_START;

	ik_error_set(err, id, program, NULL, NULL);
	return ik_error_detail(err, "%s", *inner->detail ? inner->detail : inner->arg[0]);
}

/* Whether PATH, which is resolved, is a program below directories that only root and this user can write to. */
static bool judge(char *path, const char *program, struct ik_error *err)
{
	struct ik_error inner = { 0 };
	struct ik_walk walk;
	struct stat st;
	char *slash = strrchr(path, '/');

	*slash = '\0';
	bool ok = ik_walk(*path ? path : "/", &walk, &inner);
	*slash = '/';
	if (!ok)
		return refuse(&inner, program, err);
	if (!ik_walk_arrived(&walk) || fstatat(walk.fd, slash + 1, &st, AT_SYMLINK_NOFOLLOW) != 0)
		ik_error_errno(&inner, IK_E_STORE_DENIED, path, ENOENT);
	else if (st.st_uid != 0 && st.st_uid != geteuid())
		ik_error_set(&inner, IK_E_STORE_OWNER, path, NULL, NULL);
	else if (st.st_mode & 022)
		ik_error_set(&inner, IK_E_STORE_OPEN, path, NULL, NULL);
	ik_walk_free(&walk);
	return inner.id == IK_E_NONE || refuse(&inner, program, err);
}

bool ik_trusted_program(const char *directory, const char *name, char **path, struct ik_error *err)
{
	char *program = ik_format("%s/%s", directory, name);
	struct ik_error inner = { 0 };
	struct ik_walk walk;
	bool ok;

	*path = NULL;
	/* The link that is followed must be as safe as what it leads to. */
	if (ik_walk(directory, &walk, &inner)) {
		ik_walk_free(&walk);
		*path = realpath(program, NULL);
		ok = *path ? judge(*path, program, err) : ik_error_errno(err, IK_E_HOOK_START, program, errno);
	} else {
		ok = refuse(&inner, program, err);
	}
	if (!ok) {
		free(*path);
		*path = NULL;
	}
	free(program);
	return ok;
}
