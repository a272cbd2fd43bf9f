/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli.h: the commands.  Each is one file; this is how main() reaches them. */
#ifndef IK_INKAN_CLI_H
#define IK_INKAN_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "command/line.h"
#include "wizard/frontend.h"

/* What the command line asked for. */
struct ik_request {
	bool wizard;         /* no command: open a front-end, as LINE says */
	struct ik_line line; /* to be freed by who got it */
	int status;          /* the exit status, when WIZARD is false */
};

/* Reads the options, starts the language, does the command (all but opening a front-end that asks).
 * Prints results on standard output, errors on standard error. */
void ik_cli(int argc, char **argv, struct ik_request *request);

/* Seconds since 1970. */
int64_t ik_cli_now(void);

#endif
