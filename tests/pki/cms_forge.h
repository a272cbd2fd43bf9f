/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_forge.h: CMS as no server of ours writes them, truly signed all the same. */
#ifndef TESTS_PKI_CMS_FORGE_H
#define TESTS_PKI_CMS_FORGE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/secret.h"

/* One thing that is wrong each. */
enum cms_fault {
	CMS_HONEST,
	CMS_NO_ATTRIBUTES, /* the text itself is signed, as a TLS client can have it */
	CMS_NO_CONTENT_TYPE,
	CMS_NO_HINTS,
	CMS_OTHER_HINTS, /* what another program would say */
	CMS_OTHER_CONTENT_TYPE,
	CMS_DOUBLED_DIGEST, /* the true one is one of two */
	CMS_TWO_TIMES,      /* two values in one attribute */
	CMS_MONTH_13,       /* in its signingTime, and so on */
	CMS_FEBRUARY_31,
	CMS_HOUR_24,
	CMS_SECOND_60,
	CMS_ONE_MORE,        /* a fifth attribute */
	CMS_MANY_ATTRIBUTES, /* 20,000 of them */
	CMS_UNSORTED,
	CMS_UNSIGNED_ATTRIBUTE,
	CMS_SHA1,           /* digest and signature */
	CMS_UNKNOWN_DIGEST, /* SHA3-256 */
	CMS_DIGEST_LIES,    /* it says SHA-384 and is SHA-256 */
	CMS_SIGNATURE_LIES, /* signatureAlgorithm says SHA-384 */
	CMS_WRONG_DIGEST,   /* of another text */
	CMS_OTHER_SID,      /* it names another certificate */
	CMS_TRAILING,       /* a byte behind the end */
	CMS_TRAILING_INSIDE,
	CMS_THREE_SIGNERS,
	CMS_NO_SIGNER,
	CMS_DETACHED,    /* the text is not inside */
	CMS_OPEN_LENGTH, /* BER */
	CMS_ALGORITHMS,  /* a thousand digestAlgorithms */
	CMS_FAULTS
};

/* The PEM of TEXT, signed by KEY, whose certificate (PEM) is CERTIFICATE; OTHER is another one. */
struct ik_buffer cms_forge(enum cms_fault fault, const char *text, const ik_secret *key,
			   const struct ik_buffer *certificate, const struct ik_buffer *other);

#endif
