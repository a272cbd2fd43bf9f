/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c: what came of a conversation, for programs. */
#include "front/batch/json.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/print.h"
#include "front/batch/batch.h"
#include "rows/words.h"
#include "wizard/wizard.h"

/* --- what was planned, what was done ---------------------------------------------------------- */

static void set_losses(json_t *object, const struct ik_wizard *wizard)
{
	struct ik_list lines = {0};

	if (wizard->create)
		ik_losses_lines(&wizard->create->losses, &lines);
	if (wizard->request)
		ik_losses_lines(&wizard->request->losses, &lines);
	ik_json_set_list(object, "lost", &lines);
	ik_list_free(&lines);
}

/* A name on disk may be no text. */
static void set_path(json_t *object, const char *key, const char *path)
{
	char *shown = path ? ik_words_path(path) : NULL;

	ik_json_set_text(object, key, shown);
	free(shown);
}

/* The start or the end of a certificate, where there is one. */
static void set_end(json_t *object, const char *key, bool known, int64_t when)
{
	if (known)
		ik_json_set_moment(object, key, when);
	else
		ik_json_set(object, key, NULL);
}

static void set_renewal(json_t *object, const struct ik_wizard *wizard)
{
	if (!wizard->renews)
		return;
	ik_json_set_flag(object, "due", wizard->renewal.due);
	ik_json_set_number(object, "days_left", wizard->renewal.days_left);
	ik_json_set_number(object, "within", wizard->renewal.within);
}

/* Whether a signed step leads them; null where nobody has to follow. */
static void set_lead(json_t *object, enum ik_lead lead)
{
	if (lead == IK_LEAD_NOBODY)
		ik_json_set(object, "agents_follow", NULL);
	else
		ik_json_set_flag(object, "agents_follow", !ik_lead_fails(lead));
}

/* Who can read the new key; lost is the group that cannot be given it here. */
static void set_group(json_t *object, const struct ik_key_group *group)
{
	ik_json_set_text(object, "key_group", group->name && *group->name ? group->name : NULL);
	ik_json_set_text(object, "lost_key_group", group->lost);
	ik_json_set_flag(object, "no_key_group", group->removed);
}

static void set_identity(json_t *json, const struct ik_identity *identity, const char *key_type)
{
	ik_json_set_text(json, "common_name", identity->common_name);
	ik_json_set_text(json, "organization", identity->organization);
	ik_json_set_list(json, "dns_names", &identity->dns_names);
	ik_json_set_list(json, "ip_addresses", &identity->ip_addresses);
	ik_json_set_text(json, "key_type", key_type);
}

static void set_created(json_t *json, const struct ik_create_plan *plan)
{
	set_identity(json, &plan->identity, plan->key_type);
	ik_json_set_moment(json, "not_before", plan->not_before);
	ik_json_set_moment(json, "not_after", plan->not_after);
	ik_json_set_flag(json, "exportable", plan->exportable);
}

static void set_taken(json_t *json, const struct ik_import_key *taken)
{
	const struct ik_facts *facts = &taken->facts;

	ik_json_set_text(json, "common_name", facts->common_name);
	ik_json_set_text(json, "organization", facts->organization);
	ik_json_set_list(json, "dns_names", &facts->dns_names);
	ik_json_set_list(json, "ip_addresses", &facts->ip_addresses);
	ik_json_set_text(json, "key_type", taken->type);
	ik_json_set_moment(json, "not_before", facts->not_before);
	ik_json_set_moment(json, "not_after", facts->not_after);
	ik_json_set_text(json, "serial", facts->serial);
	ik_json_set_text(json, "sha256", facts->sha256);
}

static void set_asked(json_t *json, const struct ik_request_plan *plan)
{
	set_identity(json, &plan->identity, plan->key_type);
	ik_json_set_flag(json, "same_key", plan->same_key);
	set_path(json, "request_file", plan->request_file);
}

/* A backup alone makes no generation, and puts none in use. */
static void set_saved(json_t *json, const struct ik_backup_plan *plan)
{
	ik_json_set_number(json, "generation", plan->in_use);
	set_path(json, "backup_file", plan->target.file);
	ik_json_set_number(json, "backup_generations", plan->generations);
	ik_json_set_number(json, "backup_keys", plan->keys);
	ik_json_set_number(json, "backup_requests", plan->requests);
}

static void set_head(json_t *json, const struct ik_plan *head)
{
	ik_json_set_number(json, "generation_before", head->from);
	ik_json_set_number(json, "generation", head->to);
	set_group(json, &head->group);
	set_path(json, "backup_file", head->backup.file);
	set_lead(json, head->lead);
}

