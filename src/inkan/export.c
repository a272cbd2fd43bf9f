/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.c: inkan export FILE: the certificate for agents, or with its key under a password. */
#include "ops/change/export.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "front/batch/batch.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/rules/password.h"
#include "rows/words.h"

static bool to_standard_output(const struct ik_line *line)
{
	return strcmp(line->argument[0], "-") == 0;
}

/* --with-key means a PKCS#12, and nothing else does. */
static bool read_format(const struct ik_line *line, enum ik_export_format *format,
			struct ik_error *err)
{
	const char *text = line->value[IK_OPTION_FORMAT];
	bool key = line->given[IK_OPTION_WITH_KEY];

	*format = key ? IK_EXPORT_PKCS12 : IK_EXPORT_PEM;
	if (text && !ik_export_format_find(text, format, err))
		return false;
	if (key && *format != IK_EXPORT_PKCS12)
		return ik_fail(err, IK_E_OPTION_CONFLICT, "--with-key", text);
	if (!key && *format == IK_EXPORT_PKCS12)
		return ik_fail(err, IK_E_OPTION_ALONE, "--format p12", "--with-key");
	return true;
}

static bool read_generation(const struct ik_line *line, unsigned *number, struct ik_error *err)
{
	const char *text = line->value[IK_OPTION_GENERATION];

	return !text || ik_cli_generation(text, number, err);
}

static bool check_output(const struct ik_line *line, enum ik_export_format format,
			 struct ik_error *err)
{
	if (to_standard_output(line) && line->given[IK_OPTION_JSON])
		return ik_fail(err, IK_E_OPTION_CONFLICT, "-", "--json");
	if (to_standard_output(line) && format != IK_EXPORT_PEM && isatty(STDOUT_FILENO))
		return ik_fail(err, IK_E_EXPORT_TERMINAL);
	return true;
}

static bool ask(ik_secret **out, struct ik_error *err)
{
	if (!ik_secret_terminal_exists())
		return ik_fail(err, IK_E_PASSWORD_MISSING);
	return ik_ask_new_password(N_("Password for the file (typing is not shown): "), out, err);
}

static bool read_password(const struct ik_line *line, ik_secret **password, struct ik_error *err)
{
	if (!ik_cli_password(line, password, err) || (!*password && !ask(password, err)))
		return false;
	if (ik_password_strength(*password) == IK_STRENGTH_WEAK)
		ik_print_note("inkan: %s\n",
			      _("Warning: the password of the file is weak and could be guessed."));
	if (!ik_password_is_ascii(*password))
		ik_print_note(
			"inkan: %s\n",
			_("Warning: other programs may not be able to open a file whose password "
			  "is not ASCII."));
	return true;
}

static void tell(const struct ik_exported *exported, bool with_key)
{
	char *file = ik_words_path(exported->file);
	char *serial = ik_words_hex(exported->facts.serial);
	char *sha256 = ik_words_hex(exported->facts.sha256);

	ik_printf(stdout, with_key ? _("Written, with the key: %s\n") : _("Written: %s\n"), file);
	ik_printf(stdout, _("Generation %u\n"), exported->generation);
	ik_printf(stdout, "%s: %s\n", _("Serial number"), serial);
	ik_printf(stdout, "%s: %s\n", _("Fingerprint (SHA-256)"), sha256);
	free(file);
	free(serial);
	free(sha256);
}

static int tell_json(const struct ik_exported *exported, bool with_key)
{
	json_t *object = ik_json_begin(true);
	char *file = ik_words_path(exported->file);

	ik_json_set_text(object, "file", file);
	ik_json_set_flag(object, "with_key", with_key);
	ik_json_set_number(object, "generation", exported->generation);
	ik_json_set_text(object, "serial", exported->facts.serial);
	ik_json_set_text(object, "sha256", exported->facts.sha256);
	free(file);
	return ik_json_end(object, true, 0);
}

static int run(const struct ik_line *line, struct ik_export_wish *wish, struct ik_error *err)
{
	struct ik_step_lines step_lines = {0};
	struct ik_watch watch = {.wait = ik_step_lines_wait, .self = &step_lines};
	struct ik_exported exported;
	int status = 0;

	if (!ik_export(wish, &watch, &exported, err))
		return ik_cli_fail(line, err);
	if (line->given[IK_OPTION_JSON])
		status = tell_json(&exported, wish->format == IK_EXPORT_PKCS12);
	else if (wish->file)
		tell(&exported, wish->format == IK_EXPORT_PKCS12);
	else
		fwrite(exported.bytes.data, 1, exported.bytes.size, stdout);
	if (wish->compatibility)
		ik_print_note(
			"inkan: %s\n",
			_("Warning: the file is protected by old methods (3DES, SHA-1). Delete "
			  "it as soon as it was imported."));
	ik_exported_free(&exported);
	return status;
}

int ik_command_export(const struct ik_line *line)
{
	struct ik_error err = {0};
	ik_secret *password = NULL;
	char *store = ik_cli_store_path(line, &err);
	char *file = to_standard_output(line) ? NULL : ik_cli_text(line->argument[0], &err);
	struct ik_export_wish wish = {
		.store = store,
		.file = file,
		.replaces = line->given[IK_OPTION_REPLACE],
		.compatibility = line->given[IK_OPTION_COMPATIBILITY],
		.now = ik_cli_now(),
	};
	int status;

	if (err.id == IK_E_NONE && read_generation(line, &wish.generation, &err)
	    && read_format(line, &wish.format, &err) && check_output(line, wish.format, &err)
	    && (wish.format != IK_EXPORT_PKCS12 || read_password(line, &password, &err))) {
		wish.password = password;
		status = run(line, &wish, &err);
	} else {
		status = ik_cli_fail(line, &err);
	}
	ik_secret_free(password);
	free(file);
	free(store);
	return status;
}
