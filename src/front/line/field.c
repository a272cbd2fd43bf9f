/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field.c: asks for a field that is typed: shows what stands in it, and judges what is typed. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/line/inside.h"

bool ik_plain_stands(struct ik_plain *ui, const struct ik_field *field)
{
	struct ik_error err = {0};

	if (ik_field_check(ui->wizard, field, &err))
		return true;
	ik_plain_say_error(ui, ik_error_sentence(&err));
	return false;
}

/* What FIELD says of its answer: its value with what stands behind that, and the remark.  A choice
 * that may not stand says why it is asked for.  Caller frees; NULL: nothing. */
static char *remark_of(struct ik_plain *ui, const struct ik_field *field)
{
	struct ik_error err = {0};
	bool chosen = field->kind == IK_FIELD_RADIO || field->kind == IK_FIELD_PICK;

	if (!ik_field_check(ui->wizard, field, &err))
		return chosen ? ik_error_sentence(&err) : NULL;
	return field->remark ? field->remark(ui->wizard) : NULL;
}

char *ik_plain_remark(struct ik_plain *ui, const struct ik_field *field, char *said)
{
	char *remark = remark_of(ui, field);

	if (remark && (!said || strcmp(remark, said) != 0))
		ik_plain_say(ui, remark);
	free(said);
	return remark;
}

/* The answer of FIELD and what stands behind it; caller frees; NULL: it is empty. */
static char *value_of(const struct ik_plain *ui, const struct ik_field *field)
{
	const char *answer = ik_answer(ui->wizard->answers, field->id);
	char *suffix = *answer && field->suffix ? field->suffix(ui->wizard) : NULL;
	/* TRANSLATORS: what stands in a field and what stands behind it: 730 days, until ... */
	char *value = suffix    ? ik_format(_("%s %s"), answer, suffix)
		      : *answer ? ik_strdup(answer)
				: NULL;

	free(suffix);
	return value;
}

static void say_value(const struct ik_plain *ui, const struct ik_field *field)
{
	char *value = value_of(ui, field);

	if (value)
		ik_plain_say_taken(ui, ik_format(_("Now: %s"), value));
	free(value);
}

/* TYPED as it will be used becomes the answer. */
static void put(struct ik_plain *ui, const struct ik_field *field, const char *typed)
{
	char *narrow = NULL;

	ik_text_narrow(typed, &narrow);
	ik_answer_set(ui->wizard->answers, field->id,
		      narrow && strcmp(narrow, "-") == 0 ? "" : typed, IK_FROM_OPERATOR);
	free(narrow);
	char *tidy = ik_field_tidied(ui->wizard, field);

	if (tidy && strcmp(tidy, ik_answer(ui->wizard->answers, field->id)) != 0)
		ik_answer_set(ui->wizard->answers, field->id, tidy, IK_FROM_OPERATOR);
	free(tidy);
}

/* Whether what was TYPED may stand; else what stood before stands again, so that Enter keeps
 * that. */
static bool take(struct ik_plain *ui, const struct ik_field *field, const char *typed)
{
	ik_answers *answers = ui->wizard->answers;
	char *before = ik_strdup(ik_answer(answers, field->id));
	enum ik_answered origin = ik_answer_origin(answers, field->id);

	if (*typed)
		put(ui, field, typed);
	bool stands = ik_plain_stands(ui, field);

	if (!stands && *typed)
		ik_answer_set(answers, field->id, before, origin);
	else if (*typed && (field->suffix || strcmp(typed, ik_answer(answers, field->id)) != 0))
		say_value(ui, field);
	free(before);
	return stands;
}

static enum ik_plain_end ask_text(struct ik_plain *ui, const struct ik_field *field)
{
	enum ik_plain_end end = IK_PLAIN_ON;
	bool taken = false;

	ik_plain_say_taken(ui, ik_format(_("%s."), _(field->label)));
	say_value(ui, field);
	char *said = *ik_answer(ui->wizard->answers, field->id) ? ik_plain_remark(ui, field, NULL)
								: NULL;

	while (end == IK_PLAIN_ON && !taken) {
		char *answer = NULL;
		bool empty = !*ik_answer(ui->wizard->answers, field->id);

		end = ik_plain_hear(ui, field,
				    empty ? _("Value: ") : _("New value (Enter keeps it): "),
				    &answer);
		if (end == IK_PLAIN_ON)
			taken = !ik_plain_list(ui, field, answer) && take(ui, field, answer);
		free(answer);
	}
	if (taken)
		said = ik_plain_remark(ui, field, said);
	free(said);
	return end;
}

static bool is_choice(const struct ik_field *field)
{
	return field->kind == IK_FIELD_RADIO || field->kind == IK_FIELD_PICK;
}

void ik_plain_say_question(const struct ik_plain *ui, const struct ik_field *field)
{
	if (field)
		ik_plain_say_taken(ui, ik_format(_("%s."), _(field->label)));
	if (ui->menu)
		ik_plain_say_menu(ui, ui->menu);
	else if (field && is_choice(field))
		ik_plain_say_choices(ui, field);
	else if (field && field->kind != IK_FIELD_PASSWORD)
		say_value(ui, field);
}

enum ik_plain_end ik_plain_ask_field(struct ik_plain *ui, const struct ik_field *field)
{
	enum ik_plain_end end;

	ik_plain_say_blank();
	if (field->kind == IK_FIELD_PASSWORD)
		end = ik_plain_ask_password(ui, field);
	else if (is_choice(field))
		end = ik_plain_ask_choice(ui, field);
	else
		end = ask_text(ui, field);
	if (end == IK_PLAIN_ON) {
		ui->asked[field->id] = true;
		ik_plain_say_rows(ui);
	}
	return end;
}
