/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seal.c: the backup's password MAC, as a PKCS#12 that any tool can check. */
#include "pki/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/pkcs12.h>

#include "base/alloc.h"
#include "pki/der.h"
#include "pki/tls.h"

static const char prefix[] = "inkan manifest sha256 ";
enum { HASH_DIGITS = 64 };

static bool is_hash(const char *text)
{
	return strspn(text, "0123456789abcdef") == HASH_DIGITS && text[HASH_DIGITS] == '\0';
}

/* One certificate with FRIENDLY as its name, in a bag without encryption: it is public, the MAC is the point. */
static int fill(gnutls_pkcs12_t p12, gnutls_x509_crt_t crt, const char *friendly)
{
	gnutls_pkcs12_bag_t bag = NULL;
	int rc = gnutls_pkcs12_bag_init(&bag);
	int index = -1;

	if (rc >= 0)
		index = rc = gnutls_pkcs12_bag_set_crt(bag, crt);
	if (rc >= 0)
		rc = gnutls_pkcs12_bag_set_friendly_name(bag, (unsigned)index, friendly);
	if (rc >= 0)
		rc = gnutls_pkcs12_set_bag(p12, bag);
	if (bag)
		gnutls_pkcs12_bag_deinit(bag);
	return rc;
}

bool ik_seal_make(const char *sha256, const void *certificate, size_t size, const ik_secret *password,
		  struct ik_buffer *der, struct ik_error *err)
{
	gnutls_pkcs12_t p12 = NULL;
	gnutls_datum_t out = { NULL, 0 };
	const char *text = ik_tls_password(password);
	gnutls_x509_crt_t crt;
	char *friendly;
	int rc;

	if (!text || !is_hash(sha256))
		return ik_error_set(err, IK_E_LIBRARY, NULL, NULL, NULL);
	crt = ik_tls_certificate(certificate, size, err);
	if (!crt)
		return false;
	friendly = ik_format("%s%s", prefix, sha256);
	rc = gnutls_pkcs12_init(&p12);
	if (rc >= 0)
		rc = fill(p12, crt, friendly);
	if (rc >= 0)
		rc = gnutls_pkcs12_generate_mac2(p12, GNUTLS_MAC_SHA256, text);
	if (rc >= 0)
		rc = gnutls_pkcs12_export2(p12, GNUTLS_X509_FMT_DER, &out);
	if (rc >= 0)
		ik_tls_take(&out, der);
	else
		ik_tls_fail(err, IK_E_LIBRARY, rc);
	free(friendly);
	gnutls_x509_crt_deinit(crt);
	if (p12)
		gnutls_pkcs12_deinit(p12);
	return rc >= 0;
}

/* Everything that can be refused without the password, so that a hostile file costs nothing. */
static bool mac_is_ours(gnutls_pkcs12_t p12, struct ik_error *err)
{
	unsigned mac = 0, rounds = 0;
	char *oid = NULL; /* asked for though rarely used: without it GnuTLS 3.7.9 leaks it */
	char number[16];
	bool ok = false;
	int rc = gnutls_pkcs12_mac_info(p12, &mac, NULL, NULL, &rounds, &oid);

	snprintf(number, sizeof(number), "%u", rounds);
	if (rc == GNUTLS_E_INVALID_REQUEST) /* its word for "there is no MAC" */
		ik_error_set(err, IK_E_BACKUP_NO_MAC, NULL, NULL, NULL);
	else if (rc == GNUTLS_E_UNKNOWN_HASH_ALGORITHM)
		ik_error_set(err, IK_E_BACKUP_MAC_KIND, oid ? oid : "?", NULL, NULL);
	else if (rc < 0)
		ik_tls_fail(err, IK_E_BACKUP_SEAL, rc);
	else if (mac != GNUTLS_MAC_SHA256)
		ik_error_set(err, IK_E_BACKUP_MAC_KIND, gnutls_mac_get_name(mac), NULL, NULL);
	else if (rounds > IK_SEAL_ROUNDS_MAX)
		ik_error_set(err, IK_E_COST, number, NULL, NULL);
	else
		ok = true;
	gnutls_free(oid);
	return ok;
}

