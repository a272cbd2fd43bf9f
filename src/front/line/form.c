/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form.c: asks what a page with fields asks, one question after the other. */
#include "front/line/inside.h"

static enum ik_plain_end ask_fields(struct ik_plain *ui, const struct ik_field *first)
{
	const struct ik_page *page = ui->page;
	enum ik_plain_end end = IK_PLAIN_ON;

	for (size_t i = 0; i < page->n_fields && end == IK_PLAIN_ON; i++) {
		const struct ik_field *field = &page->fields[i];

		if (field != first && ui->asked[field->id])
			continue;
		if (ik_field_shown(ui->wizard, field))
			end = ik_plain_ask_field(ui, field);
	}
	return end;
}

/* What may not stand after all is asked again, alone. */
static enum ik_plain_end mend(struct ik_plain *ui)
{
	enum ik_plain_end end = IK_PLAIN_ON;
	const struct ik_field *wrong = NULL;

	while (end == IK_PLAIN_ON) {
		struct ik_error err = {0};

		wrong = ik_page_check(ui->wizard, ui->page, &err);
		if (!wrong)
			break;
		ik_plain_say_error(ui, ik_error_sentence(&err));
		end = ik_plain_ask_field(ui, wrong);
	}
	return end;
}

/* Whether the page is shown again for what only its next fields can answer. */
static const struct ik_field *attention(const struct ik_plain *ui)
{
	const struct ik_field *field = ui->wizard->attention;

	return field && ik_page_of(field) == ui->page && ik_field_shown(ui->wizard, field) ? field
											   : NULL;
}

enum ik_plain_end ik_plain_form(struct ik_plain *ui, bool continues)
{
	const struct ik_field *first = attention(ui);
	enum ik_plain_end end;

	do {
		if (!continues || !first)
			for (size_t i = 0; i < IK_F_COUNT; i++)
				ui->asked[i] = false;
		end = ask_fields(ui, first);
		if (end == IK_PLAIN_ON)
			end = mend(ui);
		continues = false;
	} while (end == IK_PLAIN_AGAIN);
	return end;
}
