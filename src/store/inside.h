/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inside.h: what the files of this room share; for nobody else but their tests. */
#ifndef IK_STORE_INSIDE_H
#define IK_STORE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "store/save.h"
#include "store/store.h"

enum {
	IK_SERVER_ID_SIZE = 32,
	IK_TEMPORARY_SIZE = 32,                /* a temporary name and its NUL */
	IK_STORE_FILE_MAX = 1024 * 1024,       /* no file of ours comes near it */
	IK_STORE_LOG_MAX = 8 * 1024 * 1024,
	IK_LOCK_PATIENCE = 30,                 /* seconds */
};

struct ik_store {
	char *path;                            /* as it was asked for */
	char server_id[IK_SERVER_ID_SIZE + 1];
	int dirfd;                             /* O_PATH where this user may pass but not list */
	int generations;                       /* O_PATH; -1 if it was not there at the opening */
	int lockfd;                            /* -1: not held */
};

/* --- files.c: steps that every writer takes ------------------------------------------------------ */

int ik_dir_open(int dirfd, const char *name);                /* never through a link; -1 and errno */
int ik_dir_make(int dirfd, const char *name, mode_t mode);   /* MODE whatever the umask; 0 or errno */
bool ik_dir_sync(int dirfd);                                 /* fine where directories cannot be synced */
bool ik_dir_sync_at(int dirfd);                              /* of one opened with O_PATH */
bool ik_write_all(int fd, const void *data, size_t size);    /* false and errno */
int ik_file_create(int dirfd, const char *name);             /* new, 0600, for writing; -1 and errno */

/* Gives the file its GROUP and MODE, syncs and closes it.  0, or the errno of what failed; FD is closed either way. */
int ik_file_settle(int fd, mode_t mode, gid_t group);

/* Renames only if nothing called TO is there; 0 or errno. */
int ik_rename_new(int dirfd, const char *from, const char *to);

bool ik_temporary_name(char name[IK_TEMPORARY_SIZE]);        /* a fresh one; false and errno */
void ik_tree_remove(int dirfd, const char *name);            /* follows no link; best effort */
bool ik_generation_parse(const char *text, unsigned *number);

/* --- read.c -------------------------------------------------------------------------------------- */

/* 0 or an errno: EISDIR for what is not a regular file, EFBIG for more than CAP bytes. */
int ik_read_bytes(int dirfd, const char *name, bool nofollow, size_t cap, struct ik_buffer *out);
int ik_read_secret_bytes(int dirfd, const char *name, size_t cap, ik_secret **out);

/* --- save.c -------------------------------------------------------------------------------------- */

/* ik_save_begin() whose errors speak of SHOWN. */
ik_save *ik_save_begin_as(int dirfd, const char *name, const char *shown, mode_t mode, gid_t group,
			  struct ik_error *err);

/* --- walk.c: the way to the store ---------------------------------------------------------------- */

/* PATH with the part that exists resolved, absolute; caller frees.  NULL and errno: ENOTDIR or ELOOP where the missing
 * part cannot be made. */
char *ik_path_resolve(const char *path);

struct ik_walk {
	int fd;                                /* the deepest directory that exists, O_PATH */
	char *path;                            /* resolved, the missing part too */
	size_t there;                          /* how much of PATH exists */
};

/* Walks to PATH from the root, opening each directory once and refusing those that another user owns or can write
 * to.  False and ERR, nothing to free. */
bool ik_walk(const char *path, struct ik_walk *walk, struct ik_error *err);
bool ik_walk_arrived(const struct ik_walk *walk);
/* What is wrong with a directory on the way, or with the store itself: IK_E_STORE_OWNER, IK_E_STORE_OPEN or nothing. */
enum ik_error_id ik_walk_judge(const struct stat *st, bool is_store);
bool ik_walk_may_change(const struct ik_walk *walk, struct ik_error *err);   /* as ik_store_may_change() */
const char *ik_walk_next(const struct ik_walk *walk, bool *last);   /* the missing part, and whether it is one name */
bool ik_walk_make_parents(struct ik_walk *walk, struct ik_error *err);   /* all but the last, 0755 */
void ik_walk_free(struct ik_walk *walk);

/* --- make.c, lock.c, sweep.c: parts of ik_store_open_change() ------------------------------------ */

/* Makes the store that WALK did not find, complete from the moment it has its name. */
bool ik_store_make(struct ik_walk *walk, const char *server_id, struct ik_error *err);

/* Fills the open, empty directory DIRFD, the format file last. */
bool ik_store_fill(int dirfd, const char *shown, const char *server_id, struct ik_error *err);

/* Whether there is nothing in DIRFD, or only what a cut ik_store_fill() leaves. */
bool ik_store_is_blank(int dirfd);

/* IK_E_NONE, or why the format file cannot be accepted; IK_E_STORE_NONE for none at all. */
enum ik_error_id ik_format_read(int dirfd, char server_id[IK_SERVER_ID_SIZE + 1]);
bool ik_format_write(int dirfd, const char *shown, const char *server_id, bool replace, struct ik_error *err);

bool ik_lock_take(ik_store *store, unsigned patience, struct ik_watch *watch, struct ik_error *err);
void ik_lock_release(ik_store *store);
bool ik_lock_is_held(const ik_store *store);                 /* by another process */

void ik_store_sweep(const ik_store *store);

/* --- small ones ---------------------------------------------------------------------------------- */

char *ik_store_file(const ik_store *store, const char *name);   /* STORE/NAME for messages; caller frees */
bool ik_store_fail(const ik_store *store, const char *name, enum ik_error_id id, int error, struct ik_error *err);
int ik_generation_open(const ik_store *store, unsigned number); /* -1 and errno */

#endif
