/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inside.h: what the files of this room share; for nobody else but their tests. */
#ifndef IK_STORE_INSIDE_H
#define IK_STORE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/list.h"
#include "files/careful.h"
#include "store/store.h"

enum {
	IK_SERVER_ID_SIZE = 32,
	IK_STORE_FILE_MAX = 1024 * 1024, /* no file of ours comes near it */
	IK_STORE_LOG_MAX = 8 * 1024 * 1024,
	IK_LOCK_PATIENCE = 30, /* seconds */
};

struct ik_store {
	char *path; /* as it was asked for */
	char server_id[IK_SERVER_ID_SIZE + 1];
	unsigned format; /* that the format file says */
	int dirfd;       /* O_PATH where this user may pass but not list */
	int generations; /* O_PATH; -1 if it was not there at the opening */
	int lockfd;      /* -1: not held */
};

bool ik_generation_parse(const char *text, unsigned *number);
/* as ik_store_may_change() */
bool ik_walk_may_change(const struct ik_walk *walk, struct ik_error *err);
bool ik_store_refuse_command(struct ik_error *err); /* IK_E_HOOK_INSIDE */

/* --- make.c, lock.c: parts of ik_store_open_change() ------------------------------------ */

/* Makes the store that WALK did not find, complete from the moment it has its name. */
bool ik_store_make(struct ik_walk *walk, const char *server_id, struct ik_error *err);

/* Fills the open, empty directory DIRFD, the format file last. */
bool ik_store_fill(int dirfd, const char *shown, const char *server_id, struct ik_error *err);

/* Whether there is nothing in DIRFD, or only what a cut ik_store_fill() leaves. */
bool ik_store_is_blank(int dirfd);

enum {
	IK_FORMAT_FIRST = 1,
	IK_FORMAT_STEPS = 2, /* there is a step for agents, or there was one */
};

/* What the format file says. */
struct ik_format {
	unsigned number;
	char server_id[IK_SERVER_ID_SIZE + 1];
};

/* IK_E_NONE, or why the format file cannot be accepted; IK_E_STORE_NONE for none at all. */
enum ik_error_id ik_format_read(int dirfd, struct ik_format *format);
bool ik_format_write(int dirfd, const char *shown, unsigned number, const char *server_id,
		     bool replace, struct ik_error *err);

/* A lower one becomes NUMBER: older programs then leave the store alone. */
bool ik_format_raise(ik_store *store, unsigned number, struct ik_error *err);

bool ik_lock_take(ik_store *store, unsigned patience, struct ik_watch *watch, struct ik_error *err);
void ik_lock_release(ik_store *store);
bool ik_lock_is_held(const ik_store *store); /* by another process */

void ik_store_sweep(const ik_store *store);

/* --- folder.c --------------------------------------------------------------------------------- */

/* The names in FOLDER for which IS says yes, in ORDER; NAMES is freed first.  No folder, no names.
 */
bool ik_store_names(const ik_store *store, const char *folder, bool (*is)(const char *name),
		    int (*order)(const void *a, const void *b), struct ik_list *names,
		    struct ik_error *err);

/* Replaces FOLDER/NAME atomically, 0644; FOLDER (0755) is made with its first file. */
bool ik_store_put_in(ik_store *store, const char *folder, const char *name, const void *data,
		     size_t size, struct ik_error *err);

/* --- small ones ------------------------------------------------------------------------------- */

/* STORE/NAME for messages; caller frees */
char *ik_store_file(const ik_store *store, const char *name);
bool ik_store_fail(const ik_store *store, const char *name, enum ik_error_id id, int error,
		   struct ik_error *err);
int ik_generation_open(const ik_store *store, unsigned number); /* -1 and errno */

#endif
