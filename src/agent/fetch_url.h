/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch_url.h: where a server may send us. */
#ifndef IK_AGENT_FETCH_URL_H
#define IK_AGENT_FETCH_URL_H

#include <stdbool.h>

#include "base/error.h"

/* Whether a server at FROM may send us to TO: the scheme stays, or http becomes https, and TO
 * names a host and no user.  IK_E_FETCH_REDIRECT about TO. */
bool ik_fetch_may_lead(const char *from, const char *to, struct ik_error *err);

/* IK_E_FETCH_REDIRECT about TO, without the user and the password that it may name.  Always false.
 */
bool ik_fetch_fail_lead(const char *to, struct ik_error *err);

bool ik_fetch_url_is_https(const char *url);

#endif
