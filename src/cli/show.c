/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c: inkan show [GENERATION]: the certificate in use, or an earlier one, as read from disk. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "cli/commands.h"
#include "ops/show.h"
#include "wizard/proof.h"

static bool number_of(const char *text, unsigned *number, struct ik_error *err)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || text[digits])
		return ik_error_set(err, IK_E_GENERATION_NUMBER, text, NULL, NULL);
	if (digits > 9 || (*number = (unsigned)strtoul(text, NULL, 10)) == 0)
		return ik_error_set(err, IK_E_STORE_NO_GENERATION, text, NULL, NULL);
	return true;
}

static const char *key_words(const struct ik_shown *shown)
{
	if (!shown->has_key)
		return _("not there any more");
	return shown->exportable ? _("there, exportable") : _("there, not exportable");
}

static void print_text(const struct ik_shown *shown)
{
	struct ik_report report = {0};
	int64_t now = ik_cli_now();

	ik_report_pair(&report, IK_TONE_PLAIN, ik_format(_("Generation %u"), shown->generation),
		       ik_strdup(ik_proof_state(shown->state)));
	if (shown->facts.sha256) {
		ik_proof_facts(&report, NULL, &shown->facts, now, true);
		ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Private key")), ik_strdup(key_words(shown)));
		ik_report_text(&report, IK_TONE_QUIET, ik_date_zone_sentence(now));
	}
	char *lines = ik_report_plain(&report);

	ik_print(stdout, lines);
	free(lines);
	ik_report_free(&report);
}

/* JSON is UTF-8 in every locale. */
static void print_json(const struct ik_shown *shown)
{
	struct ik_buffer json = {0};

	ik_shown_json(shown, &json);
	fputs(ik_buffer_string(&json), stdout);
	ik_buffer_free(&json);
}

int ik_command_show(const struct ik_line *line)
{
	struct ik_shown shown = {0};
	struct ik_error err = {0};
	unsigned number = 0;
	int status = 0;
	char *store = ik_cli_store_path(line, &err);

	if (store && (line->n_arguments == 0 || number_of(line->argument[0], &number, &err)) &&
	    ik_show(store, number, ik_cli_now(), &shown, &err)) {
		if (line->given[IK_OPTION_JSON])
			print_json(&shown);
		else
			print_text(&shown);
		if (shown.damage.id != IK_E_NONE)
			status = ik_cli_fail(&shown.damage);
	} else {
		status = ik_cli_fail(&err);
	}
	ik_shown_free(&shown);
	free(store);
	return status;
}
