/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_password.c: the password of the backup: typed twice, or made and noted. */
#include <stdio.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/rules/password.h"
#include "ops/rules/rules.h"
#include "wizard/pages.h"
#include "wizard/reveal.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Choose a password for the backup.");
}

static const ik_secret *password_of(const struct ik_wizard *wizard)
{
	return ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);
}

/* Only as long as it is the one that was made: who edits it has to type it twice like any other. */
bool ik_password_was_made(const struct ik_wizard *wizard)
{
	return wizard->password_made
	       && ik_secret_equal(password_of(wizard),
				  ik_answer_secret(wizard->answers, IK_F_MADE));
}

static bool was_typed(const struct ik_wizard *wizard)
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

		ok = ik_secret_set(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD), text,
				   size, err)
		     && ik_secret_set(ik_answer_secret(wizard->answers, IK_F_MADE), text, size,
				      err);
	}
	if (ok) {
		ik_secret_wipe(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_AGAIN));
		ik_secret_wipe(ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_NOTED));
		wizard->password_made = true;
		ik_wizard_hide_all(wizard);
		wizard->made_shown = true;
	}
	ik_secret_free(made);
	return ok;
}

/* --- what is said of it ----------------------------------------------------------------------- */

/* Found out once for each password, since its normal form may take a child, and all is asked at
 * every key. */
static const struct ik_verdict *verdict_on(struct ik_wizard *wizard)
{
	struct ik_verdict *verdict = &wizard->verdict;
	const ik_secret *password = password_of(wizard);
	ik_secret *judged = ik_answer_secret(wizard->answers, IK_F_JUDGED);

	if (verdict->known && ik_secret_equal(password, judged))
		return verdict;
	ik_secret_wipe(judged);
	*verdict = (struct ik_verdict){.known = true};
	ik_secret_append(judged, ik_secret_data(password), ik_secret_size(password), NULL);
	verdict->stands = ik_rule_password(password, NULL, &verdict->changed, &verdict->error);
	verdict->strength = ik_password_strength(password);
	return verdict;
}

bool ik_wizard_password_rule(const ik_secret *typed, struct ik_error *err)
{
	return ik_rule_password(typed, NULL, NULL, err);
}

bool ik_password_is_weak(struct ik_wizard *wizard)
{
	return verdict_on(wizard)->strength == IK_STRENGTH_WEAK;
}

static bool check_password(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_verdict *verdict = verdict_on(wizard);

	if (!verdict->stands)
		ik_pass(err, &verdict->error);
	return verdict->stands;
}

static bool check_again(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *again = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_AGAIN);

	if (ik_secret_size(again) == 0)
		return ik_fail(err, IK_E_PW_EMPTY);
	return ik_secret_equal(password_of(wizard), again) || ik_fail(err, IK_E_PW_DIFFER);
}

static bool check_noted(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *note = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD_NOTED);
	size_t typed;
	char digits[24];

	switch (ik_password_compare_note(password_of(wizard), note, &typed)) {
	case IK_NOTED_RIGHT:
		return true;
	case IK_NOTED_SHORT:
		/* On a line the rest is not waited for: all is typed again. */
		if (typed == 0 || wizard->on_lines)
			return ik_fail(err, IK_E_PW_NOTED);
		snprintf(digits, sizeof digits, "%zu", typed);
		return ik_fail(err, IK_E_PW_NOTED_PART, digits);
	default:
		return ik_fail(err, wizard->on_lines ? IK_E_PW_NOTED_OTHER : IK_E_PW_NOTED_WRONG);
	}
}

static char *remark_password(struct ik_wizard *wizard)
{
	const ik_secret *password = password_of(wizard);

	if (ik_secret_size(password) == 0)
		return NULL;
	return ik_format(_("Strength: %s"), _(ik_strength_word(verdict_on(wizard)->strength)));
}

