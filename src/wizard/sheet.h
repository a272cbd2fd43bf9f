/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.h: the recovery sheet: a page to print, in the language in use. */
#ifndef IK_WIZARD_SHEET_H
#define IK_WIZARD_SHEET_H

#include "ops/status/sheet.h"
#include "wizard/wizard.h"

/* At most so many columns and lines: what a sheet of A4 holds, with a margin. */
enum { IK_SHEET_COLUMNS = 72, IK_SHEET_LINES = 60 };

/* All of it; caller frees. */
char *ik_sheet_text(const struct ik_sheet *sheet);

/* The button of the pages that show what is in use, and its row once it was pressed. */
extern const struct ik_button ik_sheet_button;
void ik_sheet_row(const struct ik_wizard *wizard, struct ik_report *report);

#endif
