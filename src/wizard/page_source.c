/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_source.c: which file, and what it is; which of its keys; and what is to be said yes to. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "base/text.h"
#include "rows/words.h"
#include "wizard/field_expired.h"
#include "wizard/field_key_group.h"
#include "wizard/field_use.h"
#include "wizard/key_apart.h"
#include "wizard/pages.h"
#include "wizard/source.h"
#include "wizard/task.h"

enum { LABEL_COLUMNS = 52 };

static const char *title(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "restore") ? N_("Which backup do you want to restore?")
					     : N_("Which file do you want to import?");
}

/* --- when something is asked ------------------------------------------------------------------ */

static bool has_file(const struct ik_wizard *wizard)
{
	return ik_task(wizard)->open != NULL;
}

static bool has_password(const struct ik_wizard *wizard)
{
	const struct ik_import_look *look, *key_look;

	if (!has_file(wizard))
		return false;
	if (ik_task_is(wizard, "restore"))
		return ik_source_look(wizard, IK_F_FILE)->error.id == IK_E_NONE
		       || wizard->unattended;
	look = &ik_source_look(wizard, IK_F_FILE)->look;
	key_look = &ik_source_look(wizard, IK_F_KEY_FILE)->look;
	return look->content.needs_password || look->zip_encrypted || look->is_backup
	       || key_look->content.needs_password || key_look->zip_encrypted;
}

static bool has_file_password(const struct ik_wizard *wizard)
{
	return !ik_task_is(wizard, "restore") && has_password(wizard);
}

static bool has_backup_password(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "restore") && has_password(wizard);
}

static bool has_inner_password(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "import") && wizard->source->needs_inner;
}

/* Answers from a file or from options are written before anybody knows what the imported file
 * lacks. */
static bool was_answered(const struct ik_wizard *wizard, enum ik_field_id id)
{
	return wizard->unattended || *ik_answer(wizard->answers, id);
}

static bool has_key_file(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "import")
	       && (wizard->source->needs_key || was_answered(wizard, IK_F_KEY_FILE));
}

const struct ik_import *ik_wizard_opened(const struct ik_wizard *wizard)
{
	return wizard->source->import && ik_source_is_open(wizard) ? wizard->source->import : NULL;
}

static bool has_several_keys(const struct ik_wizard *wizard)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	return ik_task_is(wizard, "import") && (import ? import->n_fits > 1 : wizard->unattended);
}

/* What cannot be opened at all asks for no second yes. */
static bool looks_unprotected(const struct ik_content_look *look)
{
	return look->kind == IK_CONTENT_PKCS12 && !look->has_mac && !look->unsupported;
}

static bool is_unprotected(const struct ik_wizard *wizard)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	if (!ik_task_is(wizard, "import"))
		return false;
	return (import && import->unprotected)
	       || looks_unprotected(&ik_source_look(wizard, IK_F_FILE)->look.content)
	       || wizard->unattended;
}

/* --- what stands there at first --------------------------------------------------------------- */

static char *fill_nothing(const struct ik_wizard *wizard)
{
	(void)wizard;
	return NULL;
}

static char *fill_no(const struct ik_wizard *wizard)
{
	(void)wizard;
	return ik_strdup("no");
}

static void list_keys(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	for (size_t i = 0; import && i < import->n_keys; i++) {
		const struct ik_import_key *key = &import->keys[i];

		if (!key->fits)
			continue;
		char *until = ik_date_day(key->facts.not_after);
		const char *name = key->facts.common_name ? key->facts.common_name
							  : key->facts.subject;
		char *label = ik_format(_("%s, until %s"), name ? name : "", until);
		char *apart = ik_key_apart(import, i, true);
		char *hint = *apart ? ik_format("%s  %s", ik_key_type_name(key->type), apart)
				    : ik_strdup(ik_key_type_name(key->type));

		ik_choices_add(choices, ik_format("%zu", i + 1),
			       ik_text_squeeze(label, LABEL_COLUMNS),
			       ik_text_squeeze(hint, LABEL_COLUMNS));
		free(hint);
		free(apart);
		free(label);
		free(until);
	}
}

/* --- whether an answer may stand -------------------------------------------------------------- */

/* The field that an error of opening is about. */
static enum ik_field_id field_of(const struct ik_wizard *wizard, const struct ik_error *error)
{
	switch (error->id) {
	case IK_E_IMPORT_PASSWORD:
	case IK_E_IMPORT_PASSWORD_NEEDED:
	case IK_E_BACKUP_PASSWORD:
	case IK_E_PW_EMPTY:
		return has_inner_password(wizard) ? IK_F_INNER_PASSWORD : IK_F_FILE_PASSWORD;
	case IK_E_IMPORT_INNER:
		return IK_F_INNER_PASSWORD;
	case IK_E_IMPORT_NO_KEY:
	case IK_E_IMPORT_REQUEST:
		return IK_F_KEY_FILE;
	case IK_E_IMPORT_PAIR:
		return has_key_file(wizard) ? IK_F_KEY_FILE : IK_F_FILE;
	default:
		return IK_F_FILE;
	}
}

