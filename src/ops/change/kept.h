/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept.h: what a new certificate takes over from the one in use where nothing else is said, and
 * what it cannot. */
#ifndef IK_OPS_CHANGE_KEPT_H
#define IK_OPS_CHANGE_KEPT_H

#include <stdbool.h>

#include "base/facts.h"
#include "base/list.h"
#include "ops/records/reading.h"

enum { IK_DEFAULT_DAYS = 730 };

/* In the forms in which the same is typed.  Zeroed is empty. */
struct ik_kept {
	char *name;      /* the common name as it stands, or the first DNS name; HOST where there is
			    neither */
	char *alt_names; /* the other names and addresses, HOST among them where no name would be
			    left */
	char *organization; /* "" for none */
	int days;           /* whole days of the old span, less the one that is put back */
	bool days_cut;      /* it was longer than IK_DAYS_MAX */
	char *key_type;     /* that of the one in use, or the nearest that is made */
};

/* HOST is this server's name, "" if it has none.  Free KEPT with ik_kept_free(). */
void ik_kept_find(const struct ik_facts *facts, const char *host, struct ik_kept *kept);
void ik_kept_free(struct ik_kept *kept); /* zeroed again */

/* Whether DAYS are those of the certificate that FACTS (may be NULL) are of, cut to IK_DAYS_MAX. */
bool ik_kept_days_cut(const struct ik_facts *facts, int days);

/* The common name of the certificate that FACTS (may be NULL) are of, if a new one may have it as
 * it stands, host name or not; NULL: it has none, or one that only looks like this here. */
const char *ik_kept_common_name(const struct ik_facts *facts);

/* The type of the key in use if it can be made again, though it is none of those on offer; else
 * NULL. */
const char *ik_kept_key_type(const struct ik_facts *facts);

/* Whether NAMES have NAME: letter case does not matter to those who look it up. */
bool ik_names_have(const struct ik_list *names, const char *name);

/* --- what is lost ----------------------------------------------------------------------------- */

/* Zeroed is empty. */
struct ik_losses {
	struct ik_list said;  /* "OU=Sales", "URI:https://a/", "CA:TRUE", "EKU=clientAuth", ... */
	struct ik_list names; /* of those that clients look up */
	char *key_was,
		*key_now; /* names of types; NULL: the type is kept, or another one was asked for */
	unsigned chain;   /* certificates of authorities that stand behind it */
	char *issuer; /* the authority that signed it, where the new one is signed by itself; else
			 NULL */
};

/* The certificate that is to come. */
struct ik_new {
	const struct ik_list *dns_names;
	const struct ik_list *ip_addresses;
	const char *key_type;
	bool signs_itself;
};

/* What the certificate of which FACTS are, and which SAID the rest, says and NEW will not.  Free it
 * with ik_losses_free(). */
void ik_losses_find(const struct ik_facts *facts, const struct ik_said *said,
		    const struct ik_new *new, struct ik_losses *losses);
/* Whether one that keeps all that can be kept loses nothing. */
bool ik_losses_none(const struct ik_facts *facts, const struct ik_said *said, const char *host);
void ik_losses_free(struct ik_losses *losses); /* zeroed again */
bool ik_losses_any(const struct ik_losses *losses);

/* All of it, each in the words of the operator's language; LINES is appended to. */
void ik_losses_lines(const struct ik_losses *losses, struct ik_list *lines);

#endif
