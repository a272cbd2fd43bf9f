/* SPDX-License-Identifier: GPL-3.0-or-later */
/* default_store.h: where the store is when nobody says, and commands as they are typed for one that
 * is elsewhere. */
#ifndef IK_OPS_RECORDS_DEFAULT_STORE_H
#define IK_OPS_RECORDS_DEFAULT_STORE_H

#include <stdbool.h>

#include "base/error.h"

/* The path of the store where nobody names one; caller frees; NULL if there is no home. */
char *ik_default_store(void);

/* Whether STORE, which may not exist yet, is that one, by whatever way its path goes. */
bool ik_is_default_store(const char *store);

/* Whether A and B, which may not exist yet, are one place, by whatever way their paths go. */
bool ik_is_same_place(const char *a, const char *b);

/* COMMAND ("inkan rollback") as it can be typed: with STORE where that is not the usual one, quoted
 * for a shell where it has to be; caller frees. */
char *ik_command_for(const char *store, const char *command);

/* The same behind the removal of the file NAME of STORE, which is in its way: "rm /srv/store/NAME
 * && inkan publish --store /srv/store"; caller frees. */
char *ik_command_without(const char *store, const char *name, const char *command);

/* Adds such a line, which is freed, below ERR, which was just set: whoever meets it can type what
 * helps.  Always false. */
bool ik_tell_cure(char *line, struct ik_error *err);

#endif
