/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h: the steps that a store keeps for its agents, opened, and which of them count.
 *
 * A step is written before the switch that it tells of, and its generation names it in its info.
 * It counts only if that generation was in use, here or where a restored backup comes from: one
 * that was cut before its switch leads agents where their server never was. */
#ifndef IK_OPS_RECORDS_STEPS_H
#define IK_OPS_RECORDS_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "ops/records/history.h"
#include "store/store.h"
#include "trust/opened.h"
#include "trust/statement.h"

/* The numbers of steps that generations name.  A zeroed struct has none. */
struct ik_step_numbers {
	uint64_t *items;
	size_t n;
};

/* The steps of a store that could be opened, the highest number first: the newest IK_STEPS_MAX, and
 * no more than IK_BUNDLE_SIZE_MAX bytes.  A zeroed struct is empty. */
struct ik_kept_steps {
	struct ik_opened opened;
	struct ik_list names;   /* of the same n: the file that holds opened.items[i] */
	struct ik_buffer *pem;  /* likewise: its bytes */
	bool *counts;           /* likewise */
	struct ik_list damaged; /* the files that are no step, or another than they are called */
	struct ik_step_numbers counted; /* all that count, those that are not there as well */
};

/* Reads them.  What is damaged is no error.  False where the store cannot be listed, or no child
 * can be had.  Free OUT with ik_kept_steps_free(), also after a failure. */
bool ik_kept_steps_load(const ik_store *store, struct ik_kept_steps *out, struct ik_error *err);
void ik_kept_steps_free(struct ik_kept_steps *steps); /* empty again; twice is fine */

/* The numbers in the infos of all generations of HISTORY that were in use (COUNT), or of those that
 * were made and never switched to.  OUT is the caller's, with ik_step_numbers_free(). */
void ik_step_numbers_find(const struct ik_history *history, bool count,
			  struct ik_step_numbers *out);

/* The same of STORE; OUT is the caller's also after a failure. */
bool ik_step_numbers_read(const ik_store *store, bool count, struct ik_step_numbers *out,
			  struct ik_error *err);
bool ik_step_numbers_have(const struct ik_step_numbers *numbers, uint64_t number);

/* The same of the number in the name of a step's file. */
bool ik_step_numbers_have_name(const struct ik_step_numbers *numbers, const char *name);
void ik_step_numbers_free(struct ik_step_numbers *numbers); /* twice is fine */

/* The number that the next step has to have at least, that of all that are there plus one; 1
 * without any.  So a store whose count is lost does not fall behind what its agents know. */
bool ik_step_next(const ik_store *store, uint64_t *number, struct ik_error *err);

/* Removes the steps of generations that were never switched to.  Best effort; the lock is held. */
void ik_steps_sweep(ik_store *store);

/* The name of the file that holds STEP, a hand-over or recovery; caller frees. */
char *ik_step_name(const struct ik_statement *step);

#endif
