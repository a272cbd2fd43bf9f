/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12_make.c: bags, safes and the file around them, each in the words of RFC 7292. */
#include "pki/pkcs12_make.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/pkcs12_mac.h"

#define PKCS7 "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define PKCS9 "\x2a\x86\x48\x86\xf7\x0d\x01\x09"
#define DATA PKCS7 "\x01"
#define ENCRYPTED_DATA PKCS7 "\x06"
#define FRIENDLY_NAME PKCS9 "\x14"
#define LOCAL_KEY_ID PKCS9 "\x15"
#define X509_CERTIFICATE PKCS9 "\x16\x01"
#define BAG "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"
#define SHROUDED_KEY_BAG BAG "\x02"
#define CERTIFICATE_BAG BAG "\x03"

enum { PFX_VERSION = 3, ENCRYPTED_VERSION = 0, MAC_MAX = 64 };

/* --- bags ------------------------------------------------------------------------------------- */

static void put_name(struct ik_buffer *out, const char *name)
{
	size_t from = out->size, size = strlen(name), set;
	uint8_t *utf16 = ik_alloc(2 * size + 1);

	for (size_t i = 0; i < size; i++)
		utf16[2 * i + 1] = (uint8_t)name[i];
	IK_DER_PUT_OID(out, FRIENDLY_NAME);
	set = out->size;
	ik_der_put(out, IK_DER_BMP_STRING, utf16, 2 * size);
	ik_der_close(out, set, IK_DER_SET);
	ik_der_close(out, from, IK_DER_SEQUENCE);
	free(utf16);
}

static void put_id(struct ik_buffer *out, const uint8_t *id)
{
	size_t from = out->size, set;

	IK_DER_PUT_OID(out, LOCAL_KEY_ID);
	set = out->size;
	ik_der_put(out, IK_DER_OCTETS, id, IK_KEY_ID_SIZE);
	ik_der_close(out, set, IK_DER_SET);
	ik_der_close(out, from, IK_DER_SEQUENCE);
}

/* The members of a set stand in the order of their bytes, of which the length is the first that
 * differs here. */
static void put_label(struct ik_buffer *out, const struct ik_pkcs12_label *label)
{
	struct ik_buffer name = {0}, id = {0};
	size_t from = out->size;
	bool id_first;

	put_name(&name, label->name);
	if (label->id)
		put_id(&id, label->id);
	id_first = id.size < name.size;
	if (id_first)
		ik_buffer_add(out, id.data, id.size);
	ik_buffer_add(out, name.data, name.size);
	if (!id_first)
		ik_buffer_add(out, id.data, id.size);
	ik_der_close(out, from, IK_DER_SET);
	ik_buffer_free(&name);
	ik_buffer_free(&id);
}

void ik_pkcs12_put_certificate(struct ik_buffer *contents, struct ik_der certificate,
			       const struct ik_pkcs12_label *label)
{
	size_t bag = contents->size, value, inner, tagged;

	IK_DER_PUT_OID(contents, CERTIFICATE_BAG);
	value = inner = contents->size;
	IK_DER_PUT_OID(contents, X509_CERTIFICATE);
	tagged = contents->size;
	ik_der_put(contents, IK_DER_OCTETS, certificate.data, certificate.size);
	ik_der_close(contents, tagged, IK_DER_TAGGED_0);
	ik_der_close(contents, inner, IK_DER_SEQUENCE);
	ik_der_close(contents, value, IK_DER_TAGGED_0);
	if (label)
		put_label(contents, label);
	ik_der_close(contents, bag, IK_DER_SEQUENCE);
}

void ik_pkcs12_put_sealed_key(struct ik_buffer *contents, struct ik_der sealed,
			      const struct ik_pkcs12_label *label)
{
	size_t bag = contents->size;

	IK_DER_PUT_OID(contents, SHROUDED_KEY_BAG);
	ik_der_put(contents, IK_DER_TAGGED_0, sealed.data, sealed.size);
	if (label)
		put_label(contents, label);
	ik_der_close(contents, bag, IK_DER_SEQUENCE);
}

/* --- safes ------------------------------------------------------------------------------------ */

/* What was appended from FROM on, as the data of a ContentInfo. */
static void close_data(struct ik_buffer *out, size_t from)
{
	struct ik_buffer head = {0};

	ik_der_close(out, from, IK_DER_OCTETS);
	ik_der_close(out, from, IK_DER_TAGGED_0);
	IK_DER_PUT_OID(&head, DATA);
	ik_buffer_add(&head, out->data + from, out->size - from);
	out->size = from;
	ik_der_put(out, IK_DER_SEQUENCE, head.data, head.size);
	ik_buffer_free(&head);
}

