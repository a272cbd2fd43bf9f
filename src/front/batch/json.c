/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c: what came of a change, for programs: one object on standard output, whatever happened.
 * Its keys are a promise. */
#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "wizard/follow.h"
#include "wizard/wizard.h"

enum { VERSION = 1 };

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value ? value : json_null());
}

static void set_text(json_t *object, const char *key, const char *text)
{
	set(object, key, text ? json_string(text) : NULL);
}

static void set_moment(json_t *object, const char *key, int64_t when)
{
	char *text = ik_date_rfc3339(when);

	set_text(object, key, text);
	free(text);
}

static void set_list(json_t *object, const char *key, const struct ik_list *items)
{
	json_t *array = json_array();

	for (size_t i = 0; i < items->n; i++)
		json_array_append_new(array, json_string(items->items[i]));
	set(object, key, array);
}

static void set_error(json_t *object, const struct ik_error *err)
{
	char *message = ik_error_sentence(err);
	char *below = ik_error_below(err);
	json_t *error = json_object();

	set(error, "number", json_integer(ik_error_number(err->id)));
	set_text(error, "message", message);
	set_text(error, "detail", below ? below : "");
	set(object, "error", error);
	free(below);
	free(message);
}

static json_t *begin(void)
{
	json_t *object = json_object();

	set(object, "inkan_json", json_integer(VERSION));
	return object;
}

/* Both are UTF-8 in every locale. */
static void write_out(json_t *object)
{
	char *text = json_dumps(object, JSON_INDENT(2));

	if (text) {
		fputs(text, stdout);
		fputs("\n", stdout);
	}
	free(text);
	json_decref(object);
}

/* --- what was planned, what was done ---------------------------------------------------------- */

static void set_losses(json_t *object, const struct ik_create_plan *plan)
{
	struct ik_list lines = {0};

	if (plan)
		ik_losses_lines(&plan->losses, &lines);
	set_list(object, "lost", &lines);
	ik_list_free(&lines);
}

static void set_renewal(json_t *object, const struct ik_wizard *wizard)
{
	if (!wizard->renews)
		return;
	set(object, "due", json_boolean(wizard->renewal.due));
	set(object, "days_left", json_integer(wizard->renewal.days_left));
	set(object, "within", json_integer(wizard->renewal.within));
}

/* Who can read the new key; lost is the group that cannot be given it here. */
static void set_group(json_t *object, const struct ik_key_group *group)
{
	set_text(object, "key_group", group->name && *group->name ? group->name : NULL);
	set_text(object, "lost_key_group", group->lost);
	set(object, "no_key_group", json_boolean(group->removed));
}

static void set_created(json_t *json, const struct ik_create_plan *plan)
{
	set_text(json, "common_name", plan->identity.common_name);
	set_text(json, "organization", plan->identity.organization);
	set_list(json, "dns_names", &plan->identity.dns_names);
	set_list(json, "ip_addresses", &plan->identity.ip_addresses);
	set_text(json, "key_type", plan->key_type);
	set_moment(json, "not_before", plan->not_before);
	set_moment(json, "not_after", plan->not_after);
	set(json, "exportable", json_boolean(plan->exportable));
}

static void set_taken(json_t *json, const struct ik_import_key *taken)
{
	const struct ik_facts *facts = &taken->facts;

	set_text(json, "common_name", facts->common_name);
	set_text(json, "organization", facts->organization);
	set_list(json, "dns_names", &facts->dns_names);
	set_list(json, "ip_addresses", &facts->ip_addresses);
	set_text(json, "key_type", taken->type);
	set_moment(json, "not_before", facts->not_before);
	set_moment(json, "not_after", facts->not_after);
	set_text(json, "serial", facts->serial);
	set_text(json, "sha256", facts->sha256);
}

static void set_plan(json_t *object, const struct ik_wizard *wizard)
{
	const struct ik_plan *head = ik_wizard_head(wizard);
	json_t *json = json_object();

	set(json, "generation_before", json_integer(head->from));
	set(json, "generation", json_integer(head->to));
	set_group(json, &head->group);
	set_text(json, "backup_file", head->backup.file);
	if (wizard->create)
		set_created(json, wizard->create);
	if (wizard->import)
		set_taken(json, &wizard->import->taken);
	if (wizard->rollback)
		set(json, "back_to", json_integer(wizard->rollback->back_to));
	set(object, "plan", json);
}

