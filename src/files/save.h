/* SPDX-License-Identifier: GPL-3.0-or-later */
/* save.h: a file that appears complete or not at all. */
#ifndef IK_FILES_SAVE_H
#define IK_FILES_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

typedef struct ik_save ik_save;

/* Starts NAME inside the open directory DIRFD (which must stay open) under a temporary name of
 * ours, with MODE right from the first byte (0600 while it is written, opened up on the descriptor
 * before the rename), and GROUP unless it is (gid_t)-1.  NULL and ERR on failure. */
ik_save *ik_save_begin(int dirfd, const char *name, mode_t mode, gid_t group, struct ik_error *err);

/* all of it, or an error */
bool ik_save_write(ik_save *save, const void *data, size_t size, struct ik_error *err);

/* fsync, close, give it its name, fsync the directory.  With REPLACE an older file of that name
 * gives way; without, IK_E_PATH_EXISTS and the older one stays.  A failed fsync is final.  Frees
 * SAVE either way. */
bool ik_save_commit(ik_save *save, bool replace, struct ik_error *err);

void ik_save_abort(ik_save *save); /* removes the temporary; frees SAVE; NULL is fine */

/* Removes what a killed process had begun in the directory of PATH: regular files of this user
 * under our temporary names that nobody is writing.  Whatever has a name of its own stays. */
void ik_save_sweep(const char *path);

/* Whether NAME is one of our temporary names. */
bool ik_save_is_temporary(const char *name);

#endif
