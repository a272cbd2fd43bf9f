/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate.h: certificates (RFC 5280).  The clock is always a parameter. */
#ifndef IK_PKI_CERTIFICATE_H
#define IK_PKI_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"

/* What a certificate of ours should say.  Names are checked and A-labels already: this room trusts
 * ops/rules. */
struct ik_certificate_wish {
	const char *common_name;            /* at most 64 characters */
	const char *organization;           /* UTF-8, or NULL */
	const struct ik_list *dns_names;    /* A-labels, each once, at least one name or address */
	const struct ik_list *ip_addresses; /* textual IPv4 or IPv6 */
	int64_t not_before;
	int64_t not_after;
};

/* A self-signed server certificate for KEY (PKCS#8 PEM), its PEM appended to PEM: v3, a positive
 * serial of 159 random bits, basicConstraints critical CA:FALSE, keyUsage critical digitalSignature
 * (RSA: keyEncipherment too), extendedKeyUsage serverAuth, subjectAltName, subject and authority
 * key identifiers (RFC 7093 method 1). */
bool ik_certificate_self_sign(const struct ik_certificate_wish *wish, const ik_secret *key,
			      struct ik_buffer *pem, struct ik_error *err);

/* The facts of the first certificate in PEM (or DER).  Whatever *FACTS held is overwritten, not
 * freed; everything in it is filtered for showing, and nothing is left in it on failure:
 * IK_E_CERT_READ. */
bool ik_certificate_facts(const void *bytes, size_t size, struct ik_facts *facts,
			  struct ik_error *err);

/* What the first certificate in PEM (or DER) says that none of ours does, name by name and
 * filtered: parts of its subject besides the last CN and O ("OU=Sales"), names of other kinds than
 * DNS and IP ("URI:https://a/"), purposes besides that of a server ("EKU=clientAuth"), "CA:TRUE",
 * "must-staple", "policy=1.2.3".  REST is appended to; what cannot be read adds nothing. */
void ik_certificate_rest(const void *bytes, size_t size, struct ik_list *rest);

/* Whether the first certificate in PEM (or DER) was signed by its own key, whatever it says of its
 * issuer: the signature is verified.  0.1 to 2 ms. */
bool ik_certificate_signs_itself(const void *bytes, size_t size);

/* How many certificates stand in PEM. */
unsigned ik_certificate_count(const void *pem, size_t size);

/* Appends the certificate that DER is to PEM. */
bool ik_certificate_pem(const void *der, size_t size, struct ik_buffer *pem, struct ik_error *err);

/* The DER of the first certificate in PEM, for digests. */
bool ik_certificate_der(const void *pem, size_t size, struct ik_buffer *der, struct ik_error *err);

#endif
