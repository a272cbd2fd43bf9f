/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.h: what a host name, an address, a password, a path, a number of days must be, and the
 * sentence that says why not.  Every plan applies these, whoever calls; the wizard applies them
 * live.  Text comes as typed, in UTF-8; full-width forms of names, addresses and numbers are
 * accepted and narrowed. */
#ifndef IK_OPS_RULES_RULES_H
#define IK_OPS_RULES_RULES_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/list.h"
#include "base/secret.h"
#include "pki/key.h"

struct ik_place;

enum { IK_ALT_NAMES_MAX = 100, IK_DAYS_MAX = 36500, IK_PASSWORD_MIN = 12, IK_PASSWORD_MAX = 128 };

/* The server's name: *NAME gets its A-label form, lower case.  Letters, digits, hyphens, labels of
 * 1 to 63, 253 in all (RFC 1123, RFC 5890), checked before and after IDNA; underscores, wildcards
 * and addresses refused, and what looks like a hyphen or a dot among ASCII letters and digits.
 * Caller frees. */
bool ik_rule_host_name(const char *text, char **name, struct ik_error *err);

/* How a host name is shown to people: as it is written in a certificate, and what that stands for
 * beside it, as in "xn--wgv71a.jp (日本.jp)".  Caller frees. */
char *ik_rule_shown_name(const char *name);

/* Other names: separated by commas or blanks (、 ， and U+3000 too); one leading "*." a name; IPv4
 * and IPv6 addresses are put into their shortest form; doubles are dropped.  Empty is fine.  Both
 * lists are freed first. */
bool ik_rule_alt_names(const char *text, struct ik_list *dns_names, struct ik_list *ip_addresses,
		       struct ik_error *err);

/* May be empty; 64 characters at most (ub-organization-name); no control characters. */
bool ik_rule_organization(const char *text, struct ik_error *err);

/* Whether TEXT is a number from 0 to MAX, in digits only. */
bool ik_rule_number(const char *text, unsigned max, unsigned *number);

/* 1 to IK_DAYS_MAX, digits only, but for a final 日. */
bool ik_rule_days(const char *text, int *days, struct ik_error *err);

/* Where agents fetch what is published: a URL of http or https without user name, query or
 * fragment, or file:///PATH, only of what a shell leaves alone; or an absolute path.  *SOURCE has
 * no slash at its end.  Caller frees. */
bool ik_rule_source(const char *text, char **source, struct ik_error *err);

/* One of the types on offer, or AS_NOW, which is that of the key in use where it is kept (may be
 * NULL). */
bool ik_rule_key_type(const char *text, const char *as_now, struct ik_error *err);

/* The server's name as it stands in the certificate in use (may be NULL: none), host name or not;
 * or a host name.  *NAME is the form of a host name, NULL if TEXT is none. */
bool ik_rule_server_name(const char *text, const char *in_use, char **name, struct ik_error *err);

/* The group of this name or number; (gid_t)-1 for NULL or "". */
bool ik_rule_key_group(const char *text, gid_t *group, struct ik_error *err);

/* A new password: UTF-8, no control characters, 12 to 128 characters after OpaqueString (RFC 8265).
 * *OUT is the form that is used, CHANGED whether it is another one than was typed.  OUT and CHANGED
 * may be NULL.  Caller frees *OUT. */
bool ik_rule_password(const ik_secret *typed, ik_secret **out, bool *changed, struct ik_error *err);

/* A password for something that exists: normalised, its length not judged. */
bool ik_rule_old_password(const ik_secret *typed, ik_secret **out, struct ik_error *err);

/* Where a new backup may go: not there yet, its directory there and writable (or made with STORE);
 * room enough.  A path is refused that holds control characters, U+00A5 or U+203E.  "~/" is the
 * home.  *PATH is the form on disk; caller frees. */
bool ik_rule_backup_file(const char *text, const char *store, char **path, struct ik_place *place,
			 struct ik_error *err);

/* The same, but an ordinary file outside the store may stand there, which the new one replaces. */
bool ik_rule_replaced_file(const char *text, const char *store, char **path, struct ik_error *err);

/* What was typed or pasted as it will be used: full-width forms narrowed, without blanks at its
 * ends, a name without the mark that openssl x509 -text puts before it, days without a final
 * 日.  The rules take either form.  Caller frees. */
char *ik_rule_tidy_name(const char *text);
char *ik_rule_tidy_names(const char *text); /* a list */
char *ik_rule_tidy_days(const char *text);
char *ik_rule_tidy_text(const char *text); /* only the blanks */

/* The same for a path: as it stands if that EXISTS; else without blanks at its ends; else also
 * without the quotes and backslashes that a shell would take away, if that exists or the file is
 * one that somebody MAKES.  The rules for paths take none of that.  Caller frees. */
char *ik_rule_tidy_path(const char *text, bool makes, bool (*exists)(const char *path));

/* Whether TEXT, a host name or a list of them, holds a label that reads like another one: with what
 * looks like a hyphen or a dot among kana or kanji, or with letters of scripts that are not written
 * together.  *CHARACTER, which the caller frees, names the one meant; NULL for a clear name. */
enum ik_name_looks { IK_NAME_CLEAR, IK_NAME_LOOKALIKE, IK_NAME_MIXED };
enum ik_name_looks ik_rule_name_looks(const char *text, char **character);

/* Whether TEXT, a host name, list or number, holds full-width forms that are narrowed: for the
 * remark. */
bool ik_rule_is_narrowed(const char *text);

#endif
