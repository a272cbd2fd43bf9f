/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h: the place a new file should go to: directory, room, disk; for backups outside the store.
 */
#ifndef IK_FILES_PLACE_H
#define IK_FILES_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

struct ik_place {
	int64_t free_bytes; /* for this user; -1 if unknown */
	bool same_disk;     /* as the directory it was compared with */
	bool in_store;      /* below that directory */
};

/* What stands at PATH, which should be a new file: IK_E_PATH_EMPTY, _LONG, _DIRECTORY, _EXISTS,
 * _NO_DIRECTORY, _DENIED, _READ_ONLY.  A PATH below STORE whose directories would be made with the
 * store is fine.  STORE may not exist yet. */
bool ik_place_look(const char *path, const char *store, struct ik_place *place,
		   struct ik_error *err);

/* Opens the directory of PATH for ik_save_begin(): *DIRFD, which the caller closes, and where in
 * PATH its last part begins. */
bool ik_place_open(const char *path, int *dirfd, const char **name, struct ik_error *err);

/* Writes DATA to PATH atomically, with MODE; a file there gives way if it REPLACES.  What an
 * earlier one left is swept.  What ik_place_open() and a save say. */
bool ik_place_save(const char *path, mode_t mode, bool replaces, const void *data, size_t size,
		   struct ik_error *err);

/* FILE as one line of UTF-8 with its whole path, for records; caller frees. */
char *ik_place_shown(const char *file);

/* The names in the directory of PARTIAL that begin like its last part, directories with "/" added,
 * sorted; for completion.  All is text here, whatever the locale writes on disk.  Hidden names only
 * if PARTIAL asks for them; names that cannot be shown as they are, are left out. */
struct ik_list;
void ik_place_complete(const char *partial, struct ik_list *names);

/* A name in a directory, as it is on disk; of a link the rest is what it leads to. */
struct ik_place_entry {
	char *name;
	bool directory;
	bool file; /* an ordinary one */
	bool link;
	bool missing; /* a link that leads nowhere */
	bool closed;  /* it may not be read by this user */
	int64_t size, modified;
};

/* What directory PATH holds, hidden names too: directories first, then by name.  Caller frees
 * *ENTRIES. IK_E_PATH_NO_DIRECTORY, IK_E_FILE_DENIED, IK_E_FILE_READ. */
bool ik_place_list(const char *path, struct ik_place_entry **entries, size_t *n,
		   struct ik_error *err);
void ik_place_entries_free(struct ik_place_entry *entries, size_t n);

#endif
