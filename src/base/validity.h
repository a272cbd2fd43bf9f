/* SPDX-License-Identifier: GPL-3.0-or-later */
/* validity.h: what the dates of a certificate mean at a moment. */
#ifndef IK_BASE_VALIDITY_H
#define IK_BASE_VALIDITY_H

#include <stdint.h>

#include "base/facts.h"

enum ik_validity {
	IK_VALIDITY_NONE, /* no certificate yet */
	IK_VALIDITY_VALID,
	IK_VALIDITY_EXPIRING, /* 30 days or fewer */
	IK_VALIDITY_TODAY,    /* ends before this server's midnight, or ended since it */
	IK_VALIDITY_EXPIRED,
	IK_VALIDITY_NOT_YET,
	IK_VALIDITY_DAMAGED, /* and wherever DAMAGE says why nothing is known: not readable, a newer
				format */
};

enum { IK_WARNING_DAYS = 30 };

/* The validity of a certificate with these FACTS at NOW. */
enum ik_validity ik_validity_of(const struct ik_facts *facts, int64_t now);

#endif
