/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.h: the help of a program and of its commands, made of its tables, for 80 columns. */
#ifndef IK_COMMAND_HELP_H
#define IK_COMMAND_HELP_H

#include "command/syntax.h"

/* Help for COMMAND, or for all with NULL; on standard output. */
void ik_help_print(const struct ik_syntax *syntax, const struct ik_command *command);

#endif
