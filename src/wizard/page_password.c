/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_password.c: the password of the backup: typed twice, or made and noted. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/password.h"
#include "ops/rules.h"
#include "wizard/parts.h"

enum { NOTED = 4 };

const char *ik_password_title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Choose a password for the backup.");
}

static const ik_secret *password_of(const struct ik_wizard *wizard)
{
	return ik_answer_secret(wizard->answers, "backup_password");
}

/* Only as long as it is the one that was made: who edits it has to type it twice like any other. */
bool ik_password_was_made(const struct ik_wizard *wizard)
{
	return wizard->password_made && ik_secret_equal(password_of(wizard), ik_answer_secret(wizard->answers, "made"));
}

bool ik_password_was_typed(const struct ik_wizard *wizard)
{
	return !ik_password_was_made(wizard);
}

bool ik_wizard_make_password(struct ik_wizard *wizard, struct ik_error *err)
{
	ik_secret *made = NULL;
	bool ok = ik_password_make(&made, err);

	if (ok) {
		const char *text = ik_secret_data(made);
		size_t size = ik_secret_size(made);

		ok = ik_secret_set(ik_answer_secret(wizard->answers, "backup_password"), text, size, err) &&
		     ik_secret_set(ik_answer_secret(wizard->answers, "made"), text, size, err);
	}
	if (ok) {
		ik_secret_wipe(ik_answer_secret(wizard->answers, "backup_password_again"));
		ik_secret_wipe(ik_answer_secret(wizard->answers, "backup_password_last4"));
		wizard->password_made = true;
		wizard->password_revealed = true;
	}
	ik_secret_free(made);
	return ok;
}

bool ik_password_check(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_password(password_of(wizard), NULL, NULL, err);
}

bool ik_password_check_again(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *again = ik_answer_secret(wizard->answers, "backup_password_again");

	if (ik_secret_size(again) == 0)
		return ik_error_set(err, IK_E_PW_EMPTY, NULL, NULL, NULL);
	return ik_secret_equal(password_of(wizard), again) || ik_error_set(err, IK_E_PW_DIFFER, NULL, NULL, NULL);
}

bool ik_password_check_last4(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *made = password_of(wizard);
	const ik_secret *noted = ik_answer_secret(wizard->answers, "backup_password_last4");
	size_t size = ik_secret_size(made);

	if (size >= NOTED && ik_secret_size(noted) == NOTED &&
	    memcmp(ik_secret_data(noted), ik_secret_data(made) + size - NOTED, NOTED) == 0)
		return true;
	return ik_error_set(err, IK_E_PW_NOTED, NULL, NULL, NULL);
}

char *ik_password_remark(struct ik_wizard *wizard)
{
	const ik_secret *password = password_of(wizard);

	if (ik_secret_size(password) == 0)
		return NULL;
	return ik_format(_("Strength: %s"), _(ik_strength_word(ik_password_strength(password))));
}

char *ik_password_remark_again(struct ik_wizard *wizard)
{
	bool changed = false;

	if (ik_password_was_made(wizard))
		return ik_strdup(_("That is right."));
	if (!ik_rule_password(password_of(wizard), NULL, &changed, NULL))
		return NULL;
	if (changed)
		return ik_strdup(_("The same. Some characters take their usual form."));
	if (!ik_password_is_ascii(password_of(wizard)))
		return ik_strdup(_("The same. Other tools may not open it: not only ASCII."));
	return ik_strdup(_("Both are the same."));
}

void ik_password_rows(struct ik_wizard *wizard, struct ik_report *report)
{
	/* Always one row, so that nothing moves while somebody types.  Composing shows the password on the screen, so the
	 * input method is warned of at the first such character. */
	if (!ik_password_is_ascii(password_of(wizard)))
		ik_report_text(report, IK_TONE_WARNING, ik_strdup(_("Turn the input method off and type plain ASCII.")));
	else if (ik_password_was_made(wizard))
		ik_report_text(report, IK_TONE_STRONG, ik_strdup(_("This password was made. Write it down before going on.")));
	else
		ik_report_text(report, IK_TONE_PLAIN, ik_strdup(_("You need it only to restore. Without it nobody can.")));
	ik_report_text(report, IK_TONE_PLAIN, ik_strdup(_("Write it down and keep it away from this server.")));
}
