/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last.c: pages that are listened to: the review, and what the end shows.  Whatever was typed
 * before one was heard is no answer to it. */
#include "base/i18n.h"
#include "front/line/inside.h"

/* What a number means; further ones are the page's fields. */
enum { ACCEPT, QUIT, BACK, DETAILS, SHEET, FIELDS };

enum ik_plain_end ik_plain_review(struct ik_plain *ui)
{
	struct ik_menu menu = {.n = 0};
	int means = BACK;
	enum ik_plain_end end;

	ik_menu_add(&menu, ACCEPT, _("Accept"));
	ik_menu_add(&menu, BACK, _("Back"));
	ik_menu_add(&menu, QUIT, _("Quit"));
	ik_plain_say_blank();
	ik_plain_settle(ui);
	/* Nothing is accepted by an Enter too many. */
	end = ik_plain_ask_menu(ui, NULL, &menu, -1, &means);
	if (end == IK_PLAIN_ON && means == BACK)
		return IK_PLAIN_BACK;
	return end == IK_PLAIN_ON && means == QUIT ? IK_PLAIN_QUIT : end;
}

static void offer(const struct ik_plain *ui, struct ik_menu *menu)
{
	const struct ik_page *page = ui->page;
	const char *sheet = ik_plain_label(ui, IK_BUTTON_SHEET);

	ik_menu_add(menu, QUIT, _("Quit"));
	ik_menu_add(menu, BACK, _("Back"));
	if (page->has_details && !ik_wizard_details(ui->wizard))
		ik_menu_add(menu, DETAILS, _("Details"));
	if (sheet)
		ik_menu_add(menu, SHEET, _(sheet));
	for (size_t i = 0; i < page->n_fields; i++)
		if (ik_field_shown(ui->wizard, &page->fields[i]))
			ik_menu_add(menu, FIELDS + (int)i, _(page->fields[i].label));
}

static void write_sheet(struct ik_plain *ui)
{
	struct ik_error err = {0};

	if (!ik_wizard_write_sheet(ui->wizard, &err))
		ik_plain_say_error(ui, ik_error_sentence(&err));
}

/* Does what was chosen and stays on the page; false: it is left. */
static bool does(struct ik_plain *ui, int means, enum ik_plain_end *end)
{
	if (means == QUIT || means == BACK) {
		*end = means == BACK ? IK_PLAIN_BACK : IK_PLAIN_QUIT;
		return false;
	}
	/* They stand among the rest: alone, nobody would hear what they belong to. */
	if (means == DETAILS) {
		ui->wizard->details = IK_DETAILS_SHOWN;
		ik_list_free(&ui->said);
	} else if (means == SHEET) {
		write_sheet(ui);
	} else {
		*end = ik_plain_ask_field(ui, &ui->page->fields[means - FIELDS]);
	}
	ik_plain_say_rows(ui);
	return *end == IK_PLAIN_ON || *end == IK_PLAIN_AGAIN;
}

enum ik_plain_end ik_plain_last(struct ik_plain *ui)
{
	enum ik_plain_end end = IK_PLAIN_ON;
	int means = QUIT;

	ik_plain_settle(ui);
	do {
		struct ik_menu menu = {.n = 0};

		offer(ui, &menu);
		ik_plain_say_blank();
		end = ik_plain_ask_menu(ui, NULL, &menu, QUIT, &means);
	} while (end == IK_PLAIN_ON && does(ui, means, &end));
	return end;
}
