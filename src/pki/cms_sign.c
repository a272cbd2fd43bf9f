/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_sign.c: signing a text, and whether a key is one that agents follow. */
#include "config.h"

#include "pki/cms.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/pkcs7.h>

#include "base/date.h"
#include "pki/cms_shape.h"
#include "pki/cms_verify.h"
#include "pki/parts.h"
#include "pki/pss.h"
#include "pki/tls.h"

enum { RSA_BITS_MIN = 2048, UTC_TIME = 0x17, GENERALIZED_TIME = 0x18 };

/* 1950 and 2050, seconds since 1970. */
#define UTC_TIME_FROM INT64_C(-631152000)
#define UTC_TIME_UNTIL INT64_C(2524608000)

static bool algorithm_leads(gnutls_x509_crt_t crt)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);

	if (algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS)
		return bits >= RSA_BITS_MIN;
	return algorithm == GNUTLS_PK_ECDSA;
}

static bool usage_leads(gnutls_x509_crt_t crt)
{
	unsigned usage, critical;
	int rc = gnutls_x509_crt_get_key_usage(crt, &usage, &critical);

	return rc == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE
	       || (rc >= 0 && usage & GNUTLS_KEY_DIGITAL_SIGNATURE);
}

/* A signature names its certificate by the serial number, and GnuTLS writes that in its shortest
 * form there: none holds under a certificate that has it in another. */
static bool serial_leads(const struct ik_parts *parts)
{
	return !ik_parts_padded_serial(parts);
}

/* We sign with SHA-256, and GnuTLS verifies only what has the least salt that the key asks for. */
static bool binding_leads(const struct ik_parts *parts)
{
	struct ik_pss pss = ik_pss_of_public(parts->key);

	return !pss.bound
	       || (ik_pss_serves(&pss) && pss.digest == GNUTLS_DIG_SHA256 && pss.salt == pss.size);
}

static bool parts_lead(gnutls_x509_crt_t crt)
{
	gnutls_datum_t der = {0};
	struct ik_parts parts;
	bool leads = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der) >= 0
		     && ik_parts_find((struct ik_der){der.data, der.size}, &parts)
		     && serial_leads(&parts) && binding_leads(&parts);

	gnutls_free(der.data);
	return leads;
}

bool ik_cms_crt_leads(gnutls_x509_crt_t crt)
{
	return algorithm_leads(crt) && usage_leads(crt) && parts_lead(crt);
}

bool ik_cms_key_leads(const void *certificate, size_t size)
{
	gnutls_x509_crt_t crt = ik_tls_certificate(certificate, size, NULL);
	bool leads = crt && ik_cms_crt_leads(crt);

	if (crt)
		gnutls_x509_crt_deinit(crt);
	return leads;
}

static int add_attribute(gnutls_pkcs7_attrs_t *attributes, const char *oid, const void *der,
			 size_t size)
{
	gnutls_datum_t value;

	return ik_tls_datum(der, size, &value) ? gnutls_pkcs7_add_attr(attributes, oid, &value, 0)
					       : GNUTLS_E_INVALID_REQUEST;
}

/* signingTime as RFC 5652 11.3 has it: UTCTime from 1950 to 2049.  GnuTLS would take its own clock.
 */
static int add_time(gnutls_pkcs7_attrs_t *attributes, int64_t now)
{
	bool short_year = now >= UTC_TIME_FROM && now < UTC_TIME_UNTIL;
	char *compact = ik_date_compact(now), *t = strchr(compact, 'T');
	struct ik_buffer text = {0}, der = {0};
	int rc;

	ik_buffer_format(&text, "%.*s%s", (int)(t - compact), compact, t + 1);
	ik_der_put(&der, short_year ? UTC_TIME : GENERALIZED_TIME, text.data + (short_year ? 2 : 0),
		   text.size - (short_year ? 2 : 0));
	rc = add_attribute(attributes, "1.2.840.113549.1.9.5", der.data, der.size);
	ik_buffer_free(&der);
	ik_buffer_free(&text);
	free(compact);
	return rc;
}

