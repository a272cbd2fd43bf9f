/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_source.c: which file, and what it is; which of its keys; and what is to be said yes to. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"
#include "rows/words.h"
#include "wizard/deed.h"
#include "wizard/parts.h"
#include "wizard/source.h"

enum { LABEL_COLUMNS = 52 };

const char *ik_source_title(const struct ik_wizard *wizard)
{
	return ik_deed_is(wizard, "restore") ? N_("Which backup do you want to restore?")
					     : N_("Which file do you want to import?");
}

/* --- when something is asked ---------------------------------------------------------------------- */

bool ik_source_has_file(const struct ik_wizard *wizard)
{
	return ik_deed(wizard)->open != NULL;
}

bool ik_source_has_password(const struct ik_wizard *wizard)
{
	const struct ik_import_look *look, *key_look;

	if (!ik_source_has_file(wizard))
		return false;
	if (ik_deed_is(wizard, "restore"))
		return ik_source_look(wizard, IK_F_FILE)->error.id == IK_E_NONE || wizard->unattended;
	look = &ik_source_look(wizard, IK_F_FILE)->look;
	key_look = &ik_source_look(wizard, IK_F_KEY_FILE)->look;
	return look->content.needs_password || look->zip_encrypted || look->is_backup || key_look->content.needs_password ||
	       key_look->zip_encrypted;
}

bool ik_source_has_inner_password(const struct ik_wizard *wizard)
{
	return ik_deed_is(wizard, "import") && wizard->source->tried.needs_inner;
}

/* Who answers beforehand cannot know what a file will turn out to lack. */
static bool was_answered(const struct ik_wizard *wizard, enum ik_field_id id)
{
	return wizard->unattended || *ik_answer(wizard->answers, id);
}

bool ik_source_has_key_file(const struct ik_wizard *wizard)
{
	return ik_deed_is(wizard, "import") && (wizard->source->tried.needs_key || was_answered(wizard, IK_F_KEY_FILE));
}

const struct ik_import *ik_wizard_opened(const struct ik_wizard *wizard)
{
	return wizard->source->import && ik_source_is_open(wizard) ? wizard->source->import : NULL;
}

bool ik_source_has_several_keys(const struct ik_wizard *wizard)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	return ik_deed_is(wizard, "import") && (import ? import->n_fits > 1 : wizard->unattended);
}

/* What cannot be opened at all asks for no second yes. */
static bool looks_unprotected(const struct ik_content_look *look)
{
	return look->kind == IK_CONTENT_PKCS12 && !look->has_mac && !look->unsupported;
}

bool ik_source_is_unprotected(const struct ik_wizard *wizard)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	if (!ik_deed_is(wizard, "import"))
		return false;
	return (import && import->unprotected) || looks_unprotected(&ik_source_look(wizard, IK_F_FILE)->look.content) ||
	       wizard->unattended;
}

/* --- what stands there at first ------------------------------------------------------------------- */

char *ik_source_fill_nothing(const struct ik_wizard *wizard)
{
	(void)wizard;
	return NULL;
}

char *ik_source_fill_no(const struct ik_wizard *wizard)
{
	(void)wizard;
	return ik_strdup("no");
}

void ik_source_list_keys(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	for (size_t i = 0; import && i < import->n_keys; i++) {
		const struct ik_import_key *key = &import->keys[i];

		if (!key->fits)
			continue;
		char *until = ik_date_day(key->facts.not_after);
		const char *name = key->facts.common_name ? key->facts.common_name : key->facts.subject;
		char *label = ik_format(_("%s, until %s"), name ? name : "", until);
		char *hint = ik_format("%s  %s", ik_key_type_name(key->type), key->name ? key->name : "");

		ik_choices_add(choices, ik_format("%zu", i + 1), ik_text_squeeze(label, LABEL_COLUMNS),
			       ik_text_squeeze(hint, LABEL_COLUMNS));
		free(hint);
		free(label);
		free(until);
	}
}

/* --- whether an answer may stand ------------------------------------------------------------------ */

/* The field that an error of opening is about. */
static enum ik_field_id field_of(const struct ik_wizard *wizard, const struct ik_error *error)
{
	switch (error->id) {
	case IK_E_IMPORT_PASSWORD:
	case IK_E_IMPORT_PASSWORD_NEEDED:
	case IK_E_BACKUP_PASSWORD:
	case IK_E_PW_EMPTY:
		return ik_source_has_inner_password(wizard) ? IK_F_INNER_PASSWORD : IK_F_FILE_PASSWORD;
	case IK_E_IMPORT_INNER:
		return IK_F_INNER_PASSWORD;
	case IK_E_IMPORT_NO_KEY:
	case IK_E_IMPORT_REQUEST:
		return IK_F_KEY_FILE;
	case IK_E_IMPORT_PAIR:
		return ik_source_has_key_file(wizard) ? IK_F_KEY_FILE : IK_F_FILE;
	default:
		return IK_F_FILE;
	}
}

static bool opening_says(const struct ik_wizard *wizard, enum ik_field_id id, struct ik_error *err)
{
	const struct ik_error *failure = ik_source_failure(wizard);

	if (!failure || field_of(wizard, failure) != id)
		return true;
	ik_pass(err, failure);
	return false;
}

static bool look_says(const struct ik_wizard *wizard, enum ik_field_id id, struct ik_error *err)
{
	const struct ik_looked *looked = ik_source_look(wizard, id);

	if (looked->error.id != IK_E_NONE) {
		ik_pass(err, &looked->error);
		return false;
	}
	if (looked->look.is_backup && ik_deed_is(wizard, "import"))
		return ik_fail(err, IK_E_IMPORT_BACKUP);
	return true;
}

bool ik_source_check_file(struct ik_wizard *wizard, struct ik_error *err)
{
	return look_says(wizard, IK_F_FILE, err) && opening_says(wizard, IK_F_FILE, err);
}

bool ik_source_check_key_file(struct ik_wizard *wizard, struct ik_error *err)
{
	if (*ik_answer(wizard->answers, IK_F_KEY_FILE) && !look_says(wizard, IK_F_KEY_FILE, err))
		return false;
	return opening_says(wizard, IK_F_KEY_FILE, err);
}

bool ik_source_check_password(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *password = ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD);

	/* A backup always has one. */
	if (wizard->unattended && ik_deed_is(wizard, "restore") && ik_secret_size(password) == 0)
		return ik_fail(err, IK_E_PASSWORD_MISSING);
	return opening_says(wizard, IK_F_FILE_PASSWORD, err);
}

bool ik_source_check_inner_password(struct ik_wizard *wizard, struct ik_error *err)
{
	return opening_says(wizard, IK_F_INNER_PASSWORD, err);
}

bool ik_source_check_choice(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_import *import = ik_wizard_opened(wizard);
	const struct ik_import_key *key;

	return !import || ik_import_choose(import, ik_answer(wizard->answers, IK_F_KEY_CHOICE), &key, err);
}

bool ik_source_check_unprotected(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_import *import = ik_wizard_opened(wizard);
	bool unprotected = import ? import->unprotected
				  : looks_unprotected(&ik_source_look(wizard, IK_F_FILE)->look.content);

	if (!unprotected || strcmp(ik_answer(wizard->answers, IK_F_ACCEPT_UNPROTECTED), "yes") == 0)
		return true;
	return ik_fail(err, wizard->unattended ? IK_E_IMPORT_NO_MAC : IK_E_IMPORT_UNSEALED);
}
