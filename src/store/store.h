/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.h: generations and one switch, on disk.  Names and modes; what the bytes mean is ops'
 * business.
 *
 *   STORE/format current generations/N/{certificate.pem,key.pem,combined.pem,info}
 * requests/ID/{request.pem,key.pem,info} backups/ steps/ publish/ published recovery reports/
 * services hooks.d/ audit.log lock change
 *
 * All is opened relative to one directory descriptor, without following links; "current" is read,
 * not walked. */
#ifndef IK_STORE_STORE_H
#define IK_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"

typedef struct ik_store ik_store;

enum { IK_GENERATION_MAX = 999999999 }; /* the highest number */

/* --- opening ---------------------------------------------------------------------------------- */

/* The default: /var/lib/inkan for root, else $XDG_DATA_HOME/inkan or ~/.local/share/inkan.  Caller
 * frees; NULL if there is no home. */
char *ik_store_default_path(void);

/* Opens the store at PATH for looking.  IK_E_STORE_NONE if it is not there (a directory that is
 * empty, or has no more than hooks.d and services, counts as not there), IK_E_STORE_PATH,
 * IK_E_STORE_NEWER, IK_E_STORE_FORMAT, IK_E_STORE_FOREIGN, IK_E_STORE_DENIED.  NULL and ERR on
 * failure. */
ik_store *ik_store_open(const char *path, struct ik_error *err);

/* What a command that runs after a switch, and all that it starts, has in its environment. */
#define IK_STORE_EVENT "INKAN_EVENT"

/* Whether such a command has started this program. */
bool ik_store_in_command(void);

/* Whether this user may change what is, or would be, at PATH: IK_E_STORE_OWNER, IK_E_STORE_OPEN,
 * IK_E_STORE_PATH, IK_E_STORE_DENIED, IK_E_READ_ONLY; and IK_E_HOOK_INSIDE, since a change
 * that follows a change would be followed by the next one.  A sticky directory of root's above it
 * is fine, and so is one of root's that only root writes. */
bool ik_store_may_change(const char *path, struct ik_error *err);

/* Opens the store for a change, making it (0711, format with SERVER_ID of 32 hex digits, backups)
 * and missing directories above it (0755) if it is not there; takes the lock, waiting up to 30 s
 * for each that holds it (IK_E_STORE_LOCKED names the holder); sweeps temporary names that earlier
 * runs left.  Refuses what ik_store_may_change() refuses.  With "" for SERVER_ID nothing is made:
 * IK_E_STORE_NONE. */
ik_store *ik_store_open_change(const char *path, const char *server_id, struct ik_watch *watch,
			       struct ik_error *err);

/* The same for whoever only takes something out and has to log that, which a command after a switch
 * may do, too. */
ik_store *ik_store_open_log(const char *path, struct ik_watch *watch, struct ik_error *err);

void ik_store_close(ik_store *store);  /* releases the lock; NULL is fine */
void ik_store_unlock(ik_store *store); /* releases the lock, the store stays open for reading */
const char *ik_store_path(const ik_store *store);
const char *ik_store_server_id(const ik_store *store);

/* --- looking ---------------------------------------------------------------------------------- */

/* The number of the generation in use, 0 for none.  IK_E_STORE_CURRENT if the link leads nowhere.
 */
bool ik_store_current(const ik_store *store, unsigned *number, struct ik_error *err);

/* All generations, ascending; caller frees *NUMBERS. */
bool ik_store_generations(const ik_store *store, unsigned **numbers, size_t *n,
			  struct ik_error *err);

/* A file of a generation.  IK_E_FILE_NONE, IK_E_STORE_READ, IK_E_STORE_DENIED. */
bool ik_store_read(const ik_store *store, unsigned number, const char *name, struct ik_buffer *out,
		   struct ik_error *err);
bool ik_store_has(const ik_store *store, unsigned number, const char *name);

/* The same of one generation that is opened once for several of its files.  Never NULL: one that
 * cannot be opened says so when it is read. */
