/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.h: named curves whose parameters are written out.  Private to the room. */
#ifndef IK_FOREIGN_CURVE_H
#define IK_FOREIGN_CURVE_H

#include "pki/der.h"

/* Whether PARAMETERS are, number for number, those of P-256, P-384 or P-521; then *OID (static) is
 * its name. */
bool ik_curve_named(struct ik_der parameters, struct ik_der *oid);

#endif
