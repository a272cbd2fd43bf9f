/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_fold.h: a backup that was unpacked and zipped again, perhaps with the folder that it lay
 * in. */
#ifndef IK_OPS_BACKUP_BACKUP_FOLD_H
#define IK_OPS_BACKUP_BACKUP_FOLD_H

#include <stdbool.h>

#include "base/error.h"
#include "zip/zip.h"

/* The folder that the list of contents stands in is taken off all names: any bytes up to a slash,
 * none as a rule.  False, with IK_E_BACKUP_TWICE: there is more than one such list;
 * IK_E_BACKUP_MEMBER: a member is not in that folder.  Without a list nothing is changed. */
bool ik_backup_unfold(struct ik_zip *zip, struct ik_error *err);

/* Whether NAME is FILE, in a folder or not; PREFIX (may be NULL) gets the size of that folder's
 * name with its slash.  Both slashes count. */
bool ik_backup_is_named(const char *name, const char *file, size_t *prefix);

/* Sets the error ID about a member called NAME, which may hold any bytes; always false. */
bool ik_backup_says(enum ik_error_id id, const char *name, struct ik_error *err);

#endif
