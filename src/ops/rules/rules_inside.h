/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_inside.h: what the files behind rules.h share. */
#ifndef IK_OPS_RULES_RULES_INSIDE_H
#define IK_OPS_RULES_RULES_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* UTF-8 without control characters, but for those in ALLOWED: IK_E_TEXT_BYTES, IK_E_TEXT_CONTROL.
 */
bool ik_rule_text(const char *text, const char *allowed, struct ik_error *err);

/* How a sentence names the character C, which may look like another one or like nothing; caller
 * frees. */
char *ik_rule_character(uint32_t c);

#endif
