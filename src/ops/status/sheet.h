/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.h: what a sheet of paper has to say to whoever has lost the server: which certificate, and
 * where its backup is.  Never a secret. */
#ifndef IK_OPS_STATUS_SHEET_H
#define IK_OPS_STATUS_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "ops/status/situation.h"

/* A zeroed struct is empty. */
struct ik_sheet {
	struct ik_situation situation; /* with a certificate in use */
	char *backup;                  /* the last that was proven, filtered; NULL: none is known */
	int64_t backup_at;             /* when it was made; 0: not said */
	bool backup_holds;             /* the certificate in use */
};

/* Looks at STORE.  IK_E_STORE_NONE without a certificate in use; what is damaged, and what this
 * user may not read.  SHEET is freed with ik_sheet_free() either way. */
bool ik_sheet_look(const char *store, int64_t now, struct ik_sheet *sheet, struct ik_error *err);
void ik_sheet_free(struct ik_sheet *sheet); /* zeroed again */

/* Where it goes if nobody says: beside the backup, under its name, else into the working directory;
 * with TRY, from 2 on, in that name, for where there is such a file.  Caller frees. */
char *ik_sheet_default_file(const struct ik_sheet *sheet, int try);

/* Writes TEXT to FILE, a new one, for its owner alone: IK_E_PATH_EXISTS, and what files say. */
bool ik_sheet_save(const char *file, const char *text, struct ik_error *err);

#endif
