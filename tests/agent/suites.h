/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUITES_H
#define SUITES_H

#include <check.h>

Suite *suite_enrol(void);
Suite *suite_walk(void);
Suite *suite_follow(void);
Suite *suite_time(void);
Suite *suite_kept(void);
Suite *suite_verify(void);

#endif
