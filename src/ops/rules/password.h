/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.h: the form in which a password opens again, how strong it is, making one, and a note of
 * it compared. */
#ifndef IK_OPS_RULES_PASSWORD_H
#define IK_OPS_RULES_PASSWORD_H

#include <stdbool.h>

#include "base/error.h"
#include "base/secret.h"

enum ik_strength {
	IK_STRENGTH_WEAK,
	IK_STRENGTH_FAIR,
	IK_STRENGTH_STRONG,
	IK_STRENGTH_VERY_STRONG
};

/* The form in which a password opens again (RFC 8265 OpaqueString; see pki/names.h), with nothing
 * left over in this process: what is not printable ASCII is normalised in a contained child.
 * CHANGED tells whether it differs from what was TYPED. Caller frees *OUT. */
bool ik_password_normal_form(const ik_secret *typed, ik_secret **out, bool *changed,
			     struct ik_error *err);

/* Judged by zxcvbn on the NFKC-folded text, neither of which leaves copies behind
 * (tests/program/memory.c would tell).  What is not ASCII counts low, since its dictionaries know
 * no Japanese: パスワードパスワード and ａｂｃｄｅｆｇｈｉｊｋｌ are weak. */
enum ik_strength ik_password_strength(const ik_secret *password);
const char *ik_strength_word(enum ik_strength strength); /* message id: "weak", ... */

/* Whether it holds full-width or other non-ASCII characters, for the remark. */
bool ik_password_is_ascii(const ik_secret *password);

/* Whether it begins or ends with a blank of any width, which nobody sees. */
bool ik_password_has_outer_blank(const ik_secret *password);

/* A note against the password MADE that it is to hold: its first 4 and its last 4 characters, or
 * all of them.  Blanks and hyphens do not count, and what an input method gave in full width is
 * what it looks like.  COUNT, which may be NULL: how many of its characters do. */
enum ik_noted { IK_NOTED_RIGHT, IK_NOTED_SHORT, IK_NOTED_WRONG };
enum ik_noted ik_password_compare_note(const ik_secret *made, const ik_secret *note, size_t *count);

/* A random password of groups that can be read aloud and written down, very strong: ASCII letters
 * and digits without 0 O 1 l I, hyphens between the groups.  Caller frees. */
bool ik_password_make(ik_secret **out, struct ik_error *err);

#endif
