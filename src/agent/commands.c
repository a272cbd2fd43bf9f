/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands.c: from a command line to the command that does it. */
#include "config.h"

#include "agent/commands.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agent/told.h"
#include "base/print.h"
#include "command/help.h"

int64_t ik_agent_now(void)
{
	return (int64_t)time(NULL);
}

int ik_agent_fail(const struct ik_line *line, const struct ik_error *err)
{
	if (line->given[IK_AGENT_JSON])
		ik_told_failure(err);
	return ik_print_failure(err);
}

static int do_line(const struct ik_line *line)
{
	if (line->given[IK_AGENT_QUIET])
		ik_print_quiet();
	if (line->given[IK_AGENT_VERSION]) {
		ik_help_version("inkan-agent", PACKAGE_VERSION);
		return 0;
	}
	if (line->given[IK_AGENT_HELP]) {
		ik_help_print(line->syntax, *line->command->name ? line->command : NULL);
		return 0;
	}
	return line->command->run(line);
}

/* Who reads JSON has one object whatever happens, so also where the line could not be read. */
static int fail(int argc, char **argv, const struct ik_error *err)
{
	struct ik_line line = {0};

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		line.given[IK_AGENT_JSON] |= strcmp(argv[i], "--json") == 0;
	return ik_agent_fail(&line, err);
}

int ik_agent_main(int argc, char **argv)
{
	struct ik_line line = {0};
	struct ik_error err = {0};
	const char *language = ik_line_language(argc, argv);
	int status;

	if (!ik_i18n_start(language)) {
		char *codes = ik_i18n_codes();

		ik_fail(&err, IK_E_LANGUAGE_UNKNOWN, language, codes);
		free(codes);
		status = fail(argc, argv, &err);
	} else if (ik_line_read(&ik_agent_syntax, argc, argv, &line, &err)) {
		status = do_line(&line);
	} else {
		status = fail(argc, argv, &err);
	}
	ik_line_free(&line);
	return status;
}
