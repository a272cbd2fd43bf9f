/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: which command, which front-end, which exit status; the only exit(). */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/process.h"
#include "base/secret_input.h"
#include "front/tui/tui.h"
#include "inkan/cli.h"
#include "wizard/wizard.h"

/* Memory is exhausted: nothing may be allocated any more, and the store is safe at any moment. */
static void out_of_memory(bool late)
{
	const enum ik_error_id id = late ? IK_E_NO_MEMORY_LATE : IK_E_NO_MEMORY;
	char line[256];
	int size = snprintf(line, sizeof(line), "inkan: INK-%04u: %s\n", ik_error_number(id),
			    ik_error_msgid(id));

	ik_frontend_tui.emergency();
	ssize_t written = write(STDERR_FILENO, line, (size_t)size);

	(void)written; /* there is nobody left to tell */
	_exit(ik_error_status(id));
}

static int run_wizard(const struct ik_request *request)
{
	struct ik_wizard wizard = {0};
	struct ik_error err = {0};
	int status;

	ik_tui_ascii(request->ascii);
	if (ik_tui_possible(&err) && ik_wizard_start(&wizard, request->store, ik_cli_now, &err)) {
		wizard.save_answers = request->save_answers;
		wizard.ascii = request->ascii || !ik_i18n_is_utf8();
		status = ik_wizard_run(&wizard, &ik_frontend_tui);
	} else {
		status = ik_print_failure(&err);
	}
	ik_wizard_free(&wizard);
	return status;
}

/* A result that was lost is none; but a certificate that is in use stays in use. */
static int check_output(int status)
{
	struct ik_error err = {0};

	if (ik_print_ok(stdout) || status == 3)
		return status;
	ik_fail(&err, IK_E_OUTPUT_LOST);
	return ik_print_failure(&err);
}

int main(int argc, char **argv)
{
	struct ik_request request;

	ik_process_start();
	ik_alloc_on_failure(out_of_memory);
	signal(SIGPIPE, SIG_IGN); /* who reads no more ends no change half-way */
	signal(SIGXFSZ,
	       SIG_IGN); /* a file that may not grow too, and what was begun must be taken back */
	ik_cli(argc, argv, &request);
	if (request.wizard)
		request.status = run_wizard(&request);
	request.status = check_output(request.status);
	ik_secret_terminal_leave(request.status != 0);
	exit(request.status);
}