static json_t *command_of(const struct ik_hook_result *hook)
{
	json_t *json = json_object();

	set_text(json, "name", hook->name);
	set(json, "done", json_boolean(hook->failure.id == IK_E_NONE));
	return json;
}

static void set_services(json_t *object, const struct ik_followed *followed)
{
	json_t *services = json_array();

	for (size_t i = 0; followed->seen && i < followed->services.n; i++) {
		json_t *service = json_object();

		set_text(service, "service", followed->services.items[i].name);
		set_text(service, "state", ik_follow_word(&followed->seen[i]));
		json_array_append_new(services, service);
	}
	set(object, "services", services);
}

static void set_outcome(json_t *object, const struct ik_outcome *outcome)
{
	json_t *commands = json_array();

	set(object, "generation_before", json_integer(outcome->generation_before));
	set(object, "generation", json_integer(outcome->generation));
	set_text(object, "serial", outcome->now.serial);
	set_text(object, "sha256", outcome->now.sha256);
	set_moment(object, "not_before", outcome->now.not_before);
	set_moment(object, "not_after", outcome->now.not_after);
	set_text(object, "backup_file", outcome->backup_file);
	for (size_t i = 0; i < outcome->n_hooks; i++)
		json_array_append_new(commands, command_of(&outcome->hooks[i]));
	set(object, "commands", commands);
}

/* --- the end ---------------------------------------------------------------------------------- */

/* Nothing is done, or was to be done. */
static int tell_unchanged(const struct ik_wizard *wizard)
{
	json_t *object = begin();

	set(object, "changed", json_false());
	set(object, "dry_run", json_boolean(wizard->dry_run));
	set_renewal(object, wizard);
	if (ik_wizard_head(wizard))
		set_plan(object, wizard);
	if (wizard->create)
		set_losses(object, wizard->create);
	write_out(object);
	return 0;
}

static int tell_changed(const struct ik_wizard *wizard, const struct ik_error *late)
{
	json_t *object = begin();

	set(object, "changed", json_boolean(wizard->outcome.switched));
	set(object, "dry_run", json_false());
	set_renewal(object, wizard);
	set_outcome(object, &wizard->outcome);
	if (wizard->restore)
		set(object, "restored", json_integer(wizard->outcome.restored));
	set_services(object, &wizard->followed);
	if (ik_wizard_head(wizard))
		set_group(object, &ik_wizard_head(wizard)->group);
	set_losses(object, wizard->create);
	if (late->id != IK_E_NONE)
		set_error(object, late);
	write_out(object);
	return late->id == IK_E_NONE ? 0 : 3;
}

int ik_batch_json_fail(const struct ik_error *err)
{
	json_t *object = begin();

	set(object, "changed", json_false());
	set_error(object, err);
	write_out(object);
	return ik_print_failure(err);
}

/* What is printed on a full disk is lost, and a change is not.  Without one main() says it. */
static int with_output(const struct ik_wizard *wizard, int status)
{
	struct ik_error lost = {0};

	if (!wizard->outcome.switched || ik_print_ok(stdout))
		return status;
	ik_fail(&lost, IK_E_OUTPUT_LOST);
	ik_print_failure(&lost);
	return 3;
}

int ik_batch_json_end(struct ik_wizard *wizard, bool left, const struct ik_error *err)
{
	const struct ik_error *late = &wizard->outcome.late;

	if (wizard->done) {
		if (late->id != IK_E_NONE)
			ik_print_failure(late);
		return with_output(wizard, tell_changed(wizard, late));
	}
	if (wizard->rehearsed || (err->id != IK_E_NONE && ik_error_status(err->id) == 0))
		return tell_unchanged(wizard);
	if (err->id != IK_E_NONE || wizard->failure.id != IK_E_NONE)
		return ik_batch_json_fail(err->id != IK_E_NONE ? err : &wizard->failure);
	return ik_wizard_print_end(wizard, left, err);
}
