/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_backup.h: STORE/backups/last, which backup was the last that was proven. */
#ifndef IK_OPS_RECORDS_LAST_BACKUP_H
#define IK_OPS_RECORDS_LAST_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

struct ik_last_backup {
	char *file;     /* as in records; NULL: not said */
	char *sha256;   /* of the file; NULL: not said */
	int64_t newest; /* the newest generation that it holds, 0 for none; -1: not said */
	int64_t at;     /* when it was made; 0: not said */
};

/* What the record says; of one that nobody can read, nothing.  False: IK_E_FILE_NONE where there is
 * none, IK_E_STORE_DENIED; LAST says nothing then.  Free it with ik_last_backup_free(). */
bool ik_last_backup_read(const ik_store *store, struct ik_last_backup *last, struct ik_error *err);

/* Puts LAST in the place of the one before.  The lock is held. */
bool ik_last_backup_write(ik_store *store, const struct ik_last_backup *last, struct ik_error *err);

/* Whether that backup holds what generation NUMBER is: made after it, or one that went back to what
 * it holds already. */
bool ik_last_backup_holds(const ik_store *store, const struct ik_last_backup *last,
			  unsigned number);

void ik_last_backup_free(struct ik_last_backup *last);

#endif
