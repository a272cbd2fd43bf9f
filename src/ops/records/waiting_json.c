/* SPDX-License-Identifier: GPL-3.0-or-later */
/* waiting_json.c: the requests that wait, for scripts. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "ops/records/json.h"
#include "ops/records/waiting.h"

static json_t *text_or_null(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

/* Of one that does not record them all the one that it was made for. */
static json_t *names_of(const struct ik_waiting *waiting)
{
	static const char between[] = ", ";
	const char *at = waiting->names && *waiting->names ? waiting->names : waiting->name;
	json_t *names = json_array();

	while (at && *at) {
		const char *end = strstr(at, between);
		const size_t size = end ? (size_t)(end - at) : strlen(at);

		json_array_append_new(names, json_stringn(at, size));
		at = end ? end + strlen(between) : NULL;
	}
	return names;
}

static json_t *object_of(const struct ik_waiting *waiting)
{
	const bool read = waiting->damage.id == IK_E_NONE;
	char *made_at = read ? ik_date_rfc3339(waiting->made_at) : NULL;
	json_t *json = json_pack(
		"{s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", waiting->id, "damaged",
		!read, "made_at", text_or_null(made_at), "name", text_or_null(waiting->name),
		"names", names_of(waiting), "key_type", text_or_null(waiting->key_type),
		"key_group", text_or_null(waiting->key_group), "file", text_or_null(waiting->file),
		"exportable", read ? json_boolean(waiting->exportable) : json_null());

	free(made_at);
	return json;
}

void ik_waiting_json(const struct ik_waiting *waiting, size_t n, struct ik_buffer *out)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, object_of(&waiting[i]));
	ik_json_write(array, out);
}
