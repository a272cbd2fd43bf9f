/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12_mac.c: the outermost layer of a PKCS#12, and the MAC that protects the rest. */
#include "pki/pkcs12_mac.h"

#include <stdio.h>
#include <stdlib.h>

#include <gnutls/crypto.h>

#include "base/alloc.h"

#define PKCS5 "\x2a\x86\x48\x86\xf7\x0d\x01\x05"
#define PKCS7 "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define NIST_HASH "\x60\x86\x48\x01\x65\x03\x04\x02"
#define OID(bytes) bytes, sizeof(bytes) - 1

enum { MAC_MAX = 64, VERSION = 3 };

static const struct {
	const char *oid;
	size_t oid_size;
	const char *name;
	gnutls_digest_algorithm_t digest; /* GNUTLS_DIG_UNKNOWN: a name only */
} macs[] = {
	{OID("\x2a\x86\x48\x86\xf7\x0d\x02\x05"), "HMAC-MD5", GNUTLS_DIG_MD5},
	{OID("\x2b\x0e\x03\x02\x1a"), "HMAC-SHA1", GNUTLS_DIG_SHA1},
	{OID(NIST_HASH "\x04"), "HMAC-SHA224", GNUTLS_DIG_SHA224},
	{OID(NIST_HASH "\x01"), "HMAC-SHA256", GNUTLS_DIG_SHA256},
	{OID(NIST_HASH "\x02"), "HMAC-SHA384", GNUTLS_DIG_SHA384},
	{OID(NIST_HASH "\x03"), "HMAC-SHA512", GNUTLS_DIG_SHA512},
	{OID(NIST_HASH "\x05"), "HMAC-SHA512-224", GNUTLS_DIG_UNKNOWN},
	{OID(NIST_HASH "\x06"), "HMAC-SHA512-256", GNUTLS_DIG_UNKNOWN},
	{OID(NIST_HASH "\x07"), "HMAC-SHA3-224", GNUTLS_DIG_UNKNOWN},
	{OID(NIST_HASH "\x08"), "HMAC-SHA3-256", GNUTLS_DIG_UNKNOWN},
	{OID(NIST_HASH "\x09"), "HMAC-SHA3-384", GNUTLS_DIG_UNKNOWN},
	{OID(NIST_HASH "\x0a"), "HMAC-SHA3-512", GNUTLS_DIG_UNKNOWN},
	{OID("\x2b\x24\x03\x02\x01"), "HMAC-RIPEMD160", GNUTLS_DIG_UNKNOWN},
	{OID("\x2a\x85\x03\x02\x02\x09"), "HMAC-GOST R 34.11-94", GNUTLS_DIG_UNKNOWN},
	{OID("\x2a\x85\x03\x07\x01\x01\x02\x02"), "HMAC-Streebog-256", GNUTLS_DIG_UNKNOWN},
	{OID("\x2a\x85\x03\x07\x01\x01\x02\x03"), "HMAC-Streebog-512", GNUTLS_DIG_UNKNOWN},
	{OID("\x2a\x81\x1c\xcf\x55\x01\x83\x11"), "HMAC-SM3", GNUTLS_DIG_UNKNOWN},
};

struct ik_der ik_pkcs12_mac_oid(gnutls_digest_algorithm_t digest)
{
	size_t i = 0;

	while (i < IK_COUNT(macs) && macs[i].digest != digest)
		i++;
	return i < IK_COUNT(macs) ? (struct ik_der){(const uint8_t *)macs[i].oid, macs[i].oid_size}
				  : (struct ik_der){NULL, 0};
}

static void name_mac(struct ik_der oid, struct ik_pkcs12_mac *mac)
{
	char *text;

	for (size_t i = 0; i < IK_COUNT(macs); i++) {
		if (!ik_der_is(oid, macs[i].oid, macs[i].oid_size))
			continue;
		mac->digest = (int)macs[i].digest;
		mac->name = macs[i].name;
		mac->weak = macs[i].digest == GNUTLS_DIG_MD5 || macs[i].digest == GNUTLS_DIG_SHA1;
		if (macs[i].digest == GNUTLS_DIG_UNKNOWN)
			snprintf(mac->unsupported, sizeof(mac->unsupported), "%s", macs[i].name);
		return;
	}
	text = ik_der_oid_text(oid);
	snprintf(mac->unsupported, sizeof(mac->unsupported), "%s", text);
	free(text);
}

