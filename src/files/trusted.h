/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted.h: programs that nobody but root and this user can have put where they are. */
#ifndef IK_FILES_TRUSTED_H
#define IK_FILES_TRUSTED_H

#include <stdbool.h>

#include "base/error.h"
#include "base/list.h"

/* The names of all that DIRECTORY holds, sorted.  No such directory is an empty list. */
bool ik_trusted_names(const char *directory, struct ik_list *names, struct ik_error *err);

/* Whether NAME in DIRECTORY is a program that counts: an executable file, or a link that leads
 * nowhere.  IK_E_HOOK_NAME unless it has only letters, digits, "_" and "-", so that what editors
 * and packages leave behind is none; IK_E_HOOK_KIND, IK_E_HOOK_MODE. */
bool ik_trusted_counts(const char *directory, const char *name, struct ik_error *err);

/* The resolved path of NAME in DIRECTORY, which is absolute.  IK_E_HOOK_OWNER or IK_E_HOOK_OPEN if
 * another user owns or can write to it, to a link on the way to it, or to a directory above any of
 * them; IK_E_HOOK_START.  Caller frees *PATH. */
bool ik_trusted_program(const char *directory, const char *name, char **path, struct ik_error *err);

#endif
