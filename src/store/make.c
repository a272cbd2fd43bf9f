/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make.c: a new store, complete from the moment it has its name; and the format file. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"

enum { FORMAT_FILE_MAX = 4096, FORMAT_DIGITS_MAX = 6, MAKE_TRIES = 100 };

static const char format_word[] = "inkan-store ";
static const char id_word[] = "server-id = ";

/* --- the format file -------------------------------------------------------------------------- */

static bool is_server_id(const char *text, size_t size)
{
	return size == IK_SERVER_ID_SIZE && strspn(text, "0123456789abcdef") >= IK_SERVER_ID_SIZE;
}

static enum ik_error_id parse_format(const char *text, size_t size, struct ik_format *format)
{
	if (strlen(text) != size || strncmp(text, format_word, sizeof format_word - 1) != 0)
		return IK_E_STORE_FORMAT;
	text += sizeof format_word - 1;
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > FORMAT_DIGITS_MAX || text[0] == '0' || text[digits] != '\n')
		return IK_E_STORE_FORMAT;
	/* What follows in a newer format is not ours to judge. */
	format->number = (unsigned)atoi(text);
	if (format->number > IK_FORMAT_STEPS)
		return IK_E_STORE_NEWER;
	text += digits + 1;
	if (strncmp(text, id_word, sizeof id_word - 1) != 0)
		return IK_E_STORE_FORMAT;
	text += sizeof id_word - 1;
	size_t line = strcspn(text, "\n");
	if (!is_server_id(text, line) || strcmp(text + line, "\n") != 0)
		return IK_E_STORE_FORMAT;
	memcpy(format->server_id, text, IK_SERVER_ID_SIZE);
	format->server_id[IK_SERVER_ID_SIZE] = '\0';
	return IK_E_NONE;
}

enum ik_error_id ik_format_read(int dirfd, struct ik_format *format)
{
	struct ik_buffer text = {0};
	int error = ik_read_bytes(dirfd, "format", true, FORMAT_FILE_MAX, &text);

	if (error == ENOENT)
		return IK_E_STORE_NONE;
	if (error == EACCES)
		return IK_E_STORE_DENIED;
	if (error == EMFILE || error == ENFILE)
		return IK_E_FILES_MANY;
	/* Damage is what the file says of itself, not that it could not be read this time. */
	if (error && error != EISDIR && error != EFBIG && error != ELOOP)
		return IK_E_STORE_READ;
	enum ik_error_id id = IK_E_STORE_FORMAT;
	if (!error)
		id = parse_format(ik_buffer_string(&text), text.size, format);
	ik_buffer_free(&text);
	return id;
}

bool ik_format_write(int dirfd, const char *shown, unsigned number, const char *server_id,
		     bool replace, struct ik_error *err)
{
	if (!is_server_id(server_id, strlen(server_id)))
		return ik_fail(err, IK_E_STORE_MAKE, shown);
	char *text = ik_format("%s%u\n%s%s\n", format_word, number, id_word, server_id);
	ik_save *save = ik_save_begin_as(dirfd, "format", shown, 0644, (gid_t)-1, err);
	bool ok = false;

	if (save && ik_save_write(save, text, strlen(text), err))
		ok = ik_save_commit(save, replace, err);
	else
		ik_save_abort(save);
	free(text);
	return ok;
}

bool ik_store_adopt(ik_store *store, const char *server_id, struct ik_error *err)
{
	if (!ik_format_write(store->dirfd, store->path, store->format, server_id, true, err))
		return false;
	memcpy(store->server_id, server_id, sizeof store->server_id);
	return true;
}

bool ik_format_raise(ik_store *store, unsigned number, struct ik_error *err)
{
	if (store->format >= number)
		return true;
	if (!ik_format_write(store->dirfd, store->path, number, store->server_id, true, err))
		return false;
	store->format = number;
	return true;
}

/* --- filling ---------------------------------------------------------------------------------- */

static bool is_empty(int dirfd, const char *name)
{
	int fd = ik_dir_open(dirfd, name);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	bool empty = true;

	if (!dir)
		return false;
	for (struct dirent *entry; empty && (entry = readdir(dir));)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	closedir(dir);
	return empty;
}

