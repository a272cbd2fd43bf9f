/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h: the members of the objects that commands tell programs. */
#ifndef IK_ROWS_JSON_H
#define IK_ROWS_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/list.h"

struct json_t;

/* Gives OBJECT the VALUE of KEY, which it takes over; NULL is null, here and below. */
void ik_json_set(struct json_t *object, const char *key, struct json_t *value);
void ik_json_set_flag(struct json_t *object, const char *key, bool flag);
void ik_json_set_number(struct json_t *object, const char *key, int64_t number);
void ik_json_set_text(struct json_t *object, const char *key, const char *text);
void ik_json_set_moment(struct json_t *object, const char *key, int64_t when);
void ik_json_set_list(struct json_t *object, const char *key, const struct ik_list *items);
void ik_json_set_error(struct json_t *object, const struct ik_error *err);

/* Prints OBJECT, which it takes over: UTF-8 in every locale. */
void ik_json_print(struct json_t *object);

#endif
