/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.h: whether agents that know what is in use are led to what takes its place. */
#ifndef IK_OPS_CHANGE_LEAD_H
#define IK_OPS_CHANGE_LEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum ik_lead {
	IK_LEAD_NOBODY,    /* nothing was in use, or its certificate stays: nobody has to follow */
	IK_LEAD_LEADS,     /* a step is signed by both keys */
	IK_LEAD_NO_KEY,    /* the key in use is gone */
	IK_LEAD_DAMAGED,   /* it is damaged, or its certificate, or the link to them */
	IK_LEAD_KIND,      /* it is of a kind that agents do not take */
	IK_LEAD_NEXT_KIND, /* the next one is */
	IK_LEAD_LARGE,     /* no step that agents read has room for both certificates */
	IK_LEAD_COUNT
};

struct ik_generation;

/* What of IN_USE, which was read with DAMAGE, agents follow: as far as they do not ask what comes
 * next. */
enum ik_lead ik_lead_of(const struct ik_generation *in_use, enum ik_error_id damage);

/* Whether a step from a certificate of FROM bytes (DER) to one of TO is as small as agents read: it
 * holds both.  A little less is said to have room than has, since how long the names of the issuers
 * are is not known here. */
bool ik_lead_has_room(size_t from, size_t to);

/* Whether agents stay behind. */
bool ik_lead_fails(enum ik_lead lead);

/* Why they do: IK_E_LEAD_NO_KEY, IK_E_LEAD_DAMAGED, IK_E_LEAD_KIND, IK_E_LEAD_NEXT_KIND,
 * IK_E_LEAD_LARGE; IK_E_NONE where they do not. */
enum ik_error_id ik_lead_error(enum ik_lead lead);

#endif
