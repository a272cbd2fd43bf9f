/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_asked.c: what a request asks an authority for. */
#include "pki/request.h"

#include "base/alloc.h"
#include "base/text.h"
#include "pki/facts_name.h"
#include "pki/tls.h"

static char *subject_of(gnutls_x509_crq_t crq)
{
	gnutls_datum_t name = {NULL, 0};
	char *text = gnutls_x509_crq_get_dn3(crq, &name, 0) >= 0
			     ? ik_text_visible(name.data, name.size)
			     : ik_strdup("");

	gnutls_free(name.data);
	return text;
}

static void read_names(gnutls_x509_crq_t crq, struct ik_facts *facts)
{
	gnutls_datum_t names = {NULL, 0};
	unsigned critical;

	if (gnutls_x509_crq_get_extension_by_oid2(crq, GNUTLS_X509EXT_OID_SAN, 0, &names, &critical)
	    >= 0)
		ik_facts_alt_names((struct ik_der){names.data, names.size}, facts);
	gnutls_free(names.data);
}

bool ik_request_asked(const void *pem, size_t size, struct ik_facts *facts)
{
	gnutls_x509_crq_t crq = NULL;
	gnutls_datum_t datum;
	bool ok;

	*facts = (struct ik_facts){0};
	if (!ik_tls_datum(pem, size, &datum) || gnutls_x509_crq_init(&crq) < 0)
		return false;
	ok = gnutls_x509_crq_import(crq, &datum, GNUTLS_X509_FMT_PEM) >= 0;
	if (ok) {
		facts->subject = subject_of(crq);
		read_names(crq, facts);
	}
	gnutls_x509_crq_deinit(crq);
	return ok;
}
