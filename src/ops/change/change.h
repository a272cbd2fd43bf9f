/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change.h: the one transaction that every change of a store is: the lock, the note for whoever
 * starts next, what is written and read back, the proven backup, the one switch, the reading back,
 * the log, the commands afterwards; or all of it taken back.
 *
 *	change = ik_change_begin(&plan->head, &kind, watch, outcome, err);
 *	ok = change && ... && ik_change_write(...) && ik_change_back_up(change)
 *	     && ik_change_switch(change);
 *	return ik_change_end(change, ok, err);
 *
 * What fails in between says so in ik_change_error(), which the log tells and _end() hands on. */
#ifndef IK_OPS_CHANGE_CHANGE_H
#define IK_OPS_CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/records/generation.h"
#include "ops/records/info.h"
#include "ops/records/last_backup.h"
#include "ops/records/leftover.h"
#include "ops/records/waiting.h"
#include "store/store.h"
#include "trust/statement.h"

typedef struct ik_change ik_change;

/* What one kind of change has that others have not.  All of it, and the plan, outlive the change.
 */
struct ik_change_kind {
	const char *operation; /* "create": in the log, the note and what hooks are told */
	const char *steps[2];  /* message ids of what comes before the backup; NULL: no more */
	bool makes;            /* a generation, under the number that is the next once the store
				* is locked; else TO of the plan is what will be in use */
	bool switches;         /* what is in use changes */
	enum ik_step_reason reason;  /* why, for agents */
	bool needs_store;            /* else one that is not there is made */
	struct ik_spared spared;     /* what it needs of what a cut change left */
	enum ik_error_id log_failed; /* where it is done, but cannot be recorded */

	const char *request; /* the id of the request that it makes; then FROM may have moved */
	const char *request_file; /* and where that is written */
	const char *completes; /* the request whose key it puts in use, and that waits no longer */

	/* Of a restore. */
	const unsigned *generations; /* with COMPARES: these, and no others, are still there */
	size_t n_generations;
	bool compares;
	const char *adopt; /* the server-id that the store gets with the switch; NULL: it keeps its
			      own */
	const char *file;  /* the backup that it comes from, for the log */
	uint64_t steps_to; /* the highest number of the steps that come back: that of a new one is
			    * above it */
	const struct ik_last_backup
		*last; /* the backup that holds all afterwards; NULL: not known */
};

/* Adds the steps to WATCH, locks the store of PLAN, sees that what the review showed still holds,
 * clears what a cut change left, leaves a note.  OUTCOME is begun, too.  NULL: nothing is left of
 * it; IK_E_STORE_MOVED if FROM is no longer in use, and what a store refuses. */
ik_change *ik_change_begin(const struct ik_plan *plan, const struct ik_change_kind *kind,
			   struct ik_watch *watch, struct ik_outcome *outcome,
			   struct ik_error *err);

ik_store *ik_change_store(const ik_change *change);
struct ik_error *ik_change_error(ik_change *change);

/* The Ith step of the kind begins, or is done.  False: IK_E_CANCELLED. */
bool ik_change_step(ik_change *change, size_t i);
void ik_change_step_done(ik_change *change, size_t i);

/* Whoever looks on is asked whether to go on.  False: IK_E_CANCELLED. */
bool ik_change_asks(ik_change *change);

/* --- what agents follow ----------------------------------------------------------------------- */

/* Signs the step from what is in use to KEY and CERTIFICATE, unless the plan says that nobody has
 * to follow, or that nobody can.  What came of it is in the outcome.  Before the generation is
 * written: its record names the number of the step, which is 0 if there is none. */
bool ik_change_lead(ik_change *change, const ik_secret *key, const struct ik_buffer *certificate);
uint64_t ik_change_lead_number(const ik_change *change);

/* Writes that step, if there is one, and reads it back.  After the generation: a step that none
 * names would stay for ever. */
bool ik_change_write_lead(ik_change *change);

/* Writes a step that comes from elsewhere, likewise. */
bool ik_change_put_step(ik_change *change, const char *name, const struct ik_buffer *pem);

/* Writes the record of the recovery certificate, where there was none that could be read. */
bool ik_change_put_recovery(ik_change *change, const struct ik_sha256 *sha256);

/* Gives generation NUMBER, which is here and not in use, the record TEXT in place of OLD. */
bool ik_change_put_info(ik_change *change, unsigned number, const struct ik_buffer *old,
			const struct ik_buffer *text);

/* --- what is written: complete, or not at all ------------------------------------------------- */

/* The key (PKCS#8 PEM) and certificate (leaf, then chain) of the generation that a change makes. */
struct ik_key_pair {
	ik_secret *key;
	struct ik_buffer certificate;
};

/* Where they are put before ik_change_write_pair(); the change's own, and wiped before the commands
 * run. */
struct ik_key_pair *ik_change_pair(ik_change *change);

/* Writes the pair as the new generation, with a record that begins with ORIGIN and whether it is
 * EXPORTABLE, and reads it back from disk before anything is built on it; the first step is done
 * then. */
bool ik_change_write_pair(ik_change *change, enum ik_origin origin, bool exportable);

/* Writes generation NUMBER, whose key GROUP may read ((gid_t)-1: none), or the request ID.  Who
 * wrote it reads it back. */
bool ik_change_write(ik_change *change, unsigned number, gid_t group,
		     const struct ik_written *written);
bool ik_change_write_request(ik_change *change, const char *id,
			     const struct ik_request_written *written);

/* --- the end of it ---------------------------------------------------------------------------- */

/* The backup of the plan, if there is one, opened again and compared. */
bool ik_change_back_up(ik_change *change);

/* The last moment at which a cancel counts; then the one switch, if there is one.  False: the old
 * one is in use. */
bool ik_change_switch(ik_change *change);

/* With OK: what is in use is read back, the change logged, old keys deleted, the note taken away,
 * the lock released, and the commands run; the first of it that fails is OUTCOME->late, and all of
 * it is true.  Else all that was written is taken back, and false with ERR.  The note stays where
 * that failed, so that the next start goes on with it.  Frees CHANGE; NULL is false. */
bool ik_change_end(ik_change *change, bool ok, struct ik_error *err);

#endif
