/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_perform.c: the whole change, in the order that leaves the old certificate or the new one in use whatever
 * happens. */
#include "config.h"

#include "ops/create.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/i18n.h"
#include "base/pack.h"
#include "base/pairs.h"
#include "ops/audit.h"
#include "ops/backup_parts.h"
#include "ops/generation.h"
#include "ops/hooks.h"
#include "pki/certificate.h"
#include "pki/digest.h"
#include "store/store.h"

enum { CERTIFICATE_ROOM = 32 * 1024 };

struct change {
	const struct ik_create_plan *plan;
	struct ik_watch *watch;
	struct ik_outcome *outcome;
	ik_store *store;
	unsigned number;                /* of the new generation */
	bool noted;                     /* the note is ours */
	bool committed;                 /* it is there */
	ik_secret *key;
	struct ik_buffer certificate;
	struct ik_backup_run backup;
	struct ik_hooks hooks;
	size_t step_make;
	size_t step_switch;
};

static bool has_backup(const struct change *change)
{
	return change->plan->backup_file != NULL;
}

/* --- before anything is made --------------------------------------------------------------------- */

static void add_steps(struct change *change)
{
	char *number = ik_format("%u", change->plan->to);

	if (change->watch)
		change->watch->progress.can_cancel = true;
	change->step_make = ik_watch_add(change->watch, N_("Key and certificate"), NULL);
	if (has_backup(change))
		ik_backup_run_steps(&change->backup);
	change->step_switch = ik_watch_add(change->watch, N_("Switch to generation %s"), number);
	free(number);
	ik_hooks_look(change->plan->store, &change->hooks);
	ik_hooks_steps(&change->hooks, change->watch);
}

static bool open_store(struct change *change, struct ik_error *err)
{
	uint8_t random[16];
	char server_id[2 * sizeof(random) + 1];

	if (!ik_random(random, sizeof(random), err))
		return false;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(server_id + 2 * i, 3, "%02x", random[i]);
	change->store = ik_store_open_change(change->plan->store, server_id, change->watch, err);
	return change->store != NULL;
}

/* What the review showed must still hold.  A number taken meanwhile by a change that was cut is no matter. */
static bool check_unmoved(struct change *change, struct ik_error *err)
{
	struct ik_error inner = {0};
	unsigned current = 0;

	if (!ik_store_current(change->store, &current, &inner) && inner.id != IK_E_STORE_CURRENT) {
		*err = inner;
		return false;
	}
	if (current != change->plan->from)
		return ik_error_set(err, IK_E_STORE_MOVED, NULL, NULL, NULL);
	return ik_store_next(change->store, &change->number, err);
}

static void look_at_before(struct change *change)
{
	struct ik_outcome *outcome = change->outcome;
	struct ik_generation before;

	outcome->generation_before = change->plan->from;
	if (!change->plan->from)
		return;
	ik_generation_load(change->store, change->plan->from, IK_KEY_LOOK, &before, NULL);
	outcome->has_before = before.has_facts;
	ik_facts_copy(&outcome->before, &before.facts);
	ik_generation_free(&before);
}

static bool leave_note(struct change *change, struct ik_error *err)
{
	struct ik_buffer text = {0};
	char *from = ik_format("%u", change->plan->from);
	char *to = ik_format("%u", change->number);
	char *file = has_backup(change) ? ik_backup_shown_file(change->plan->backup_file) : NULL;
	bool ok;

	ik_pairs_write(&text, "operation", "create");
	ik_pairs_write(&text, "from", from);
	ik_pairs_write(&text, "to", to);
	if (file)
		ik_pairs_write(&text, "backup", file);
	ok = change->noted = ik_store_note(change->store, ik_buffer_string(&text), err);
	free(file);
	free(to);
	free(from);
	ik_buffer_free(&text);
	return ok;
}

/* --- key and certificate ------------------------------------------------------------------------- */

