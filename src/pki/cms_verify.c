/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_verify.c: which of the certificates in a CMS of ours signed it. */
#include "config.h"

#include "pki/cms_verify.h"

#include <string.h>

#include <gnutls/pkcs7.h>

#include "pki/cms_shape.h"
#include "pki/digest.h"
#include "pki/facts_time.h"
#include "pki/parts.h"
#include "pki/pem.h"
#include "pki/tls.h"

/* No certificate's date counts; only both flags together turn all of that off. */
enum { NO_CLOCK = GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS };

static bool same(struct ik_der a, struct ik_der b)
{
	return a.size == b.size && !memcmp(a.data, b.data, a.size);
}

/* The sid names this certificate, and a signature made with its key verifies.  A warning of
 * GnuTLS' is a positive number, and as good as an error. */
static bool signed_by(gnutls_pkcs7_t cms, const struct ik_cms_shape *shape,
		      const struct ik_parts *parts, gnutls_x509_crt_t crt, int64_t *signed_at)
{
	for (size_t i = 0; i < shape->n_signers; i++)
		if (same(shape->signers[i].issuer, parts->issuer)
		    && same(shape->signers[i].serial, parts->serial)
		    && gnutls_pkcs7_verify_direct(cms, crt, (unsigned)i, NULL, NO_CLOCK) == 0) {
			*signed_at = shape->signers[i].signed_at;
			return true;
		}
	return false;
}

static bool read_validity(const struct ik_parts *parts, struct ik_cms_signed *out)
{
	struct ik_der validity = parts->validity;

	return ik_facts_time(&validity, &out->not_before)
	       && ik_facts_time(&validity, &out->not_after);
}

/* Adds CERTIFICATE to OUT if it signed. */
static void add_signer(gnutls_pkcs7_t cms, const struct ik_cms_shape *shape,
		       struct ik_der certificate, struct ik_cms *out)
{
	struct ik_cms_signed *by = &out->by[out->n];
	gnutls_datum_t der;
	gnutls_x509_crt_t crt = NULL;
	struct ik_parts parts;

	*by = (struct ik_cms_signed){0};
	if (ik_tls_datum(certificate.data, certificate.size, &der))
		crt = ik_tls_certificate_der(&der, NULL);
	if (!crt)
		return;
	if (ik_cms_crt_leads(crt) && ik_parts_find(certificate, &parts) && read_validity(&parts, by)
	    && signed_by(cms, shape, &parts, crt, &by->signed_at)
	    && ik_digest_sha256(certificate.data, certificate.size, by->sha256, NULL)) {
		ik_buffer_add(&by->der, certificate.data, certificate.size);
		out->n++;
	}
	gnutls_x509_crt_deinit(crt);
}

static bool verify_shaped(const gnutls_datum_t *der, const struct ik_cms_shape *shape,
			  struct ik_cms *out, struct ik_error *err)
{
	gnutls_pkcs7_t cms = NULL;
	int rc = gnutls_pkcs7_init(&cms);

	if (rc >= 0)
		rc = gnutls_pkcs7_import(cms, der, GNUTLS_X509_FMT_DER);
	for (size_t i = 0; rc >= 0 && i < shape->n_certificates; i++)
		/* One certificate twice would count as two signers. */
		if (i == 0 || !same(shape->certificates[0], shape->certificates[i]))
			add_signer(cms, shape, shape->certificates[i], out);
	gnutls_pkcs7_deinit(cms);
	if (rc < 0)
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	if (out->n == 0)
		return ik_fail(err, IK_E_CMS_SIGNATURE);
	ik_buffer_add(&out->text, shape->text.data, shape->text.size);
	return true;
}

/* The first block of PEM that is one, if it ends within MAX bytes. */
static bool find_block(const void *pem, size_t size, size_t max, gnutls_datum_t *der,
		       struct ik_error *err)
{
	struct ik_pem_part text = {pem, size};
	struct ik_pem_block block;
	bool is = false;

	while (!is && ik_pem_next(&text, &block))
		is = ik_pem_is(&block, "PKCS7");
	if (is && (size_t)(text.data - (const char *)pem) > max)
		return ik_fail(err, IK_E_CMS_LARGE);
	return (is && ik_pem_decode(&block, der)) || ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
}

bool ik_cms_verify(const void *pem, size_t size, size_t max, struct ik_cms *out,
		   struct ik_error *err)
{
	struct ik_cms_shape shape;
	gnutls_datum_t der;

	*out = (struct ik_cms){0};
	if (!find_block(pem, size, max, &der, err))
		return false;

	bool good = ik_cms_shape((struct ik_der){der.data, der.size}, &shape, err)
		    && verify_shaped(&der, &shape, out, err);

	gnutls_free(der.data);
	return good;
}
