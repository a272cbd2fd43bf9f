/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_open.h: opening a backup, always in the one order that trusts nothing before the
 * password's MAC. */
#ifndef IK_OPS_BACKUP_BACKUP_OPEN_H
#define IK_OPS_BACKUP_BACKUP_OPEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/backup/manifest.h"
#include "store/store.h"
#include "zip/zip.h"

/* A backup that passed: members and list agree, every sealed key opened and fits. */
struct ik_backup_opened {
	struct ik_zip zip;
	struct ik_manifest manifest;
	ik_secret **keys; /* beside the manifest's slots, NULL where there is none; only for a
			     restore */
};

/* Opens these BYTES with PASSWORD (normalised).  The order is a promise: ZIP rules (unpacked in a
 * child without the password), MAC of seal.p12 (in another; the only place that says
 * IK_E_BACKUP_PASSWORD), hash of the manifest, its lines, then that every member is there and in
 * order, none more, each with its size and hash, then the keys, each of which must open and fit its
 * certificate or request.  With SAME_AS, each must also be the key of that slot in that store:
 * IK_E_BACKUP_COMPARE.  No open key leaves its child.  Free with ik_backup_opened_free(). */
bool ik_backup_open(const void *bytes, size_t size, const ik_secret *password,
		    const ik_store *same_as, struct ik_watch *watch,
		    struct ik_backup_opened *opened, struct ik_error *err);

/* The same for a restore: OPENED->keys has the open keys afterwards. */
bool ik_backup_open_with_keys(const void *bytes, size_t size, const ik_secret *password,
			      struct ik_watch *watch, struct ik_backup_opened *opened,
			      struct ik_error *err);

/* The first of these steps alone, without a password.  MANIFEST is what the list says of itself;
 * zeroed if it cannot be read, which is for the opening to say. */
bool ik_backup_peek(const void *bytes, size_t size, struct ik_manifest *manifest,
		    struct ik_error *err);

/* The last of these steps; of no use alone.  With KEYS (one place for each slot of the manifest)
 * the open keys come back in it. */
bool ik_backup_open_keys(const struct ik_backup_opened *opened, const ik_secret *password,
			 const ik_store *same_as, ik_secret **keys, struct ik_watch *watch,
			 struct ik_error *err);

/* The file NAME of a slot of the manifest, or NULL. */
const struct ik_buffer *ik_backup_opened_member(const struct ik_backup_opened *opened, size_t slot,
						const char *name);

/* The member called PATH, or NULL. */
const struct ik_buffer *ik_backup_opened_file(const struct ik_backup_opened *opened,
					      const char *path);

/* What the certificates of all generations that are not damaged say, beside them in FACTS, which
 * has a place for each; read by contained children, since a stranger may have made them.
 * IK_E_CERT_READ.  Caller frees each, on false too. */
bool ik_backup_opened_facts(const struct ik_backup_opened *opened, struct ik_watch *watch,
			    struct ik_facts *facts, struct ik_error *err);

void ik_backup_opened_free(struct ik_backup_opened *opened); /* zeroed again; wipes the keys */

#endif
