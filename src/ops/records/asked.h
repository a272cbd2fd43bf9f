/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asked.h: what an authority was asked for, and what came of it. */
#ifndef IK_OPS_RECORDS_ASKED_H
#define IK_OPS_RECORDS_ASKED_H

#include "base/facts.h"
#include "base/list.h"
#include "base/objection.h"

/* Of a request; filtered.  Zeroed: nobody was asked. */
struct ik_asked {
	char *subject;        /* RFC 4514 */
	struct ik_list names; /* DNS names as A-labels, and addresses */
};

void ik_asked_copy(struct ik_asked *to, const struct ik_asked *from); /* TO is freed first */
void ik_asked_free(struct ik_asked *asked);                           /* zeroed again */

/* Adds how the certificate with FACTS differs from what was ASKED for: IK_E_ASKED_DROPPED and
 * IK_E_ASKED_ADDED with the names, IK_E_ASKED_SUBJECT. */
void ik_asked_compare(const struct ik_asked *asked, const struct ik_facts *facts,
		      struct ik_objections *objections);

#endif
