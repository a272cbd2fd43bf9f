/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_inside.h: what the files of restore give each other. */
#ifndef IK_OPS_CHANGE_RESTORE_INSIDE_H
#define IK_OPS_CHANGE_RESTORE_INSIDE_H

#include "base/buffer.h"
#include "ops/backup/backup_open.h"
#include "ops/change/change.h"
#include "ops/change/restore.h"
#include "ops/records/info.h"

struct ik_restore_source {
	char *file;
	char sha256[65]; /* of the whole file */
	struct ik_backup_opened opened;
	struct ik_facts *facts; /* beside the manifest's generations; zeroed for damaged ones */
	struct ik_info *infos;  /* beside the manifest's generations; zeroed for damaged ones */
};

/* STEP is the number of the step to what is put in use, 0 for none.
 *
 * The info that ENTRY, the I-th generation of the backup, gets here: as it was, with when it was
 * restored, and with what has to differ. */
bool ik_restore_info(const ik_restore_source *source, const struct ik_restore_plan *plan, size_t i,
		     uint64_t step, struct ik_buffer *text, struct ik_error *err);

/* The record OLD with STEP as the step that leads there. */
bool ik_restore_info_step(const struct ik_buffer *old, uint64_t step, struct ik_buffer *text,
			  struct ik_error *err);

/* --- restore_steps.c: for agents -------------------------------------------------------------- */

/* Fills PLAN's steps, and whether the recovery certificate is taken.  STORE is NULL where there is
 * none yet. */
bool ik_restore_plan_steps(const ik_restore_source *source, const ik_store *store,
			   struct ik_restore_plan *plan, struct ik_error *err);

/* Writes what is missing, and reads it back. */
bool ik_restore_write_steps(const ik_restore_source *source, const struct ik_restore_plan *plan,
			    ik_change *change);

/* Signs the step to what is put in use, before anything is written; writes it, after all that. */
bool ik_restore_lead(const ik_restore_source *source, const struct ik_restore_plan *plan,
		     ik_change *change);
bool ik_restore_write_lead(const struct ik_restore_plan *plan, ik_change *change);

/* --- restore_requests.c: those that wait; I counts the plan's requests ------------------------ */

/* Fills PLAN's requests.  STORE is NULL where there is none yet. */
bool ik_restore_plan_requests(const ik_restore_source *source, const ik_store *store,
			      struct ik_restore_plan *plan, struct ik_error *err);

/* Writes one that waits again. */
bool ik_restore_write_request(const ik_restore_source *source, const struct ik_restore_plan *plan,
			      size_t i, ik_change *change);

/* Reads back what was written, as ik_request_prove() does. */
bool ik_restore_read_request(const ik_restore_source *source, const struct ik_restore_plan *plan,
			     size_t i, struct ik_watch *watch, ik_change *change);

#endif
