/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same.h: the certificate that is in use already, about to be put in use once more: whether that
 * would change anything. */
#ifndef IK_OPS_CHANGE_SAME_H
#define IK_OPS_CHANGE_SAME_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "ops/change/plan.h"

enum ik_same {
	IK_SAME_NOT,    /* it is another certificate, or none is in use that can be read */
	IK_SAME_WHOLLY, /* nothing would change */
	IK_SAME_CHAIN,  /* other certificates are behind it */
	IK_SAME_GROUP,  /* another group is to read its key */
	IK_SAME_BROKEN, /* one of its files is missing, damaged, or not closed as it should be */
	IK_SAME_CUT,    /* the change that put it in use was cut, or its request waits still */
};

/* What would be put in use. */
struct ik_same_wish {
	const char *sha256;            /* of the certificate */
	const struct ik_buffer *chain; /* PEM: it, then what is behind it */
	const struct ik_key_group *group;
	const char *request; /* that waits, and whose key it has; NULL: none */
};

/* Holds WISH against what is in use on disk, by a plan that begins with HEAD.  False: it cannot be
 * found out, since the store cannot be opened, or for a limit. */
bool ik_same_find(const struct ik_plan *head, const struct ik_same_wish *wish, enum ik_same *same,
		  struct ik_error *err);

/* The sentence that says why a new generation is made of the same certificate, translated; NULL
 * where it is another one. */
const char *ik_same_sentence(enum ik_same same);

#endif
