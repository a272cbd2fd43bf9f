/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protection.c: password-based encryption schemes (RFC 8018, RFC 7292) by their object identifiers.
 */
#include "pki/protection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

#define PKCS5 "\x2a\x86\x48\x86\xf7\x0d\x01\x05"
#define PKCS12_PBE "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"
#define RSADSI "\x2a\x86\x48\x86\xf7\x0d"
#define NIST_AES "\x60\x86\x48\x01\x65\x03\x04\x01"
#define OID(bytes) bytes, sizeof(bytes) - 1

/* Names only: cannot be opened. */
#define NO_CIPHER GNUTLS_CIPHER_UNKNOWN

unsigned ik_rounds_ours(void)
{
	return IK_ROUNDS_OURS;
}

/* Schemes whose parameters are salt and rounds and nothing else. */
static const struct scheme {
	const char *oid;
	size_t oid_size;
	const char *name;
	enum ik_derivation derivation;
	int digest;
	gnutls_cipher_algorithm_t cipher;
	size_t key_size;
} schemes[] = {
	{OID(PKCS12_PBE "\x01"), "RC4-128", IK_DERIVE_PKCS12, GNUTLS_DIG_SHA1,
	 GNUTLS_CIPHER_ARCFOUR_128, 16},
	{OID(PKCS12_PBE "\x02"), "RC4-40", IK_DERIVE_PKCS12, GNUTLS_DIG_SHA1, NO_CIPHER, 5},
	{OID(PKCS12_PBE "\x03"), "3DES-CBC", IK_DERIVE_PKCS12, GNUTLS_DIG_SHA1,
	 GNUTLS_CIPHER_3DES_CBC, 24},
	{OID(PKCS12_PBE "\x04"), "2-key 3DES-CBC", IK_DERIVE_PKCS12, GNUTLS_DIG_SHA1,
	 GNUTLS_CIPHER_3DES_CBC, 16},
	{OID(PKCS12_PBE "\x05"), "RC2-128-CBC", IK_DERIVE_PKCS12, GNUTLS_DIG_SHA1, NO_CIPHER, 16},
	{OID(PKCS12_PBE "\x06"), "RC2-40-CBC", IK_DERIVE_PKCS12, GNUTLS_DIG_SHA1,
	 GNUTLS_CIPHER_RC2_40_CBC, 5},
	{OID(PKCS5 "\x01"), "PBES1 MD2 DES-CBC", IK_DERIVE_PBKDF1, 0, NO_CIPHER, 8},
	{OID(PKCS5 "\x03"), "DES-CBC", IK_DERIVE_PBKDF1, GNUTLS_DIG_MD5, GNUTLS_CIPHER_DES_CBC, 8},
	{OID(PKCS5 "\x04"), "PBES1 MD2 RC2-CBC", IK_DERIVE_PBKDF1, 0, NO_CIPHER, 8},
	{OID(PKCS5 "\x06"), "PBES1 MD5 RC2-CBC", IK_DERIVE_PBKDF1, GNUTLS_DIG_MD5, NO_CIPHER, 8},
	{OID(PKCS5 "\x0a"), "DES-CBC", IK_DERIVE_PBKDF1, GNUTLS_DIG_SHA1, GNUTLS_CIPHER_DES_CBC, 8},
	{OID(PKCS5 "\x0b"), "PBES1 SHA1 RC2-CBC", IK_DERIVE_PBKDF1, GNUTLS_DIG_SHA1, NO_CIPHER, 8},
};

