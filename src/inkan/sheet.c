/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.c: inkan sheet [FILE]: the recovery sheet, to be printed. */
#include "wizard/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/print.h"
#include "inkan/commands.h"
#include "rows/words.h"

/* A file is UTF-8; standard output is what the locale says. */
static int put(const char *text, const char *argument, struct ik_error *err)
{
	char *shown;

	if (!argument || strcmp(argument, "-") == 0) {
		ik_print(stdout, text);
		return 0;
	}
	if (!ik_sheet_save(argument, text, err))
		return ik_print_failure(err);
	shown = ik_words_whole_path(argument);
	ik_printf(stdout, _("Written: %s\n"), shown);
	free(shown);
	return 0;
}

int ik_command_sheet(const struct ik_line *line)
{
	struct ik_sheet sheet = {0};
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	int status;

	if (store && ik_sheet_look(store, ik_cli_now(), &sheet, &err)) {
		char *text = ik_sheet_text(&sheet);

		status = put(text, line->n_arguments ? line->argument[0] : NULL, &err);
		free(text);
	} else {
		status = ik_print_failure(&err);
	}
	ik_sheet_free(&sheet);
	free(store);
	return status;
}
