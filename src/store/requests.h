/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requests.h: keys that wait in the store for their certificate:
 * STORE/requests/ID/{key.pem,request.pem,info}.
 *
 * requests/ and each ID are 0700.  An ID is a day and eight hex digits, so that names sort by age.
 */
#ifndef IK_STORE_REQUESTS_H
#define IK_STORE_REQUESTS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "base/secret.h"
#include "store/store.h"

/* Whether TEXT is such an ID: "20261122-0f3a99c1". */
bool ik_request_id_is(const char *text);

/* The IDs of all that wait, oldest first; IDS is freed first.  None, and no requests/ at all, are
 * no error. */
bool ik_store_requests(const ik_store *store, struct ik_list *ids, struct ik_error *err);

/* A file of a request.  IK_E_FILE_NONE, IK_E_STORE_READ, IK_E_STORE_DENIED. */
bool ik_store_request_read(const ik_store *store, const char *id, const char *name,
			   struct ik_buffer *out, struct ik_error *err);
bool ik_store_request_secret(const ik_store *store, const char *id, const char *name,
			     ik_secret **out, struct ik_error *err);

/* --- changing; the lock is held --------------------------------------------------------------- */

/* A request under a temporary name; written, committed and aborted like a generation.  An ID that
 * is taken is not replaced. */
ik_draft *ik_draft_begin_request(ik_store *store, const char *id, struct ik_error *err);

/* Removes a request and its key.  One that is not there is fine: what was to be done is done. */
bool ik_store_request_remove(ik_store *store, const char *id, struct ik_error *err);

#endif