/* Ciphers of PBES2, whose one parameter is the IV. */
static const struct cipher {
	const char *oid;
	size_t oid_size;
	const char *name;
	gnutls_cipher_algorithm_t cipher;
} ciphers[] = {
	{OID(NIST_AES "\x02"), "AES-128-CBC", GNUTLS_CIPHER_AES_128_CBC},
	{OID(NIST_AES "\x16"), "AES-192-CBC", GNUTLS_CIPHER_AES_192_CBC},
	{OID(NIST_AES "\x2a"), "AES-256-CBC", GNUTLS_CIPHER_AES_256_CBC},
	{OID(RSADSI "\x03\x07"), "3DES-CBC", GNUTLS_CIPHER_3DES_CBC},
	{OID("\x2b\x0e\x03\x02\x07"), "DES-CBC", GNUTLS_CIPHER_DES_CBC},
	{OID(RSADSI "\x03\x02"), "RC2-CBC", NO_CIPHER},
	{OID(RSADSI "\x03\x09"), "RC5-CBC", NO_CIPHER},
	{OID(NIST_AES "\x06"), "AES-128-GCM", NO_CIPHER},
	{OID(NIST_AES "\x1a"), "AES-192-GCM", NO_CIPHER},
	{OID(NIST_AES "\x2e"), "AES-256-GCM", NO_CIPHER},
	{OID("\x2a\x83\x08\x8c\x9a\x4b\x3d\x01\x01\x01\x02"), "Camellia-128-CBC", NO_CIPHER},
	{OID("\x2a\x83\x08\x8c\x9a\x4b\x3d\x01\x01\x01\x03"), "Camellia-192-CBC", NO_CIPHER},
	{OID("\x2a\x83\x08\x8c\x9a\x4b\x3d\x01\x01\x01\x04"), "Camellia-256-CBC", NO_CIPHER},
	{OID("\x2a\x83\x1a\x8c\x9a\x44\x01\x04"), "SEED-CBC", NO_CIPHER},
	{OID("\x2a\x83\x1a\x8c\x9a\x6e\x01\x01\x02"), "ARIA-128-CBC", NO_CIPHER},
	{OID("\x2a\x83\x1a\x8c\x9a\x6e\x01\x01\x07"), "ARIA-192-CBC", NO_CIPHER},
	{OID("\x2a\x83\x1a\x8c\x9a\x6e\x01\x01\x0c"), "ARIA-256-CBC", NO_CIPHER},
	{OID("\x2a\x81\x1c\xcf\x55\x01\x68\x02"), "SM4-CBC", NO_CIPHER},
	{OID("\x2a\x85\x03\x02\x02\x15"), "GOST 28147-89", NO_CIPHER},
	{OID("\x2a\x85\x03\x07\x01\x01\x05\x01\x01"), "Magma", NO_CIPHER},
	{OID("\x2a\x85\x03\x07\x01\x01\x05\x02\x01"), "Kuznyechik", NO_CIPHER},
};

/* Pseudo-random functions of PBKDF2. */
static const struct prf {
	const char *oid;
	size_t oid_size;
	const char *name;
	gnutls_mac_algorithm_t mac;
} prfs[] = {
	{OID(RSADSI "\x02\x07"), "HMAC-SHA1", GNUTLS_MAC_SHA1},
	{OID(RSADSI "\x02\x08"), "HMAC-SHA224", GNUTLS_MAC_SHA224},
	{OID(RSADSI "\x02\x09"), "HMAC-SHA256", GNUTLS_MAC_SHA256},
	{OID(RSADSI "\x02\x0a"), "HMAC-SHA384", GNUTLS_MAC_SHA384},
	{OID(RSADSI "\x02\x0b"), "HMAC-SHA512", GNUTLS_MAC_SHA512},
	{OID(RSADSI "\x02\x0c"), "HMAC-SHA512-224", GNUTLS_MAC_UNKNOWN},
	{OID(RSADSI "\x02\x0d"), "HMAC-SHA512-256", GNUTLS_MAC_UNKNOWN},
	{OID(RSADSI "\x02\x06"), "HMAC-MD5", GNUTLS_MAC_UNKNOWN},
	{OID("\x2a\x85\x03\x02\x02\x0a"), "HMAC-GOST R 34.11-94", GNUTLS_MAC_UNKNOWN},
	{OID("\x2a\x85\x03\x07\x01\x01\x04\x01"), "HMAC-Streebog-256", GNUTLS_MAC_UNKNOWN},
	{OID("\x2a\x85\x03\x07\x01\x01\x04\x02"), "HMAC-Streebog-512", GNUTLS_MAC_UNKNOWN},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x02\x0d"), "HMAC-SHA3-224", GNUTLS_MAC_UNKNOWN},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x02\x0e"), "HMAC-SHA3-256", GNUTLS_MAC_UNKNOWN},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x02\x0f"), "HMAC-SHA3-384", GNUTLS_MAC_UNKNOWN},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x02\x10"), "HMAC-SHA3-512", GNUTLS_MAC_UNKNOWN},
};

/* The first thing that is unsupported keeps its name. */
static void cannot(struct ik_protection *out, const char *name)
{
	if (out->unsupported[0] == '\0')
		snprintf(out->unsupported, sizeof(out->unsupported), "%s", name);
}

static void cannot_oid(struct ik_protection *out, struct ik_der oid)
{
	char *text = ik_der_oid_text(oid);

	cannot(out, text);
	free(text);
}