void ik_pkcs12_put_safe(struct ik_buffer *safes, const struct ik_buffer *contents)
{
	size_t from = safes->size;

	ik_der_put(safes, IK_DER_SEQUENCE, contents->data, contents->size);
	close_data(safes, from);
}

int ik_pkcs12_put_encrypted(struct ik_buffer *safes, const struct ik_buffer *contents,
			    const struct ik_try *password, bool compatibility)
{
	size_t info = safes->size, tagged, inner;
	struct ik_buffer clear = {0};
	int rc;

	ik_der_put(&clear, IK_DER_SEQUENCE, contents->data, contents->size);
	IK_DER_PUT_OID(safes, ENCRYPTED_DATA);
	tagged = safes->size;
	ik_der_put_number(safes, ENCRYPTED_VERSION);
	inner = safes->size;
	IK_DER_PUT_OID(safes, DATA);
	rc = ik_protection_seal((struct ik_der){clear.data, clear.size}, password, compatibility,
				IK_DER_PLAIN_0, safes);
	ik_der_close(safes, inner, IK_DER_SEQUENCE);
	ik_der_close(safes, tagged, IK_DER_SEQUENCE);
	ik_der_close(safes, tagged, IK_DER_TAGGED_0);
	ik_der_close(safes, info, IK_DER_SEQUENCE);
	ik_buffer_free(&clear);
	return rc;
}

/* --- the file --------------------------------------------------------------------------------- */

/* What all our MACs are made with.  A round of this derivation is one block of the hash where one
 * of PBKDF2-HMAC's is two: with twice the rounds of the keys, a guess at the password costs the
 * same at either. */
static unsigned mac_rounds(void)
{
	return 2 * ik_rounds_ours();
}

int ik_pkcs12_mac_derive(gnutls_digest_algorithm_t digest, const struct ik_try *password,
			 ik_secret *out)
{
	uint8_t salt[IK_SALT_OURS], key[MAC_MAX];
	size_t size = gnutls_hash_get_len(digest);
	int rc = size > 0 && size <= MAC_MAX ? gnutls_rnd(GNUTLS_RND_NONCE, salt, sizeof(salt))
					     : GNUTLS_E_UNKNOWN_HASH_ALGORITHM;

	if (rc >= 0)
		rc = ik_derive_pkcs12(digest, 3, password, (struct ik_der){salt, sizeof(salt)},
				      mac_rounds(), key, size);
	if (rc >= 0
	    && !(ik_secret_append(out, salt, sizeof(salt), NULL)
		 && ik_secret_append(out, key, size, NULL)))
		rc = GNUTLS_E_SHORT_MEMORY_BUFFER;
	gnutls_memset(key, 0, sizeof(key));
	return rc;
}

/* Appends MacData. */
static void put_mac(struct ik_buffer *out, gnutls_digest_algorithm_t digest, struct ik_der mac,
		    struct ik_der salt)
{
	struct ik_der oid = ik_pkcs12_mac_oid(digest);
	size_t data = out->size;

	ik_der_put(out, IK_DER_OID, oid.data, oid.size);
	ik_der_put(out, IK_DER_NULL, "", 0);
	ik_der_close(out, data, IK_DER_SEQUENCE);
	ik_der_put(out, IK_DER_OCTETS, mac.data, mac.size);
	ik_der_close(out, data, IK_DER_SEQUENCE);
	ik_der_put(out, IK_DER_OCTETS, salt.data, salt.size);
	ik_der_put_number(out, mac_rounds());
	ik_der_close(out, data, IK_DER_SEQUENCE);
}

int ik_pkcs12_finish(const struct ik_buffer *safes, gnutls_digest_algorithm_t digest,
		     const ik_secret *derived, struct ik_buffer *der)
{
	const uint8_t *salt = (const uint8_t *)ik_secret_data(derived);
	size_t size = gnutls_hash_get_len(digest), from = der->size, data;
	struct ik_buffer all = {0};
	uint8_t mac[MAC_MAX];
	int rc = GNUTLS_E_INVALID_REQUEST;

	ik_der_put(&all, IK_DER_SEQUENCE, safes->data, safes->size);
	if (size > 0 && size <= MAC_MAX && ik_secret_size(derived) == IK_SALT_OURS + size)
		rc = gnutls_hmac_fast((gnutls_mac_algorithm_t)digest, salt + IK_SALT_OURS, size,
				      all.data, all.size, mac);
	if (rc >= 0) {
		ik_der_put_number(der, PFX_VERSION);
		data = der->size;
		ik_buffer_add(der, all.data, all.size);
		close_data(der, data);
		put_mac(der, digest, (struct ik_der){mac, size},
			(struct ik_der){salt, IK_SALT_OURS});
		ik_der_close(der, from, IK_DER_SEQUENCE);
	}
	ik_buffer_free(&all);
	return rc;
}
