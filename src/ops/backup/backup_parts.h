/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_parts.h: making a proven backup, in the parts that it has; for backup and for whatever
 * changes the store. */
#ifndef IK_OPS_BACKUP_BACKUP_PARTS_H
#define IK_OPS_BACKUP_BACKUP_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/backup/manifest.h"
#include "ops/records/history.h"
#include "ops/records/note.h"
#include "store/store.h"
#include "zip/zip.h"

/* How many keys are in memory at a time: enough to keep many processors busy. */
enum { IK_BACKUP_BATCH = 64 };

/* --- what goes into it ------------------------------------------------------------------------ */

/* A generation, or a request that waits, whose public files go into the backup as they are in the
 * store. */
struct ik_backup_source {
	struct ik_buffer public; /* certificate.pem or request.pem; both empty for what is only
				    named */
	struct ik_buffer info;
	struct ik_buffer sealed; /* the key, once it is sealed */
};

/* All of a store; the slots of the manifest and SOURCES go side by side. */
struct ik_backup_material {
	struct ik_manifest manifest;
	struct ik_backup_source *sources;
	struct ik_buffer *steps;   /* beside those of the manifest */
	struct ik_buffer recovery; /* the record of that certificate; empty without one */
	size_t keys;               /* of generations, that are to be sealed */
	ik_secret *derived;        /* what the seal is made with; NULL: not derived yet */
};

/* Collects the generations of STORE, with IN_USE as the one in use, and the requests that wait, for
 * a backup dated NOW. What is not whole is only named; IN_USE has to be whole, with its key.  A
 * request whose certificate is in a generation does not wait any more. */
bool ik_backup_gather(const ik_store *store, unsigned in_use, int64_t now,
		      struct ik_backup_material *material, struct ik_error *err);
void ik_backup_material_free(struct ik_backup_material *material); /* zeroed again */

/* The requests part of that, for those with these IDS. */
bool ik_backup_gather_requests(const ik_store *store, const struct ik_list *ids,
			       struct ik_backup_material *material, struct ik_error *err);

/* And the steps for agents: those of the generations of HISTORY that were never switched to stay
 * out, and what cannot be read; and the record of the recovery certificate. */
bool ik_backup_gather_steps(const struct ik_history *history, struct ik_backup_material *material,
			    struct ik_error *err);

/* The file NAME, or the key, that STORE has for a slot of MANIFEST.  A key of a generation was seen
 * to fit; caller frees. */
bool ik_backup_read(const ik_store *store, const struct ik_manifest *manifest, size_t slot,
		    const char *name, struct ik_buffer *out, struct ik_error *err);
bool ik_backup_read_key(const ik_store *store, const struct ik_manifest *manifest, size_t slot,
			ik_secret **key, struct ik_error *err);

/* Seals the keys with PASSWORD, and derives from it what the seal is made with, side by side in
 * contained children. */
bool ik_backup_seal_keys(const ik_store *store, const ik_secret *password, struct ik_watch *watch,
			 struct ik_backup_material *material, struct ik_error *err);

/* The whole ZIP of MATERIAL with its sealed keys, appended to OUT: README.txt, manifest, seal, the
 * rest. */
bool ik_backup_assemble(struct ik_backup_material *material, struct ik_watch *watch,
			struct ik_buffer *out, struct ik_error *err);

/* --- making one ------------------------------------------------------------------------------- */

struct ik_backup_run {
	/* set by the caller */
	ik_store *store; /* locked */
	unsigned in_use;
	const char *file;
	const ik_secret *password; /* normalised */
	int64_t now;
	struct ik_watch *watch;
	struct ik_note *note; /* of the change under way: learns what the file will hold before it
				 has its name; NULL */
	/* what came of it */
	uint64_t size;
	char sha256[65];
	unsigned generations; /* that it holds */
	unsigned keys;
	unsigned newest;
	/* private */
	size_t step_write;
	size_t step_open;
	int dirfd;        /* of FILE; -1: not open */
	const char *name; /* in it */
	bool written;
};

/* Adds the steps of a backup to RUN's watch. */
void ik_backup_run_steps(struct ik_backup_run *run);

/* Writes the file (0600, never over another), opens it again from disk with the password and
 * compares it with the store.  On false the file is gone, or ik_backup_run_undo() says that it is
 * not. */
bool ik_backup_run(struct ik_backup_run *run, struct ik_error *err);

/* Removes the file again.  False: it is still there, and this can be tried again. */
bool ik_backup_run_undo(struct ik_backup_run *run);

/* Says in backups/last which backup was the last that was proven. */
bool ik_backup_run_remember(const struct ik_backup_run *run, struct ik_error *err);

void ik_backup_run_end(struct ik_backup_run *run); /* the file stays */

#endif