/* PBMAC1 keeps salt and rounds of its own; those of MacData mean nothing then. */
static bool read_pbmac1(struct ik_der parameters, struct ik_pkcs12_mac *mac)
{
	mac->pbmac1 = true;
	if (!ik_protection_read_pbmac1(parameters, &mac->from, &mac->digest))
		return false;
	mac->name = "PBMAC1";
	mac->weak = mac->from.weak;
	mac->rounds = mac->from.rounds;
	mac->salt = mac->from.salt;
	snprintf(mac->unsupported, sizeof(mac->unsupported), "%s", mac->from.unsupported);
	return true;
}

/* MacData.  A digest that is unknown may have any parameters. */
static bool read_mac(struct ik_der data, struct ik_pkcs12_mac *mac)
{
	struct ik_der info, algorithm, oid;

	*mac = (struct ik_pkcs12_mac){.present = true, .name = "?", .rounds = 1};
	if (!ik_der_expect(&data, IK_DER_SEQUENCE, &info)
	    || !ik_der_expect(&info, IK_DER_SEQUENCE, &algorithm)
	    || !ik_der_expect(&algorithm, IK_DER_OID, &oid)
	    || !ik_der_expect(&info, IK_DER_OCTETS, &mac->value)
	    || !ik_der_expect(&data, IK_DER_OCTETS, &mac->salt))
		return false;
	if (IK_DER_IS(oid, PKCS5 "\x0e"))
		return read_pbmac1(algorithm, mac);
	name_mac(oid, mac);
	if (mac->unsupported[0])
		return true;
	if (data.size > 0 && !ik_der_number(&data, &mac->rounds))
		return false;
	mac->weak = mac->weak || mac->rounds < IK_ROUNDS_FEW;
	return mac->rounds > 0 && mac->salt.size <= IK_SALT_MAX && data.size == 0;
}

bool ik_pkcs12_read(struct ik_der file, struct ik_pkcs12 *out)
{
	struct ik_der pfx, info, oid, tagged, mac;
	uint64_t version;

	*out = (struct ik_pkcs12){0};
	if (!ik_der_expect(&file, IK_DER_SEQUENCE, &pfx) || file.size != 0
	    || !ik_der_number(&pfx, &version) || version != VERSION
	    || !ik_der_expect(&pfx, IK_DER_SEQUENCE, &info)
	    || !ik_der_expect(&info, IK_DER_OID, &oid)
	    || !ik_der_expect(&info, IK_DER_TAGGED_0, &tagged))
		return false;
	if (IK_DER_IS(oid, PKCS7 "\x02")) {
		out->unsupported = "PKCS#7 signedData";
		return true;
	}
	if (!IK_DER_IS(oid, PKCS7 "\x01") || !ik_der_expect(&tagged, IK_DER_OCTETS, &out->safe))
		return false;
	if (pfx.size == 0)
		return true;
	return ik_der_expect(&pfx, IK_DER_SEQUENCE, &mac) && pfx.size == 0
	       && read_mac(mac, &out->mac);
}

static int derive(const struct ik_pkcs12_mac *mac, const struct ik_try *password, uint8_t *key,
		  size_t size)
{
	if (mac->pbmac1)
		return ik_derive_pbkdf2(&mac->from, password, key);
	return ik_derive_pkcs12((gnutls_digest_algorithm_t)mac->digest, 3, password, mac->salt,
				mac->rounds, key, size);
}

bool ik_pkcs12_mac_right(const struct ik_pkcs12 *p12, const struct ik_try *password)
{
	const struct ik_pkcs12_mac *mac = &p12->mac;
	gnutls_digest_algorithm_t digest = (gnutls_digest_algorithm_t)mac->digest;
	size_t size = gnutls_hash_get_len(digest),
	       key_size = mac->pbmac1 ? mac->from.key_size : size;
	uint8_t key[MAC_MAX], found[MAC_MAX];
	int rc;

	/* All of it: a MAC cut short could be guessed. */
	if (size == 0 || size > MAC_MAX || key_size > MAC_MAX || mac->value.size != size)
		return false;
	rc = derive(mac, password, key, key_size);
	if (rc >= 0)
		rc = gnutls_hmac_fast((gnutls_mac_algorithm_t)digest, key, key_size, p12->safe.data,
				      p12->safe.size, found);
	gnutls_memset(key, 0, sizeof(key));
	return rc >= 0 && gnutls_memcmp(found, mac->value.data, size) == 0;
}
