/* SPDX-License-Identifier: GPL-3.0-or-later */
/* info.h: the file "info" of a generation: where it came from, as plain data.
 *
 * Ids that this version does not know are passed over, since a newer one may have written them;
 * what it does know has to be right, and each once. */
#ifndef IK_OPS_RECORDS_INFO_H
#define IK_OPS_RECORDS_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "ops/records/asked.h"

enum ik_origin {
	IK_ORIGIN_GENERATED,
	IK_ORIGIN_REQUESTED,
	IK_ORIGIN_IMPORTED,
	IK_ORIGIN_ROLLED_BACK,
	IK_ORIGIN_COUNT
};

enum { IK_REPLACES_UNKNOWN = -1 };

struct ik_info {
	enum ik_origin origin;
	int64_t made_at;      /* seconds since 1970 */
	char *by;             /* user name, or "uid N" for one without; filtered */
	char *sudo_user;      /* who became BY through sudo; "" for nobody */
	bool exportable;      /* whether backups and exports may hold the key */
	char *key_group;      /* group that may read the key; "" for none */
	bool no_key_group;    /* there is none because that was asked for */
	char *lost_key_group; /* group that is to read the key and could not be given it when it was
				 made; "" for none */
	unsigned backup_number; /* its number in the backup it came from; 0 if it came from none */
	int64_t restored_at;    /* when a restore brought it here; 0: none did */
	int64_t used_since;     /* when it was put in use; 0: when it was made.  It says so where a
				   restore did it. */
	struct ik_asked asked;  /* what an authority was asked for, if one was */
	int64_t replaces; /* the generation in use when this one was made; 0 for none.  This is how
			   * one that was never switched to is told from a retired one. */
	struct ik_list backup_steps; /* of those that led to it where the backups come from that it
				      * was restored from; digits */
	uint64_t step; /* the number of the step for agents that leads to it; 0: none does */
};

/* "generated", "requested", "imported", "rolled-back". */
const char *ik_origin_id(enum ik_origin origin);

/* Fills INFO for something made at NOW by this user: exportable, no group, not from a backup, in
 * place of generation REPLACES.  Free it with ik_info_free(). */
void ik_info_begin(struct ik_info *info, enum ik_origin origin, int64_t now, unsigned replaces);

/* Reads TEXT; INFO is freed first.  IK_E_STORE_INFO about WHAT (the number of the generation), with
 * the line in the detail. */
bool ik_info_parse(const void *text, size_t size, const char *what, struct ik_info *info,
		   struct ik_error *err);

/* Appends INFO to TEXT. */
void ik_info_write(const struct ik_info *info, struct ik_buffer *text);

void ik_info_free(struct ik_info *info); /* zeroed again */

#endif
