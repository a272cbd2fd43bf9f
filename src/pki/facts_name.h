/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_name.h: single parts of a distinguished name, and alternative names.  Private to the room.
 */
#ifndef IK_PKI_FACTS_NAME_H
#define IK_PKI_FACTS_NAME_H

#include "base/facts.h"
#include "pki/der.h"

enum ik_name_part { IK_NAME_COMMON, IK_NAME_ORGANIZATION };

/* The most specific PART of the encoded Name DN, filtered for showing; NULL if it has none.  Caller
 * frees. *ESCAPED, unless NULL: whether filtering changed it. */
char *ik_facts_name_part(struct ik_der dn, enum ik_name_part part, bool *escaped);

/* The string VALUE that has TAG, filtered for showing; NULL for what is no string.  Caller frees.
 * *ESCAPED: whether filtering changed it. */
char *ik_facts_value_text(uint8_t tag, struct ik_der value, bool *escaped);

/* The dNSNames and iPAddresses of an encoded subjectAltName, in its order, filtered; steps over all
 * other kinds. */
void ik_facts_alt_names(struct ik_der names, struct ik_facts *facts);

#endif
