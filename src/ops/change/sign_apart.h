/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_apart.h: what is signed for agents, in a contained child: this process parses neither key
 * nor certificate, and no library keeps a copy of the key here. */
#ifndef IK_OPS_CHANGE_SIGN_APART_H
#define IK_OPS_CHANGE_SIGN_APART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"

/* Whether agents would take what is signed NOW by a certificate of these dates, whose key LEADS:
 * IK_E_CMS_KEY_LEADS_NOT, IK_E_INDEX_DATES, or that the clock stands before this program was built.
 */
bool ik_sign_may(bool leads, int64_t not_before, int64_t not_after, int64_t now,
		 struct ik_error *err);

/* Appends to PEM what ik_cms_sign() makes of TEXT, at NOW, with KEY (PKCS#8 PEM) of the first of
 * CERTIFICATE.  Its errors, and those of a child. */
bool ik_sign_apart(const struct ik_buffer *text, const ik_secret *key,
		   const struct ik_buffer *certificate, int64_t now, struct ik_buffer *pem,
		   struct ik_error *err);

#endif
