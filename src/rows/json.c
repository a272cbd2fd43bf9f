/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c: what the objects of all commands are made of. */
#include "rows/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"

void ik_json_set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value ? value : json_null());
}

void ik_json_set_flag(json_t *object, const char *key, bool flag)
{
	ik_json_set(object, key, json_boolean(flag));
}

void ik_json_set_number(json_t *object, const char *key, int64_t number)
{
	ik_json_set(object, key, json_integer(number));
}

void ik_json_set_text(json_t *object, const char *key, const char *text)
{
	ik_json_set(object, key, text ? json_string(text) : NULL);
}

void ik_json_set_moment(json_t *object, const char *key, int64_t when)
{
	char *text = ik_date_rfc3339(when);

	ik_json_set_text(object, key, text);
	free(text);
}

void ik_json_set_list(json_t *object, const char *key, const struct ik_list *items)
{
	json_t *array = json_array();

	for (size_t i = 0; i < items->n; i++)
		json_array_append_new(array, json_string(items->items[i]));
	ik_json_set(object, key, array);
}

void ik_json_set_error(json_t *object, const struct ik_error *err)
{
	char *message = ik_error_sentence(err);
	char *below = ik_error_below(err);
	json_t *error = json_object();

	ik_json_set_number(error, "number", ik_error_number(err->id));
	ik_json_set_text(error, "message", message);
	ik_json_set_text(error, "detail", below ? below : "");
	ik_json_set(object, "error", error);
	free(below);
	free(message);
}

void ik_json_print(json_t *object)
{
	char *text = json_dumps(object, JSON_INDENT(2));

	if (text) {
		fputs(text, stdout);
		fputs("\n", stdout);
	}
	free(text);
	json_decref(object);
}
