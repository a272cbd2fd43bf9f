/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret_input.h: where a password may come from: a file, a descriptor, the terminal.
 * Never an argument, never the environment. */
#ifndef IK_BASE_SECRET_INPUT_H
#define IK_BASE_SECRET_INPUT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/secret.h"

/* One line of UTF-8 from the file PATH, or from descriptor FD (which stays open), into *OUT, which
 * the caller frees.  One line end (LF or CRLF) is removed.  Refused: a file that others can read or
 * that another user (but root) owns, what is neither a regular file nor (for FD) a pipe, NUL bytes,
 * a second line, an empty line, bytes that are not UTF-8.  A file is opened once, without following
 * it into a FIFO, and checked by descriptor. */
bool ik_secret_from_file(const char *path, ik_secret **out, struct ik_error *err);
bool ik_secret_from_fd(int fd, ik_secret **out, struct ik_error *err);

/* The bytes of the file PATH as they are, whatever they are; refused are a file as above, and none.
 */
bool ik_secret_from_raw_file(const char *path, ik_secret **out, struct ik_error *err);

/* Whether the last line that was read began with a mark of byte order, as an editor on Windows puts
 * it; it was left out. */
bool ik_secret_had_mark(void);

/* Asks on /dev/tty with PROMPT (translated, in UTF-8), typing not shown.  Converts from the
 * terminal's encoding.  Echo is restored on every way out, ^C and a cut line included.
 * IK_E_CANCELLED on ^C or end of file. */
bool ik_secret_from_terminal(const char *prompt, ik_secret **out, struct ik_error *err);

/* Before the program ends: where something was asked, what is typed ahead of a question that does
 * not come is thrown away, so that the shell neither runs nor keeps it.  After a FAILURE, which may
 * come in the middle of typing, only once the keys are quiet. */
void ik_secret_terminal_leave(bool failure);

/* Whether there is a terminal to ask on. */
bool ik_secret_terminal_exists(void);

#endif
