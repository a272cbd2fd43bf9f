/* SPDX-License-Identifier: GPL-3.0-or-later */
/* completion.h: scripts that complete a program's command line in a shell, made of its tables. */
#ifndef IK_COMMAND_COMPLETION_H
#define IK_COMMAND_COMPLETION_H

#include <stdbool.h>

#include "base/buffer.h"
#include "command/syntax.h"

/* One that is known; write() appends the script. */
struct ik_shell {
	const char *name; /* "bash", "zsh", "fish" */
	void (*write)(const struct ik_syntax *syntax, struct ik_buffer *out);
};

/* The Ith language, for a value that is one; NULL after the last. */
const char *ik_completion_language(size_t i);

/* NULL: this shell is not known. */
const struct ik_shell *ik_shell_find(const char *name);

/* --- what the three of them share; for this room only ----------------------------------------- */

void ik_completion_bash(const struct ik_syntax *syntax, struct ik_buffer *out);
void ik_completion_zsh(const struct ik_syntax *syntax, struct ik_buffer *out);
void ik_completion_fish(const struct ik_syntax *syntax, struct ik_buffer *out);

/* The name of the function that completes: "_inkan_agent" of "inkan-agent"; caller frees. */
char *ik_completion_function(const struct ik_syntax *syntax);

/* What VALUE, as the help calls it, may be; NULL: nobody knows. */
const struct ik_value_kind *ik_completion_kind(const struct ik_syntax *syntax, const char *value);

/* Calls EACH with what the arguments of COMMAND may be: each kind that its usage names, once. */
void ik_completion_arguments(const struct ik_syntax *syntax, const struct ik_command *command,
			     void (*each)(const struct ik_value_kind *kind, void *context),
			     void *context);

/* The options that COMMAND takes and others do not, or with ALWAYS those that each takes, with
 * BETWEEN between them; caller frees. */
char *ik_completion_options(const struct ik_syntax *syntax, const struct ik_command *command,
			    bool always, const char *between);

/* The words of KIND with blanks between them, "" for none; caller frees. */
char *ik_completion_words(const struct ik_value_kind *kind);

/* Whether a value of SYNTAX may be what the program itself lists. */
bool ik_completion_lists(const struct ik_syntax *syntax);

/* The first sentence of TEXT without its full stop, for a shell's single quotes: a quote is
 * '\'' there.  Caller frees. */
char *ik_completion_says(const char *text);

#endif
