/* SPDX-License-Identifier: GPL-3.0-or-later */
/* told.c: what the agent's commands tell programs. */
#include "config.h"

#include "agent/told.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"

enum { FORMAT = 1 };

json_t *ik_told_begin(void)
{
	json_t *object = json_object();

	ik_told_set_number(object, "inkan_agent_json", FORMAT);
	return object;
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value ? value : json_null());
}

void ik_told_set_text(json_t *object, const char *key, const char *text)
{
	set(object, key, text ? json_string(text) : NULL);
}

void ik_told_set_flag(json_t *object, const char *key, bool flag)
{
	set(object, key, json_boolean(flag));
}

void ik_told_set_number(json_t *object, const char *key, uint64_t number)
{
	set(object, key, json_integer((json_int_t)number));
}

void ik_told_set_moment(json_t *object, const char *key, int64_t when)
{
	char *text = when ? ik_date_rfc3339(when) : NULL;

	ik_told_set_text(object, key, text);
	free(text);
}

void ik_told_set_error(json_t *object, const struct ik_error *err)
{
	char *message = ik_error_sentence(err);
	char *below = ik_error_below(err);
	json_t *error = json_object();

	ik_told_set_number(error, "number", ik_error_number(err->id));
	ik_told_set_text(error, "message", message);
	ik_told_set_text(error, "detail", below ? below : "");
	set(object, "error", error);
	free(below);
	free(message);
}

/* UTF-8 in every locale. */
void ik_told_end(json_t *object)
{
	char *text = json_dumps(object, JSON_INDENT(2));

	if (text) {
		fputs(text, stdout);
		fputs("\n", stdout);
	}
	free(text);
	json_decref(object);
}

void ik_told_failure(const struct ik_error *err)
{
	json_t *object = ik_told_begin();

	ik_told_set_error(object, err);
	ik_told_end(object);
}
