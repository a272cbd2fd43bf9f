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
#include "base/pairs.h"
#include "files/place.h"
#include "files/read.h"
#include "files/save.h"
#include "ops/change/change.h"
#include "ops/change/new_key.h"
#include "ops/records/generation.h"
#include "ops/records/waiting.h"
#include "pki/digest.h"
#include "pki/request.h"

enum { REQUEST_ROOM = 32 * 1024, DAY_DIGITS = 8 };

enum { STEP_MAKE, STEP_WRITE };

struct asking {
	const struct ik_request_plan *plan;
	struct ik_watch *watch;
	ik_change *change;
	const char *id;
	struct ik_generation in_use; /* whose key it is, with same_key */
	ik_secret *key;
	struct ik_buffer request;
};

/* --- key and request -------------------------------------------------------------------------- */

/* The day, so that names sort by age, and what tells those of one day apart. */
static bool choose_id(int64_t when, char *id, size_t size, struct ik_error *err)
{
	char *day = ik_date_compact(when);
	uint32_t random = 0;
	bool ok = ik_random(&random, sizeof(random), err);

	snprintf(id, size, "%.*s-%08" PRIx32, DAY_DIGITS, day, random);
	free(day);
	return ok;
}

/* The key in use, as whoever signs with it needs it. */
static bool load_same(struct asking *asking, struct ik_error *err)
{
	const ik_store *store = ik_change_store(asking->change);
	const unsigned number = asking->plan->head.from;

	if (!asking->plan->same_key)
		return true;
	return ik_generation_load(store, number, IK_KEY_LOAD, &asking->in_use, err)
	       && (asking->in_use.key || ik_generation_no_key(store, number, err));
}

static bool make(struct asking *asking)
{
	struct ik_error *err = ik_change_error(asking->change);

	if (!ik_change_step(asking->change, STEP_MAKE) || !load_same(asking, err))
		return false;

	const struct ik_new_key wanted = {
		.type = asking->plan->key_type,
		.key = asking->in_use.key,
		.identity = &asking->plan->identity,
		.sign = ik_request_make,
		.failed = IK_E_REQUEST_MAKE,
	};

	return ik_new_key_make(&wanted, asking->watch, &asking->key, &asking->request, err);
}

/* For who looks at what waits: all that is asked for.  Caller frees. */
static char *names_of(const struct ik_identity *identity)
{
	struct ik_list names = {0};
	char *text;

	ik_list_copy(&names, &identity->dns_names);
	ik_list_append(&names, &identity->ip_addresses);
	text = ik_list_join(&names, ", ");
	ik_list_free(&names);
	return text;
}

static void write_info(const struct asking *asking, struct ik_buffer *info)
{
	const struct ik_request_plan *plan = asking->plan;
	const struct ik_key_group *group = &plan->head.group;
	char *names = names_of(&plan->identity);
	const struct ik_waiting waiting = {
		.made_at = plan->head.at,
		.name = plan->identity.name,
		.names = names,
		.key_type = plan->key_type,
		.key_group = group->lost ? group->lost : group->name, /* when its certificate comes,
									 it may be here again */
		.no_key_group = group->removed,
		.asked_key_group = plan->asked_key_group,
		.file = plan->request_file,
	};

	ik_waiting_write(&waiting, info);
	free(names);
	if (plan->same_key && !asking->in_use.info.exportable)
		ik_pairs_write(info, "exportable", "no");
}

static bool store_both(const struct asking *asking)
{
	struct ik_buffer info = {0};
	const struct ik_request_written written = {
		.key = asking->key, .request = &asking->request, .info = &info};
	bool ok;

	write_info(asking, &info);
	ok = ik_change_write_request(asking->change, asking->id, &written)
	     && ik_request_prove(ik_change_store(asking->change), asking->id, &written,
				 asking->watch, ik_change_error(asking->change));
	ik_buffer_free(&info);
	if (ok)
		ik_change_step_done(asking->change, STEP_MAKE);
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
static bool write_file(const struct asking *asking)
{
	struct ik_error *err = ik_change_error(asking->change);
	const char *name;
	int dirfd = -1;
	ik_save *save;
	bool ok;

	if (!ik_change_step(asking->change, STEP_WRITE))
		return false;
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
		ik_change_step_done(asking->change, STEP_WRITE);
	return ok;
}

/* --- all of it -------------------------------------------------------------------------------- */

bool ik_request_perform(const struct ik_request_plan *plan, struct ik_watch *watch,
			struct ik_outcome *outcome, struct ik_error *err)
{
	char id[32];
	const struct ik_change_kind kind = {
		.operation = "request",
		.steps = {N_("Key and request"), N_("Request written")},
		.request = id,
		.request_file = plan->request_file,
		.log_failed = IK_E_REQUEST_LOG,
	};
	struct asking asking = {.plan = plan, .watch = watch, .id = id};
	bool ok;

	*outcome = (struct ik_outcome){0};
	if (!choose_id(plan->head.at, id, sizeof(id), err))
		return false;
	asking.change = ik_change_begin(&plan->head, &kind, watch, outcome, err);
	ok = asking.change && make(&asking) && store_both(&asking) && write_file(&asking);
	if (ok) {
		outcome->request = ik_strdup(id);
		outcome->request_file = ik_strdup(plan->request_file);
	}
	ok = ik_change_end(asking.change, ok, err);
	ik_generation_free(&asking.in_use);
	ik_secret_free(asking.key);
	ik_buffer_free(&asking.request);
	return ok;
}
