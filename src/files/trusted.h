/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted.h: programs that nobody but root and this user can have put where they are. */
#ifndef IK_FILES_TRUSTED_H
#define IK_FILES_TRUSTED_H

#include <stdbool.h>

#include "base/error.h"
#include "base/list.h"

/* The executable files, and links that lead nowhere, in DIRECTORY by name, sorted; only names of
 * letters, digits, "_" and
 * "-", so that what editors and packages leave behind is none of them.  No such directory is an
 * empty list. */
bool ik_trusted_names(const char *directory, struct ik_list *names, struct ik_error *err);

/* The resolved path of NAME in DIRECTORY, which is absolute.  IK_E_HOOK_OWNER or IK_E_HOOK_OPEN if
 * another user owns or can write to it, to a link on the way to it, or to a directory above any of
 * them; IK_E_HOOK_START.  Caller frees *PATH. */
bool ik_trusted_program(const char *directory, const char *name, char **path, struct ik_error *err);

#endif
