/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h: the suites of the foreign room, one a file. */
#ifndef TESTS_FOREIGN_SUITES_H
#define TESTS_FOREIGN_SUITES_H

#include <check.h>

Suite *suite_import_best(void);
Suite *suite_import_refused(void);
Suite *suite_import_taken(void);
Suite *suite_import_ahead(void);
Suite *suite_import_cut(void);
Suite *suite_import_pair(void);
Suite *suite_key_exact(void);
Suite *suite_pbmac1(void);
Suite *suite_pkcs12(void);
Suite *suite_quoted(void);
Suite *suite_served(void);

#endif
