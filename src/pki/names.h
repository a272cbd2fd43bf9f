/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h: what the certificate library knows about names and passwords. */
#ifndef IK_PKI_NAMES_H
#define IK_PKI_NAMES_H

#include <stdbool.h>

#include "base/error.h"
#include "base/secret.h"

/* The A-labels of a domain name (IDNA 2008): 例え.jp becomes xn--r8jz45g.jp.  It maps and does not
 * validate: the rules check before and after.  Caller frees; NULL if there is no such form. */
char *ik_name_to_ascii(const char *name);
/* The reverse, for showing; the name itself where there is nothing to decode. Caller frees. */
char *ik_name_to_unicode(const char *name);

/* How NAME is shown to people: its A-labels, and beside them in brackets what they stand for.
 * Caller frees. */
char *ik_name_shown(const char *name);

/* Whether TYPED is its own normal form at sight: printable ASCII, or nothing. */
bool ik_password_is_plain(const ik_secret *typed);

/* RFC 8265 OpaqueString: spaces become U+0020, NFC; CHANGED tells whether that altered it.  False
 * with IK_E_PW_REFUSED for what the profile disallows, IK_E_PW_EMPTY for nothing.  Caller frees
 * *OUT. Of what is not plain the library leaves copies in the heap: only for a process that soon
 * ends (base/contain). */
bool ik_password_normalize(const ik_secret *typed, ik_secret **out, bool *changed,
			   struct ik_error *err);

#endif
