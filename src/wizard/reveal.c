/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reveal.c: which password stands on the screen in clear: one field's at most, and only while that
 * is the one looked at. */
#include "wizard/pages.h"
#include "wizard/reveal.h"

/* One that was made stands on a line of its own, for all fields of its page. */
static bool is_made(const struct ik_wizard *wizard, const struct ik_field *field)
{
	return ik_page_of(field) == &ik_page_password && ik_password_was_made(wizard);
}

void ik_wizard_reveal(struct ik_wizard *wizard, const struct ik_field *field)
{
	if (is_made(wizard, field))
		wizard->made_shown = !wizard->made_shown;
	else
		wizard->revealed = wizard->revealed == field ? NULL : field;
}

bool ik_wizard_reveals(const struct ik_wizard *wizard, const struct ik_field *field)
{
	return wizard->revealed == field && !is_made(wizard, field);
}

bool ik_wizard_shows_secret(const struct ik_wizard *wizard, const struct ik_page *page)
{
	for (size_t i = 0; i < page->n_fields; i++)
		if (page->fields[i].kind == IK_FIELD_PASSWORD
		    && (is_made(wizard, &page->fields[i]) ? wizard->made_shown
							  : wizard->revealed == &page->fields[i]))
			return true;
	return false;
}

void ik_wizard_hide_others(struct ik_wizard *wizard, const struct ik_field *field)
{
	if (wizard->revealed != field)
		wizard->revealed = NULL;
}

void ik_wizard_hide_all(struct ik_wizard *wizard)
{
	wizard->revealed = NULL;
	wizard->made_shown = false;
}

void ik_wizard_password_edited(struct ik_wizard *wizard, const struct ik_field *field)
{
	if (field->id != IK_F_BACKUP_PASSWORD || !wizard->password_made
	    || ik_password_was_made(wizard))
		return;
	wizard->password_made = false;
	ik_wizard_hide_all(wizard);
	ik_secret_wipe(ik_answer_secret(wizard->answers, IK_F_MADE));
	ik_secret_wipe(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_NOTED));
}
