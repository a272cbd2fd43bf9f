/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protection_seal.c: what we write is encrypted.
 *
 * GnuTLS 3.7.9 could do it, but it draws salts of 8 to 21 octets where all of ours have 16, and it
 * takes keys only in its own encoding (key_write.c). */
#include "pki/protection.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/tls.h"

#define PKCS5 "\x2a\x86\x48\x86\xf7\x0d\x01\x05"
#define PBES2 PKCS5 "\x0d"
#define PBKDF2 PKCS5 "\x0c"
#define HMAC_SHA256 "\x2a\x86\x48\x86\xf7\x0d\x02\x09"
#define AES_256_CBC "\x60\x86\x48\x01\x65\x03\x04\x01\x2a"
#define PKCS12_SHA1_3DES "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x03"

enum { BLOCK_MAX = 16 };

bool ik_try_ours(const ik_secret *password, struct ik_try *out)
{
	const char *text = ik_tls_password(password);
	size_t size = text ? strlen(text) : 0;

	*out = (struct ik_try){.text = text, .size = size};
	return text && size <= IK_SECRET_PASSWORD_ROOM && ik_text_is_utf8(text, size);
}

/* PBES2's AlgorithmIdentifier. */
static void put_pbes2(const struct ik_protection *as, struct ik_buffer *out)
{
	size_t all = out->size, parameters, derivation, cipher, numbers, prf;

	IK_DER_PUT_OID(out, PBES2);
	parameters = derivation = out->size;
	IK_DER_PUT_OID(out, PBKDF2);
	numbers = out->size;
	ik_der_put(out, IK_DER_OCTETS, as->salt.data, as->salt.size);
	ik_der_put_number(out, as->rounds);
	prf = out->size;
	IK_DER_PUT_OID(out, HMAC_SHA256);
	ik_der_put(out, IK_DER_NULL, "", 0);
	ik_der_close(out, prf, IK_DER_SEQUENCE);
	ik_der_close(out, numbers, IK_DER_SEQUENCE);
	ik_der_close(out, derivation, IK_DER_SEQUENCE);
	cipher = out->size;
	IK_DER_PUT_OID(out, AES_256_CBC);
	ik_der_put(out, IK_DER_OCTETS, as->iv, as->iv_size);
	ik_der_close(out, cipher, IK_DER_SEQUENCE);
	ik_der_close(out, parameters, IK_DER_SEQUENCE);
	ik_der_close(out, all, IK_DER_SEQUENCE);
}

static void put_pkcs12(const struct ik_protection *as, struct ik_buffer *out)
{
	size_t all = out->size, numbers;

	IK_DER_PUT_OID(out, PKCS12_SHA1_3DES);
	numbers = out->size;
	ik_der_put(out, IK_DER_OCTETS, as->salt.data, as->salt.size);
	ik_der_put_number(out, as->rounds);
	ik_der_close(out, numbers, IK_DER_SEQUENCE);
	ik_der_close(out, all, IK_DER_SEQUENCE);
}

/* How it is done; SALT is drawn, and the IV where it is not derived. */
static int choose(bool compatibility, uint8_t salt[IK_SALT_OURS], struct ik_protection *out)
{
	static const struct ik_protection ours =
						  {
							  .derivation = IK_DERIVE_PBKDF2,
							  .cipher = GNUTLS_CIPHER_AES_256_CBC,
							  .digest = GNUTLS_MAC_SHA256,
							  .key_size = 32,
							  .iv_size = 16,
						  },
					  old = {
						  .derivation = IK_DERIVE_PKCS12,
						  .cipher = GNUTLS_CIPHER_3DES_CBC,
						  .digest = GNUTLS_DIG_SHA1,
						  .key_size = 24,
					  };
	int rc = gnutls_rnd(GNUTLS_RND_NONCE, salt, IK_SALT_OURS);

	*out = compatibility ? old : ours;
	out->rounds = ik_rounds_ours();
	out->salt = (struct ik_der){salt, IK_SALT_OURS};
	return rc >= 0 && out->iv_size > 0 ? gnutls_rnd(GNUTLS_RND_NONCE, out->iv, out->iv_size)
					   : rc;
}

/* CLEAR with N bytes of the value N behind it, up to whole blocks. */
static ik_secret *padded(struct ik_der clear, size_t block)
{
	uint8_t padding[BLOCK_MAX];
	size_t n = block - clear.size % block;
	ik_secret *out = ik_secret_new(clear.size + n);

	memset(padding, (int)n, n);
	(void)!ik_secret_append(out, clear.data, clear.size, NULL);
	(void)!ik_secret_append(out, padding, n, NULL);
	return out;
}

static int encrypt(const struct ik_protection *as, const struct ik_try *password,
		   const ik_secret *clear, uint8_t *out)
{
	uint8_t key[IK_KEY_MAX] = {0}, iv[IK_IV_MAX] = {0};
	gnutls_datum_t key_datum = {key, (unsigned)as->key_size};
	gnutls_datum_t iv_datum = {iv, gnutls_cipher_get_iv_size(as->cipher)};
	size_t size = ik_secret_size(clear);
	gnutls_cipher_hd_t cipher;
	int rc = ik_protection_derive(as, password, key, iv);

	if (rc >= 0)
		rc = gnutls_cipher_init(&cipher, as->cipher, &key_datum, &iv_datum);
	if (rc >= 0) {
		rc = gnutls_cipher_encrypt2(cipher, ik_secret_data(clear), size, out, size);
		gnutls_cipher_deinit(cipher);
	}
	gnutls_memset(key, 0, sizeof(key));
	gnutls_memset(iv, 0, sizeof(iv));
	return rc;
}

int ik_protection_seal(struct ik_der clear, const struct ik_try *password, bool compatibility,
		       uint8_t tag, struct ik_buffer *out)
{
	uint8_t salt[IK_SALT_OURS], *data;
	struct ik_protection as;
	ik_secret *whole;
	int rc = choose(compatibility, salt, &as);

	if (rc < 0)
		return rc;
	whole = padded(clear, gnutls_cipher_get_block_size(as.cipher));
	data = ik_alloc(ik_secret_size(whole));
	rc = encrypt(&as, password, whole, data);
	if (rc >= 0) {
		(as.derivation == IK_DERIVE_PBKDF2 ? put_pbes2 : put_pkcs12)(&as, out);
		ik_der_put(out, tag, data, ik_secret_size(whole));
	}
	free(data);
	ik_secret_free(whole);
	return rc;
}
