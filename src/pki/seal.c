/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seal.c: the backup's password MAC, as a PKCS#12 that any tool can check. */
#include "pki/seal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/pkcs12_mac.h"
#include "pki/pkcs12_make.h"
#include "pki/tls.h"

static const char prefix[] = "inkan manifest sha256 ";
enum { HASH_DIGITS = 64 };

static bool is_hash(const char *text)
{
	return strspn(text, "0123456789abcdef") == HASH_DIGITS && text[HASH_DIGITS] == '\0';
}

/* --- making one ------------------------------------------------------------------------------- */

bool ik_seal_derive(const ik_secret *password, ik_secret *derived, struct ik_error *err)
{
	struct ik_try with;
	int rc;

	if (!ik_try_ours(password, &with))
		return ik_fail(err, IK_E_LIBRARY);
	rc = ik_pkcs12_mac_derive(GNUTLS_DIG_SHA256, &with, derived);
	return rc >= 0 || ik_tls_fail(err, IK_E_LIBRARY, rc);
}

/* One certificate with the hash in its name, in a bag without encryption: it is public, the MAC is
 * the point. */
static void fill(struct ik_buffer *safes, const gnutls_datum_t *certificate, const char *sha256)
{
	char *friendly = ik_format("%s%s", prefix, sha256);
	const struct ik_pkcs12_label label = {.name = friendly};
	struct ik_buffer contents = {0};

	ik_pkcs12_put_certificate(&contents, (struct ik_der){certificate->data, certificate->size},
				  &label);
	ik_pkcs12_put_safe(safes, &contents);
	ik_buffer_free(&contents);
	free(friendly);
}

bool ik_seal_join(const char *sha256, const void *certificate, size_t size,
		  const ik_secret *derived, struct ik_buffer *der, struct ik_error *err)
{
	struct ik_buffer safes = {0};
	gnutls_datum_t bytes;
	gnutls_x509_crt_t crt;
	int rc;

	if (!is_hash(sha256))
		return ik_fail(err, IK_E_LIBRARY);
	crt = ik_tls_certificate_bytes(certificate, size, &bytes, err);
	if (!crt)
		return false;
	fill(&safes, &bytes, sha256);
	rc = ik_pkcs12_finish(&safes, GNUTLS_DIG_SHA256, derived, der);
	ik_buffer_free(&safes);
	gnutls_free(bytes.data);
	gnutls_x509_crt_deinit(crt);
	return rc >= 0 || ik_tls_fail(err, IK_E_LIBRARY, rc);
}

/* --- opening one ------------------------------------------------------------------------------ */

/* Everything that can be refused without the password, so that a hostile file costs nothing. */
static bool mac_is_ours(const struct ik_pkcs12_mac *mac, struct ik_error *err)
{
	if (!mac->present)
		return ik_fail(err, IK_E_BACKUP_NO_MAC);
	if (mac->unsupported[0] || mac->pbmac1 || mac->digest != GNUTLS_DIG_SHA256)
		return ik_fail(err, IK_E_BACKUP_MAC_KIND,
			       mac->unsupported[0] ? mac->unsupported : mac->name);
	if (mac->rounds > IK_SEAL_ROUNDS_MAX)
		return ik_fail_number(err, IK_E_COST, mac->rounds);
	return mac->value.size == gnutls_hash_get_len(GNUTLS_DIG_SHA256)
	       || ik_fail(err, IK_E_BACKUP_SEAL);
}

/* The only place in the whole backup that may say "wrong password". */
static bool mac_is_right(const struct ik_pkcs12 *p12, const ik_secret *password,
			 struct ik_error *err)
{
	struct ik_try with;

	return (ik_try_ours(password, &with) && ik_pkcs12_mac_right(p12, &with))
	       || ik_fail(err, IK_E_BACKUP_PASSWORD);
}

/* What stands in a seal. */
struct content {
	unsigned parts;
	char *sha256;
	struct ik_buffer *certificate;
};

/* The hash and the certificate, if this is exactly what fill() writes. */
static bool read_part(void *context, enum ik_pkcs12_part part, struct ik_der der, const char *name)
{
	struct content *content = context;
	gnutls_datum_t bytes, pem = {NULL, 0};
	gnutls_x509_crt_t crt;
	bool ok;

	if (content->parts++ > 0 || part != IK_PART_CERTIFICATE
	    || strncmp(name, prefix, sizeof(prefix) - 1) != 0 || !is_hash(name + sizeof(prefix) - 1)
	    || !ik_tls_datum(der.data, der.size, &bytes))
		return false;
	crt = ik_tls_certificate_der(&bytes, NULL);
	ok = crt && gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem) >= 0;
	if (ok) {
		ik_tls_take(&pem, content->certificate);
		memcpy(content->sha256, name + sizeof(prefix) - 1, HASH_DIGITS + 1);
	}
	if (crt)
		gnutls_x509_crt_deinit(crt);
	return ok;
}

/* Read by the same steps that the MAC was checked by: what it protects and what is read are one and
 * the same. */
static bool read_content(const struct ik_pkcs12 *p12, char *sha256, struct ik_buffer *certificate)
{
	struct content content = {.sha256 = sha256, .certificate = certificate};

	if (ik_pkcs12_walk_safe(p12->safe, read_part, &content) && content.parts == 1)
		return true;
	ik_buffer_free(certificate);
	sha256[0] = '\0';
	return false;
}

bool ik_seal_open(const void *der, size_t size, const ik_secret *password, char sha256[65],
		  struct ik_buffer *certificate, struct ik_error *err)
{
	struct ik_pkcs12 p12;

	sha256[0] = '\0';
	if (!der || !ik_pkcs12_read((struct ik_der){der, size}, &p12) || p12.unsupported)
		return ik_fail(err, IK_E_BACKUP_SEAL);
	return mac_is_ours(&p12.mac, err) && mac_is_right(&p12, password, err)
	       && (read_content(&p12, sha256, certificate) || ik_fail(err, IK_E_BACKUP_SEAL));
}
