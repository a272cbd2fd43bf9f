/* SPDX-License-Identifier: GPL-3.0-or-later */
/* support.c: keys, certificates and secrets for the tests of the pki room. */
#include "config.h"

#include "support.h"

#include <check.h>
#include <string.h>

#include <gnutls/gnutls.h>

#include "pki/seal.h"

ik_secret *secret_of_bytes(const void *bytes, size_t size)
{
	ik_secret *secret = ik_secret_new(size + 1);

	ck_assert(ik_secret_set(secret, bytes, size, NULL));
	return secret;
}

ik_secret *secret_of(const char *text)
{
	return secret_of_bytes(text, strlen(text));
}

ik_secret *new_key(enum ik_key_type type)
{
	struct ik_error err = {0};
	ik_secret *key = NULL;

	ck_assert_msg(ik_key_generate(ik_key_type_id(type), &key, &err), "%s", err.detail);
	return key;
}

struct ik_buffer certificate_for(const ik_secret *key, const char *name, const char *organization)
{
	struct ik_list names = {0}, addresses = {0};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};
	struct ik_certificate_wish wish = {
		.common_name = name,
		.organization = organization,
		.dns_names = &names,
		.ip_addresses = &addresses,
		.not_before = NOT_BEFORE,
		.not_after = NOT_AFTER,
	};

	ik_list_add(&names, name);
	ck_assert_msg(ik_certificate_self_sign(&wish, key, &pem, &err), "%s", err.detail);
	ik_list_free(&names);
	return pem;
}

struct ik_buffer pem_to_der(const char *label, const void *pem, size_t size)
{
	gnutls_datum_t text = {(unsigned char *)(uintptr_t)pem, (unsigned)size}, der;
	struct ik_buffer out = {0};

	ck_assert_int_eq(gnutls_pem_base64_decode2(label, &text, &der), 0);
	ik_buffer_add(&out, der.data, der.size);
	gnutls_free(der.data);
	return out;
}

struct ik_buffer der_to_pem(const char *label, const struct ik_buffer *der)
{
	gnutls_datum_t bytes = {der->data, (unsigned)der->size}, text;
	struct ik_buffer out = {0};

	ck_assert_int_eq(gnutls_pem_base64_encode2(label, &bytes, &text), 0);
	ik_buffer_add(&out, text.data, text.size);
	gnutls_free(text.data);
	return out;
}

void patch(struct ik_buffer *bytes, const void *from, const void *to, size_t size)
{
	uint8_t *at = memmem(bytes->data, bytes->size, from, size);

	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_null(
		memmem(at + 1, bytes->size - (size_t)(at + 1 - bytes->data), from, size));
	memcpy(at, to, size);
}

bool seal_of(const char *sha256, const void *certificate, size_t size, const ik_secret *password,
	     struct ik_buffer *der, struct ik_error *err)
{
	ik_secret *derived = ik_secret_new(IK_SEAL_DERIVED_ROOM);
	bool ok = ik_seal_derive(password, derived, err)
		  && ik_seal_join(sha256, certificate, size, derived, der, err);

	ik_secret_free(derived);
	return ok;
}

bool pkcs12_of(const ik_secret *key, const struct ik_pkcs12_content *content,
	       const ik_secret *password, struct ik_buffer *der, struct ik_error *err)
{
	struct ik_buffer sealed = {0}, packed = {0};
	bool ok = ik_pkcs12_seal_key(key, password, content->compatibility, &sealed, err)
		  && ik_pkcs12_pack_chain(content, password, &packed, err)
		  && ik_pkcs12_join(content, &sealed, &packed, password, der, err);

	ik_buffer_free(&sealed);
	ik_buffer_free(&packed);
	return ok;
}
