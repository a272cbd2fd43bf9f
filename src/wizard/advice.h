/* SPDX-License-Identifier: GPL-3.0-or-later */
/* advice.h: what an operator is told around a run: whether anything was changed, and what to type.
 * Callers free. */
#ifndef IK_WIZARD_ADVICE_H
#define IK_WIZARD_ADVICE_H

#include "wizard/wizard.h"

/* COMMAND ("inkan rollback") as it can be typed: with the store where that is not the usual one. */
char *ik_advice_command(const struct ik_wizard *wizard, const char *command);

/* "Nothing was changed; ..." or that it is replaced: the first line after a failure. */
char *ik_advice_changed(const struct ik_wizard *wizard);

#endif
