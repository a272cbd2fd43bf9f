/* SPDX-License-Identifier: GPL-3.0-or-later */
/* told.c: what the agent's commands tell programs. */
#include "config.h"

#include "agent/told.h"

#include <jansson.h>

enum { FORMAT = 1 };

json_t *ik_told_begin(void)
{
	json_t *object = json_object();

	ik_json_set_number(object, "inkan_agent_json", FORMAT);
	return object;
}

void ik_told_set_moment(json_t *object, const char *key, int64_t when)
{
	if (when)
		ik_json_set_moment(object, key, when);
	else
		ik_json_set(object, key, NULL);
}

void ik_told_failure(const struct ik_error *err)
{
	json_t *object = ik_told_begin();

	ik_json_set_error(object, err);
	ik_json_print(object);
}
