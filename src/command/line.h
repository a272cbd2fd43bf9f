/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line.h: a command line, read by the tables of its program. */
#ifndef IK_COMMAND_LINE_H
#define IK_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/list.h"
#include "command/syntax.h"

enum { IK_LINE_OPTIONS = 96, IK_LINE_ARGUMENTS = 1024 };

/* A command line that was read and fits its command.  Text is the caller's argv. */
struct ik_line {
	const struct ik_syntax *syntax;
	const struct ik_command *command;
	bool given[IK_LINE_OPTIONS];
	const char *value[IK_LINE_OPTIONS];
	struct ik_list repeated; /* each value of the option of its command that may be repeated */
	const char *argument[IK_LINE_ARGUMENTS];
	size_t n_arguments;
	bool by_letter; /* the command was written as a letter of the model's tool */
};

/* Reads ARGV.  --help and --version end the checks: the line may then lack what its command needs.
 * Nothing that may be a password is repeated in ERR.  LINE is freed with ik_line_free() either way.
 */
bool ik_line_read(const struct ik_syntax *syntax, int argc, char **argv, struct ik_line *line,
		  struct ik_error *err);
void ik_line_free(struct ik_line *line);

/* The value of --lang somewhere in ARGV, before anything else is judged, so that errors speak that
 * language; NULL: none. */
const char *ik_line_language(int argc, char **argv);

/* The first word of ARGV that is neither an option nor its value; NULL: none.  For errors whose
 * status the command sets. */
const char *ik_line_first_word(const struct ik_syntax *syntax, int argc, char **argv);

#endif
