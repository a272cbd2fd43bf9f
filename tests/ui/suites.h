/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h: the suites of the screen's room, one a file. */
#ifndef TESTS_UI_SUITES_H
#define TESTS_UI_SUITES_H

#include <check.h>

Suite *suite_keys(void);
Suite *suite_editor(void);
Suite *suite_rows(void);
Suite *suite_frame(void);
Suite *suite_view(void);
Suite *suite_screens(void);
Suite *suite_tidy(void);

#endif
