/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.c: passwords: typed unseen, made, or brought with the command. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/secret_input.h"
#include "front/line/inside.h"
#include "wizard/reveal.h"

static ik_secret *secret_of(const struct ik_plain *ui, const struct ik_field *field)
{
	return ik_answer_secret(ui->wizard->answers, field->id);
}

static bool is_right(struct ik_plain *ui, const struct ik_field *field)
{
	struct ik_error ignored = {0};

	return ik_field_check(ui->wizard, field, &ignored);
}

static const struct ik_field *first_password(const struct ik_plain *ui)
{
	for (size_t i = 0; i < ui->page->n_fields; i++)
		if (ui->page->fields[i].kind == IK_FIELD_PASSWORD
		    && ik_field_shown(ui->wizard, &ui->page->fields[i]))
			return &ui->page->fields[i];
	return NULL;
}

/* --- typed ------------------------------------------------------------------------------------ */

/* Nothing was typed: that may be the password; else it asks for the page anew, where there is a way
 * back.  Whoever is WARNED knows that. */
static enum ik_plain_end take_nothing(struct ik_plain *ui, const struct ik_field *field,
				      bool warned)
{
	ik_secret_wipe(secret_of(ui, field));
	if (warned ? is_right(ui, field) : ik_plain_stands(ui, field))
		return IK_PLAIN_ON;
	return IK_PLAIN_AGAIN;
}

/* What was typed stands, or why it does not is said.  Of two that differ nobody knows which is the
 * wrong one: both are typed again. */
static enum ik_plain_end take_typed(struct ik_plain *ui, const struct ik_field *field, bool *again)
{
	struct ik_error err = {0};

	*again = false;
	if (ik_plain_stands(ui, field) || ik_field_check(ui->wizard, field, &err))
		return IK_PLAIN_ON;
	if (err.id == IK_E_PW_DIFFER) {
		ik_secret_wipe(secret_of(ui, field));
		ik_secret_wipe(secret_of(ui, first_password(ui)));
		return IK_PLAIN_AGAIN;
	}
	ik_plain_say(ui, _("Enter alone goes back."));
	*again = true;
	return IK_PLAIN_ON;
}

/* What the terminal said instead of a password. */
static enum ik_plain_end take_failure(struct ik_plain *ui, const struct ik_error *err, bool *again)
{
	*again = false;
	ik_plain_signals_wait(-1);
	if (ik_plain_signals_deadly() || err->id == IK_E_TERMINAL_LOST)
		return IK_PLAIN_LOST;
	*again = true;
	if (err->id == IK_E_CANCELLED)
		return ik_plain_hear_end(ui);
	ik_plain_say_error(ui, ik_error_sentence(err));
	return IK_PLAIN_ON;
}

/* One try; *AGAIN: there has to be another.  WARNED: there was one. */
static enum ik_plain_end type_once(struct ik_plain *ui, const struct ik_field *field, bool warned,
				   bool *again)
{
	struct ik_error err = {0};
	ik_secret *typed = NULL;
	enum ik_plain_end end = IK_PLAIN_ON;

	*again = false;
	if (!ik_secret_from_terminal(_("Password: "), &typed, &err))
		return take_failure(ui, &err, again);
	if (ik_secret_size(typed) == 0) {
		end = take_nothing(ui, field, warned);
	} else if (ik_secret_set(secret_of(ui, field), ik_secret_data(typed), ik_secret_size(typed),
				 &err)) {
		ui->typed[field->id] = true;
		ik_wizard_password_edited(ui->wizard, field);
		end = take_typed(ui, field, again);
	} else {
		*again = true;
		ik_plain_say_error(ui, ik_error_sentence(&err));
	}
	ik_secret_free(typed);
	return end;
}

static enum ik_plain_end type(struct ik_plain *ui, const struct ik_field *field)
{
	enum ik_plain_end end = IK_PLAIN_ON;
	bool again = true, warned = false;

