/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_names.h: the rule of host names, for text that is narrowed already. */
#ifndef IK_OPS_RULES_RULES_NAMES_H
#define IK_OPS_RULES_RULES_NAMES_H

#include <stdbool.h>

#include "base/error.h"

/* WILDCARD: one leading "*." may stand before the name.  Caller frees *NAME; NULL on failure. */
bool ik_rule_narrowed_host(const char *text, bool wildcard, char **name, struct ik_error *err);

#endif
