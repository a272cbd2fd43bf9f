/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_parts.c: what the objects of all commands are made of. */
#include <jansson.h>

#include "base/print.h"
#include "front/batch/json.h"
#include "wizard/follow.h"

enum { VERSION = 1 };

json_t *ik_json_begin(bool changed)
{
	json_t *object = json_object();

	ik_json_set_number(object, "inkan_json", VERSION);
	ik_json_set_flag(object, "changed", changed);
	return object;
}

static json_t *command_of(const struct ik_hook_result *hook)
{
	json_t *json = json_object();

	ik_json_set_text(json, "name", hook->name);
	ik_json_set_flag(json, "done", hook->failure.id == IK_E_NONE);
	return json;
}

void ik_json_set_commands(json_t *object, const struct ik_outcome *outcome)
{
	json_t *commands = json_array();

	for (size_t i = 0; i < outcome->n_hooks; i++)
		json_array_append_new(commands, command_of(&outcome->hooks[i]));
	ik_json_set(object, "commands", commands);
}

void ik_json_set_services(json_t *object, const struct ik_followed *followed)
{
	json_t *services = json_array();

	for (size_t i = 0; followed->seen && i < followed->services.n; i++) {
		json_t *service = json_object();

		ik_json_set_text(service, "service", followed->services.items[i].name);
		ik_json_set_text(service, "state", ik_follow_word(&followed->seen[i]));
		json_array_append_new(services, service);
	}
	ik_json_set(object, "services", services);
}

/* Where nothing was changed main() says that the output was lost. */
int ik_json_end(json_t *object, bool changed, int status)
{
	struct ik_error lost = {0};

	ik_json_print(object);
	if (!changed || ik_print_ok(stdout))
		return status;
	ik_fail(&lost, IK_E_OUTPUT_LOST);
	ik_print_failure(&lost);
	return 3;
}

int ik_json_fail(const struct ik_error *err)
{
	json_t *object = ik_json_begin(false);

	ik_json_set_error(object, err);
	ik_json_print(object);
	return ik_print_failure(err);
}