/* KEY as GnuTLS signs with it. */
static bool load_key(const ik_secret *key, gnutls_privkey_t *out, struct ik_error *err)
{
	gnutls_x509_privkey_t read = ik_tls_key(key, err);
	int rc;

	*out = NULL;
	if (!read)
		return false;
	rc = gnutls_privkey_init(out);
	if (rc >= 0)
		rc = gnutls_privkey_import_x509(*out, read, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
	if (rc < 0)
		gnutls_x509_privkey_deinit(read);
	return rc >= 0 || ik_tls_fail(err, IK_E_CMS_SIGN, rc);
}

static bool add_signer(gnutls_pkcs7_t cms, const struct ik_cms_signer *signer,
		       const gnutls_datum_t *text, gnutls_pkcs7_attrs_t attributes,
		       struct ik_error *err)
{
	gnutls_x509_crt_t crt = ik_tls_certificate(signer->certificate, signer->size, err);
	gnutls_privkey_t key = NULL;
	bool good = crt && (ik_cms_crt_leads(crt) || ik_fail(err, IK_E_CMS_KEY_LEADS_NOT))
		    && load_key(signer->key, &key, err);

	if (good) {
		int rc = gnutls_pkcs7_sign(cms, crt, key, text, attributes, NULL, GNUTLS_DIG_SHA256,
					   GNUTLS_PKCS7_EMBED_DATA | GNUTLS_PKCS7_INCLUDE_CERT);

		good = rc >= 0 || ik_tls_fail(err, IK_E_CMS_SIGN, rc);
	}
	if (key)
		gnutls_privkey_deinit(key);
	if (crt)
		gnutls_x509_crt_deinit(crt);
	return good;
}

static bool sign_all(gnutls_pkcs7_t cms, const gnutls_datum_t *text,
		     const struct ik_cms_signer *signers, size_t n, int64_t now,
		     struct ik_error *err)
{
	gnutls_pkcs7_attrs_t attributes = NULL;
	int rc = add_time(&attributes, now);
	bool good;

	if (rc >= 0)
		rc = add_attribute(&attributes, "1.2.840.113549.1.9.16.2.4", IK_CMS_HINTS,
				   sizeof(IK_CMS_HINTS) - 1);
	good = rc >= 0 || ik_tls_fail(err, IK_E_CMS_SIGN, rc);
	for (size_t i = 0; good && i < n; i++)
		good = add_signer(cms, &signers[i], text, attributes, err);
	gnutls_pkcs7_attrs_deinit(attributes);
	return good;
}

/* What was exported, read again: is it TEXT, signed by all N? */
static bool reads_back(const struct ik_buffer *pem, const void *text, size_t size, size_t n)
{
	struct ik_cms cms = {0};
	bool same = ik_cms_verify(pem->data, pem->size, SIZE_MAX, &cms, NULL) && cms.n == n
		    && cms.text.size == size && !memcmp(cms.text.data, text, size);

	ik_cms_free(&cms);
	return same;
}

bool ik_cms_sign(const void *text, size_t size, const struct ik_cms_signer *signers, size_t n,
		 int64_t now, struct ik_buffer *pem, struct ik_error *err)
{
	gnutls_datum_t datum, out = {0};
	struct ik_buffer made = {0};
	gnutls_pkcs7_t cms = NULL;
	int rc;
	bool good;

	if (n < 1 || n > IK_CMS_SIGNERS_MAX || !ik_tls_datum(text, size, &datum))
		return ik_fail(err, IK_E_CMS_SIGN);
	rc = gnutls_pkcs7_init(&cms);
	if (rc < 0)
		return ik_tls_fail(err, IK_E_CMS_SIGN, rc);
	good = sign_all(cms, &datum, signers, n, now, err);
	if (good) {
		rc = gnutls_pkcs7_export2(cms, GNUTLS_X509_FMT_PEM, &out);
		good = rc >= 0 || ik_tls_fail(err, IK_E_CMS_SIGN, rc);
	}
	gnutls_pkcs7_deinit(cms);
	if (good) {
		ik_tls_take(&out, &made);
		good = reads_back(&made, text, size, n) || ik_fail(err, IK_E_CMS_SIGN);
	}
	if (good)
		ik_buffer_add(pem, made.data, made.size);
	ik_buffer_free(&made);
	return good;
}
