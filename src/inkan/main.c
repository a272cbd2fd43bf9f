/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: which command, which front-end, which exit status; the only exit(). */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/exhausted.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/process.h"
#include "base/secret_input.h"
#include "front/line/plain.h"
#include "front/tui/tui.h"
#include "inkan/cli.h"
#include "inkan/commands.h"
#include "wizard/wizard.h"

/* Of the wizard, once it is known. */
static const struct ik_frontend *frontend;

/* Memory is exhausted: nothing may be allocated any more, and the store is safe at any moment. */
static void out_of_memory(bool late)
{
	if (frontend)
		frontend->emergency();
	ik_exhausted("inkan", late);
}

/* Where no screen can be drawn, though somebody sits there, the pages come line by line, and why is
 * said. */
static const struct ik_frontend *choose(const struct ik_line *line, struct ik_error *err)
{
	if (line->given[IK_OPTION_PLAIN])
		return &ik_frontend_plain;
	ik_tui_ascii(line->given[IK_OPTION_ASCII]);
	if (ik_tui_possible(err))
		return &ik_frontend_tui;
	if (err->id != IK_E_TERMINAL_POOR && err->id != IK_E_TERMINAL_UNKNOWN
	    && err->id != IK_E_TERMINAL_UNTOLD)
		return NULL;
	char *sentence = ik_error_sentence(err);

	ik_print_note("inkan: %s\n", sentence);
	free(sentence);
	ik_error_clear(err);
	return &ik_frontend_plain;
}

/* Standard input is what the answers come from. */
static bool check_input(const struct ik_line *line, struct ik_error *err)
{
	static const enum ik_option options[] = {IK_OPTION_PASSWORD_FD, IK_OPTION_FILE_PASSWORD_FD};

	for (size_t i = 0; i < IK_COUNT(options); i++)
		if (line->value[options[i]] && strcmp(line->value[options[i]], "0") == 0)
			return ik_fail(err, IK_E_PW_FD, "0");
	return true;
}

static int run_wizard(const struct ik_line *line)
{
	struct ik_wizard wizard = {0};
	struct ik_error err = {0};
	int status;

	frontend = choose(line, &err);
	if (frontend && check_input(line, &err) && ik_cli_wizard_start(line, &wizard, &err)
	    && ik_cli_take_file_password(line, &wizard, &err)) {
		wizard.ascii = line->given[IK_OPTION_ASCII] || !ik_i18n_is_utf8();
		status = ik_wizard_run(&wizard, frontend);
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
		request.status = run_wizard(&request.line);
	ik_line_free(&request.line);
	request.status = check_output(request.status);
	ik_secret_terminal_leave(request.status != 0);
	exit(request.status);
}
