/* SPDX-License-Identifier: GPL-3.0-or-later */
/* careful.h: what the writers and readers of files share; it knows nothing of a store. */
#ifndef IK_FILES_CAREFUL_H
#define IK_FILES_CAREFUL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/secret.h"
#include "files/save.h"

enum { IK_TEMPORARY_SIZE = 32 }; /* a temporary name and its NUL */

/* --- files.c: steps that every writer takes --------------------------------------------------- */

int ik_dir_open(int dirfd, const char *name);              /* never through a link; -1 and errno */
int ik_dir_make(int dirfd, const char *name, mode_t mode); /* MODE whatever the umask; 0 or errno */
/* Opens the directory PATH, part by part.  -1 and errno; then *REFUSED, which was NULL and the
 * caller frees, names a link on the way, if there is one, that neither root nor this user made: its
 * owner would choose where files of this user go. */
int ik_dir_reach(const char *path, char **refused);
bool ik_dir_sync(int dirfd);    /* fine where directories cannot be synced */
bool ik_dir_sync_at(int dirfd); /* of one opened with O_PATH */
bool ik_write_all(int fd, const void *data, size_t size); /* false and errno */
int ik_file_create(int dirfd, const char *name);          /* new, 0600, for writing; -1 and errno */

/* Gives the file its GROUP and MODE, syncs and closes it.  0, or the errno of what failed; FD is
 * closed either way. */
int ik_file_finish(int fd, mode_t mode, gid_t group);

/* Renames only if nothing called TO is there; 0 or errno. */
int ik_rename_new(int dirfd, const char *from, const char *to);

bool ik_temporary_name(char name[IK_TEMPORARY_SIZE]); /* a fresh one; false and errno */
void ik_tree_remove(int dirfd, const char *name);     /* follows no link; best effort */

/* --- read.c ----------------------------------------------------------------------------------- */

/* 0 or an errno: EISDIR for what is not a regular file, EFBIG for more than CAP bytes. */
int ik_read_bytes(int dirfd, const char *name, bool nofollow, size_t cap, struct ik_buffer *out);
int ik_read_secret_bytes(int dirfd, const char *name, size_t cap, ik_secret **out);

/* --- save.c ----------------------------------------------------------------------------------- */

/* ik_save_begin() whose errors speak of SHOWN. */
ik_save *ik_save_begin_as(int dirfd, const char *name, const char *shown, mode_t mode, gid_t group,
			  struct ik_error *err);

/* --- walk.c: the way to the store ------------------------------------------------------------- */

/* PATH with the part that exists resolved, absolute; caller frees.  NULL and errno: ENOTDIR or
 * ELOOP where the missing part cannot be made. */
char *ik_path_resolve(const char *path);

struct ik_walk {
	int fd;       /* the deepest directory that exists, O_PATH */
	char *path;   /* resolved, the missing part too */
	size_t there; /* how much of PATH exists */
};

/* Walks to PATH from the root, opening each directory once and refusing those that another user
 * owns or can write to.  False and ERR, nothing to free. */
bool ik_walk(const char *path, struct ik_walk *walk, struct ik_error *err);
bool ik_walk_arrived(const struct ik_walk *walk);
/* What is wrong with a directory on the way, or with the store itself: IK_E_STORE_OWNER,
 * IK_E_STORE_OPEN or nothing. */
enum ik_error_id ik_walk_judge(const struct stat *st, bool is_store);
/* this user, in the deepest that exists */
bool ik_walk_can_write(const struct ik_walk *walk, struct ik_error *err);
/* the missing part, and whether it is one name */
const char *ik_walk_next(const struct ik_walk *walk, bool *last);
bool ik_walk_make_parents(struct ik_walk *walk, struct ik_error *err); /* all but the last, 0755 */
void ik_walk_free(struct ik_walk *walk);

#endif
