/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.h: what was probably meant. */
#ifndef IK_COMMAND_NEAREST_H
#define IK_COMMAND_NEAREST_H

#include <stdbool.h>

#include "base/error.h"
#include "command/syntax.h"

/* Adds to ERR, which says that there is no WORD, the option or command that is nearest to it, if
 * one is near.  Always false. */
bool ik_nearest_suggest(const struct ik_syntax *syntax, const char *word, struct ik_error *err);

#endif