/* What whoever sets a server up puts there may be there first: it runs after the first switch. */
static bool is_prepared(const char *name)
{
	return strcmp(name, "hooks.d") == 0 || strcmp(name, "services") == 0;
}

static bool is_scaffold(int dirfd, const char *name)
{
	if (strcmp(name, "generations") == 0 || strcmp(name, "backups") == 0)
		return is_empty(dirfd, name);
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, "lock") == 0
	       || ik_save_is_temporary(name) || is_prepared(name);
}

bool ik_store_is_blank(int dirfd)
{
	int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	bool blank = true;

	if (!dir)
		return true; /* nothing to be seen; whoever changes it may list it */
	for (struct dirent *entry; blank && (entry = readdir(dir));)
		blank = is_scaffold(fd, entry->d_name);
	closedir(dir);
	return blank;
}

bool ik_store_fill(int dirfd, const char *shown, const char *server_id, struct ik_error *err)
{
	int error = fchmod(dirfd, 0711) == 0 ? 0 : errno;

	if (!error)
		error = ik_dir_make(dirfd, "generations", 0755);
	if (!error || error == EEXIST)
		error = ik_dir_make(dirfd, "backups", 0700);
	if (error && error != EEXIST)
		return ik_error_errno(err, IK_E_STORE_MAKE, shown, error);
	/* The format file makes it a store: last, and its save syncs this directory. */
	return ik_format_write(dirfd, shown, IK_FORMAT_FIRST, server_id, false, err);
}

/* --- making ----------------------------------------------------------------------------------- */

/* Removes what makers that were killed left beside the store.  A living one holds a lock on its
 * own. */
static void sweep_siblings(int parent)
{
	int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct stat st;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		int one = ik_save_is_temporary(entry->d_name) ? ik_dir_open(fd, entry->d_name) : -1;
		if (one < 0)
			continue;
		if (fstat(one, &st) == 0 && st.st_uid == geteuid()
		    && flock(one, LOCK_EX | LOCK_NB) == 0)
			ik_tree_remove(fd, entry->d_name);
		close(one);
	}
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
}

/* A new directory in PARENT, locked.  A sweeper that meets it before we hold the lock takes it for
 * debris: then another one.  -1 and errno. */
static int make_locked(int parent, char temporary[IK_TEMPORARY_SIZE])
{
	struct stat ours, there;

	for (int i = 0; i < MAKE_TRIES; i++) {
		int error = ik_temporary_name(temporary) ? ik_dir_make(parent, temporary, 0700)
							 : errno;
		if (error) {
			errno = error;
			return -1;
		}
		int fd = ik_dir_open(parent, temporary);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &ours) == 0
		    && fstatat(parent, temporary, &there, AT_SYMLINK_NOFOLLOW) == 0
		    && ours.st_ino == there.st_ino)
			return fd;
		if (fd >= 0)
			close(fd);
		unlinkat(parent, temporary, AT_REMOVEDIR);
	}
	errno = EBUSY;
	return -1;
}

/* Gives the filled directory its NAME.  One that somebody else made meanwhile is as good. */
static bool name_it(int parent, const char *temporary, const char *name, const char *shown,
		    struct ik_error *err)
{
	int error = ik_rename_new(parent, temporary, name);

	if (error == 0 && !ik_dir_sync_at(parent))
		error = errno;
	return error == 0 || error == EEXIST || error == ENOTEMPTY
	       || ik_error_errno(err, IK_E_STORE_MAKE, shown, error);
}

bool ik_store_make(struct ik_walk *walk, const char *server_id, struct ik_error *err)
{
	char temporary[IK_TEMPORARY_SIZE];
	bool last;

	if (!ik_walk_make_parents(walk, err))
		return false;
	sweep_siblings(walk->fd);
	int fd = make_locked(walk->fd, temporary);
	if (fd < 0)
		return ik_error_errno(err, IK_E_STORE_MAKE, walk->path, errno);
	bool ok = ik_store_fill(fd, walk->path, server_id, err)
		  && name_it(walk->fd, temporary, ik_walk_next(walk, &last), walk->path, err);
	ik_tree_remove(walk->fd, temporary); /* gone already, unless something failed */
	close(fd);
	return ok;
}
