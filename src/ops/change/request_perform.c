/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_perform.c: a key that waits, and the request for it; the key is safe in the store before
 * the request leaves. */
#include "config.h"

#include "ops/change/request.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "files/place.h"
#include "files/read.h"
#include "files/save.h"
#include "ops/backup/backup_parts.h"
#include "ops/change/change.h"
#include "ops/change/new_key.h"
#include "ops/records/audit.h"
#include "ops/records/leftover.h"
#include "ops/records/note.h"
#include "ops/records/waiting.h"
#include "pki/digest.h"
#include "pki/request.h"
#include "store/requests.h"

enum { REQUEST_ROOM = 32 * 1024, DAY_DIGITS = 8 };

struct asking {
	const struct ik_request_plan *plan;
	struct ik_watch *watch;
	ik_store *store;
	char id[32];
	bool noted; /* the note is ours */
	bool waits; /* it is in the store */
	ik_secret *key;
	struct ik_buffer request;
	size_t step_make;
	size_t step_write;
};

/* --- before anything is made ---------------------------------------------------------------------
 */

static void add_steps(struct asking *asking)
{
	if (asking->watch)
		asking->watch->progress.can_cancel = true;
	asking->step_make = ik_watch_add(asking->watch, N_("Key and request"), NULL);
	asking->step_write = ik_watch_add(asking->watch, N_("Request file"), NULL);
}

/* The day, so that names sort by age, and what tells those of one day apart. */
static bool choose_id(struct asking *asking, struct ik_error *err)
{
	char *when = ik_date_compact(asking->plan->head.at);
	uint32_t random = 0;
	bool ok = ik_random(&random, sizeof(random), err);

	snprintf(asking->id, sizeof(asking->id), "%.*s-%08" PRIx32, DAY_DIGITS, when, random);
	free(when);
	return ok;
}

static bool leave_note(struct asking *asking, struct ik_error *err)
{
	struct ik_note note = {
		.operation = ik_strdup("request"),
		.from = asking->plan->head.from,
		.request = ik_strdup(asking->id),
		.file = ik_place_shown(asking->plan->request_file),
	};

	ik_leftover_sweep(asking->store, NULL, asking->plan->head.at);
	asking->noted = ik_note_write(asking->store, &note, err);
	ik_note_free(&note);
	return asking->noted;
}

/* --- key and request -----------------------------------------------------------------------------
 */

static bool make(struct asking *asking, struct ik_error *err)
{
	const struct ik_new_key wanted = {
		.type = asking->plan->key_type,
		.identity = &asking->plan->identity,
		.sign = ik_request_make,
		.failed = IK_E_REQUEST_MAKE,
	};

	if (!ik_watch_begin(asking->watch, asking->step_make))
		return ik_fail(err, IK_E_CANCELLED);
	return ik_new_key_make(&wanted, asking->watch, &asking->key, &asking->request, err);
}

static bool store_both(struct asking *asking, struct ik_error *err)
{
	const struct ik_key_group *group = &asking->plan->head.group;
	const struct ik_waiting waiting = {
		.made_at = asking->plan->head.at,
		.name = asking->plan->identity.name,
		.key_type = asking->plan->key_type,
		.key_group = group->lost ? group->lost : group->name, /* when its certificate comes,
									 it may be here again */
		.no_key_group = group->removed,
		.asked_key_group = asking->plan->asked_key_group,
		.file = asking->plan->request_file,
	};
	struct ik_buffer info = {0};
	const struct ik_request_written written = {
		.key = asking->key, .request = &asking->request, .info = &info};
	ik_draft *draft = ik_draft_begin_request(asking->store, asking->id, err);
	bool ok;

	if (!draft)
		return false;
	ik_waiting_write(&waiting, &info);
	ok = ik_draft_private(draft, IK_REQUEST_KEY, asking->key, NULL, 0, err)
	     && ik_draft_public(draft, IK_REQUEST_PEM, asking->request.data, asking->request.size,
				err)
	     && ik_draft_public(draft, IK_REQUEST_INFO, info.data, info.size, err);
	if (ok)
		ok = asking->waits = ik_draft_commit(draft, err);
	else
		ik_draft_abort(draft);
	ok = ok && ik_request_prove(asking->store, asking->id, &written, asking->watch, err);
	ik_buffer_free(&info);
	if (ok)
		ik_watch_done(asking->watch, asking->step_make);
	return ok;
}

