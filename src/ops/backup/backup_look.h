/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_look.h: what a backup says of itself before its password is there. */
#ifndef IK_OPS_BACKUP_BACKUP_LOOK_H
#define IK_OPS_BACKUP_BACKUP_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

/* What a backup says of itself, and nobody vouches for.  Zeroed is empty. */
struct ik_backup_claim {
	char *server; /* filtered; NULL: its list of contents cannot be read */
	int64_t time;
	size_t generations;
	uint64_t size; /* of the file */
};

/* Reads FILE now, if it can be read only once ("-" is standard input, or a pipe); from then on it
 * is read under that name as often as it is wanted, until it is forgotten.  See ik_bring(). */
bool ik_backup_bring(const char *file, struct ik_error *err);
void ik_backup_forget_brought(void);

/* All of FILE, be it one that was brought. */
bool ik_backup_read_file(const char *file, struct ik_buffer *bytes, struct ik_error *err);

/* Holds FILE against the rules for ZIPs, and reads its list of contents.  False: it cannot be read,
 * breaks these rules, or is no backup at all, with what opening it says too. */
bool ik_backup_look(const char *file, struct ik_backup_claim *claim, struct ik_error *err);
void ik_backup_claim_free(struct ik_backup_claim *claim); /* zeroed again */

#endif
