/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.h: a certificate as a link of a chain: who issued whom.  For this room and the one of
 * foreign files only. */
#ifndef IK_PKI_LINK_H
#define IK_PKI_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gnutls/x509.h>

#include "base/buffer.h"
#include "pki/parts.h"

/* Zeroed is none. */
struct ik_link {
	gnutls_x509_crt_t crt;
	gnutls_datum_t der;
	struct ik_parts parts;    /* in DER */
	struct ik_buffer subject; /* in the form in which names are compared */
	struct ik_buffer issuer;
	int64_t from, until; /* valid */
	bool itself; /* it says of itself that it was issued by itself: names and key identifiers */
};

/* The first certificate in PEM, or DER.  False for what cannot be read: LINK is then none. */
bool ik_link_read(const void *bytes, size_t size, struct ik_link *link);
void ik_link_free(struct ik_link *link); /* zeroed again */

/* How NAME (its DER) is compared, appended to FORM: RFC 5280 7.1.  Neither the kind of string nor
 * letter case nor blanks at the ends, or how many there are in between, make a difference. */
void ik_link_name_form(struct ik_der name, struct ik_buffer *form);

/* Whether ISSUER is called as LINK says of its issuer, and has its key, as far as both tell.
 * Nothing is verified. */
bool ik_link_names(const struct ik_link *link, const struct ik_link *issuer);

/* Whether the key of ISSUER has signed LINK.  0.1 to 2 ms. */
bool ik_link_signed_by(const struct ik_link *link, const struct ik_link *issuer);

/* What to call who has NAME (its DER): its CN, else its O, else "?"; filtered.  Caller frees. */
char *ik_link_called(struct ik_der name);

#endif