/* What goes to the authority is read back, too: a certificate for a request that is not this one
 * helps nobody. */
static bool prove_file(const struct asking *asking, int dirfd, const char *name,
		       struct ik_error *err)
{
	struct ik_buffer stored = {0};
	struct ik_error inner = {0};
	char *shown = ik_place_shown(asking->plan->request_file);
	bool same = ik_read_file(dirfd, name, true, REQUEST_ROOM + asking->request.size, shown,
				 &stored, &inner)
		    && ik_buffer_equal(&stored, &asking->request);

	if (!same) {
		unlinkat(dirfd, name, 0);
		ik_fail_because(err, IK_E_STORE_UNPROVEN, &inner, shown);
	}
	free(shown);
	ik_buffer_free(&stored);
	return same;
}

/* A cancel that is noticed here is the last that counts. */
static bool write_file(struct asking *asking, struct ik_error *err)
{
	const char *name;
	int dirfd = -1;
	ik_save *save;
	bool ok;

	if (!ik_watch_begin(asking->watch, asking->step_write))
		return ik_fail(err, IK_E_CANCELLED);
	if (!ik_place_open(asking->plan->request_file, &dirfd, &name, err))
		return false;
	save = ik_save_begin(dirfd, name, 0644, (gid_t)-1, err);
	ok = save && ik_save_write(save, asking->request.data, asking->request.size, err);
	if (ok)
		ok = ik_save_commit(save, false, err);
	else
		ik_save_abort(save);
	ok = ok && prove_file(asking, dirfd, name, err);
	close(dirfd);
	if (ok)
		ik_watch_done(asking->watch, asking->step_write);
	return ok;
}

/* --- both ends -----------------------------------------------------------------------------------
 */

static bool log_request(struct asking *asking, const struct ik_error *failure, struct ik_error *err)
{
	struct ik_audit entry = {
		.when = asking->plan->head.at,
		.operation = "request",
		.done = !failure,
		.failure = failure,
	};

	return ik_audit_log(asking->store, &entry, err);
}

static void finish(struct asking *asking, struct ik_outcome *outcome)
{
	struct ik_error inner = {0};

	outcome->generation = outcome->generation_before = asking->plan->head.from;
	outcome->request = ik_strdup(asking->id);
	outcome->request_file = ik_strdup(asking->plan->request_file);
	if (!log_request(asking, NULL, &inner))
		ik_fail_because(&outcome->late, IK_E_REQUEST_LOG, &inner);
	ik_store_note(asking->store, NULL, &outcome->late);
}

/* The note goes last: if this is cut, too, the next start still knows. */
static void undo(struct asking *asking, const struct ik_error *failure)
{
	ik_watch_fail(asking->watch);
	if (!asking->store)
		return;
	if (asking->waits)
		ik_store_request_remove(asking->store, asking->id, NULL);
	if (asking->noted)
		ik_store_note(asking->store, NULL, NULL);
	log_request(asking, failure, NULL);
}

bool ik_request_perform(const struct ik_request_plan *plan, struct ik_watch *watch,
			struct ik_outcome *outcome, struct ik_error *err)
{
	struct asking asking = {.plan = plan, .watch = watch};
	struct ik_error inner = {0};
	bool ok;

	*outcome = (struct ik_outcome){0};
	add_steps(&asking);
	asking.store = ik_change_open(plan->head.store, watch, &inner);
	ok = asking.store && choose_id(&asking, &inner) && leave_note(&asking, &inner)
	     && make(&asking, &inner) && store_both(&asking, &inner) && write_file(&asking, &inner);
	if (ok)
		finish(&asking, outcome);
	else
		undo(&asking, &inner);
	if (!ok)
		ik_pass(err, &inner);
	ik_store_close(asking.store);
	ik_secret_free(asking.key);
	ik_buffer_free(&asking.request);
	return ok;
}
