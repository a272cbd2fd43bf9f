/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.c: who issued whom: names are compared as RFC 5280 wants it, and signatures verified. */
#include "pki/link.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>

#include "base/alloc.h"
#include "pki/facts_name.h"
#include "pki/facts_time.h"
#include "pki/pss.h"
#include "pki/tls.h"

/* --- names ------------------------------------------------------------------------------------ */

/* In one case, with one blank for several, and none at the ends. */
static void add_folded(const char *text, struct ik_buffer *form)
{
	bool blank = false, begun = false;

	for (; *text; text++) {
		char c = *text;

		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			blank = begun;
			continue;
		}
		if (blank)
			ik_buffer_add(form, " ", 1);
		blank = false;
		begun = true;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		ik_buffer_add(form, &c, 1);
	}
}

/* Its type as it stands, then the value.  What ends each part cannot stand in text. */
static void add_attribute(struct ik_der attribute, struct ik_buffer *form)
{
	struct ik_der type, value;
	bool escaped;
	uint8_t tag;
	char *text;

	if (!ik_der_expect(&attribute, IK_DER_OID, &type) || !ik_der_next(&attribute, &tag, &value))
		return;
	ik_der_put(form, IK_DER_OID, type.data, type.size);
	text = ik_facts_value_text(tag, value, &escaped);
	if (text)
		add_folded(text, form);
	else
		ik_der_put(form, tag, value.data, value.size);
	ik_buffer_add(form, "\n", 1);
	free(text);
}

void ik_link_name_form(struct ik_der name, struct ik_buffer *form)
{
	struct ik_der parts, set, attribute;

	if (!ik_der_expect(&name, IK_DER_SEQUENCE, &parts))
		return;
	while (ik_der_expect(&parts, IK_DER_SET, &set)) {
		while (ik_der_expect(&set, IK_DER_SEQUENCE, &attribute))
			add_attribute(attribute, form);
		ik_buffer_add(form, "\n", 1);
	}
}

char *ik_link_called(struct ik_der name)
{
	char *text = ik_facts_name_part(name, IK_NAME_COMMON, NULL);

	if (!text || !*text) {
		free(text);
		text = ik_facts_name_part(name, IK_NAME_ORGANIZATION, NULL);
	}
	return text ? text : ik_strdup("?");
}

static bool is_same(const struct ik_buffer *a, const struct ik_buffer *b)
{
	return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

bool ik_link_names(const struct ik_link *link, const struct ik_link *issuer)
{
	return is_same(&link->issuer, &issuer->subject)
	       && ik_parts_may_have_issued(&issuer->parts, &link->parts);
}

/* --- one certificate -------------------------------------------------------------------------- */

static bool read_parts(struct ik_link *link)
{
	struct ik_der validity;

	if (!ik_parts_find((struct ik_der){link->der.data, link->der.size}, &link->parts))
		return false;
	validity = link->parts.validity;
	if (!ik_facts_time(&validity, &link->from) || !ik_facts_time(&validity, &link->until))
		return false;
	ik_link_name_form(link->parts.subject, &link->subject);
	ik_link_name_form(link->parts.issuer, &link->issuer);
	link->itself = ik_link_names(link, link);
	return true;
}

bool ik_link_read(const void *bytes, size_t size, struct ik_link *link)
{
	*link = (struct ik_link){0};
	link->crt = ik_tls_certificate_bytes(bytes, size, &link->der, NULL);
	if (link->crt && read_parts(link))
		return true;
	ik_link_free(link);
	return false;
}

void ik_link_free(struct ik_link *link)
{
	if (link->crt)
		gnutls_x509_crt_deinit(link->crt);
	gnutls_free(link->der.data);
	ik_buffer_free(&link->subject);
	ik_buffer_free(&link->issuer);
	*link = (struct ik_link){0};
}

/* --- signatures ------------------------------------------------------------------------------- */

/* A certificate in its three parts. */
struct signature {
	struct ik_der over;      /* what was signed, with its head */
	struct ik_der algorithm; /* content: OID and parameters */
};

static bool find_signature(const struct ik_link *link, struct signature *signature)
{
	struct ik_der der = {link->der.data, link->der.size}, certificate, content;
	uint8_t tag;

	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &certificate))
		return false;
	signature->over = certificate;
	if (!ik_der_next(&certificate, &tag, &content))
		return false;
	signature->over.size -= certificate.size;
	return ik_der_expect(&certificate, IK_DER_SEQUENCE, &signature->algorithm);
}

/* GnuTLS takes the salt to be as long as the digest, unless the key says otherwise; OpenSSL takes
 * the longest there is. */
static int tell_salt(gnutls_pubkey_t key, const struct ik_pss *made)
{
	return made->bound ? ik_pss_expect(key, made->digest, made->salt) : 0;
}

/* Old digests do: nothing is trusted for it.  Of a signature that GnuTLS cannot look at, what the
 * two say of themselves has to do. */
bool ik_link_signed_by(const struct ik_link *link, const struct ik_link *issuer)
{
	gnutls_sign_algorithm_t algorithm = (gnutls_sign_algorithm_t)
		gnutls_x509_crt_get_signature_algorithm(link->crt);
	uint8_t bytes[2048];
	size_t size = sizeof(bytes);
	gnutls_pubkey_t key = NULL;
	gnutls_datum_t over;
	struct signature signature;
	struct ik_pss made;
	int rc = gnutls_x509_crt_get_signature(link->crt, (char *)bytes, &size);

	if (rc < 0 || !find_signature(link, &signature)
	    || !ik_tls_datum(signature.over.data, signature.over.size, &over))
		return false;
	made = ik_pss_read(signature.algorithm);
	if (made.mask != made.digest)
		return ik_link_names(link, issuer);
	rc = gnutls_pubkey_init(&key);
	if (rc >= 0 && gnutls_pubkey_import_x509(key, issuer->crt, 0) < 0) {
		gnutls_pubkey_deinit(key);
		return ik_link_names(link, issuer);
	}
	if (rc >= 0)
		rc = tell_salt(key, &made);
	if (rc >= 0) {
		const gnutls_datum_t signed_with = {bytes, (unsigned)size};

		rc = gnutls_pubkey_verify_data2(key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN, &over,
						&signed_with);
	}
	if (key)
		gnutls_pubkey_deinit(key);
	return rc >= 0;
}
