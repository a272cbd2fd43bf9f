/* SPDX-License-Identifier: GPL-3.0-or-later */
/* protection_open.c: what is protected with a password is decrypted. */
#include "foreign/protection_open.h"

/* Whether CLEAR ends as whole blocks must: N bytes of the value N.  Those are taken off. */
static bool strip(ik_secret *clear, size_t block)
{
	size_t size = ik_secret_size(clear), n;
	const char *data = ik_secret_data(clear);

	if (block <= 1)
		return true;
	n = size > 0 ? (uint8_t)data[size - 1] : 0;
	if (n < 1 || n > block || n > size)
		return false;
	for (size_t i = size - n; i < size; i++) {
		if ((uint8_t)data[i] != n)
			return false;
	}
	ik_secret_erase(clear, size - n, n);
	return true;
}

static bool decrypt(const struct ik_protection *from, struct ik_der data, uint8_t *key, uint8_t *iv,
		    ik_secret *out)
{
	gnutls_datum_t key_datum = {key, (unsigned)gnutls_cipher_get_key_size(from->cipher)};
	gnutls_datum_t iv_datum = {iv, gnutls_cipher_get_iv_size(from->cipher)};
	gnutls_cipher_hd_t cipher;
	int rc = gnutls_cipher_init(&cipher, from->cipher, &key_datum,
				    iv_datum.size > 0 ? &iv_datum : NULL);

	if (rc < 0)
		return false;
	rc = gnutls_cipher_decrypt2(cipher, data.data, data.size, ik_secret_tail(out), data.size);
	gnutls_cipher_deinit(cipher);
	if (rc < 0)
		return false;
	ik_secret_grown(out, data.size);
	return true;
}

ik_secret *ik_protection_open(const struct ik_protection *from, struct ik_der data,
			      const struct ik_try *password)
{
	size_t block = gnutls_cipher_get_block_size(from->cipher);
	uint8_t key[IK_KEY_MAX] = {0}, iv[IK_IV_MAX] = {0};
	ik_secret *clear;
	bool ok;

	if (data.size == 0 || (block > 1 && data.size % block != 0) || from->rounds > UINT32_MAX)
		return NULL;
	clear = ik_secret_new(data.size);
	ok = ik_protection_derive(from, password, key, iv) >= 0
	     && decrypt(from, data, key, iv, clear) && strip(clear, block);
	gnutls_memset(key, 0, sizeof(key));
	gnutls_memset(iv, 0, sizeof(iv));
	if (ok)
		return clear;
	ik_secret_free(clear);
	return NULL;
}
