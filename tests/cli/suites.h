/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h: the suites of the cli room, one a file, and what they share. */
#ifndef TESTS_CLI_SUITES_H
#define TESTS_CLI_SUITES_H

#include <check.h>

Suite *suite_line(void);
Suite *suite_answers_file(void);
Suite *suite_flow(void);
Suite *suite_help(void);

/* Before and after each test: English, UTC, an empty directory. */
void place_begin(void);
void place_end(void);
const char *
place_path(const char *name); /* NAME in that directory; valid until the next call but three */

/* Sends standard output (1) or standard error (2) into memory until place_heard(), whose result the
 * caller frees. */
void place_listen(int fd);
char *place_heard(int fd);

#endif