	if (!ui->terminal)
		return IK_PLAIN_DUMB;
	/* TRANSLATORS: two sentences, one behind the other */
	ik_plain_say_taken(ui, ik_format(_("%s %s"), _(field->help), _("Typing is not shown.")));
	while (again && end == IK_PLAIN_ON) {
		fflush(stdout);
		end = type_once(ui, field, warned, &again);
		warned = again;
	}
	if (end == IK_PLAIN_ON)
		free(ik_plain_remark(ui, field, NULL));
	return end;
}

/* --- made ------------------------------------------------------------------------------------- */

enum { KEEP, TYPE, MAKE };

static bool make(struct ik_plain *ui)
{
	struct ik_error err = {0};

	if (!ik_wizard_make_password(ui->wizard, &err)) {
		ik_plain_say_error(ui, ik_error_sentence(&err));
		return false;
	}
	ui->secret_said = false;
	ui->typed[IK_F_BACKUP_PASSWORD] = true;
	return true;
}

/* What stands already: which one it is, and that nothing more has to be typed. */
static const char *label_of_kept(const struct ik_plain *ui, const struct ik_field *field)
{
	return field->id == IK_F_BACKUP_PASSWORD && ui->wizard->password_made
		       ? N_("Keep the password made for you")
		       : N_("Keep the password typed before");
}

/* Whether FIELD only repeats what another one has. */
static bool is_repeated(const struct ik_field *field)
{
	return field->id == IK_F_BACKUP_PASSWORD_AGAIN || field->id == IK_F_BACKUP_PASSWORD_NOTED;
}

static bool stands_already(struct ik_plain *ui, const struct ik_field *field)
{
	return ik_secret_size(secret_of(ui, field)) > 0 && is_right(ui, field);
}

/* How the page gets its password. */
static enum ik_plain_end choose_way(struct ik_plain *ui, const struct ik_field *field, int *way)
{
	const char *made = ik_plain_label(ui, IK_BUTTON_MAKE);
	const bool stands = stands_already(ui, field);
	struct ik_menu menu = {.n = 0};

	*way = TYPE;
	if (!stands && (!made || field != first_password(ui)))
		return IK_PLAIN_ON;
	if (stands)
		ik_menu_add(&menu, KEEP, _(label_of_kept(ui, field)));
	ik_menu_add(&menu, TYPE, _("Type it yourself"));
	if (made && field == first_password(ui))
		ik_menu_add(&menu, MAKE, _(made));
	return ik_plain_ask_menu(ui, field, &menu, stands ? KEEP : TYPE, way);
}

/* What nobody typed here came with the command. */
static bool was_brought(struct ik_plain *ui, const struct ik_field *field)
{
	return !ui->typed[field->id] && stands_already(ui, field);
}

/* What FIELD repeats was kept: that it fits is said, and nothing is asked. */
static bool is_kept(struct ik_plain *ui, const struct ik_field *field)
{
	return is_repeated(field) && stands_already(ui, field);
}

enum ik_plain_end ik_plain_ask_password(struct ik_plain *ui, const struct ik_field *field)
{
	int way;

	if (was_brought(ui, field) && field == first_password(ui))
		ik_plain_say_taken(ui, ik_format(_("%s: came with the command."), _(field->label)));
	if (was_brought(ui, field) || is_kept(ui, field)) {
		free(ik_plain_remark(ui, field, NULL));
		return IK_PLAIN_ON;
	}
	if (!ui->terminal)
		return IK_PLAIN_DUMB;
	ik_plain_say_taken(ui, ik_format(_("%s."), _(field->label)));
	enum ik_plain_end end = choose_way(ui, field, &way);

	if (end != IK_PLAIN_ON || way == KEEP)
		return end;
	if (way == MAKE && make(ui))
		return IK_PLAIN_ON;
	return type(ui, field);
}