/* In the child: the only place where the new key is made; both come back as two fields. */
static bool make_pair(const void *argument, const ik_secret *secret, ik_secret *result, struct ik_error *err)
{
	const struct ik_create_plan *plan = argument;
	struct ik_certificate_wish wish = {
		.common_name = plan->common_name,
		.organization = *plan->organization ? plan->organization : NULL,
		.dns_names = &plan->dns_names,
		.ip_addresses = &plan->ip_addresses,
		.not_before = plan->not_before,
		.not_after = plan->not_after,
	};
	struct ik_buffer pem = {0};
	ik_secret *key = NULL;
	bool ok = ik_key_generate(plan->key_type, &key, err) && ik_certificate_self_sign(&wish, key, &pem, err);

	(void)secret;
	if (ok && (!ik_pack_bytes(result, ik_secret_data(key), ik_secret_size(key)) ||
		   !ik_pack_bytes(result, pem.data, pem.size)))
		ok = ik_error_set(err, IK_E_CERT_MAKE, NULL, NULL, NULL);
	ik_secret_free(key);
	ik_buffer_free(&pem);
	return ok;
}

static size_t names_size(const struct ik_create_plan *plan)
{
	size_t size = strlen(plan->organization);

	for (size_t i = 0; i < plan->dns_names.n; i++)
		size += strlen(plan->dns_names.items[i]);
	return size + 16 * plan->ip_addresses.n;
}

static bool make(struct change *change, struct ik_error *err)
{
	struct ik_job job = {
		.run = make_pair,
		.argument = change->plan,
		.result_cap = IK_SECRET_KEY_ROOM + CERTIFICATE_ROOM + 4 * names_size(change->plan),
		.seconds = 600,                 /* a 4096-bit key on a slow and busy machine */
	};
	struct ik_unpack in;
	bool ok;

	if (!ik_watch_begin(change->watch, change->step_make))
		return ik_error_set(err, IK_E_CANCELLED, NULL, NULL, NULL);
	ok = ik_contain(&job, 1, change->watch, err);
	if (ok) {
		in = ik_unpack_begin(job.result);
		ik_unpack_secret(&in, &change->key);
		ik_unpack_bytes(&in, &change->certificate);
		ok = ik_unpack_end(&in) || ik_error_set(err, IK_E_CHILD_LIED, NULL, NULL, NULL);
	}
	ik_job_free(&job, 1);
	return ok;
}

static void write_info(const struct change *change, struct ik_buffer *text)
{
	struct ik_info info;

	ik_info_begin(&info, IK_ORIGIN_GENERATED, change->plan->planned_at, change->plan->from);
	free(info.key_group);
	info.key_group = ik_strdup(change->plan->key_group_name);
	ik_info_write(&info, text);
	ik_info_free(&info);
}

static bool store_pair(struct change *change, struct ik_error *err)
{
	const struct ik_buffer *certificate = &change->certificate;
	struct ik_buffer info = {0};
	ik_draft *draft = ik_draft_begin(change->store, change->number, change->plan->key_group, err);
	bool ok;

	if (!draft)
		return false;
	write_info(change, &info);
	ok = ik_draft_public(draft, "certificate.pem", certificate->data, certificate->size, err) &&
	     ik_draft_private(draft, "key.pem", change->key, NULL, 0, err) &&
	     ik_draft_private(draft, "combined.pem", change->key, certificate->data, certificate->size, err) &&
	     ik_draft_public(draft, "info", info.data, info.size, err);
	if (ok)
		ok = change->committed = ik_draft_commit(draft, err);
	else
		ik_draft_abort(draft);
	ik_buffer_free(&info);
	if (ok)
		ik_watch_done(change->watch, change->step_make);
	return ok;
}

static bool back_up(struct change *change, struct ik_error *err)
{
	if (!has_backup(change))
		return true;
	change->backup.store = change->store;
	change->backup.in_use = change->number;
	return ik_backup_run(&change->backup, err);
}

/* --- the switch and what comes after it ---------------------------------------------------------- */

/* A cancel that is noticed here is the last that counts. */
static bool switch_over(struct change *change, struct ik_error *err)
{
	bool go_on = ik_watch_wait(change->watch, -1);

	if (change->watch)
		change->watch->progress.can_cancel = false;
	if (!ik_watch_begin(change->watch, change->step_switch) || !go_on)
		return ik_error_set(err, IK_E_CANCELLED, NULL, NULL, NULL);
	if (!ik_store_switch(change->store, change->number, err))
		return false;
	change->outcome->switched = true;
	change->outcome->generation = change->number;
	ik_watch_done(change->watch, change->step_switch);
	return true;
}

static bool read_back(struct change *change, struct ik_error *err)
{
	struct ik_generation now = {0};
	unsigned current = 0;
	bool ok = ik_store_current(change->store, &current, err) &&
		  ik_generation_load(change->store, current, IK_KEY_CHECK, &now, err);

	ik_facts_copy(&change->outcome->now, &now.facts);
	if (ok && (current != change->number || !now.key_read || now.certificate.size != change->certificate.size ||
		   memcmp(now.certificate.data, change->certificate.data, now.certificate.size)))
		ok = ik_error_set(err, IK_E_STORE_READ_BACK, NULL, NULL, NULL);
	ik_generation_free(&now);
	return ok;
}

