/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.h: reading the audit log, which a cut may have torn. */
#ifndef IK_OPS_RECORDS_LOG_H
#define IK_OPS_RECORDS_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

/* One line; all text is filtered, and NULL where the line does not say. */
struct ik_log_entry {
	char *time;
	int64_t uid; /* -1: not said */
	char *sudo_user;
	char *operation;
	char *old_serial;
	char *new_serial;
	unsigned generation; /* 0: none */
	char *backup;
	char *hook;
	char *result;
};

/* A zeroed struct is empty. */
struct ik_log {
	struct ik_log_entry *entries; /* oldest first */
	size_t n;
	size_t room;           /* private */
	size_t torn;           /* lines that are none: cut, or damaged */
	struct ik_buffer json; /* the entries as an array */
};

/* Reads the log of STORE, of a very long one its end.  No log at all is an empty one.
 * IK_E_STORE_NONE, IK_E_STORE_DENIED. */
bool ik_log_read(const char *store, struct ik_log *log, struct ik_error *err);
void ik_log_free(struct ik_log *log); /* zeroed again */

#endif