typedef struct ik_folder ik_folder;
ik_folder *ik_folder_open(const ik_store *store, unsigned number);
bool ik_folder_read(const ik_folder *folder, const char *name, struct ik_buffer *out,
		    struct ik_error *err);
bool ik_folder_read_secret(const ik_folder *folder, const char *name, ik_secret **out,
			   struct ik_error *err);
bool ik_folder_has(const ik_folder *folder, const char *name);
bool ik_folder_stat(const ik_folder *folder, const char *name, struct stat *st);
void ik_folder_close(ik_folder *folder);

/* What an interrupted change left: its note (see ik_store_note) if there is one and nobody holds
 * the lock. */
bool ik_store_interrupted(const ik_store *store, struct ik_buffer *note);

/* The audit log, of one that is longer than 8 MiB its last lines.  One that is not there is empty.
 */
bool ik_store_read_log(const ik_store *store, struct ik_buffer *out, struct ik_error *err);

/* --- changing; the lock is held --------------------------------------------------------------- */

/* Leaves a note that a change is under way ("id = value" text), found by the next start if this one
 * is cut; NULL removes it. */
bool ik_store_note(ik_store *store, const char *text, struct ik_error *err);

/* The number the next generation gets: the highest there is, or that current names, plus one. */
bool ik_store_next(const ik_store *store, unsigned *number, struct ik_error *err);

/* Of a private file: a large key and a long chain.  One that is larger is neither read nor written.
 */
enum { IK_STORE_SECRET_MAX = 128 * 1024 };

typedef struct ik_draft ik_draft;

/* A generation under a temporary name.  Modes: public files 0644, private ones 0600, or 0640 with
 * KEY_GROUP, which is (gid_t)-1 for none. */
ik_draft *ik_draft_begin(ik_store *store, unsigned number, gid_t key_group, struct ik_error *err);
bool ik_draft_public(ik_draft *draft, const char *name, const void *data, size_t size,
		     struct ik_error *err);
/* A private file made of SECRET and then, if PUBLIC is not NULL, of public bytes: combined.pem. */
bool ik_draft_private(ik_draft *draft, const char *name, const ik_secret *secret,
		      const void *public, size_t size, struct ik_error *err);
/* fsync, rename, fsync; frees DRAFT either way */
bool ik_draft_commit(ik_draft *draft, struct ik_error *err);
void ik_draft_abort(ik_draft *draft); /* removes it; NULL is fine */

/* Removes a generation that is not in use: what a change made before it failed. */
bool ik_store_remove(ik_store *store, unsigned number, struct ik_error *err);

/* Whether the generation has a file with its key, combined.pem included. */
bool ik_store_has_key(const ik_store *store, unsigned number);

/* Removes the files of a generation that hold its key, which is not the one in use.  Fine if there
 * are none. */
bool ik_store_delete_key(ik_store *store, unsigned number, struct ik_error *err);

/* The one switch: a new link renamed over the old, then fsync.  False: the old one is in use. */
bool ik_store_switch(ik_store *store, unsigned number, struct ik_error *err);

/* Replaces the record ("info") of a generation that is not in use, atomically. */
bool ik_store_put_info(ik_store *store, unsigned number, const void *data, size_t size,
		       struct ik_error *err);

/* Gives a store in which nothing is in use another SERVER_ID (32 hex digits): that of the backup it
 * is filled from. */
bool ik_store_adopt(ik_store *store, const char *server_id, struct ik_error *err);

/* Replaces a file at the top of the store or in backups/ ("backups/last") atomically, 0600. */
bool ik_store_put(ik_store *store, const char *name, const void *data, size_t size,
		  struct ik_error *err);
/* The same, 0644. */
bool ik_store_put_public(ik_store *store, const char *name, const void *data, size_t size,
			 struct ik_error *err);
/* Removes such a file.  One that is not there is fine. */
bool ik_store_drop(ik_store *store, const char *name, struct ik_error *err);
bool ik_store_get(const ik_store *store, const char *name, struct ik_buffer *out,
		  struct ik_error *err);

/* Appends LINE and a newline to audit.log with one write, and syncs it. */
bool ik_store_log(ik_store *store, const char *line, struct ik_error *err);

#endif