static void set_plan(json_t *object, const struct ik_wizard *wizard)
{
	const struct ik_plan *head = ik_wizard_head(wizard);
	json_t *json = json_object();

	if (head)
		set_head(json, head);
	if (wizard->create)
		set_created(json, wizard->create);
	if (wizard->request)
		set_asked(json, wizard->request);
	if (wizard->import)
		set_taken(json, &wizard->import->taken);
	if (wizard->rollback)
		ik_json_set_number(json, "back_to", wizard->rollback->back_to);
	if (wizard->restore) {
		ik_json_set_number(json, "restored", (int64_t)wizard->restore->added);
		ik_json_set_number(json, "steps", (int64_t)wizard->restore->steps.n);
	}
	if (wizard->backup)
		set_saved(json, wizard->backup);
	ik_json_set(object, "plan", json);
}

/* Another certificate is in use, or something was written. */
static bool has_changed(const struct ik_outcome *outcome)
{
	return outcome->switched || ik_outcome_restored(outcome) || outcome->request_file
	       || outcome->backup_file;
}

static void set_backup(json_t *object, const struct ik_outcome *outcome)
{
	set_path(object, "backup_file", outcome->backup_file);
	if (!outcome->backup_file)
		return;
	ik_json_set_number(object, "backup_size", (int64_t)outcome->backup_size);
	ik_json_set_number(object, "backup_generations", outcome->backup_generations);
	ik_json_set_number(object, "backup_keys", outcome->backup_keys);
}

static void set_outcome(json_t *object, const struct ik_outcome *outcome)
{
	const bool known = outcome->now.sha256;

	ik_json_set_number(object, "generation_before", outcome->generation_before);
	ik_json_set_number(object, "generation", outcome->generation);
	ik_json_set_text(object, "serial", outcome->now.serial);
	ik_json_set_text(object, "sha256", outcome->now.sha256);
	set_end(object, "not_before", known, outcome->now.not_before);
	set_end(object, "not_after", known, outcome->now.not_after);
	set_backup(object, outcome);
	if (outcome->request)
		ik_json_set_text(object, "request", outcome->request);
	if (outcome->request_file)
		set_path(object, "request_file", outcome->request_file);
	if (outcome->switched) {
		ik_json_set_flag(object, "signed", outcome->publish.signed_index);
		set_lead(object, outcome->lead);
	}
	ik_json_set_commands(object, outcome);
}

/* --- the end ---------------------------------------------------------------------------------- */

/* Nothing is done, or was to be done. */
static int tell_unchanged(const struct ik_wizard *wizard)
{
	json_t *object = ik_json_begin(false);

	ik_json_set_flag(object, "dry_run", wizard->dry_run);
	set_renewal(object, wizard);
	if (ik_wizard_head(wizard) || wizard->backup)
		set_plan(object, wizard);
	set_losses(object, wizard);
	return ik_json_end(object, false, wizard->rehearsed ? ik_wizard_would_end(wizard) : 0);
}

static int tell_changed(const struct ik_wizard *wizard, const struct ik_error *late)
{
	const bool changed = has_changed(&wizard->outcome);
	json_t *object = ik_json_begin(changed);

	ik_json_set_flag(object, "dry_run", false);
	set_renewal(object, wizard);
	set_outcome(object, &wizard->outcome);
	if (wizard->restore) {
		ik_json_set_number(object, "restored", wizard->outcome.restored);
		ik_json_set_number(object, "steps", wizard->outcome.steps_restored);
	}
	ik_json_set_services(object, &wizard->followed);
	if (ik_wizard_head(wizard))
		set_group(object, &ik_wizard_head(wizard)->group);
	set_losses(object, wizard);
	if (late->id != IK_E_NONE)
		ik_json_set_error(object, late);
	return ik_json_end(object, changed, late->id == IK_E_NONE ? 0 : 3);
}

int ik_batch_json_end(struct ik_wizard *wizard, bool left, const struct ik_error *err)
{
	const struct ik_error *late = &wizard->outcome.late;

	if (wizard->done) {
		if (late->id != IK_E_NONE)
			ik_print_failure(late);
		return tell_changed(wizard, late);
	}
	if (wizard->rehearsed || (err->id != IK_E_NONE && ik_error_status(err->id) == 0))
		return tell_unchanged(wizard);
	if (err->id != IK_E_NONE || wizard->failure.id != IK_E_NONE)
		return ik_json_fail(err->id != IK_E_NONE ? err : &wizard->failure);
	return ik_wizard_print_end(wizard, left, err);
}
