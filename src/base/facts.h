/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.h: what is known of a certificate, as plain data for every room above. */
#ifndef IK_BASE_FACTS_H
#define IK_BASE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/pack.h"

/* All text is filtered for showing.  Zeroed: nothing known. */
struct ik_facts {
	char *subject;      /* RFC 4514 */
	char *issuer;       /* RFC 4514 */
	char *common_name;  /* the most specific CN as UTF-8, or NULL */
	char *organization; /* O as UTF-8, or NULL */
	char *serial;       /* lower-case hex, whole bytes, no separators; "-" first if negative */
	char *sha256;       /* of the DER, lower-case hex, 64 digits */
	char *sha1;         /* the same, 40 digits, for readers of Windows' viewer */
	char *key_type;     /* "ecdsa-p256", "rsa-2048", "ed25519", ... */
	struct ik_list dns_names; /* A-labels, as in the certificate */
	struct ik_list dns_shown; /* the same as people read them: "xn--wgv71a.jp (日本.jp)"; none
				     where that is how they are written */
	struct ik_list ip_addresses;
	bool common_name_escaped;  /* COMMON_NAME is not what the certificate says: something was
				      escaped */
	bool organization_escaped; /* the same of ORGANIZATION */
	int64_t not_before;
	int64_t not_after;
	bool self_signed; /* it says so: issuer and subject are equal and, where it has both, the
			   * key identifiers too.  No proof: no signature is verified for it. */
	size_t size;      /* of the DER, in bytes */
	bool leads;       /* agents take what it signs: see ik_cms_key_leads() */
};

void ik_facts_copy(struct ik_facts *to, const struct ik_facts *from); /* TO is freed first */
void ik_facts_free(struct ik_facts *facts);                           /* zeroed again */

/* Between a child and its parent.  FACTS is overwritten; what IN then says is checked with
 * ik_unpack_done(): text that would have to be filtered is a lie. */
bool ik_facts_pack(const struct ik_facts *facts, ik_secret *out);
void ik_facts_unpack(struct ik_unpack *in, struct ik_facts *facts);

#endif
