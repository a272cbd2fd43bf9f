/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.c: the recovery sheet, for somebody who has lost the server and never saw inkan. */
#include "wizard/sheet.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "base/list.h"
#include "base/text.h"
#include "ops/records/default_store.h"
#include "rows/report.h"
#include "rows/words.h"
#include "wizard/page.h"

enum { HEAD_COLUMNS = 30, HEX_COLUMNS = 39, STEP_INDENT = 3, COMMAND_INDENT = 5 };

static void rule(char sign, struct ik_buffer *out)
{
	for (int i = 0; i < IK_SHEET_COLUMNS; i++)
		ik_buffer_add(out, &sign, 1);
	ik_buffer_text(out, "\n");
}

static void blanks(int n, struct ik_buffer *out)
{
	for (int i = 0; i < n; i++)
		ik_buffer_text(out, " ");
}

/* TEXT, wrapped to WIDTH; HEAD stands before its first line, within INDENT columns. */
static void hang(const char *head, int indent, const char *text, int width, struct ik_buffer *out)
{
	struct ik_list lines = {0};

	ik_text_wrap(text, width, &lines);
	ik_buffer_text(out, head);
	blanks(indent - ik_text_columns(head), out);
	for (size_t i = 0; i < lines.n; i++) {
		if (i > 0)
			blanks(indent, out);
		ik_buffer_format(out, "%s\n", lines.items[i]);
	}
	ik_list_free(&lines);
}

static void say(const char *text, struct ik_buffer *out)
{
	hang("", 0, text, IK_SHEET_COLUMNS, out);
}

/* Takes TEXT over. */
static void fact(const char *head, char *text, struct ik_buffer *out)
{
	hang(head, HEAD_COLUMNS, text, IK_SHEET_COLUMNS - HEAD_COLUMNS, out);
	free(text);
}

/* Eight groups of four a line, so that two of them can be compared. */
static void hex_fact(const char *head, const char *hex, struct ik_buffer *out)
{
	char *groups = ik_words_hex(hex);

	hang(head, HEAD_COLUMNS, groups, HEX_COLUMNS, out);
	free(groups);
}

static void heading(const char *text, struct ik_buffer *out)
{
	ik_buffer_text(out, "\n");
	say(text, out);
	rule('-', out);
}

static void step(int number, const char *text, struct ik_buffer *out)
{
	char *head = ik_format("%d.", number);

	hang(head, STEP_INDENT, text, IK_SHEET_COLUMNS - STEP_INDENT, out);
	free(head);
}

/* What is typed stands on a line of its own, whole however long it is. */
static void command(const struct ik_sheet *sheet, const char *typed, struct ik_buffer *out)
{
	char *line = ik_command_for(sheet->situation.store, typed);

	blanks(COMMAND_INDENT, out);
	ik_buffer_format(out, "%s\n", line);
	free(line);
}

static void by_hand(const char *text, struct ik_buffer *out)
{
	say(text, out);
	ik_buffer_text(out, "\n");
	rule('_', out);
}

/* --- its parts -------------------------------------------------------------------------------- */

static void add_backup(const struct ik_sheet *sheet, struct ik_buffer *out)
{
	if (!sheet->backup) {
		fact(_("Backup"),
		     ik_strdup(_("None is known: make one, then print the sheet again.")), out);
		command(sheet, "inkan backup FILE", out);
		return;
	}
	fact(_("Backup"), ik_strdup(sheet->backup), out);
	if (sheet->backup_at) {
		char *made = ik_date_zoned(sheet->backup_at);

		fact("", ik_format(_("made %s"), made), out);
		free(made);
	}
	if (sheet->backup_holds)
		return;
	fact("",
	     ik_strdup(_("It is older than this certificate: make a new one, then print the sheet "
			 "again.")),
	     out);
	command(sheet, "inkan backup FILE", out);
}

