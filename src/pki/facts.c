/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c: what a certificate says, read with lengths and filtered for showing. */
#include "pki/certificate.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/facts_key.h"
#include "pki/facts_name.h"
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

/* The number that the two's complement NUMBER stands for, however it was padded.  NUMBER is changed. */
static char *serial_text(uint8_t *number, size_t size)
{
	bool negative = size > 0 && number[0] & 0x80;
	bool carry = negative;
	size_t skip = 0;
	char *digits, *text;

	for (size_t i = size; negative && i > 0; i--) {
		number[i - 1] = (uint8_t)(~number[i - 1] + carry);
		carry = carry && number[i - 1] == 0;
	}
	while (skip + 1 < size && number[skip] == 0)
		skip++;
	digits = hex(number + skip, size - skip);
	text = ik_format("%s%s", negative ? "-" : "", digits);
	free(digits);
	return text;
}

/* ROOM has SIZE bytes, which no serial of this certificate can exceed. */
static int read_serial(gnutls_x509_crt_t crt, uint8_t *room, size_t size, struct ik_facts *facts)
{
	int rc = gnutls_x509_crt_get_serial(crt, room, &size);

	if (rc >= 0 && size == 0)
		rc = GNUTLS_E_ASN1_DER_ERROR;
	if (rc >= 0)
		facts->serial = serial_text(room, size);
	return rc;
}

static int read_digest(gnutls_digest_algorithm_t digest, const gnutls_datum_t *der, char **text)
{
	uint8_t hash[32];
	int rc = gnutls_hash_fast(digest, der->data, der->size, hash);

	if (rc >= 0)
		*text = hex(hash, gnutls_hash_get_len(digest));
	return rc;
}

/* One whole name, as RFC 4514 writes it: the subject's or the issuer's. */
static int read_name(gnutls_x509_crt_t crt, int (*get)(gnutls_x509_crt_t, gnutls_datum_t *, unsigned), char **text)
{
	gnutls_datum_t name = { NULL, 0 };
	int rc = get(crt, &name, 0);

	if (rc >= 0)
		*text = ik_text_visible(name.data, name.size);
	else if (rc == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
		*text = ik_strdup("");
	gnutls_free(name.data);
	return *text ? 0 : rc;
}

static int read_names(gnutls_x509_crt_t crt, struct ik_facts *facts)
{
	gnutls_datum_t dn = { NULL, 0 };
	int rc = gnutls_x509_crt_get_raw_dn(crt, &dn);

	if (rc >= 0) {
		facts->common_name = ik_facts_name_part((struct ik_der){ dn.data, dn.size }, IK_NAME_COMMON, NULL);
		facts->organization = ik_facts_name_part((struct ik_der){ dn.data, dn.size }, IK_NAME_ORGANIZATION,
							 &facts->organization_escaped);
		rc = read_name(crt, gnutls_x509_crt_get_dn3, &facts->subject);
	}
	gnutls_free(dn.data);
	return rc < 0 ? rc : read_name(crt, gnutls_x509_crt_get_issuer_dn3, &facts->issuer);
}

static void read_alt_names(gnutls_x509_crt_t crt, struct ik_facts *facts)
{
	gnutls_datum_t names = { NULL, 0 };

	if (gnutls_x509_crt_get_extension_by_oid2(crt, GNUTLS_X509EXT_OID_SAN, 0, &names, NULL) >= 0)
		ik_facts_alt_names((struct ik_der){ names.data, names.size }, facts);
	gnutls_free(names.data);
}

static int read_times(gnutls_x509_crt_t crt, struct ik_facts *facts)
{
	facts->not_before = gnutls_x509_crt_get_activation_time(crt);
	facts->not_after = gnutls_x509_crt_get_expiration_time(crt);
	return facts->not_before == -1 || facts->not_after == -1 ? GNUTLS_E_ASN1_TIME_ERROR : 0;
}

static int read_all(gnutls_x509_crt_t crt, gnutls_datum_t *der, struct ik_facts *facts)
{
	int rc = read_digest(GNUTLS_DIG_SHA256, der, &facts->sha256);

	if (rc >= 0)
		rc = read_digest(GNUTLS_DIG_SHA1, der, &facts->sha1);
	if (rc >= 0)
		rc = read_names(crt, facts);
	if (rc >= 0)
		rc = read_times(crt, facts);
	if (rc < 0)
		return rc;
	facts->key_type = ik_facts_key_type(crt);
	facts->self_signed = gnutls_x509_crt_check_issuer(crt, crt) == 1;
	read_alt_names(crt, facts);
	/* Last, as it writes over the bytes that were needed till here. */
	return read_serial(crt, der->data, der->size, facts);
}

bool ik_certificate_facts(const void *bytes, size_t size, struct ik_facts *facts, struct ik_error *err)
{
	gnutls_x509_crt_t crt = ik_tls_certificate(bytes, size, err);
	gnutls_datum_t der = { NULL, 0 };
	int rc;

	*facts = (struct ik_facts){ 0 };
	if (!crt)
		return false;
	rc = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der);
	if (rc >= 0)
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
	gnutls_x509_crt_t crt = ik_tls_certificate(pem, size, err);
	gnutls_datum_t out = { NULL, 0 };
	int rc;

	if (!crt)
		return false;
	rc = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &out);
	gnutls_x509_crt_deinit(crt);
	if (rc < 0)
		return ik_tls_fail(err, IK_E_CERT_READ, rc);
	ik_tls_take(&out, der);
	return true;
}
