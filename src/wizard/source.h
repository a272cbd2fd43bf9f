/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.h: what the source page has found out: what its files are, and what was in them once they
 * were opened.  For this room only. */
#ifndef IK_WIZARD_SOURCE_H
#define IK_WIZARD_SOURCE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/secret.h"
#include "ops/backup/backup_look.h"
#include "ops/change/backup.h"
#include "ops/change/import.h"
#include "ops/change/restore.h"
#include "wizard/wizard.h"

/* A file as it was last looked at.  Looking again happens only where it may have changed. */
struct ik_looked {
	char *file;       /* as typed; NULL: nothing was looked at yet */
	struct stat stat; /* zeroed where there is none */
	bool as_backup;   /* it is to be restored, so CLAIM is what was found; else LOOK */
	struct ik_import_look look;
	struct ik_backup_claim claim;
	bool completes;        /* it holds the certificate for a request that waits */
	struct ik_error error; /* why nothing is known */
};

/* What was answered when the files were opened: as long as it stands, so does what came of it. */
struct ik_tried {
	bool once;
	char *action, *file, *key_file;
	struct stat stat, key_stat;
	ik_secret *password, *inner;
	struct ik_error error; /* none: it was opened */
};

struct ik_source {
	struct ik_looked file, key_file;
	struct ik_tried tried;
	/* Of the file that was tried last: */
	bool needs_inner;          /* the ZIP was opened, and what is in it has another password */
	bool needs_key;            /* there is a certificate without its key */
	struct ik_import *import;  /* NULL: not opened */
	ik_restore_source *backup; /* likewise; of one that is to be restored */
	struct ik_restore_plan *compared; /* with the store; NULL: see ik_source_compared() */
};

/* What the file answered to field ID (IK_F_FILE, IK_F_KEY_FILE) is; never NULL. */
const struct ik_looked *ik_source_look(const struct ik_wizard *wizard, enum ik_field_id id);

/* What was looked at, in a sentence; caller frees; NULL where nothing is known of it. */
char *ik_source_say(const struct ik_looked *looked);

/* More of what the file is, and of what was in it, as rows. */
void ik_source_details(const struct ik_wizard *wizard, struct ik_report *report);

/* Opens what the page's answers name, in a contained child, unless that was done already.  False:
 * ERR, which the check of the field at fault says too until one of the answers changes. */
bool ik_source_open(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);

/* How a task opens what the page names. */
bool ik_source_read_import(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);
bool ik_source_read_backup(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);

/* What the store lacks of the backup that is open; NULL if none is, or the store says why not: it
 * cannot be changed. */
const struct ik_restore_plan *ik_source_compared(const struct ik_wizard *wizard);

/* The store may have changed. */
void ik_source_look_again(struct ik_wizard *wizard);

/* Whether what was opened belongs to the answers as they stand. */
bool ik_source_is_open(const struct ik_wizard *wizard);

/* The error of the last try, if the answers are still the same; else NULL. */
const struct ik_error *ik_source_failure(const struct ik_wizard *wizard);

/* The path on disk of what was answered to field ID; caller frees. */
char *ik_source_path(const struct ik_wizard *wizard, enum ik_field_id id);

/* The passwords and keys are gone; what was opened has to be opened again. */
void ik_source_forget_secrets(struct ik_source *source);

struct ik_source *ik_source_new(void);
void ik_source_free(struct ik_source *source); /* NULL is fine */

#endif