static void add_facts(const struct ik_sheet *sheet, struct ik_buffer *out)
{
	const struct ik_situation *situation = &sheet->situation;
	const struct ik_facts *facts = &situation->facts;

	fact(_("Server"),
	     ik_strdup(*situation->host     ? situation->host
		       : facts->common_name ? facts->common_name
					    : "-"),
	     out);
	fact(_("Subject"), ik_strdup(facts->subject), out);
	hex_fact(_("Serial number"), facts->serial, out);
	fact(_("Valid until"), ik_date_zoned(facts->not_after), out);
	fact(_("Key"), ik_strdup(ik_key_type_name(facts->key_type)), out);
	hex_fact(_("Fingerprint (SHA-256)"), facts->sha256, out);
	fact(_("Generation"), ik_format("%u", situation->generation), out);
	add_backup(sheet, out);
	fact(_("This sheet"), ik_date_zoned(situation->now), out);
}

static void add_steps(const struct ik_sheet *sheet, struct ik_buffer *out)
{
	heading(_("If the server or its disk is lost"), out);
	step(1, _("Install inkan on the new server, as its README says."), out);
	step(2,
	     _("Bring the backup there. Type this as root, with its name in place of FILE. It asks "
	       "for the backup password, and says what comes back."),
	     out);
	command(sheet, "inkan restore FILE", out);
	step(3, _("See that serial number and fingerprint are those above."), out);
	command(sheet, "inkan show", out);
	step(4, _("Let the services load it, and see that all is well."), out);
	command(sheet, "inkan hooks --again", out);
	command(sheet, "inkan check", out);
	ik_buffer_text(out, "\n");
	say(_("Without inkan: the backup is a plain ZIP file. README.txt inside tells how to check "
	      "it and to take the key out with openssl alone."),
	    out);
	heading(_("If only the certificate in use makes trouble"), out);
	say(_("This puts the one before it in use again, as a new generation."), out);
	command(sheet, "inkan rollback", out);
}

static void add_blanks(struct ik_buffer *out)
{
	heading(_("To be filled in by hand. Never write the password itself here."), out);
	by_hand(_("Where the backup password is kept, and who can get it:"), out);
	by_hand(_("Where copies of the backup are kept:"), out);
	by_hand(_("Date and name:"), out);
}

char *ik_sheet_text(const struct ik_sheet *sheet)
{
	struct ik_buffer out = {0};
	char *text;

	say(_("Recovery sheet of inkan"), &out);
	rule('=', &out);
	say(_("Print this page and keep it away from the server. It holds no secret."), &out);
	ik_buffer_text(&out, "\n");
	add_facts(sheet, &out);
	add_steps(sheet, &out);
	add_blanks(&out);
	text = ik_strdup(ik_buffer_string(&out));
	ik_buffer_free(&out);
	return text;
}

/* --- in the wizard ---------------------------------------------------------------------------- */

enum { TRIES = 99 };

/* The first name that is free. */
static char *save(const struct ik_sheet *sheet, const char *text, struct ik_error *err)
{
	for (int try = 1;; try++) {
		struct ik_error inner = {0};
		char *file = ik_sheet_default_file(sheet, try);

		if (ik_sheet_save(file, text, &inner))
			return file;
		free(file);
		if (inner.id != IK_E_PATH_EXISTS || try == TRIES) {
			ik_pass(err, &inner);
			return NULL;
		}
	}
}

bool ik_wizard_write_sheet(struct ik_wizard *wizard, struct ik_error *err)
{
	struct ik_sheet sheet = {0};

	if (wizard->sheet)
		return true;
	if (ik_sheet_look(wizard->store, wizard->clock(), &sheet, err)) {
		char *text = ik_sheet_text(&sheet);

		wizard->sheet = save(&sheet, text, err);
		free(text);
	}
	ik_sheet_free(&sheet);
	return wizard->sheet != NULL;
}

static bool is_wanted(const struct ik_wizard *wizard)
{
	return wizard->outcome.now.sha256 && !wizard->outcome.request_file;
}

const struct ik_button ik_sheet_button = {
	.does = IK_BUTTON_SHEET,
	.label = N_("Recovery sheet"),
	.shown = is_wanted,
};

void ik_sheet_row(const struct ik_wizard *wizard, struct ik_report *report)
{
	if (wizard->sheet)
		ik_report_pair(report, IK_TONE_GOOD, ik_strdup(_("Recovery sheet")),
			       ik_words_whole_path(wizard->sheet));
}
