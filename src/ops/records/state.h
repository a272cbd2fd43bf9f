/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.h: how a generation of the store, and its key, stand; with one word for each. */
#ifndef IK_OPS_RECORDS_STATE_H
#define IK_OPS_RECORDS_STATE_H

#include <stdbool.h>

/* Every switch goes to the highest number, so one above that in use was never switched to: unused.
 * One below it is retired, unless the next one made says in its info that it replaced an older one:
 * then it, too, was never switched to.  What a restore brought is retired: for all that is known
 * here it was in use where it came from.  A key that is not there is damage only in the one in use,
 * since old ones are deleted. */
enum ik_generation_state { IK_STATE_IN_USE, IK_STATE_RETIRED, IK_STATE_UNUSED, IK_STATE_DAMAGED };

/* Whether a key is in a backup, and why it is not. */
enum ik_key_state { IK_KEY_SEALED, IK_KEY_DELETED, IK_KEY_NOT_EXPORTABLE };

/* "in-use", "retired", "unused", "damaged": for JSON and for the manifest of a backup. */
const char *ik_state_id(enum ik_generation_state state);
bool ik_state_find(const char *id, enum ik_generation_state *state); /* false: no such word */

const char *ik_state_word(enum ik_generation_state state); /* the same for people; translated */

#endif
