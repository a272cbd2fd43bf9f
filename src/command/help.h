/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.h: the help of a program and of its commands, made of its tables, for 80 columns. */
#ifndef IK_COMMAND_HELP_H
#define IK_COMMAND_HELP_H

#include "command/syntax.h"

/* Help for COMMAND, or for all with NULL; on standard output. */
void ik_help_print(const struct ik_syntax *syntax, const struct ik_command *command);

/* The command "help": of the command that is LINE's argument, or of all.  Returns the exit status.
 */
int ik_help_command(const struct ik_line *line);

/* What --version says of PROGRAM, which is of VERSION. */
void ik_help_version(const char *program, const char *version);

#endif