static void tell_backup(struct change *change)
{
	struct ik_outcome *outcome = change->outcome;

	if (!has_backup(change))
		return;
	outcome->backup_file = ik_strdup(change->plan->backup_file);
	outcome->backup_size = change->backup.size;
	outcome->backup_generations = change->backup.generations;
	outcome->backup_keys = change->backup.keys;
	outcome->backup_proven = true;
	ik_backup_run_remember(&change->backup, &outcome->late);
}

static bool log_change(struct change *change, const struct ik_error *failure, struct ik_error *err)
{
	const struct ik_outcome *outcome = change->outcome;
	char *file = has_backup(change) ? ik_backup_shown_file(change->plan->backup_file) : NULL;
	struct ik_audit entry = {
		.when = change->plan->planned_at,
		.operation = "create",
		.old_serial = outcome->has_before ? outcome->before.serial : NULL,
		.new_serial = outcome->now.serial,
		.generation = change->number,
		.backup_file = file,
		.done = outcome->switched,
		.failure = failure,
	};
	bool ok = ik_audit_log(change->store, &entry, err);

	free(file);
	return ok;
}

/* It is switched: from here on nothing is undone, and the first thing that fails is told. */
static void finish(struct change *change)
{
	struct ik_error *late = &change->outcome->late;
	struct ik_error inner = {0};

	read_back(change, late);
	tell_backup(change);
	if (!log_change(change, late->id == IK_E_NONE ? NULL : late, &inner)) {
		ik_error_set(late, IK_E_AUDIT_LOG, NULL, NULL, NULL);
		if (late->id == IK_E_AUDIT_LOG && *inner.detail)
			ik_error_detail(late, "%s", inner.detail);
	}
	ik_old_keys_delete(change->store, &change->plan->old_keys, change->plan->planned_at, change->outcome, late);
	ik_store_note(change->store, NULL, late);
	ik_store_unlock(change->store);
}

/* What follows the switch sees the store as everybody does, and may start another inkan. */
static void run_hooks(struct change *change)
{
	const struct ik_hooks_event event = {
		.event = "create",
		.store = change->plan->store,
		.generation = change->number,
		.serial = change->outcome->now.serial,
		.when = change->plan->planned_at,
	};

	ik_hooks_run(&change->hooks, &event, change->watch, change->outcome);
}

/* --- the way back -------------------------------------------------------------------------------- */

/* The note goes last: if this is cut, too, the next start still knows. */
static void undo(struct change *change, const struct ik_error *failure)
{
	ik_watch_fail(change->watch);
	if (has_backup(change))
		ik_backup_run_undo(&change->backup);
	if (!change->store)
		return;
	if (change->committed)
		ik_store_remove(change->store, change->number, NULL);
	if (change->noted)
		ik_store_note(change->store, NULL, NULL);
	if (change->number)
		log_change(change, failure, NULL);
}

bool ik_create_perform(const struct ik_create_plan *plan, struct ik_watch *watch, struct ik_outcome *outcome,
		       struct ik_error *err)
{
	struct change change = {
		.plan = plan,
		.watch = watch,
		.outcome = outcome,
		.backup = {.file = plan->backup_file, .password = plan->password, .now = plan->planned_at,
			   .watch = watch, .dirfd = -1},
	};
	struct ik_error inner = {0};
	bool ok;

	*outcome = (struct ik_outcome){0};
	add_steps(&change);
	ok = open_store(&change, &inner) && check_unmoved(&change, &inner);
	if (ok)
		look_at_before(&change);
	ok = ok && leave_note(&change, &inner) && make(&change, &inner) && store_pair(&change, &inner) &&
	     back_up(&change, &inner) && switch_over(&change, &inner);
	if (ok) {
		finish(&change);
		run_hooks(&change);
	} else {
		undo(&change, &inner);
	}
	if (!ok && err && err->id == IK_E_NONE)
		*err = inner;
	ik_backup_run_end(&change.backup);
	ik_hooks_free(&change.hooks);
	ik_store_close(change.store);
	ik_secret_free(change.key);
	ik_buffer_free(&change.certificate);
	return ok;
}
