/* SPDX-License-Identifier: GPL-3.0-or-later */
/* told.h: the one object that each command of the agent tells programs.  Its keys are a promise:
 * the manual has them. */
#ifndef IK_AGENT_TOLD_H
#define IK_AGENT_TOLD_H

#include <stdint.h>

#include "base/error.h"
#include "rows/json.h"

/* An object of this format, with its version. */
struct json_t *ik_told_begin(void);

/* Gives OBJECT the value of KEY; a moment of 0 is null. */
void ik_told_set_moment(struct json_t *object, const char *key, int64_t when);

/* An object that says nothing but ERR. */
void ik_told_failure(const struct ik_error *err);

#endif
