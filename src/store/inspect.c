/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect.c: owners and permissions of all that is in the store, against what they should be. */
#include "config.h"

#include "store/inspect.h"

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

struct inspection {
	const ik_store *store;
	uid_t owner;
	struct ik_flaws *flaws;
};

/* --- one file --------------------------------------------------------------------------------- */

static char *shown(const struct inspection *in, const char *name)
{
	char *path = strcmp(name, ".") == 0 ? ik_strdup(in->store->path)
					    : ik_store_file(in->store, name);
	char *visible = ik_text_visible(path, strlen(path));

	free(path);
	return visible;
}

static void judge(struct inspection *in, const char *name, const struct stat *st, mode_t most,
		  unsigned generation)
{
	bool foreign = st->st_uid != in->owner && st->st_uid != 0;
	mode_t mode = st->st_mode & 07777;
	struct ik_flaws *flaws = in->flaws;

	/* What a link allows is what it leads to. */
	if (S_ISLNK(st->st_mode) || (!foreign && (mode & 0777 & ~most) == 0))
		return;
	flaws->items = ik_realloc(flaws->items, (flaws->n + 1) * sizeof *flaws->items);
	flaws->items[flaws->n++] = (struct ik_flaw){
		.path = shown(in, name),
		.generation = generation,
		.mode = mode,
		.group = st->st_gid,
		.most = most & mode & 0777,
		.foreign = foreign,
	};
}

/* --- directories ------------------------------------------------------------------------------ */

static void not_read(struct inspection *in, const char *name)
{
	if (errno != ENOENT && errno != ENOTDIR)
		ik_list_take(&in->flaws->unread, shown(in, name));
}

/* Calls VISIT for each name in the directory NAME of the store. */
static void each(struct inspection *in, const char *name,
		 void (*visit)(struct inspection *in, int dirfd, const char *folder,
			       const char *entry))
{
	int fd = openat(in->store->dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (!dir) {
		not_read(in, name);
		if (fd >= 0)
			close(fd);
		return;
	}
	for (struct dirent *entry; (entry = readdir(dir));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			visit(in, fd, name, entry->d_name);
	closedir(dir);
}

static void visit_private(struct inspection *in, int dirfd, const char *folder, const char *entry)
{
	struct stat st;
	char *name = ik_format("%s/%s", folder, entry);

	if (fstatat(dirfd, entry, &st, AT_SYMLINK_NOFOLLOW) == 0)
		judge(in, name, &st, S_ISDIR(st.st_mode) ? 0700 : 0600, 0);
	free(name);
}

/* What may be public there is closed off by its directory. */
static void visit_request_file(struct inspection *in, int dirfd, const char *folder,
			       const char *entry)
{
	struct stat st;
	char *name = ik_format("%s/%s", folder, entry);

	if (fstatat(dirfd, entry, &st, AT_SYMLINK_NOFOLLOW) == 0)
		judge(in, name, &st, strcmp(entry, "key.pem") == 0 ? 0600 : 0644, 0);
	free(name);
}

static void visit_public(struct inspection *in, int dirfd, const char *folder, const char *entry)
{
	struct stat st;
	char *name = ik_format("%s/%s", folder, entry);

	if (fstatat(dirfd, entry, &st, AT_SYMLINK_NOFOLLOW) == 0)
		judge(in, name, &st, S_ISDIR(st.st_mode) ? 0755 : 0644, 0);
	free(name);
}

static void visit_request(struct inspection *in, int dirfd, const char *folder, const char *entry)
{
	char *name = ik_format("%s/%s", folder, entry);

	visit_private(in, dirfd, folder, entry);
	each(in, name, visit_request_file);
	free(name);
}

static bool is_private(const char *file)
{
	return strcmp(file, "key.pem") == 0 || strcmp(file, "combined.pem") == 0;
}

static void visit_generation(struct inspection *in, int dirfd, const char *folder,
			     const char *entry)
{
	static const char *const files[] = {"certificate.pem", "info", "key.pem", "combined.pem"};
	unsigned number;
	struct stat st;

	if (!ik_generation_parse(entry, &number))
		return;
	for (size_t i = 0; i <= IK_COUNT(files); i++) {
		bool itself = i == IK_COUNT(files);
		char *in_folder = itself ? ik_strdup(entry) : ik_format("%s/%s", entry, files[i]);
		char *name = ik_format("%s/%s", folder, in_folder);

		if (fstatat(dirfd, in_folder, &st, AT_SYMLINK_NOFOLLOW) == 0)
			judge(in, name, &st,
			      itself                 ? 0755
			      : is_private(files[i]) ? 0600
						     : 0644,
			      !itself && is_private(files[i]) ? number : 0);
		free(name);
		free(in_folder);
	}
}

/* --- all -------------------------------------------------------------------------------------- */

void ik_store_inspect(const ik_store *store, struct ik_flaws *flaws)
{
	static const struct {
		const char *name;
		mode_t most;
	} top[] = {
		{".", 0711},         {"format", 0644},   {"lock", 0600},     {"change", 0600},
		{"audit.log", 0600}, {"backups", 0700},  {"requests", 0700}, {"generations", 0755},
		{"publish", 0755},   {"services", 0644}, {"steps", 0755},    {"published", 0600},
		{"recovery", 0644},
	};
	struct inspection in = {.store = store, .flaws = flaws};
	struct stat st;

	*flaws = (struct ik_flaws){0};
	if (fstatat(store->dirfd, ".", &st, 0) != 0)
		return;
	/* A store may be root's or a user's own; all in it is then root's or his. */
	in.owner = st.st_uid;
	for (size_t i = 0; i < IK_COUNT(top); i++)
		if (fstatat(store->dirfd, top[i].name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			judge(&in, top[i].name, &st, top[i].most, 0);
	each(&in, "generations", visit_generation);
	each(&in, "backups", visit_private);
	each(&in, "requests", visit_request);
	each(&in, "steps", visit_public);
	each(&in, "publish", visit_public);
}

void ik_flaws_free(struct ik_flaws *flaws)
{
	for (size_t i = 0; i < flaws->n; i++)
		free(flaws->items[i].path);
	free(flaws->items);
	ik_list_free(&flaws->unread);
	*flaws = (struct ik_flaws){0};
}

bool ik_store_is_own(const ik_store *store)
{
	struct stat st;

	return geteuid() == 0
	       || (fstatat(store->dirfd, ".", &st, 0) == 0 && st.st_uid == geteuid());
}
