/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protection_open.h: opening what is protected with a password. */
#ifndef IK_FOREIGN_PROTECTION_OPEN_H
#define IK_FOREIGN_PROTECTION_OPEN_H

#include "pki/protection.h"

/* DATA decrypted, without its padding.  NULL if the password does not open it, as far as that can
 * be told. Caller frees. */
ik_secret *ik_protection_open(const struct ik_protection *protection, struct ik_der data,
			      const struct ik_try *password);

#endif
