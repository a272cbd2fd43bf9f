/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look.c: reads the store: which generations there are, which is in use, and their files. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "store/inside.h"

static const char generations[] = "generations/";

int ik_generation_open(const ik_store *store, unsigned number)
{
	char name[16];
	int parent = store->generations;

	/* Made since the store was opened, or never to be had: that is found out here. */
	if (parent < 0)
		parent = openat(store->dirfd, "generations",
				O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (parent < 0)
		return -1;
	snprintf(name, sizeof name, "%u", number);
	int fd = openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = errno;
	if (parent != store->generations)
		close(parent);
	errno = error;
	return fd;
}

/* --- which ones ------------------------------------------------------------------------------- */

bool ik_generation_parse(const char *text, unsigned *number)
{
	uint64_t read;

	if (!ik_text_number(text, IK_GENERATION_MAX, &read) || read == 0)
		return false;
	*number = (unsigned)read;
	return true;
}

/* The number that the link's text names. */
static bool parse_link(const char *text, unsigned *number)
{
	return strncmp(text, generations, sizeof generations - 1) == 0
	       && ik_generation_parse(text + sizeof generations - 1, number);
}

/* The same, if a generation of that number is there. */
static bool follow(const ik_store *store, const char *text, unsigned *number)
{
	if (!parse_link(text, number))
		return false;
	int fd = ik_generation_open(store, *number);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool ik_store_current(const ik_store *store, unsigned *number, struct ik_error *err)
{
	char text[64];
	ssize_t size = readlinkat(store->dirfd, "current", text, sizeof text - 1);

	*number = 0;
	if (size < 0 && errno == ENOENT)
		return true;
	if (size < 0 && errno != EINVAL)
		return ik_store_fail(store, "current", IK_E_STORE_READ, errno, err);
	text[size > 0 ? size : 0] = '\0';
	errno = 0;
	if (follow(store, text, number))
		return true;
	*number = 0;
	if (errno != 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
		return ik_store_fail(store, "current", IK_E_STORE_READ, errno, err);
	char *file = ik_store_file(store, "current");
	ik_fail(err, IK_E_STORE_CURRENT, file);
	free(file);
	return false;
}

static int ascending(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static bool is_directory(int dirfd, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

bool ik_store_generations(const ik_store *store, unsigned **numbers, size_t *n,
			  struct ik_error *err)
{
	int fd = ik_dir_open(store->dirfd, "generations");
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	size_t room = 0;
	unsigned number;

	*numbers = NULL;
	*n = 0;
	if (!dir) {
		ik_store_fail(store, "generations", IK_E_STORE_READ, errno, err);
		if (fd >= 0)
			close(fd);
		return false;
	}
	errno = 0;
	for (struct dirent *entry; (entry = readdir(dir)); errno = 0) {
		if (!ik_generation_parse(entry->d_name, &number) || !is_directory(fd, entry))
			continue;
		if (*n == room)
			*numbers = ik_realloc(*numbers,
					      (room = room ? 2 * room : 64) * sizeof **numbers);
		(*numbers)[(*n)++] = number;
	}
	int error = errno;
	closedir(dir);
	if (*n)
		qsort(*numbers, *n, sizeof **numbers, ascending);
	if (!error)
		return true;
	free(*numbers);
	*numbers = NULL;
	*n = 0;
	return ik_store_fail(store, "generations", IK_E_STORE_READ, error, err);
}

/* A generation that was taken away by hand while it was in use: made again, its number would be in
 * use at once. */
static unsigned linked_number(const ik_store *store)
{
	char text[64];
	ssize_t size = readlinkat(store->dirfd, "current", text, sizeof text - 1);
	unsigned number = 0;

	text[size > 0 ? size : 0] = '\0';
	return parse_link(text, &number) ? number : 0;
}

bool ik_store_next(const ik_store *store, unsigned *number, struct ik_error *err)
{
	unsigned *numbers;
	size_t n;

	if (!ik_store_generations(store, &numbers, &n, err))
		return false;
	unsigned highest = n ? numbers[n - 1] : 0;
	unsigned linked = linked_number(store);
	free(numbers);
	if (linked > highest)
		highest = linked;
	if (highest >= IK_GENERATION_MAX)
		return ik_fail(err, IK_E_STORE_FULL_NUMBERS);
	*number = highest + 1;
	return true;
}

/* --- their files ------------------------------------------------------------------------------ */

static bool fail_read(const ik_store *store, const char *file, int error, struct ik_error *err)
{
	if (error == ENOENT || error == ENOTDIR) {
		char *path = ik_store_file(store, file);
		ik_fail(err, IK_E_FILE_NONE, path);
		free(path);
		return false;
	}
	return ik_store_fail(store, file, IK_E_STORE_READ, error, err);
}

struct ik_folder {
	const ik_store *store;
	unsigned number;
	int fd;    /* -1 */
	int error; /*  and why */
};

static bool fail_folder(const ik_folder *folder, const char *name, int error, struct ik_error *err)
{
	char *file = ik_format("generations/%u/%s", folder->number, name);

	fail_read(folder->store, file, error, err);
	free(file);
	return false;
}

ik_folder *ik_folder_open(const ik_store *store, unsigned number)
{
	ik_folder *folder = ik_alloc(sizeof *folder);
	int fd = ik_generation_open(store, number);

	*folder = (ik_folder){
		.store = store, .number = number, .fd = fd, .error = fd < 0 ? errno : 0};
	return folder;
}

void ik_folder_close(ik_folder *folder)
{
	if (folder->fd >= 0)
		close(folder->fd);
	free(folder);
}

bool ik_folder_read(const ik_folder *folder, const char *name, struct ik_buffer *out,
		    struct ik_error *err)
{
	int error = folder->error;

	if (!error)
		error = ik_read_bytes(folder->fd, name, true, IK_STORE_FILE_MAX, out);
	return error == 0 || fail_folder(folder, name, error, err);
}

bool ik_folder_read_secret(const ik_folder *folder, const char *name, ik_secret **out,
			   struct ik_error *err)
{
	int error = folder->error;

	*out = NULL;
	if (!error)
		error = ik_read_secret_bytes(folder->fd, name, IK_STORE_SECRET_MAX, out);
	return error == 0 || fail_folder(folder, name, error, err);
}

bool ik_folder_stat(const ik_folder *folder, const char *name, struct stat *st)
{
	return !folder->error && fstatat(folder->fd, name, st, AT_SYMLINK_NOFOLLOW) == 0;
}

bool ik_folder_has(const ik_folder *folder, const char *name)
{
	struct stat st;

	return ik_folder_stat(folder, name, &st) && S_ISREG(st.st_mode);
}

bool ik_store_read(const ik_store *store, unsigned number, const char *name, struct ik_buffer *out,
		   struct ik_error *err)
{
	ik_folder *folder = ik_folder_open(store, number);
	bool ok = ik_folder_read(folder, name, out, err);

	ik_folder_close(folder);
	return ok;
}

bool ik_store_has(const ik_store *store, unsigned number, const char *name)
{
	ik_folder *folder = ik_folder_open(store, number);
	bool has = ik_folder_has(folder, name);

	ik_folder_close(folder);
	return has;
}

bool ik_store_get(const ik_store *store, const char *name, struct ik_buffer *out,
		  struct ik_error *err)
{
	const char *slash = strchr(name, '/');
	char *folder = slash ? ik_strndup(name, (size_t)(slash - name)) : ik_strdup(".");
	int fd = openat(store->dirfd, folder, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int error = fd < 0 ? errno
			   : ik_read_bytes(fd, slash ? slash + 1 : name, true, IK_STORE_FILE_MAX,
					   out);

	free(folder);
	if (fd >= 0)
		close(fd);
	return error == 0 || fail_read(store, name, error, err);
}

bool ik_store_interrupted(const ik_store *store, struct ik_buffer *note)
{
	return !ik_lock_is_held(store) && ik_store_get(store, "change", note, NULL);
}

bool ik_store_read_log(const ik_store *store, struct ik_buffer *out, struct ik_error *err)
{
	struct stat st;
	char piece[4096];
	ssize_t n = 0;
	int fd = openat(store->dirfd, "audit.log",
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int error = fd < 0 || fstat(fd, &st) != 0 ? errno : 0;

	if (!error && !S_ISREG(st.st_mode))
		error = EISDIR;
	off_t at = !error && st.st_size > IK_STORE_LOG_MAX ? st.st_size - IK_STORE_LOG_MAX : 0;
	bool skip = at > 0; /* the line that this cuts */
	off_t end = at + IK_STORE_LOG_MAX;
	while (!error && at < end && (n = pread(fd, piece, sizeof piece, at)) > 0) {
		const char *cut = skip ? memchr(piece, '\n', (size_t)n) : NULL;
		const char *from = cut ? cut + 1 : piece;
		skip = skip && !cut;
		if (!skip)
			ik_buffer_add(out, from, (size_t)(piece + n - from));
		at += n;
	}
	if (!error && n < 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	return error == 0 || error == ENOENT
	       || ik_store_fail(store, "audit.log", IK_E_STORE_READ, error, err);
}