static bool read_salt(struct ik_der *in, struct ik_protection *out)
{
	return ik_der_expect(in, IK_DER_OCTETS, &out->salt) && out->salt.size <= IK_SALT_MAX
	       && ik_der_number(in, &out->rounds) && out->rounds > 0;
}

static bool read_scheme(const struct scheme *scheme, struct ik_der in, struct ik_protection *out)
{
	struct ik_der parameters;

	out->derivation = scheme->derivation;
	out->digest = scheme->digest;
	out->cipher = scheme->cipher;
	out->key_size = scheme->key_size;
	out->name = scheme->name;
	out->weak = true;
	if (scheme->cipher == NO_CIPHER)
		cannot(out, scheme->name);
	return ik_der_expect(&in, IK_DER_SEQUENCE, &parameters) && read_salt(&parameters, out)
	       && parameters.size == 0;
}

static bool read_prf(struct ik_der in, struct ik_protection *out)
{
	struct ik_der oid;

	if (!ik_der_expect(&in, IK_DER_OID, &oid))
		return false;
	for (size_t i = 0; i < IK_COUNT(prfs); i++) {
		if (ik_der_is(oid, prfs[i].oid, prfs[i].oid_size)) {
			out->digest = (int)prfs[i].mac;
			if (prfs[i].mac == GNUTLS_MAC_UNKNOWN)
				cannot(out, prfs[i].name);
			return true;
		}
	}
	cannot_oid(out, oid);
	return true;
}

/* The key's length is a number that may stand there, and must then be the cipher's. */
static bool read_pbkdf2(struct ik_der in, uint64_t *key_size, struct ik_protection *out)
{
	struct ik_der parameters, prf;

	*key_size = 0;
	out->digest = GNUTLS_MAC_SHA1;
	if (!ik_der_expect(&in, IK_DER_SEQUENCE, &parameters) || !read_salt(&parameters, out))
		return false;
	if (ik_der_peek(&parameters) == IK_DER_INTEGER && !ik_der_number(&parameters, key_size))
		return false;
	if (ik_der_peek(&parameters) == IK_DER_SEQUENCE
	    && (!ik_der_expect(&parameters, IK_DER_SEQUENCE, &prf) || !read_prf(prf, out)))
		return false;
	return parameters.size == 0;
}

static bool read_iv(struct ik_der in, struct ik_protection *out)
{
	struct ik_der iv;

	if (!ik_der_expect(&in, IK_DER_OCTETS, &iv) || iv.size > IK_IV_MAX
	    || iv.size != (size_t)gnutls_cipher_get_iv_size(out->cipher))
		return false;
	memcpy(out->iv, iv.data, iv.size);
	out->iv_size = iv.size;
	return true;
}

static bool read_cipher(struct ik_der in, uint64_t key_size, struct ik_protection *out)
{
	struct ik_der oid;

	if (!ik_der_expect(&in, IK_DER_OID, &oid))
		return false;
	for (size_t i = 0; i < IK_COUNT(ciphers); i++) {
		if (!ik_der_is(oid, ciphers[i].oid, ciphers[i].oid_size))
			continue;
		out->name = ciphers[i].name;
		out->cipher = ciphers[i].cipher;
		out->weak = out->weak || strncmp(out->name, "AES", 3) != 0;
		if (out->cipher == NO_CIPHER) {
			cannot(out, out->name);
			return true;
		}
		out->key_size = gnutls_cipher_get_key_size(out->cipher);
		return (key_size == 0 || key_size == out->key_size) && read_iv(in, out);
	}
	cannot_oid(out, oid);
	return true;
}

static bool read_pbes2(struct ik_der in, struct ik_protection *out)
{
	struct ik_der parameters, derivation, cipher, oid;
	uint64_t key_size = 0;

	out->derivation = IK_DERIVE_PBKDF2;
	if (!ik_der_expect(&in, IK_DER_SEQUENCE, &parameters)
	    || !ik_der_expect(&parameters, IK_DER_SEQUENCE, &derivation)
	    || !ik_der_expect(&parameters, IK_DER_SEQUENCE, &cipher)
	    || !ik_der_expect(&derivation, IK_DER_OID, &oid))
		return false;
	if (IK_DER_IS(oid, "\x2b\x06\x01\x04\x01\xda\x47\x04\x0b"))
		cannot(out, "scrypt");
	else if (!IK_DER_IS(oid, PKCS5 "\x0c"))
		cannot_oid(out, oid);
	else if (!read_pbkdf2(derivation, &key_size, out))
		return false;
	out->weak = out->rounds > 0 && out->rounds < IK_ROUNDS_FEW;
	return read_cipher(cipher, key_size, out);
}

