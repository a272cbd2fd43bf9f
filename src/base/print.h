/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.h: the one way text reaches standard output and standard error. */
#ifndef IK_BASE_PRINT_H
#define IK_BASE_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

/* Writes UTF-8 TEXT in the locale's encoding; what that cannot express becomes "?".  TEXT must
 * already be visible (ik_text_visible); newlines pass. */
void ik_print(FILE *out, const char *text);
void ik_printf(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A remark or progress, in whole lines on standard error; nothing once ik_print_quiet() was called.
 */
void ik_print_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void ik_print_quiet(void);

/* Flushes; false if anything written to OUT since the start was lost (full disk, closed pipe). */
bool ik_print_received(FILE *out);

/* The same, but a reader who closed the pipe, such as head, has had what it wanted: nothing is lost
 * then. */
bool ik_print_ok(FILE *out);

/* Prints ERR on standard error as ik_error_lines() has it; returns its exit status. */
int ik_print_failure(const struct ik_error *err);

#endif
