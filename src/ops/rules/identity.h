/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity.h: for whom a certificate is, from what was typed; the same for one that we make and one
 * that we ask for. */
#ifndef IK_OPS_RULES_IDENTITY_H
#define IK_OPS_RULES_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/list.h"

/* What a common name holds at most (RFC 5280, appendix A.1). */
enum { IK_COMMON_NAME_MAX = 64 };

/* Zeroed is empty. */
struct ik_identity {
	char *name;               /* A-labels; or what is kept as it stands, and is no host name */
	char *common_name;        /* NAME as it stands, or its short form where it is longer than
				     IK_COMMON_NAME_MAX */
	char *organization;       /* "" for none */
	struct ik_list dns_names; /* NAME first, if it is a host name */
	struct ik_list ip_addresses;
};

/* As typed. */
struct ik_identity_wish {
	const char *name;
	const char *alt_names;    /* may be NULL */
	const char *organization; /* may be NULL */
	const char *in_use;       /* the common name of the certificate in use, which is taken as it
				     stands; or NULL */
};

/* Applies the rules; nothing is left in IDENTITY on false. */
bool ik_identity_plan(const struct ik_identity_wish *wish, struct ik_identity *identity,
		      struct ik_error *err);
void ik_identity_free(struct ik_identity *identity);

/* The bytes of its organization, names and addresses, for whoever makes room for them; the common
 * name is short. */
size_t ik_identity_size(const struct ik_identity *identity);

#endif
