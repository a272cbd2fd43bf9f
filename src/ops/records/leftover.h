/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leftover.h: finds what a change that was cut has left; the next change removes it.
 *
 * Only what the note of that change proves to be its own goes: the key of the generation that it
 * made, if that was never put in use, and the backup that it wrote for that generation, as long as
 * the file holds what was written. */
#ifndef IK_OPS_RECORDS_LEFTOVER_H
#define IK_OPS_RECORDS_LEFTOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* A zeroed struct is empty. */
struct ik_leftover {
	/* that was made, still has its key and was never put in use; 0: none */
	unsigned generation;
	char *file;        /* the backup that is there, as in records; NULL: none */
	bool file_is_ours; /* it holds what the change wrote, and nothing relies on it: it goes */
};

/* Looks without changing anything. */
void ik_leftover_look(const ik_store *store, struct ik_leftover *leftover);
void ik_leftover_free(struct ik_leftover *leftover); /* zeroed again */

/* Whether the file at PATH, as it is on disk, is a backup that goes with the next change of the
 * store at STORE. */
bool ik_leftover_is(const char *store, const char *path);

/* What the next change needs of it, so that it stays. */
struct ik_spared {
	const unsigned *generations;
	size_t n;
	const char *file; /* on disk; NULL: none */
};

/* Takes it away before another note takes the place of the one that names it, with a line in the
 * audit log for each thing; temporary files beside what was written, and the server-id that a
 * restore lent, as well.  The note goes if nothing is left for it to tell.  Before all that, a
 * switch that was cut before its line in the audit log gets that line.  Best effort; the lock is
 * held.  SPARED may be NULL. */
void ik_leftover_sweep(ik_store *store, const struct ik_spared *spared, int64_t now);

#endif
