/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hostile.h: the servers of hostile.py, for tests in C. */
#ifndef TESTS_AGENT_HOSTILE_H
#define TESTS_AGENT_HOSTILE_H

#include <check.h>
#include <stdbool.h>

enum { HOSTILE_NONE = 77 }; /* the exit status of a test that has no servers */

/* Starts them.  False: what they need is not installed, and nothing is left. */
bool hostile_begin(void);
void hostile_end(void);

/* PATH at the server called NAME, "plain", "pin", ...; caller frees. */
char *hostile_url(const char *name, const char *path);

/* Where the file NAME of theirs is; caller frees. */
char *hostile_file(const char *name);

/* The tests that need them, besides those of fetch.c. */
Suite *suite_answers(void);
Suite *suite_reporting(void);

#endif
