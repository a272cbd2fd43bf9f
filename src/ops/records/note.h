/* SPDX-License-Identifier: GPL-3.0-or-later */
/* note.h: the note of a change under way, STORE/change, for whoever starts next if this change is
 * cut. */
#ifndef IK_OPS_RECORDS_NOTE_H
#define IK_OPS_RECORDS_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

/* What it says.  A zeroed struct is empty; all texts are the note's own. */
struct ik_note {
	char *operation; /* "create" */
	unsigned from;   /* in use before, 0 for none */
	unsigned to;     /* the generation that it makes, or switches to; 0: none */
	int64_t at;      /* when TO was made, as its info says; -1: not said */
	char *backup;    /* the backup that it writes, as in records; NULL: none */
	char *sha256;    /* of that file, known before it has its name; NULL: it has no name yet */
	char *request;   /* the request that it makes */
	char *file;      /* and where that is written */
	char *server_id; /* that the store had before a restore gave it another */
};

/* Puts NOTE in the place of the one before, if there is one.  The lock is held. */
bool ik_note_write(ik_store *store, const struct ik_note *note, struct ik_error *err);

/* The same for what changes nothing that is in use: where another note tells of a restore that is
 * not finished yet, which matters more, that one stays.  LEFT: NOTE is there. */
bool ik_note_leave(ik_store *store, const struct ik_note *note, bool *left, struct ik_error *err);

/* The note that a change has left which is no longer under way.  False: there is none, or nobody
 * can read it; NOTE is empty then.  Free it with ik_note_free(). */
bool ik_note_read(const ik_store *store, struct ik_note *note);
void ik_note_free(struct ik_note *note); /* zeroed again */

#endif
