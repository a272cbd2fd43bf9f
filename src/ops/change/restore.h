/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.h: the generations of a backup back in a store: an empty one gets all as it was, another
 * one what it lacks. */
#ifndef IK_OPS_CHANGE_RESTORE_H
#define IK_OPS_CHANGE_RESTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/key_group.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/records/state.h"

/* --- opening ---------------------------------------------------------------------------------- */

/* An opened backup with its keys. */
typedef struct ik_restore_source ik_restore_source;

/* Opens the backup FILE with PASSWORD (as typed) in the very order of ik_backup_verify(); nothing
 * is written. */
bool ik_restore_open(const char *file, const ik_secret *password, struct ik_watch *watch,
		     ik_restore_source **source, struct ik_error *err);
void ik_restore_source_free(ik_restore_source *source); /* wipes the keys; NULL is fine */

/* Wipes the keys, so that it can be compared and planned with, but not performed any more; NULL is
 * fine. */
void ik_restore_source_wipe(ik_restore_source *source);

/* --- plan ------------------------------------------------------------------------------------- */

/* What becomes of a generation of the backup. */
enum ik_restore_fate {
	IK_RESTORE_PRESENT, /* it is here already (same leaf, made at the same time) and stays as it
			       is */
	IK_RESTORE_ADDED,   /* it comes back under its own number */
	IK_RESTORE_RENUMBERED, /* its number is taken: it comes back under the next free one */
	IK_RESTORE_DAMAGED,    /* it was damaged when the backup was made, which only names it */
};

struct ik_restore_entry {
	unsigned number; /* in the backup */
	unsigned here;   /* in the store; 0 for a damaged one */
	enum ik_restore_fate fate;
	enum ik_key_state key_state; /* in the backup */
	bool has_key;                /* here, afterwards */
	bool key_left_out; /* the backup has its key, but the generation is here without and stays
			      so */
	bool exportable;   /* here, afterwards */
	bool has_facts;    /* all but damaged ones */
	struct ik_facts facts;
	int64_t made_at;
	struct ik_key_group group; /* of one that comes back with its key: who will be able to read
				    * it; else zeroed.  The group is that of this server, which may
				    * have other members. */
};

/* What becomes of a request that waited when the backup was made. */
enum ik_restore_request_fate {
	IK_RESTORE_WAITING,     /* it waits here already, and goes on */
	IK_RESTORE_WAITS_AGAIN, /* it comes back with its key and waits here */
	IK_RESTORE_COMPLETED,   /* its certificate is here already */
	IK_RESTORE_NO_REQUEST,  /* it was damaged, or its key may not leave its server: the backup
				   only names it */
};

struct ik_restore_request {
	char *id;
	enum ik_restore_request_fate fate;
	char *name; /* of the server it is for; filtered; NULL for one that is only named */
	int64_t made_at;
};

/* All that will happen, for the review; plain data, owned by the plan. */
struct ik_restore_plan {
	/* each entry has its own group; of old keys, none that comes back now */
	struct ik_plan head;
	bool switches;  /* else what is in use stays */
	bool new_store; /* the store is made */
	bool adopts;   /* nothing is in use there, nor anything of another origin: it gets SERVER_ID
			  with the switch */
	bool empty;    /* no generation is here that is not in the backup, and nothing is in use, or
			* was not    before a restore that was cut: FILE becomes the last known backup
			*/
	bool finishes; /* the last change was a restore, and was cut */
	bool not_exportable; /* keys that are added may not leave this store again */
	bool older;          /* than the newest generation here */
	char *file;
	struct ik_list passed_over; /* in it: what a desktop had put there before it was zipped
				       again; filtered */
	char *server;               /* the name that it was made on; filtered */
	char *server_id;
	int64_t time;
	unsigned in_use;                  /* in the backup */
	struct ik_restore_entry *entries; /* ascending by their number in the backup */
	size_t n;
	size_t added; /* of them, RENUMBERED ones counted */
	struct ik_restore_request *requests;
	size_t n_requests;
	size_t requests_added; /* of them, that wait again */
	struct ik_list steps;  /* for agents, that come back: the names of their files */
	bool adds_recovery;    /* and the record of the recovery certificate, which is not here */
	unsigned *numbers;     /* the generations here while planning */
	size_t n_numbers;
	char *idle_group; /* one that was given, but no key that comes back is put in use; else NULL
			   */
};

/* Whether PLAN changes anything. */
bool ik_restore_changes(const struct ik_restore_plan *plan);

/* The entry that is in use afterwards, or NULL if what is in use is not in the backup. */
const struct ik_restore_entry *ik_restore_in_use(const struct ik_restore_plan *plan);

struct ik_restore_wish {
	const char *use; /* as typed; NULL or "": see below */
	bool not_exportable;
	bool keep_keys;        /* nothing is deleted, however old */
	const char *key_group; /* of the key that comes back and is put in use; NULL: not given. "":
				* no group may read any that comes back. */
};

/* WISH->use is the number, in the backup, of the generation to put in use; NULL or "": what is in
 * use stays, or, where nothing is, the one in use in the backup.  Changes nothing.
 * IK_E_RESTORE_NONE, IK_E_RESTORE_NO_KEY, IK_E_RESTORE_KEYLESS, IK_E_STORE_FULL_NUMBERS, and what
 * a store refuses.  Caller frees *PLAN with ik_restore_plan_free(). */
bool ik_restore_plan(const ik_restore_source *source, const char *store,
		     const struct ik_restore_wish *wish, int64_t now, struct ik_restore_plan **plan,
		     struct ik_error *err);
void ik_restore_plan_free(struct ik_restore_plan *plan); /* NULL is fine */

/* The same without a choice of what is in use afterwards, to see what there is to choose: nothing
 * is in use afterwards, and nothing follows.  Not to be performed. */
bool ik_restore_compare(const ik_restore_source *source, const char *store, int64_t now,
			struct ik_restore_plan **plan, struct ik_error *err);

/* --- perform ---------------------------------------------------------------------------------- */

/* Does it: lock, each missing generation and request complete under a temporary name, all read
 * back, one switch if there is one, audit log, hooks if it switched.  Nothing is done, and nothing
 * locked, where the plan changes nothing.  False with IK_E_STORE_MOVED if what is in use, or the
 * generations, are no longer what they were.  On false nothing of it is left and what was in use
 * is.  OUTCOME's generation is what is in use afterwards; true with OUTCOME->late set: it is done,
 * but that failed afterwards. */
bool ik_restore_perform(const ik_restore_source *source, const struct ik_restore_plan *plan,
			struct ik_watch *watch, struct ik_outcome *outcome, struct ik_error *err);

#endif