/* The only place in the whole backup that may say "wrong password". */
static bool mac_is_right(gnutls_pkcs12_t p12, const ik_secret *password, struct ik_error *err)
{
	const char *text = ik_tls_password(password);
	int rc = text ? gnutls_pkcs12_verify_mac(p12, text) : GNUTLS_E_MAC_VERIFY_FAILED;

	if (rc == GNUTLS_E_MAC_VERIFY_FAILED)
		return ik_error_set(err, IK_E_BACKUP_PASSWORD, NULL, NULL, NULL);
	return rc < 0 ? ik_tls_fail(err, IK_E_BACKUP_SEAL, rc) : true;
}

/* The hash from the one entry of BAG, and its certificate, if it is exactly what fill() writes. */
static bool read_bag(gnutls_pkcs12_bag_t bag, char sha256[65], struct ik_buffer *certificate)
{
	gnutls_datum_t der, pem = { NULL, 0 };
	gnutls_x509_crt_t crt;
	char *friendly = NULL;

	if (gnutls_pkcs12_bag_get_count(bag) != 1 || gnutls_pkcs12_bag_get_type(bag, 0) != GNUTLS_BAG_CERTIFICATE
	    || gnutls_pkcs12_bag_get_friendly_name(bag, 0, &friendly) < 0 || !friendly
	    || strncmp(friendly, prefix, strlen(prefix)) != 0 || !is_hash(friendly + strlen(prefix))
	    || gnutls_pkcs12_bag_get_data(bag, 0, &der) < 0)
		return false;
	crt = ik_tls_certificate(der.data, der.size, NULL);
	if (!crt)
		return false;
	if (gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem) >= 0) {
		memcpy(sha256, friendly + strlen(prefix), HASH_DIGITS + 1);
		ik_tls_take(&pem, certificate);
	}
	gnutls_x509_crt_deinit(crt);
	return sha256[0] != '\0';
}

/* Exactly one bag, and that one ours. */
static bool read_content(gnutls_pkcs12_t p12, char sha256[65], struct ik_buffer *certificate)
{
	gnutls_pkcs12_bag_t bag = NULL, more = NULL;
	bool ok = gnutls_pkcs12_bag_init(&bag) >= 0 && gnutls_pkcs12_bag_init(&more) >= 0
		  && gnutls_pkcs12_get_bag(p12, 0, bag) >= 0
		  && gnutls_pkcs12_get_bag(p12, 1, more) == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE
		  && read_bag(bag, sha256, certificate);

	if (bag)
		gnutls_pkcs12_bag_deinit(bag);
	if (more)
		gnutls_pkcs12_bag_deinit(more);
	return ok;
}

/* One element from the first byte to the last.  GnuTLS 3.7.9 takes a PKCS#12 cut behind its second byte for an empty
 * one that has no MAC. */
static bool is_whole(const void *der, size_t size)
{
	struct ik_der in = { der, size }, content;

	return ik_der_expect(&in, IK_DER_SEQUENCE, &content) && in.size == 0;
}

bool ik_seal_open(const void *der, size_t size, const ik_secret *password, char sha256[65],
		  struct ik_buffer *certificate, struct ik_error *err)
{
	gnutls_pkcs12_t p12 = NULL;
	gnutls_datum_t data;
	bool ok = false;
	int rc;

	sha256[0] = '\0';
	if (!ik_tls_datum(der, size, &data) || !is_whole(der, size))
		return ik_error_set(err, IK_E_BACKUP_SEAL, NULL, NULL, NULL);
	rc = gnutls_pkcs12_init(&p12);
	if (rc >= 0)
		rc = gnutls_pkcs12_import(p12, &data, GNUTLS_X509_FMT_DER, 0);
	if (rc < 0)
		ik_tls_fail(err, IK_E_BACKUP_SEAL, rc);
	else if (mac_is_ours(p12, err) && mac_is_right(p12, password, err)) {
		ok = read_content(p12, sha256, certificate);
		if (!ok)
			ik_error_set(err, IK_E_BACKUP_SEAL, NULL, NULL, NULL);
	}
	if (p12)
		gnutls_pkcs12_deinit(p12);
	return ok;
}
