/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity.h: for whom a certificate is, from what was typed; the same for one that we make and one that we ask for. */
#ifndef IK_OPS_IDENTITY_H
#define IK_OPS_IDENTITY_H

#include <stdbool.h>

#include "base/error.h"
#include "base/list.h"

/* Zeroed is empty. */
struct ik_identity {
	char *name;                      /* A-labels */
	char *common_name;               /* NAME, or its short form where it has more than 64 characters */
	char *organization;              /* "" for none */
	struct ik_list dns_names;        /* NAME first */
	struct ik_list ip_addresses;
};

/* ALT_NAMES and ORGANIZATION may be NULL.  Applies the rules; nothing is left in IDENTITY on false. */
bool ik_identity_plan(const char *name, const char *alt_names, const char *organization, struct ik_identity *identity,
		      struct ik_error *err);
void ik_identity_free(struct ik_identity *identity);

#endif
