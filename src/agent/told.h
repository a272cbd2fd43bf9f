/* SPDX-License-Identifier: GPL-3.0-or-later */
/* told.h: the one object that each command of the agent tells programs.  Its keys are a promise:
 * the manual has them. */
#ifndef IK_AGENT_TOLD_H
#define IK_AGENT_TOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct json_t;

/* An object of this format, with its version. */
struct json_t *ik_told_begin(void);

/* Gives OBJECT the value of KEY; NULL, and a moment of 0, is null. */
void ik_told_set_text(struct json_t *object, const char *key, const char *text);
void ik_told_set_flag(struct json_t *object, const char *key, bool flag);
void ik_told_set_number(struct json_t *object, const char *key, uint64_t number);
void ik_told_set_moment(struct json_t *object, const char *key, int64_t when);
void ik_told_set_error(struct json_t *object, const struct ik_error *err);

/* Prints OBJECT, which is given up. */
void ik_told_end(struct json_t *object);

/* An object that says nothing but ERR. */
void ik_told_failure(const struct ik_error *err);

#endif
