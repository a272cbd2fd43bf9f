/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.h: the two front-ends without a screen.  For this room only. */
#ifndef IK_CLI_BATCH_H
#define IK_CLI_BATCH_H

#include "cli/cli.h"
#include "cli/options.h"

/* ik_frontend_batch, but a password that nobody gave is asked for on the terminal, if there is one. */
extern const struct ik_frontend ik_frontend_command;

/* The same, which tells JSON at its end. */
extern const struct ik_frontend ik_frontend_json;

/* Runs WIZARD on one of them; if it failed for want of a choice, says what there is to choose from.  Returns the exit
 * status. */
int ik_cli_run(struct ik_wizard *wizard, const struct ik_frontend *frontend);

/* Asks on the terminal with PROMPT (a message id), into the answer ID of WIZARD. */
bool ik_cli_ask(struct ik_wizard *wizard, const char *id, const char *prompt, struct ik_error *err);

/* A command that takes the wizard's way: ANSWER gives what LINE says as answers.  Returns the exit status. */
int ik_cli_converse(const struct ik_line *line,
		    bool (*answer)(const struct ik_line *line, struct ik_wizard *wizard, struct ik_error *err));

#endif
