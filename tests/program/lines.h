/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines.h: talking with the wizard line by line. */
#ifndef IK_TESTS_PROGRAM_LINES_H
#define IK_TESTS_PROGRAM_LINES_H

#include <check.h>

#include "lib/console.h"

/* Starts the wizard line by line, on the world's store; further ARGUMENTS up to NULL; or NULL. */
struct console *lines_start(const char *lang, int columns, const char *const *arguments);

/* Whatever program is started next has answered nothing yet. */
void lines_begin(void);

/* Waits until something is asked that was not answered yet. */
void lines_asked(struct console *c);

/* The same, and answers. */
void lines_answer(struct console *c, const char *answer);

/* Answers one question after the other, up to NULL. */
void lines_answers(struct console *c, const char *const *answers);

/* Waits until the program has ended; what it said can still be read, and console_end() has to
 * follow. */
void lines_ended(struct console *c);

/* What was said since TEXT was said last; fails the test if it was not. */
const char *lines_since(struct console *c, const char *text);

/* All that stood on the terminal, line by line; the caller frees. */
char *lines_transcript(struct console *c);

Suite *suite_lines(void);
Suite *suite_lines_keys(void);
Suite *suite_lines_equal(void);

#endif
