/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_readme.h: the README.txt of a backup. */
#ifndef IK_OPS_BACKUP_BACKUP_README_H
#define IK_OPS_BACKUP_BACKUP_README_H

#include "base/buffer.h"
#include "ops/backup/manifest.h"

/* Appends what the backup of this MANIFEST (its members need not be there yet) is and how to open
 * it without inkan, in English and in Japanese.  Each command stands on a line of its own behind
 * four spaces and "$ ", for a test to run. */
void ik_backup_readme(const struct ik_manifest *manifest, struct ik_buffer *text);

#endif
