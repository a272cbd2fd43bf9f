/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cancel.h: a request that is withdrawn: its key goes, and no certificate for it can be taken. */
#ifndef IK_OPS_CHANGE_CANCEL_H
#define IK_OPS_CHANGE_CANCEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/watch.h"

/* Deletes the request ID of the store at PATH, with a line in the audit log.  IK_E_REQUEST_NONE if
 * none has that id. */
bool ik_request_cancel(const char *path, const char *id, int64_t now, struct ik_watch *watch,
		       struct ik_error *err);

#endif
