/* SPDX-License-Identifier: GPL-3.0-or-later */
/* published.h: the file "published" of a store: what is published for agents, as it was asked for,
 * and the number that was given out last.
 *
 *	last = 1795237500
 *	since = 1795237500
 *	source = https://srv01.example.jp/inkan
 *	valid = 14
 *	set = NAME, its file = SHA256 SIZE NAME lines, and number = 1795237400, that of the first
 *	index that had it so, again and again
 *
 * Ids that this version does not know are passed over. */
#ifndef IK_OPS_RECORDS_PUBLISHED_H
#define IK_OPS_RECORDS_PUBLISHED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"
#include "trust/statement_files.h"

/* How long an index is valid where nobody says, and the most that anything signed for agents is. */
enum { IK_PUBLISHED_VALID_DAYS = 14, IK_SIGNED_DAYS_MAX = 400 };

struct ik_published {
	uint64_t last;       /* the number of a statement that was given out last; 0: none was */
	int64_t since;       /* when the first one was; 0: none was, or it is not known */
	char *source;        /* where agents fetch from; "": it was not said */
	unsigned valid_days; /* how long an index is valid */
	struct ik_file_sets sets;
};

/* Reads it; a store without one has published nothing.  IK_E_PUBLISHED_DAMAGED about the id that is
 * wrong, with its cure as the detail, and what a store says of a file that cannot be read.  Free
 * OUT with ik_published_free(), also after a failure. */
bool ik_published_read(const ik_store *store, struct ik_published *out, struct ik_error *err);

/* What to type where it is damaged, for STORE: without it the numbers go on above those that are
 * published.  Caller frees. */
char *ik_published_cure(const ik_store *store);

/* Replaces it, atomically.  The lock is held. */
bool ik_published_write(ik_store *store, const struct ik_published *published,
			struct ik_error *err);

/* The number of the next statement: above the last, and NOW (seconds since 1970) at least, so that
 * a server that was made anew from its certificate alone goes on above what agents know.  Where no
 * last one is known it is also above all steps that are there, and above the index that is
 * published if the certificate in use signed it: agents may have taken those.  It is on disk before
 * this returns.  IK_E_SEQUENCE_END, with that cure, where there is none left; the lock is held. */
bool ik_published_number(ik_store *store, int64_t now, uint64_t *number, struct ik_error *err);

void ik_published_free(struct ik_published *published); /* twice is fine */

#endif
