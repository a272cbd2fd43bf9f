/* SPDX-License-Identifier: GPL-3.0-or-later */
/* audit.h: the audit log: one JSON object a line for each change that was tried. */
#ifndef IK_OPS_RECORDS_AUDIT_H
#define IK_OPS_RECORDS_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

struct ik_audit {
	int64_t when;
	const char *operation;          /* "create", "backup", "delete-key", "hook" */
	const char *old_serial;         /* NULL: none */
	const char *new_serial;         /* NULL: none */
	unsigned generation;            /* that it made or was about; 0: none */
	const char *backup_file;        /* as in records; NULL: none */
	const char *hook;               /* the command that ran after the switch; NULL: none */
	bool done;                      /* what it was for has happened */
	const struct ik_error *failure; /* what failed, or failed afterwards; NULL: nothing */
};

/* Appends the line: time, uid, sudo_uid and sudo_user (null outside sudo), operation, old_serial,
 * new_serial, generation, backup, hook (only with one), result ("done", "failed INK-4113", "done,
 * then INK-4117").  The same
 * in short to syslog, facility auth.  STORE is locked. */
bool ik_audit_log(ik_store *store, const struct ik_audit *entry, struct ik_error *err);

#endif
