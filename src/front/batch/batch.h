/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.h: the two front-ends without a screen, and what they tell on standard error. */
#ifndef IK_FRONT_BATCH_BATCH_H
#define IK_FRONT_BATCH_BATCH_H

#include "base/error.h"
#include "base/secret.h"
#include "wizard/frontend.h"

/* The front-end that never asks: answers come from options or an answer file, the file is the
 * Accept. */
extern const struct ik_frontend ik_frontend_batch;

/* ik_frontend_batch, but a password that nobody gave is asked for on the terminal, if there is one.
 */
extern const struct ik_frontend ik_frontend_command;

/* Each of them, which tells JSON at its end. */
extern const struct ik_frontend ik_frontend_batch_json;
extern const struct ik_frontend ik_frontend_json;

/* How often a password is asked for that cannot be taken. */
enum { IK_ASK_TRIES = 3 };

/* Asks on the terminal with PROMPT (a message id) for a password; what is odd about it is told.
 * Caller frees *OUT. */
bool ik_ask_password(const char *prompt, ik_secret **out, struct ik_error *err);

/* The same for a new one, which is judged at once and asked for once more.  Caller frees *OUT. */
bool ik_ask_new_password(const char *prompt, ik_secret **out, struct ik_error *err);

/* Tells on standard error what is odd about a PASSWORD that was brought or typed. */
void ik_ask_note(const ik_secret *password);

/* What the page REVIEW warns of, and what is to be known besides, on standard error. */
void ik_batch_remark(struct ik_wizard *wizard, const struct ik_page *review);

/* The keys that WIZARD has to choose from, each after HOW and its number, on standard error. */
void ik_batch_tell_keys(const struct ik_wizard *wizard, const char *how);

/* What came of WIZARD's conversation, as JSON on standard output; failures on standard error as
 * well.  As the front-end's end: returns the exit status. */
int ik_batch_json_end(struct ik_wizard *wizard, bool left, const struct ik_error *err);

/* A watch that tells of each step on standard error, if that is a terminal.  SELF is a struct
 * ik_step_lines, zeroed. */
struct ik_step_lines {
	size_t told; /* steps that were */
};
bool ik_step_lines_wait(void *self, const struct ik_progress *progress, int fd);

#endif
