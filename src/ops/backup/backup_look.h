/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_look.h: what a backup says of itself before its password is there. */
#ifndef IK_OPS_BACKUP_BACKUP_LOOK_H
#define IK_OPS_BACKUP_BACKUP_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What a backup says of itself, and nobody vouches for.  Zeroed is empty. */
struct ik_backup_claim {
	char *server; /* filtered; NULL: its list of contents cannot be read */
	int64_t time;
	size_t generations;
	uint64_t size; /* of the file */
};

/* Holds FILE against the rules for ZIPs, and reads its list of contents.  False: it cannot be read,
 * breaks these rules, or is no backup at all, with what opening it says too. */
bool ik_backup_look(const char *file, struct ik_backup_claim *claim, struct ik_error *err);
void ik_backup_claim_free(struct ik_backup_claim *claim); /* zeroed again */

#endif
