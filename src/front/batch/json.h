/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h: the one object that each command tells programs, whatever happened.  Its keys are a
 * promise: the manual has them. */
#ifndef IK_FRONT_BATCH_JSON_H
#define IK_FRONT_BATCH_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "rows/json.h"

struct ik_followed;
struct ik_outcome;

/* An object of this format, with its version and whether anything was CHANGED. */
struct json_t *ik_json_begin(bool changed);

/* The commands that ran after a switch, and the services of the store. */
void ik_json_set_commands(struct json_t *object, const struct ik_outcome *outcome);
void ik_json_set_services(struct json_t *object, const struct ik_followed *followed);

/* Prints OBJECT, which is given up.  Returns STATUS; 3, after saying so, where something was
 * CHANGED and nobody got the object: what is done cannot be undone by that. */
int ik_json_end(struct json_t *object, bool changed, int status);

/* A failure with which nothing was changed, on standard output and on standard error.  Returns its
 * exit status. */
int ik_json_fail(const struct ik_error *err);

#endif
