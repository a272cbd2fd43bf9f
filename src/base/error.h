/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.h: an error is a value: which one, about what, and the detail for the expert.
 *
 * The sentence is looked up and translated when it is shown, not when the error is made,
 * so that it follows the language the operator switches to.  All numbers, their exit
 * status and their sentences stand in error_table.h and nowhere else. */
#ifndef IK_BASE_ERROR_H
#define IK_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error_table.h"

#define X(id, number, status, sentence) IK_E_##id,
enum ik_error_id { IK_E_NONE, IK_ERRORS(X) IK_E_COUNT };
#undef X

enum { IK_ERROR_ARGS = 3, IK_ERROR_ARG_SIZE = 1024, IK_ERROR_DETAIL_SIZE = 1024 };

/* A zeroed struct is "no error".  Plain data: it may be copied and sent through a pipe. */
struct ik_error {
	enum ik_error_id id;
	char arg[IK_ERROR_ARGS][IK_ERROR_ARG_SIZE]; /* what the sentence names; already filtered */
	char detail[IK_ERROR_DETAIL_SIZE]; /* for the expert; already filtered; may be "" */
	int reason;                        /* an errno, told where there is no detail; 0: none */
};

/* Makes ERR the error ID about up to three things: ik_fail(err, IK_E_STORE_NONE, path).  Each text
 * goes through ik_text_visible() on its way in.  The first error wins: an ERR that already holds
 * one is left alone.  A NULL ERR is fine.  Always false, so that a function can end in 'return
 * ik_fail(...)'. */
#define ik_fail(err, id, ...) \
	ik_error_set((err), (id), (const char *const[IK_ERROR_ARGS]){__VA_ARGS__})
bool ik_error_set(struct ik_error *err, enum ik_error_id id, const char *const args[IK_ERROR_ARGS]);

/* ik_fail() about a number. */
bool ik_fail_number(struct ik_error *err, enum ik_error_id id, unsigned long long number);

/* Makes ERR what INNER is, under the same rules; an INNER that holds no error changes nothing.
 * Always false. */
bool ik_pass(struct ik_error *err, const struct ik_error *inner);

/* ik_fail() where INNER is why: what INNER tells below its sentence, its detail or its reason, is
 * told below this one. */
#define ik_fail_because(err, id, inner, ...) \
	ik_error_because((err), (id), (inner), (const char *const[IK_ERROR_ARGS]){__VA_ARGS__})
bool ik_error_because(struct ik_error *err, enum ik_error_id id, const struct ik_error *inner,
		      const char *const args[IK_ERROR_ARGS]);

/* Adds the expert's detail to an error just set; filtered like the rest. */
bool ik_error_detail(struct ik_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ik_fail() with SAVED_ERRNO as the reason; ENOSPC and EDQUOT become IK_E_DISK_FULL about the same
 * thing, EROFS becomes IK_E_READ_ONLY, EMFILE and ENFILE IK_E_FILES_MANY. */
bool ik_error_errno(struct ik_error *err, enum ik_error_id id, const char *a, int saved_errno);

void ik_error_clear(struct ik_error *err);

/* Whether it says that this process may do no more just now, and so nothing about what it was to
 * look at. */
bool ik_error_is_limit(enum ik_error_id id);

unsigned ik_error_number(enum ik_error_id id); /* 2107 */
/* the program's exit status: 1 to 4; 0 for what is no failure */
int ik_error_status(enum ik_error_id id);
const char *ik_error_msgid(enum ik_error_id id); /* the untranslated sentence */

/* The sentence in today's language, with its arguments; caller frees. */
char *ik_error_sentence(const struct ik_error *err);

bool ik_error_tells_more(const struct ik_error *err); /* something stands below the sentence */

/* What stands below the sentence, in today's language: the detail, or else the reason.  NULL:
 * nothing.  Caller frees. */
char *ik_error_below(const struct ik_error *err);

/* The two lines of standard error: "inkan: INK-2107: sentence", then the detail, indented,
 * if there is one.  Both end in a newline; caller frees. */
char *ik_error_lines(const struct ik_error *err);

/* Whose errors these are, "inkan" unless this was called; NAME has to stay. */
void ik_error_program(const char *name);

#endif
