/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c: what a certificate says, read with lengths and filtered for showing. */
#include "pki/certificate.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/cms_verify.h"
#include "pki/facts_key.h"
#include "pki/facts_name.h"
#include "pki/facts_time.h"
#include "pki/parts.h"
#include "pki/tls.h"

static char *hex(const uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *text = ik_alloc(2 * size + 1);

	for (size_t i = 0; i < size; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	return text;
}

/* The number that the two's complement CONTENT stands for, however it was padded; it is not empty.
 */
static char *serial_text(struct ik_der content)
{
	size_t size = content.size, skip = 0;
	uint8_t *number = ik_alloc(size);
	bool negative = content.data[0] & 0x80;
	bool carry = negative;
	char *digits, *text;

	memcpy(number, content.data, size);
	for (size_t i = size; negative && i > 0; i--) {
		number[i - 1] = (uint8_t)(~number[i - 1] + carry);
		carry = carry && number[i - 1] == 0;
	}
	while (skip + 1 < size && number[skip] == 0)
		skip++;
	digits = hex(number + skip, size - skip);
	text = ik_format("%s%s", negative ? "-" : "", digits);
	free(digits);
	free(number);
	return text;
}

static int read_digest(gnutls_digest_algorithm_t digest, const gnutls_datum_t *der, char **text)
{
	uint8_t hash[32];
	int rc = gnutls_hash_fast(digest, der->data, der->size, hash);

	if (rc >= 0)
		*text = hex(hash, gnutls_hash_get_len(digest));
	return rc;
}

/* One whole name, as RFC 4514 writes it: the subject's or the issuer's.  GnuTLS has no text for
 * some (a part that is empty is enough): those are shown by their BYTES, since all else in the
 * certificate is fine. */
static char *name_text(gnutls_x509_crt_t crt,
		       int (*get)(gnutls_x509_crt_t, gnutls_datum_t *, unsigned),
		       struct ik_der bytes)
{
	gnutls_datum_t name = {NULL, 0};
	int rc = get(crt, &name, 0);
	char *digits, *text;

	if (rc >= 0) {
		text = ik_text_visible(name.data, name.size);
	} else if (rc == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) {
		text = ik_strdup("");
	} else {
		digits = hex(bytes.data, bytes.size);
		text = ik_format("#%s", digits);
		free(digits);
	}
	gnutls_free(name.data);
	return text;
}

static void read_names(gnutls_x509_crt_t crt, const struct ik_parts *parts, struct ik_facts *facts)
{
	facts->common_name = ik_facts_name_part(parts->subject, IK_NAME_COMMON,
						&facts->common_name_escaped);
	facts->organization = ik_facts_name_part(parts->subject, IK_NAME_ORGANIZATION,
						 &facts->organization_escaped);
	facts->subject = name_text(crt, gnutls_x509_crt_get_dn3, parts->subject);
	facts->issuer = ik_parts_same_names(parts)
				? ik_strdup(facts->subject)
				: name_text(crt, gnutls_x509_crt_get_issuer_dn3, parts->issuer);
}

static void read_alt_names(const struct ik_parts *parts, struct ik_facts *facts)
{
	struct ik_der names;

	if (IK_PARTS_EXTENSION(parts, "\x55\x1d\x11", &names))
		ik_facts_alt_names(names, facts);
}

static int read_times(const struct ik_parts *parts, struct ik_facts *facts)
{
	struct ik_der in = parts->validity;

	return ik_facts_time(&in, &facts->not_before) && ik_facts_time(&in, &facts->not_after)
		       ? 0
		       : GNUTLS_E_ASN1_TIME_ERROR;
}

static int read_all(gnutls_x509_crt_t crt, const gnutls_datum_t *der, struct ik_facts *facts)
{
	struct ik_parts parts;
	int rc = ik_parts_find((struct ik_der){der->data, der->size}, &parts)
			 ? 0
			 : GNUTLS_E_ASN1_DER_ERROR;

	if (rc >= 0)
		rc = read_digest(GNUTLS_DIG_SHA256, der, &facts->sha256);
	if (rc >= 0)
		rc = read_digest(GNUTLS_DIG_SHA1, der, &facts->sha1);
	if (rc >= 0)
		rc = read_times(&parts, facts);
	if (rc < 0)
		return rc;
	read_names(crt, &parts, facts);
	if (parts.serial.size == 0)
		return GNUTLS_E_ASN1_DER_ERROR;
	facts->serial = serial_text(parts.serial);
	facts->key_type = ik_facts_key_type(crt, parts.key);
	facts->self_signed = (ik_parts_same_names(&parts) && ik_parts_same_keys(&parts))
			     || (strcmp(facts->issuer, facts->subject) == 0
				 && gnutls_x509_crt_check_issuer(crt, crt) == 1);
	facts->size = der->size;
	facts->leads = ik_cms_crt_leads(crt);
	read_alt_names(&parts, facts);
	return 0;
}

bool ik_certificate_facts(const void *bytes, size_t size, struct ik_facts *facts,
			  struct ik_error *err)
{
	gnutls_datum_t der;
	gnutls_x509_crt_t crt = ik_tls_certificate_bytes(bytes, size, &der, err);
	int rc;

	*facts = (struct ik_facts){0};
	if (!crt)
		return false;
	rc = read_all(crt, &der, facts);
	gnutls_free(der.data);
	gnutls_x509_crt_deinit(crt);
	if (rc >= 0)
		return true;
	ik_facts_free(facts);
	return ik_tls_fail(err, IK_E_CERT_READ, rc);
}

bool ik_certificate_der(const void *pem, size_t size, struct ik_buffer *der, struct ik_error *err)
{
	gnutls_datum_t out;
	gnutls_x509_crt_t crt = ik_tls_certificate_bytes(pem, size, &out, err);

	if (!crt)
		return false;
	gnutls_x509_crt_deinit(crt);
	ik_tls_take(&out, der);
	return true;
}
