/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c: writes JSON for scripts into a buffer. */
#include "config.h"

#include "ops/records/json.h"

#include <jansson.h>

static int add_to_buffer(const char *bytes, size_t size, void *buffer)
{
	ik_buffer_add(buffer, bytes, size);
	return 0;
}

void ik_json_write(json_t *json, struct ik_buffer *out)
{
	json_dump_callback(json, add_to_buffer, out, JSON_INDENT(2));
	ik_buffer_text(out, "\n");
	json_decref(json);
}
