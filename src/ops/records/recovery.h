/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recovery.h: the file "recovery" of a store: the SHA-256 of the recovery certificate, 64 hex
 * digits.  The certificate and its key are kept elsewhere, under a password of their own. */
#ifndef IK_OPS_RECORDS_RECOVERY_H
#define IK_OPS_RECORDS_RECOVERY_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "store/store.h"
#include "trust/sha256.h"

/* Reads it: HAS says whether there is one.  False: it is damaged (IK_E_RECOVERY_DAMAGED, with its
 * cure as the detail) or cannot be read. */
bool ik_recovery_read(const ik_store *store, bool *has, struct ik_sha256 *sha256,
		      struct ik_error *err);

/* What to type where it is damaged, for STORE: a restore takes the one of the backup only where
 * there is none.  Caller frees. */
char *ik_recovery_cure(const ik_store *store);

/* Reads TEXT as that record; false: it is something else. */
bool ik_recovery_parse(const struct ik_buffer *text, struct ik_sha256 *sha256);

/* Replaces it, atomically, 0644; or takes it away.  The lock is held. */
bool ik_recovery_write(ik_store *store, const struct ik_sha256 *sha256, struct ik_error *err);
bool ik_recovery_remove(ik_store *store, struct ik_error *err);

#endif