static bool opening_says(const struct ik_wizard *wizard, enum ik_field_id id, struct ik_error *err)
{
	const struct ik_error *failure = ik_source_failure(wizard);

	if (!failure || field_of(wizard, failure) != id)
		return true;
	return ik_pass(err, failure);
}

static bool look_says(const struct ik_wizard *wizard, enum ik_field_id id, struct ik_error *err)
{
	const struct ik_looked *looked = ik_source_look(wizard, id);

	if (looked->error.id != IK_E_NONE)
		return ik_pass(err, &looked->error);
	if (looked->look.is_backup && ik_task_is(wizard, "import"))
		return ik_import_refuse_backup(wizard->store, err);
	return true;
}

static bool check_file(struct ik_wizard *wizard, struct ik_error *err)
{
	return look_says(wizard, IK_F_FILE, err) && opening_says(wizard, IK_F_FILE, err);
}

static bool check_key_file(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_error *failure = ik_source_failure(wizard);

	if (*ik_answer(wizard->answers, IK_F_KEY_FILE) && !look_says(wizard, IK_F_KEY_FILE, err))
		return false;
	/* An empty field has no file that could lack a key. */
	if (failure && failure->id == IK_E_IMPORT_NO_KEY && !wizard->unattended
	    && !*ik_answer(wizard->answers, IK_F_KEY_FILE))
		return ik_fail(err, IK_E_IMPORT_KEY_WHERE);
	return opening_says(wizard, IK_F_KEY_FILE, err);
}

static bool check_password(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *password = ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD);

	/* A backup always has one.  What others made may be sealed with the empty one: only opening
	 * it tells. */
	if (ik_task_is(wizard, "restore") && ik_secret_size(password) == 0)
		return ik_fail(err, wizard->unattended ? IK_E_PASSWORD_MISSING : IK_E_PW_EMPTY);
	return opening_says(wizard, IK_F_FILE_PASSWORD, err);
}

static bool check_inner_password(struct ik_wizard *wizard, struct ik_error *err)
{
	return opening_says(wizard, IK_F_INNER_PASSWORD, err);
}

static bool check_choice(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_import *import = ik_wizard_opened(wizard);
	const struct ik_import_key *key;

	return !import
	       || ik_import_choose(import, ik_answer(wizard->answers, IK_F_KEY_CHOICE), &key, err);
}

static bool check_unprotected(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_import *import = ik_wizard_opened(wizard);
	bool unprotected = import ? import->unprotected
				  : looks_unprotected(
					  &ik_source_look(wizard, IK_F_FILE)->look.content);

	if (!unprotected || strcmp(ik_answer(wizard->answers, IK_F_ACCEPT_UNPROTECTED), "yes") == 0)
		return true;
	return ik_fail(err, wizard->unattended ? IK_E_IMPORT_NO_MAC : IK_E_IMPORT_UNSEALED);
}

/* --- what the page says ----------------------------------------------------------------------- */

static char *remark_file(struct ik_wizard *wizard)
{
	return ik_source_say(ik_source_look(wizard, IK_F_FILE));
}

/* Nobody sees a blank among stars. */
static bool warns_password(const struct ik_wizard *wizard)
{
	return ik_password_has_outer_blank(ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD));
}

static char *remark_password(struct ik_wizard *wizard)
{
	return warns_password(wizard) ? ik_strdup(_("The password begins or ends with a blank."))
				      : NULL;
}

static char *remark_key_file(struct ik_wizard *wizard)
{
	return *ik_answer(wizard->answers, IK_F_KEY_FILE)
		       ? ik_source_say(ik_source_look(wizard, IK_F_KEY_FILE))
		       : NULL;
}

/* What the backup is, now that its password vouches for it. */
static void add_restorable(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_restore_plan *compared = ik_source_compared(wizard);

	if (!compared)
		return;
	ik_report_pair(report, IK_TONE_GOOD, ik_strdup(_("Server")), ik_strdup(compared->server));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Made")), ik_date_zoned(compared->time));
	if (compared->older)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Warning: the backup is older than the newest "
					   "generation of this store.")));
}

/* Beside a password that is wrong its remark is not seen. */
static void add_blank(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_error *failure = ik_source_failure(wizard);

	if (failure && warns_password(wizard)
	    && (failure->id == IK_E_BACKUP_PASSWORD || failure->id == IK_E_IMPORT_PASSWORD))
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("The password begins or ends with a blank.")));
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	add_blank(wizard, report);
	add_restorable(wizard, report);
	if (ik_wizard_details(wizard) && has_file(wizard))
		ik_source_details(wizard, report);
}

/* --- the page --------------------------------------------------------------------------------- */

static bool when_importing(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "import");
}

static bool when_restoring(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "restore");
}

static const struct ik_choice no_yes[] = {
	{.id = "no", .label = N_("No")},
	{.id = "yes", .label = N_("Yes")},
};

