/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted.c: which programs may be run: those that only root and this user could have put there. */
#include "config.h"

#include "files/trusted.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/careful.h"

static bool is_plain_name(const char *name)
{
	return *name
	       && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
			  == strlen(name);
}

/* A link that leads nowhere is a program, too: somebody relies on what it led to. */
static enum ik_error_id why_not(const char *path, const char *name)
{
	struct stat st;

	if (!is_plain_name(name))
		return IK_E_HOOK_NAME;
	if (stat(path, &st) != 0)
		return lstat(path, &st) == 0 && S_ISLNK(st.st_mode) ? IK_E_NONE : IK_E_HOOK_KIND;
	if (!S_ISREG(st.st_mode))
		return IK_E_HOOK_KIND;
	return st.st_mode & 0111 ? IK_E_NONE : IK_E_HOOK_MODE;
}

bool ik_trusted_counts(const char *directory, const char *name, struct ik_error *err)
{
	char *path = ik_format("%s/%s", directory, name);
	enum ik_error_id why = why_not(path, name);

	if (why != IK_E_NONE)
		ik_fail(err, why, path);
	free(path);
	return why == IK_E_NONE;
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
		return errno == ENOENT || errno == ENOTDIR
		       || ik_error_errno(err, IK_E_STORE_READ, directory, errno);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			ik_list_add(names, entry->d_name);
	closedir(dir);
	if (names->n > 1)
		qsort(names->items, names->n, sizeof *names->items, by_name);
	return true;
}

/* --- the way to a program --------------------------------------------------------------------- */

enum { LINKS_MAX = 40 };

/* Who can change a link on the way chooses the program, so each is followed by hand and judged
 * where it stands. */
struct way {
	const char *program; /* as it was asked for */
	char *at;            /* where it has come to: resolved, "" is the root */
	char *rest;          /* what is left of it */
	unsigned links;
};

/* The findings of walks, in the words of programs. */
static bool refuse(const struct way *way, enum ik_error_id found, const char *where,
		   struct ik_error *err)
{
	ik_fail(err, found == IK_E_STORE_OWNER ? IK_E_HOOK_OWNER : IK_E_HOOK_OPEN, way->program);
	return ik_error_detail(err, "%s", where);
}

static bool lost(const struct way *way, int error, struct ik_error *err)
{
	return ik_error_errno(err, IK_E_HOOK_START, way->program, error);
}

/* The directory that the way has come to; STRICTLY: not even a sticky one may be open to others. */
static bool judge_place(const struct way *way, bool strictly, struct ik_error *err)
{
	const char *place = *way->at ? way->at : "/";
	struct stat st;

	if (lstat(place, &st) != 0)
		return lost(way, errno, err);
	if (!S_ISDIR(st.st_mode))
		return lost(way, ENOTDIR, err);
	enum ik_error_id found = ik_walk_judge(&st, strictly);
	return found == IK_E_NONE || refuse(way, found, place, err);
}

/* Takes the first part of the rest, NULL at its end. */
static char *take_part(struct way *way)
{
	char *start = way->rest + strspn(way->rest, "/");
	size_t size = strcspn(start, "/");
	char *part = size ? ik_strndup(start, size) : NULL;

	memmove(way->rest, start + size, strlen(start + size) + 1);
	return part;
}

static bool follow(struct way *way, const char *link, struct ik_error *err)
{
	char target[PATH_MAX];
	ssize_t size = readlink(link, target, sizeof target - 1);

	if (size < 0 || ++way->links > LINKS_MAX)
		return lost(way, size < 0 ? errno : ELOOP, err);
	target[size] = '\0';
	char *rest = ik_format("%s/%s", target, way->rest);
	free(way->rest);
	way->rest = rest;
	if (*target == '/')
		*way->at = '\0';
	return true;
}

static bool go_to(struct way *way, const char *part, struct ik_error *err)
{
	char *next = ik_format("%s/%s", way->at, part);
	struct stat st;
	bool ok = lstat(next, &st) == 0 || lost(way, errno, err);

	if (ok && !S_ISDIR(st.st_mode)) {
		/* The mode of a link says nothing. */
		st.st_mode &= S_ISLNK(st.st_mode) ? ~0777u : ~0u;
		enum ik_error_id found = ik_walk_judge(&st, true);
		ok = judge_place(way, true, err)
		     && (found == IK_E_NONE || refuse(way, found, next, err));
	}
	if (ok && S_ISLNK(st.st_mode)) {
		ok = follow(way, next, err);
		free(next);
	} else {
		free(way->at);
		way->at = next;
	}
	return ok;
}

static bool step(struct way *way, const char *part, struct ik_error *err)
{
	if (!judge_place(way, false, err))
		return false;
	if (strcmp(part, ".") == 0)
		return true;
	if (strcmp(part, "..") != 0)
		return go_to(way, part, err);
	if (*way->at)
		*strrchr(way->at, '/') = '\0';
	return true;
}

bool ik_trusted_program(const char *directory, const char *name, char **path, struct ik_error *err)
{
	char *program = ik_format("%s/%s", directory, name);
	struct way way = {.program = program, .at = ik_strdup(""), .rest = ik_strdup(program)};
	struct stat st;
	bool ok = true;

	for (char *part; ok && (part = take_part(&way)) != NULL; free(part))
		ok = step(&way, part, err);
	if (ok && (lstat(way.at, &st) != 0 || !S_ISREG(st.st_mode)))
		ok = lost(&way, EISDIR, err);
	*path = ok ? ik_strdup(way.at) : NULL;
	free(way.at);
	free(way.rest);
	free(program);
	return ok;
}
