/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUITES_H
#define SUITES_H

#include <check.h>

Suite *suite_statement(void);
Suite *suite_walk(void);
Suite *suite_lead(void);
Suite *suite_follow(void);
Suite *suite_opened(void);
Suite *suite_histories(void);

#endif
