/* SPDX-License-Identifier: GPL-3.0-or-later */
/* objection_cure.h: what helps against what is wrong with a certificate or its chain. */
#ifndef IK_OPS_RECORDS_OBJECTION_CURE_H
#define IK_OPS_RECORDS_OBJECTION_CURE_H

#include "base/objection.h"

/* What to do about it, translated, with the command for STORE; caller frees.  NULL: nothing can be
 * done. */
char *ik_objection_cure(const struct ik_objection *objection, const char *store);

#endif
