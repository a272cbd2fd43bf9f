/* SPDX-License-Identifier: GPL-3.0-or-later */
/* objection_cure.h: what helps against what is wrong with a certificate or its chain. */
#ifndef IK_OPS_RECORDS_OBJECTION_CURE_H
#define IK_OPS_RECORDS_OBJECTION_CURE_H

#include "base/objection.h"

/* What to do about it, translated, up to the command for STORE, which becomes *COMMAND; caller
 * frees both.  NULL, and *COMMAND too: nothing can be done.  COMMAND may be NULL: the text then
 * ends with the command. */
char *ik_objection_cure(const struct ik_objection *objection, const char *store, char **command);

#endif
