/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_own.h: which messages are this store's own, by the certificates that were in use here.  For
 * sign.c. */
#ifndef IK_OPS_CHANGE_SIGN_OWN_H
#define IK_OPS_CHANGE_SIGN_OWN_H

#include <stdbool.h>

#include "base/error.h"
#include "ops/records/steps.h"
#include "store/store.h"
#include "trust/opened.h"
#include "trust/sha256.h"

/* Whether IN_USE, or a certificate that was in use in STORE, signed MESSAGE. */
bool ik_sign_is_own(const ik_store *store, const struct ik_sha256 *in_use,
		    const struct ik_opened *message);

/* Whether what an earlier certificate of STORE says in MESSAGE may be said by the one in use:
 * IK_E_SIGN_STRANGER, IK_E_SIGN_LEAKED about SHOWN. */
bool ik_sign_may_again(const ik_store *store, const struct ik_kept_steps *steps,
		       const struct ik_opened *message, const char *shown, struct ik_error *err);

#endif