static char *remark_again(struct ik_wizard *wizard)
{
	const struct ik_verdict *verdict = verdict_on(wizard);

	if (ik_password_was_made(wizard))
		return ik_strdup(_("That is right."));
	if (!verdict->stands)
		return NULL;
	if (verdict->changed)
		return ik_strdup(_("The same. Some characters take their usual form."));
	if (!ik_password_is_ascii(password_of(wizard)))
		return ik_strdup(_("The same. Other tools may not open it: not only ASCII."));
	return ik_strdup(_("Both are the same."));
}

/* It stands alone on its line, outside the field, so that no size of the screen cuts it. */
static void add_made(struct ik_wizard *wizard, struct ik_report *report)
{
	if (!wizard->made_shown) {
		ik_report_text(report, IK_TONE_PLAIN,
			       ik_strdup(wizard->on_lines
						 ? _("The password was made for you.")
						 : _("The password was made for you. ^R shows "
						     "it.")));
		return;
	}
	ik_report_text(report, IK_TONE_STRONG,
		       ik_strdup(_("Here is your new password. Write it down before going on.")));
	ik_report_space(report);
	ik_report_secret(report, password_of(wizard));
	ik_report_space(report);
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	if (ik_password_was_made(wizard)) {
		add_made(wizard, report);
		ik_report_text(report, IK_TONE_PLAIN,
			       ik_strdup(_("Keep the note away from this server.")));
		return;
	}
	/* Always one row, so that nothing moves while somebody types.  Composing shows the password
	 * on the screen, so the input method is warned of at the first such character. */
	if (!ik_password_is_ascii(password_of(wizard)))
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Turn the input method off and type plain ASCII.")));
	else if (ik_password_has_outer_blank(password_of(wizard)))
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("The password begins or ends with a blank.")));
	else
		ik_report_text(report, IK_TONE_PLAIN,
			       ik_strdup(_("You need it only to restore. Without it nobody can.")));
	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(_("Write it down and keep it away from this server.")));
}

static const struct ik_field fields[] = {
	{
		.id = IK_F_BACKUP_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Backup password"),
		.help = N_("At least 12 characters. It is needed only to restore."),
		.explain = N_(
			"It protects the keys in the backup file. Daily work never asks for it, "
			"but without it nobody can "
			"restore, not even the makers of inkan. Write it down and keep it away "
			"from this server.\n"
			"12 to 128 characters. Length counts more than odd signs: four or five "
			"words that do not "
			"belong together are good.\n"
			"Turn the input method off while you type: composing shows the password on "
			"the screen.\n"
			"A new password does not change what protects the backups made before."),
		.needed = true,
		.check = check_password,
		.remark = remark_password,
	},
	{
		.id = IK_F_BACKUP_PASSWORD_AGAIN,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Once more"),
		.help = N_("Type the same password again, as a check."),
		.explain = N_("Typing it twice makes sure that the password is what you meant: a "
			      "slip of the finger would make "
			      "the backup useless."),
		.needed = true,
		.shown = was_typed,
		.check = check_again,
		.remark = remark_again,
	},
	{
		.id = IK_F_BACKUP_PASSWORD_NOTED,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Its first 4 and last 4"),
		.help = N_("From your note, one after the other: 8 characters."),
		.explain = N_("The password that was made for you is shown on the page behind this "
			      "help; if it is hidden, ^R shows it there. "
			      "Write it down first. Then type its first 4 and its last 4 "
			      "characters from your note, to prove that "
			      "the note is right.\n"
			      "Hyphens and blanks do not matter here. Small letters do: the "
			      "password has no capitals."),
		.needed = true,
		.shown = ik_password_was_made,
		.check = check_noted,
		.remark = remark_again,
	},
};

static const struct ik_button buttons[] = {
	{.does = IK_BUTTON_REVEAL, .label = N_("Show ^R"), .label_on = N_("Hide ^R")},
	{.does = IK_BUTTON_MAKE, .label = N_("Make one for me")},
};

const struct ik_page ik_page_password = {
	.id = "password",
	.kind = IK_PAGE_FORM,
	.rail = N_("Password"),
	.title = title,
	.shown = ik_task_saves,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
	.buttons = buttons,
	.n_buttons = IK_COUNT(buttons),
	.rows = rows,
};
