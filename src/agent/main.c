/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: the agent's start and end; the only exit(). */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "agent/commands.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/exhausted.h"
#include "base/print.h"
#include "base/process.h"

/* Memory is exhausted: nothing may be allocated any more, and the state is safe at any moment. */
static void out_of_memory(bool late)
{
	ik_exhausted("inkan-agent", late);
}

/* A result that was lost is none. */
static int check_output(int status)
{
	struct ik_error err = {0};

	if (ik_print_ok(stdout))
		return status;
	ik_fail(&err, IK_E_OUTPUT_LOST);
	return ik_print_failure(&err);
}

int main(int argc, char **argv)
{
	ik_process_start();
	ik_error_program("inkan-agent");
	ik_alloc_on_failure(out_of_memory);
	signal(SIGPIPE, SIG_IGN); /* who reads no more ends nothing half-way */
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like any other */
	exit(check_output(ik_agent_main(argc, argv)));
}
