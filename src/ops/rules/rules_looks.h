/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_looks.h: names that look like others, for text that is narrowed already. */
#ifndef IK_OPS_RULES_RULES_LOOKS_H
#define IK_OPS_RULES_RULES_LOOKS_H

#include <stdbool.h>

#include "base/error.h"

/* IK_E_HOST_LOOKALIKE, with the name that is meant, where a label of NAME is ASCII but for what
 * looks like a hyphen or a dot there. */
bool ik_rule_check_lookalikes(const char *name, struct ik_error *err);

#endif
