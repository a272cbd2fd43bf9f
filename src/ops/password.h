/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.h: how strong a password is, and making one. */
#ifndef IK_OPS_PASSWORD_H
#define IK_OPS_PASSWORD_H

#include <stdbool.h>

#include "base/error.h"
#include "base/secret.h"

enum ik_strength { IK_STRENGTH_WEAK, IK_STRENGTH_FAIR, IK_STRENGTH_STRONG, IK_STRENGTH_VERY_STRONG };

/* Judged by zxcvbn on the NFKC-folded text; what is not ASCII counts low, since its dictionaries know no Japanese:
 * パスワードパスワード and ａｂｃｄｅｆｇｈｉｊｋｌ are weak. */
enum ik_strength ik_password_strength(const ik_secret *password);
const char *ik_strength_word(enum ik_strength strength);   /* message id: "weak", ... */

/* Whether it holds full-width or other non-ASCII characters, for the remark. */
bool ik_password_is_ascii(const ik_secret *password);

/* A random password of groups that can be read aloud and written down, very strong: ASCII letters and digits without
 * 0 O 1 l I, hyphens between the groups.  Caller frees. */
bool ik_password_make(ik_secret **out, struct ik_error *err);

#endif
