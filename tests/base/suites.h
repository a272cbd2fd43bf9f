/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h: the suites of the base room, one a file. */
#ifndef TESTS_BASE_SUITES_H
#define TESTS_BASE_SUITES_H

#include <check.h>

Suite *suite_catalogue(void);
Suite *suite_directives(void);
Suite *suite_text(void);
Suite *suite_date(void);
Suite *suite_i18n(void);
Suite *suite_data(void);
Suite *suite_error(void);
Suite *suite_reason(void);
Suite *suite_secret(void);
Suite *suite_pack(void);
Suite *suite_watch(void);
Suite *suite_contain(void);
Suite *suite_contain_shut(void);
Suite *suite_contain_end(void);
Suite *suite_contain_idle(void);
Suite *suite_secret_input(void);
Suite *suite_secret_terminal(void);
Suite *suite_process(void);
Suite *suite_program(void);

#endif
