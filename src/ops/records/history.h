/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h: all generations of a store as one history: who followed whom, which was in use and
 * until when, and which one can go back to.  Read once, asked by whoever wants to know; nothing
 * else answers these questions. */
#ifndef IK_OPS_RECORDS_HISTORY_H
#define IK_OPS_RECORDS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "ops/records/generation.h"
#include "ops/records/info.h"
#include "ops/records/state.h"
#include "store/store.h"

/* One generation among the others. */
struct ik_past {
	unsigned number;
	bool has_facts;
	struct ik_facts facts;
	bool has_info;
	struct ik_info info; /* zeroed without HAS_INFO, but REPLACES is unknown then */
	bool has_key;        /* key.pem is there */
	bool has_key_file;   /* key.pem or combined.pem is: a deletion that was cut leaves one */
	struct ik_error *damage; /* of what was read of it; NULL: none */
	enum ik_generation_state state;
	unsigned before; /* the one it took the place of, which need not be there any more; 0: none,
			    or unknown */
	bool tried;      /* its key was, for a question; then: */
	bool usable;     /*  its key and certificate can be put in use again */
	struct ik_error *trouble; /*  what was found; NULL: nothing */
	int64_t left_at; /* when it went out of use, as far as that can have been then; -1: unknown.
			  * Says nothing of the one in use. */
};

/* A zeroed struct is empty. */
struct ik_history {
	const ik_store *store; /* borrowed; has to stay open as long as questions are asked */
	unsigned in_use;
	struct ik_past *items; /* ascending */
	size_t n;
};

/* How much of each generation is read; each of its files is opened at most once. */
enum ik_history_depth {
	IK_HISTORY_RECORDS, /* info, and whether there is a key */
	IK_HISTORY_ONE,     /* and all of one: its certificate, and whether its key fits */
	IK_HISTORY_ALL,     /* and the certificates of all, and whether the key of one fits */
	IK_HISTORY_KEYED,   /* and the certificates of those that have a key; the one in use is left
			       out whole, for whoever has read it */
};

/* Reads the history of STORE, with IN_USE as the one in use (0: none, or it is not known).  ONE is
 * the one whose key is tried; 0: none.  A damaged generation is no error: it says so itself; so
 * does one in use that was read and has no key.  False where the generations cannot be listed. Free
 * it with ik_history_free() either way. */
bool ik_history_read(const ik_store *store, unsigned in_use, enum ik_history_depth depth,
		     unsigned one, struct ik_history *history, struct ik_error *err);

/* For whoever reads the generations of STORE himself, in ascending order, and wants to know what
 * they say together: adds one, with DAMAGE (IK_E_NONE: whole), taking facts and info out of
 * GENERATION; then ik_history_settle() finds out the rest. */
void ik_history_add(struct ik_history *history, struct ik_generation *generation,
		    const struct ik_error *damage);
void ik_history_settle(struct ik_history *history);

/* NULL: it is not there */
struct ik_past *ik_history_find(const struct ik_history *history, unsigned number);

/* The generation to go back to from NUMBER: the one that it took the place of, if that is there and
 * whole; else the one before that, and so on; else the newest below NUMBER that is.  0 for none.
 * Tries keys in contained children, each at most once for all questions to HISTORY. */
unsigned ik_history_before(const struct ik_history *history, unsigned number);

/* The same with NUMBER itself the first, if it is whole, and the newest below LIMIT the last
 * resort. */
unsigned ik_history_usable(const struct ik_history *history, unsigned number, unsigned limit);

/* What is wrong with generation NUMBER, which is there, its key included as far as this user may
 * see; NULL: nothing. */
const struct ik_error *ik_history_trouble(const struct ik_history *history, unsigned number);

void ik_history_free(struct ik_history *history); /* zeroed again; the store stays open */

#endif
