/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h: the signed steps from one certificate to the next, for agents:
 * STORE/steps/SEQUENCE-TO8.pem.
 *
 * steps/ is 0755, what is in it 0644.  SEQUENCE is the number of the step, TO8 the first eight hex
 * digits of the certificate that it leads to.  What the bytes say is found out elsewhere. */
#ifndef IK_STORE_STEPS_H
#define IK_STORE_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "store/store.h"

/* Whether NAME is that of a step: "1795237500-0f3a99c1.pem"; then NUMBER, which may be NULL, gets
 * its number. */
bool ik_step_name_is(const char *name, uint64_t *number);

/* The names of all steps, the highest number first; NAMES is freed first.  None, and no steps/ at
 * all, are no error. */
bool ik_store_steps(const ik_store *store, struct ik_list *names, struct ik_error *err);

/* The bytes of one.  IK_E_FILE_NONE, IK_E_STORE_READ, IK_E_STORE_DENIED. */
bool ik_store_step_read(const ik_store *store, const char *name, struct ik_buffer *out,
			struct ik_error *err);

/* --- changing; the lock is held --------------------------------------------------------------- */

/* Writes one, complete and synced, or not at all; one of that name gives way.  Before the first,
 * the format of the store becomes 2: a program that knows nothing of steps would change what is in
 * use without one, and agents could not follow. */
bool ik_store_step_put(ik_store *store, const char *name, const void *data, size_t size,
		       struct ik_error *err);

/* Removes one.  One that is not there is fine. */
bool ik_store_step_remove(ik_store *store, const char *name, struct ik_error *err);

#endif
