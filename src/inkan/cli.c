/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli.c: from a command line to the command that does it. */
#include "config.h"

#include "inkan/cli.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/print.h"
#include "base/text.h"
#include "command/help.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/records/default_store.h"
#include "ops/records/published.h"
#include "ops/rules/rules.h"

int64_t ik_cli_now(void)
{
	return (int64_t)time(NULL);
}

const char *ik_cli_store(const struct ik_line *line)
{
	const char *store = line->value[IK_OPTION_STORE];

	if (!store)
		store = getenv("INKAN_STORE");
	return store && *store ? store : NULL;
}

char *ik_cli_store_path(const struct ik_line *line, struct ik_error *err)
{
	const char *named = ik_cli_store(line);
	char *store = named ? ik_strdup(named) : ik_default_store();

	if (!store)
		ik_fail(err, IK_E_STORE_HOME);
	return store;
}

char *ik_cli_text(const char *argument, struct ik_error *err)
{
	char *text = ik_text_typed(argument);

	if (!text)
		ik_fail(err, IK_E_TEXT_BYTES);
	return text;
}

bool ik_cli_valid_days(const struct ik_line *line, unsigned usual, unsigned *days,
		       struct ik_error *err)
{
	const char *text = line->value[IK_OPTION_VALID];

	*days = usual;
	return !text || (ik_rule_number(text, IK_SIGNED_DAYS_MAX, days) && *days > 0)
	       || ik_fail(err, IK_E_PUBLISH_VALID);
}

int ik_cli_fail(const struct ik_line *line, const struct ik_error *err)
{
	return line->given[IK_OPTION_JSON] ? ik_json_fail(err) : ik_print_failure(err);
}

static int do_line(const struct ik_line *line, struct ik_request *request)
{
	if (line->given[IK_OPTION_QUIET])
		ik_print_quiet();
	if (line->given[IK_OPTION_VERSION]) {
		ik_help_version("inkan", PACKAGE_VERSION);
		return 0;
	}
	if (line->given[IK_OPTION_HELP]) {
		ik_help_print(line->syntax, *line->command->name ? line->command : NULL);
		return 0;
	}
	if (line->command->run)
		return line->command->run(line);
	if (line->given[IK_OPTION_ANSWERS])
		return ik_command_answers(line);
	request->wizard = true;
	return 0;
}

static bool is_command(int argc, char **argv, const char *name)
{
	const char *word = ik_line_first_word(&ik_inkan_syntax, argc, argv);

	return word && strcmp(word, name) == 0;
}

/* Who reads JSON has one object whatever happens, so also where the line could not be read. */
static int fail(int argc, char **argv, const struct ik_error *err)
{
	bool json = false;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		json = json || strcmp(argv[i], "--json") == 0;
	return json ? ik_json_fail(err) : ik_print_failure(err);
}

void ik_cli(int argc, char **argv, struct ik_request *request)
{
	struct ik_error err = {0};
	const char *language = ik_line_language(argc, argv);

	*request = (struct ik_request){0};
	if (!ik_i18n_start(language)) {
		char *codes = ik_i18n_codes();

		ik_fail(&err, IK_E_LANGUAGE_UNKNOWN, language, codes);
		free(codes);
		request->status = fail(argc, argv, &err);
	} else if (ik_line_read(&ik_inkan_syntax, argc, argv, &request->line, &err)) {
		request->status = do_line(&request->line, request);
	} else {
		request->status = fail(argc, argv, &err);
	}
	/* A monitoring plugin whose usage is wrong knows nothing: 2 would say that the certificate
	 * has expired. */
	if (err.id != IK_E_NONE && is_command(argc, argv, "check"))
		request->status = 3;
}