static void check_mac_key(uint64_t key_size, struct ik_protection *out)
{
	enum { KEY_MIN = 20, KEY_MAX = 64 };

	if (key_size == 0)
		cannot(out, "PBMAC1 without the length of its key");
	else if (key_size < KEY_MIN)
		cannot(out, "PBMAC1 with a short key");
	else if (key_size > KEY_MAX)
		cannot(out, "PBMAC1 with a key of impossible length");
	else
		out->key_size = (size_t)key_size;
}

bool ik_protection_read_pbmac1(struct ik_der parameters, struct ik_protection *out, int *mac_digest)
{
	struct ik_der in, derivation, mac, oid;
	struct ik_protection hash = {.name = "?"};
	uint64_t key_size = 0;

	*out = (struct ik_protection){.name = "PBMAC1", .derivation = IK_DERIVE_PBKDF2};
	if (!ik_der_expect(&parameters, IK_DER_SEQUENCE, &in) || parameters.size != 0
	    || !ik_der_expect(&in, IK_DER_SEQUENCE, &derivation)
	    || !ik_der_expect(&in, IK_DER_SEQUENCE, &mac) || in.size != 0
	    || !ik_der_expect(&derivation, IK_DER_OID, &oid) || !read_prf(mac, &hash))
		return false;
	if (!IK_DER_IS(oid, PKCS5 "\x0c"))
		cannot_oid(out, oid);
	else if (!read_pbkdf2(derivation, &key_size, out))
		return false;
	else
		check_mac_key(key_size, out);
	if (hash.unsupported[0])
		cannot(out, hash.unsupported);
	*mac_digest = hash.digest;
	out->weak = out->rounds < IK_ROUNDS_FEW || out->digest == GNUTLS_MAC_SHA1
		    || hash.digest == GNUTLS_MAC_SHA1;
	return true;
}

bool ik_protection_read(struct ik_der algorithm, struct ik_protection *out)
{
	struct ik_der oid;

	*out = (struct ik_protection){.name = "?"};
	if (!ik_der_expect(&algorithm, IK_DER_OID, &oid))
		return false;
	if (IK_DER_IS(oid, PKCS5 "\x0d"))
		return read_pbes2(algorithm, out);
	for (size_t i = 0; i < IK_COUNT(schemes); i++) {
		if (ik_der_is(oid, schemes[i].oid, schemes[i].oid_size))
			return read_scheme(&schemes[i], algorithm, out);
	}
	cannot_oid(out, oid);
	return true;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool read_hex(const char *text, size_t size, struct ik_protection *out)
{
	out->iv_size = (size_t)gnutls_cipher_get_iv_size(out->cipher);
	if (out->iv_size > IK_IV_MAX || size != 2 * out->iv_size)
		return false;
	for (size_t i = 0; i < out->iv_size; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out->iv[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool ik_protection_read_dek(const char *text, size_t size, struct ik_protection *out)
{
	static const struct {
		const char *dek;
		const char *name;
		gnutls_cipher_algorithm_t cipher;
	} known[] = {
		{"DES-CBC", "DES-CBC", GNUTLS_CIPHER_DES_CBC},
		{"DES-EDE3-CBC", "3DES-CBC", GNUTLS_CIPHER_3DES_CBC},
		{"AES-128-CBC", "AES-128-CBC", GNUTLS_CIPHER_AES_128_CBC},
		{"AES-192-CBC", "AES-192-CBC", GNUTLS_CIPHER_AES_192_CBC},
		{"AES-256-CBC", "AES-256-CBC", GNUTLS_CIPHER_AES_256_CBC},
	};
	const char *comma;
	size_t n;

	*out = (struct ik_protection){
		.derivation = IK_DERIVE_PROC_TYPE, .name = "?", .rounds = 1, .weak = true};
	if (size == 0)
		return false;
	comma = memchr(text, ',', size);
	n = comma ? (size_t)(comma - text) : size;
	for (size_t i = 0; i < IK_COUNT(known); i++) {
		if (strlen(known[i].dek) != n || memcmp(known[i].dek, text, n) != 0)
			continue;
		out->name = known[i].name;
		out->cipher = known[i].cipher;
		out->key_size = gnutls_cipher_get_key_size(out->cipher);
		return comma && read_hex(comma + 1, size - n - 1, out);
	}
	char *shown = ik_text_visible(text, n);

	cannot(out, shown);
	free(shown);
	return n > 0;
}
