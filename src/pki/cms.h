/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms.h: texts of ours, signed by one or two certificates: CMS SignedData (RFC 5652) with the text
 * inside, PEM label PKCS7.
 *
 * Each SignerInfo has exactly four signed attributes: contentType id-data, messageDigest,
 * signingTime, and contentHints (RFC 2634) that say "inkan"; no unsigned ones.  So neither TLS with
 * the same key nor any other program that signs CMS can be brought to sign what is taken here. */
#ifndef IK_PKI_CMS_H
#define IK_PKI_CMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"

enum { IK_CMS_SIGNERS_MAX = 2 };

/* Who signs: a key (PKCS#8 PEM) and its certificate, the first in PEM.  Lent. */
struct ik_cms_signer {
	const ik_secret *key;
	const void *certificate;
	size_t size;
};

/* Appends PEM that has TEXT, signed at NOW (seconds since 1970, by SHA-256) by N signers, two at
 * most, of whose certificates the leaves go with it.  What was made is read back and verified under
 * each.  IK_E_CMS_KEY_LEADS_NOT for a key that readers would not take; IK_E_CMS_SIGN if it fails.
 */
bool ik_cms_sign(const void *text, size_t size, const struct ik_cms_signer *signers, size_t n,
		 int64_t now, struct ik_buffer *pem, struct ik_error *err);

/* Whether agents take what the first certificate in PEM (or DER) signs: an RSA key from 2048 bits
 * or an ECDSA key, a keyUsage, if any, with digitalSignature, and a serial number in its shortest
 * form, without which no signature names its certificate. */
bool ik_cms_key_leads(const void *certificate, size_t size);

/* A certificate that signed, and its signature verifies under it. */
struct ik_cms_signed {
	char sha256[65]; /* of its DER, lower-case hex */
	struct ik_buffer der;
	int64_t signed_at; /* its signingTime: seconds since 1970 */
	int64_t not_before, not_after;
};

/* A zeroed struct is empty. */
struct ik_cms {
	struct ik_buffer text;
	struct ik_cms_signed by[IK_CMS_SIGNERS_MAX];
	size_t n; /* how many of them */
};

/* Reads what ik_cms_sign() wrote, the first PEM block of it, which has to end within MAX bytes,
 * whatever stands behind, in a contained child: the shape is checked before GnuTLS sees it.  No
 * certificate's date and no clock counts.  A signature that does not verify is passed over; the
 * errors say what is wrong with all of them: IK_E_CMS_LARGE, IK_E_STATEMENT_DAMAGED,
 * IK_E_CMS_ATTRIBUTES, IK_E_CMS_ALGORITHM, IK_E_CMS_DIGEST, IK_E_CMS_SIGNATURE (nobody's verifies).
 * Free OUT with ik_cms_free(), also after a failure. */
bool ik_cms_open(const void *pem, size_t size, size_t max, struct ik_cms *out,
		 struct ik_error *err);

/* Several of them, one PEM block each of MAX bytes at most, whatever stands between them, in one
 * child; the first LIMIT of them.  One that is wrong does not exist.  Free OUT with
 * ik_cms_several_free(), also after a failure. */
struct ik_cms_several {
	struct ik_cms *items;
	size_t n;
};
bool ik_cms_open_all(const void *pem, size_t size, size_t max, size_t limit,
		     struct ik_cms_several *out, struct ik_error *err);
void ik_cms_several_free(struct ik_cms_several *several);

void ik_cms_free(struct ik_cms *cms); /* empty again; twice is fine */

#endif
