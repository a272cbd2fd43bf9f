/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h: the form that all JSON for scripts has. */
#ifndef IK_OPS_RECORDS_JSON_H
#define IK_OPS_RECORDS_JSON_H

#include "base/buffer.h"

struct json_t;

/* Appends JSON to OUT, indented by two, ending in a newline.  JSON is given up. */
void ik_json_write(struct json_t *json, struct ik_buffer *out);

#endif
