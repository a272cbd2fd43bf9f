/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cancel.c: a request and its key go. */
#include "config.h"

#include "ops/change/cancel.h"

#include "base/list.h"
#include "ops/records/audit.h"
#include "store/requests.h"
#include "store/store.h"

static bool waits(const ik_store *store, const char *id, struct ik_error *err)
{
	struct ik_list ids = {0};
	bool ok = ik_store_requests(store, &ids, err);

	if (ok && !ik_list_has(&ids, id))
		ok = ik_fail(err, IK_E_REQUEST_NONE, id);
	ik_list_free(&ids);
	return ok;
}

bool ik_request_cancel(const char *path, const char *id, int64_t now, struct ik_watch *watch,
		       struct ik_error *err)
{
	const struct ik_audit entry = {.when = now, .operation = "cancel-request", .done = true};
	ik_store *store = ik_store_open_change(path, "", watch, err);
	bool ok = store && waits(store, id, err) && ik_store_request_remove(store, id, err)
		  && ik_audit_log(store, &entry, err);

	ik_store_close(store);
	return ok;
}
