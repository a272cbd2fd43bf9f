/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service_inside.h: the store as what services show is set beside it.  Private to the room. */
#ifndef IK_OPS_STATUS_SERVICE_INSIDE_H
#define IK_OPS_STATUS_SERVICE_INSIDE_H

#include "ops/records/history.h"
#include "store/store.h"

/* The store at PATH and its HISTORY with all certificates.  Without a store, or with one that this
 * user may not read, NULL and nothing.  Both are the caller's to end, the history first. */
ik_store *ik_service_history(const char *path, struct ik_history *history);

/* The certificate in use; NULL: none is known. */
const struct ik_facts *ik_service_in_use(const struct ik_history *history);

#endif