static const struct ik_field fields[] = {
	{
		.id = IK_F_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("File"),
		.help = N_("The path of the file. Tab completes it, ^O looks for it."),
		.explain = N_(
			"The file is recognised by what is in it, never by its name: PKCS #12 "
			"(.pfx, .p12, and "
			"OfficeScanAuth.dat, which is one), PEM, DER, PKCS #8, PKCS #7 (.p7b), or "
			"a ZIP that holds those.\n"
			"What it is stands under its name at once; F3 tells more. Nothing in it is "
			"believed before its "
			"protection was checked, and nothing is changed before you accept the "
			"review.\n"
			"A certificate that an authority made from your request belongs here too: "
			"its key waits already.\n"
			"To restore, name a backup that inkan made, on this server or another."),
		.needed = true,
		.shown = has_file,
		.check = check_file,
		.remark = remark_file,
	},
	{
		.id = IK_F_KEY_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("Key file"),
		.help = N_("The file with the private key of this certificate."),
		.explain = N_("The file holds a certificate without its key, and no request waits "
			      "here that it would complete. Name "
			      "the file in which the key is."),
		.shown = has_key_file,
		.fill = fill_nothing,
		.check = check_key_file,
		.remark = remark_key_file,
	},
	{
		.id = IK_F_FILE_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Its password"),
		.help = N_("The password that was set when the file was made."),
		.explain = N_("Who made the file chose this password. It only opens the file; the "
			      "backup that inkan makes gets a "
			      "password of its own.\n"
			      "Some tools set none: then leave it empty."),
		.shown = has_file_password,
		.fill = fill_nothing,
		.check = check_password,
		.remark = remark_password,
		.warns = warns_password,
	},
	{
		.id = IK_F_FILE_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Backup password"),
		.help = N_("The one that was chosen when the backup was made."),
		.explain = N_("Whoever made the backup chose its password or had one made, and was "
			      "told to keep a note of it away from the server. It opens the keys "
			      "in the backup; without it nobody can restore them.\n"
			      "After the restore it still opens this backup, and nothing else."),
		.shown = has_backup_password,
		.fill = fill_nothing,
		.check = check_password,
		.remark = remark_password,
		.warns = warns_password,
	},
	{
		.id = IK_F_INNER_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Password of what is inside"),
		.help = N_("The ZIP is open; the file in it has another password."),
		.explain = N_("The password opened the ZIP, but what is in the ZIP is protected "
			      "once more, by another password."),
		.shown = has_inner_password,
		.fill = fill_nothing,
		.check = check_inner_password,
	},
	{
		.id = IK_F_KEY_CHOICE,
		.all_hints = true,
		.kind = IK_FIELD_RADIO,
		.label = N_("Which key"),
		.help = N_("The file has several keys. Choose the one to be used."),
		.explain = N_("The file holds several keys with a certificate each. One of them is "
			      "taken; the others stay in the "
			      "file."),
		.shown = has_several_keys,
		.fill = fill_nothing,
		.check = check_choice,
		.list = list_keys,
	},
	{
		.id = IK_F_ACCEPT_UNPROTECTED,
		.kind = IK_FIELD_PICK,
		.label = N_("Take it all the same"),
		.help = N_("Yes only if you know that nobody could change the file."),
		.explain = N_("A PKCS #12 file normally carries a seal that shows any change. This "
			      "one has none, so whoever had it "
			      "in his hands could have put another key or certificate into it."),
		.shown = is_unprotected,
		.fill = fill_no,
		.check = check_unprotected,
		.choices = no_yes,
		.n_choices = IK_COUNT(no_yes),
	},
	IK_FIELD_KEY_GROUP(when_importing),
	IK_FIELD_USE,
	IK_FIELD_ACCEPT_EXPIRED,
	{
		.id = IK_F_NOT_EXPORTABLE,
		.kind = IK_FIELD_PICK,
		.label = N_("Keep keys on this server"),
		.help = N_("Yes: later backups and exports leave these keys out."),
		.explain = N_("With Yes, the keys that come back are marked as not exportable: "
			      "inkan leaves them out of every later "
			      "backup and export.\n"
			      "That binds inkan alone. Whoever may read the key files of this "
			      "server, and its administrator, can "
			      "still copy them."),
		.shown = when_restoring,
		.fill = fill_no,
		.choices = no_yes,
		.n_choices = IK_COUNT(no_yes),
	},
};

static const struct ik_button buttons[] = {
	{.does = IK_BUTTON_REVEAL,
	 .label = N_("Show ^R"),
	 .label_on = N_("Hide ^R"),
	 .shown = has_password},
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O"), .shown = has_file},
};

const struct ik_page ik_page_source = {
	.id = "source",
	.kind = IK_PAGE_FORM,
	.rail = N_("File"),
	.title = title,
	.shown = has_file,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
	.buttons = buttons,
	.n_buttons = IK_COUNT(buttons),
	.has_details = true,
	.rows = rows,
};
