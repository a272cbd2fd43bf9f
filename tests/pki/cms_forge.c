/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_forge.c: CMS made by hand, one element after the other. */
#include "config.h"

#include "cms_forge.h"

#include <check.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

#include "pki/der.h"
#include "pki/parts.h"
#include "support.h"

#define OID_SHA1 "\x2b\x0e\x03\x02\x1a"
#define OID_SHA256 "\x60\x86\x48\x01\x65\x03\x04\x02\x01"
#define OID_SHA384 "\x60\x86\x48\x01\x65\x03\x04\x02\x02"
#define OID_SHA3_256 "\x60\x86\x48\x01\x65\x03\x04\x02\x08"
#define OID_ECDSA_SHA1 "\x2a\x86\x48\xce\x3d\x04\x01"
#define OID_ECDSA_SHA256 "\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define OID_ECDSA_SHA384 "\x2a\x86\x48\xce\x3d\x04\x03\x03"
#define OID_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define OID_SIGNED_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define OID_PKCS9 "\x2a\x86\x48\x86\xf7\x0d\x01\x09"
#define HINTS "\x30\x12\x0c\x05inkan\x06\x09" OID_DATA
#define OTHER_HINTS "\x30\x12\x0c\x05other\x06\x09" OID_DATA
#define TIME_OF(digits) "\x17\x0d" digits "Z"
#define TIME TIME_OF("261121050500")

struct forging {
	enum cms_fault fault;
	const char *text;
	const ik_secret *key;
	struct ik_buffer certificate, other; /* DER */
};

/* SEQUENCE { OID } */
static void put_algorithm(struct ik_buffer *out, const char *oid, size_t size)
{
	size_t from = out->size;

	ik_der_put(out, IK_DER_OID, oid, size);
	ik_der_close(out, from, IK_DER_SEQUENCE);
}
#define PUT_ALGORITHM(out, oid) put_algorithm(out, oid, sizeof(oid) - 1)

static void put_attribute(struct ik_buffer *out, const char *oid, size_t oid_size,
			  const void *values, size_t size)
{
	size_t from = out->size;

	ik_der_put(out, IK_DER_OID, oid, oid_size);
	ik_der_put(out, IK_DER_SET, values, size);
	ik_der_close(out, from, IK_DER_SEQUENCE);
}
#define PUT_ATTRIBUTE(out, oid, values, size) put_attribute(out, oid, sizeof(oid) - 1, values, size)

static void put_digest(struct ik_buffer *out, gnutls_digest_algorithm_t with, const char *text)
{
	uint8_t value[2 + 64] = {IK_DER_OCTETS, (uint8_t)gnutls_hash_get_len(with)};

	ck_assert_int_eq(gnutls_hash_fast(with, text, strlen(text), value + 2), 0);
	PUT_ATTRIBUTE(out, OID_PKCS9 "\x04", value, 2 + (size_t)value[1]);
}

static gnutls_digest_algorithm_t digest_of(enum cms_fault fault)
{
	return fault == CMS_SHA1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256;
}

static const char *time_of(enum cms_fault fault)
{
	switch (fault) {
	case CMS_MONTH_13:
		return TIME_OF("261321050500");
	case CMS_FEBRUARY_31:
		return TIME_OF("260231050500");
	case CMS_HOUR_24:
		return TIME_OF("261121240000");
	case CMS_SECOND_60:
		return TIME_OF("261121050560");
	default:
		return TIME TIME;
	}
}

/* The content of the SET of signed attributes, in the order of DER: contentType, signingTime and
 * messageDigest have rising lengths, and so has what comes behind them. */
static struct ik_buffer attributes_of(const struct forging *forging)
{
	static const char type[] = "\x06\x09" OID_DATA, other_type[] = "\x06\x09" OID_SIGNED_DATA;
	enum cms_fault fault = forging->fault;
	struct ik_buffer out = {0};

	if (fault == CMS_MANY_ATTRIBUTES)
		for (unsigned i = 0; i < 20000; i++)
			PUT_ATTRIBUTE(&out, "\x2a\x03", "\x05", 2);
	if (fault != CMS_NO_CONTENT_TYPE)
		PUT_ATTRIBUTE(&out, OID_PKCS9 "\x03",
			      fault == CMS_OTHER_CONTENT_TYPE ? other_type : type,
			      sizeof(type) - 1);
	if (fault != CMS_UNSORTED)
		PUT_ATTRIBUTE(&out, OID_PKCS9 "\x05", time_of(fault),
			      (fault == CMS_TWO_TIMES ? 2 : 1) * (sizeof(TIME) - 1));
	if (fault != CMS_NO_HINTS)
		PUT_ATTRIBUTE(&out, OID_PKCS9 "\x10\x02\x04",
			      fault == CMS_OTHER_HINTS ? OTHER_HINTS : HINTS, sizeof(HINTS) - 1);
	put_digest(&out, digest_of(fault), fault == CMS_WRONG_DIGEST ? "another" : forging->text);
	if (fault == CMS_UNSORTED)
		PUT_ATTRIBUTE(&out, OID_PKCS9 "\x05", TIME, sizeof(TIME) - 1);
	if (fault == CMS_DOUBLED_DIGEST)
		put_digest(&out, GNUTLS_DIG_SHA256, "another");
	if (fault == CMS_ONE_MORE)
		PUT_ATTRIBUTE(&out,
			      OID_PKCS9 "\x10\x02\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05"
					"\x05\x05\x05\x05\x05\x05\x05\x05\x05",
			      HINTS, sizeof(HINTS) - 1);
	return out;
}

static void put_signature(struct ik_buffer *out, const struct forging *forging,
			  const struct ik_buffer *bytes)
{
	gnutls_datum_t pem = {(unsigned char *)(uintptr_t)ik_secret_data(forging->key),
			      (unsigned)ik_secret_size(forging->key)},
		       data = {bytes->data, (unsigned)bytes->size}, signature;
	gnutls_privkey_t key;

	ck_assert_int_eq(gnutls_privkey_init(&key), 0);
	ck_assert_int_eq(gnutls_privkey_import_x509_raw(key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0),
			 0);
	ck_assert_int_eq(
		gnutls_privkey_sign_data(key, digest_of(forging->fault), 0, &data, &signature), 0);
	ik_der_put(out, IK_DER_OCTETS, signature.data, signature.size);
	gnutls_free(signature.data);
	gnutls_privkey_deinit(key);
}

static void put_digest_algorithm(struct ik_buffer *out, enum cms_fault fault)
{
	if (fault == CMS_SHA1)
		PUT_ALGORITHM(out, OID_SHA1);
	else if (fault == CMS_UNKNOWN_DIGEST)
		PUT_ALGORITHM(out, OID_SHA3_256);
	else if (fault == CMS_DIGEST_LIES)
		PUT_ALGORITHM(out, OID_SHA384);
	else
		PUT_ALGORITHM(out, OID_SHA256);
}

static void put_sid(struct ik_buffer *out, const struct ik_buffer *certificate)
{
	struct ik_parts parts;
	size_t from = out->size;

	ck_assert(ik_parts_find((struct ik_der){certificate->data, certificate->size}, &parts));
	ik_buffer_add(out, parts.issuer.data, parts.issuer.size);
	ik_der_put(out, IK_DER_INTEGER, parts.serial.data, parts.serial.size);
	ik_der_close(out, from, IK_DER_SEQUENCE);
}

static void put_signer(struct ik_buffer *out, const struct forging *forging)
{
	enum cms_fault fault = forging->fault;
	struct ik_buffer attributes = attributes_of(forging), set = {0}, text = {0};
	size_t from = out->size;

	ik_der_put(&set, IK_DER_SET, attributes.data, attributes.size);
	ik_buffer_text(&text, forging->text);
	ik_der_put_number(out, 1);
	put_sid(out, fault == CMS_OTHER_SID ? &forging->other : &forging->certificate);
	put_digest_algorithm(out, fault);
	if (fault != CMS_NO_ATTRIBUTES)
		ik_der_put(out, IK_DER_TAGGED_0, attributes.data, attributes.size);
	if (fault == CMS_SHA1)
		PUT_ALGORITHM(out, OID_ECDSA_SHA1);
	else if (fault == CMS_SIGNATURE_LIES)
		PUT_ALGORITHM(out, OID_ECDSA_SHA384);
	else
		PUT_ALGORITHM(out, OID_ECDSA_SHA256);
	put_signature(out, forging, fault == CMS_NO_ATTRIBUTES ? &text : &set);
	if (fault == CMS_UNSIGNED_ATTRIBUTE)
		ik_der_put(out, IK_DER_TAGGED_1, attributes.data, attributes.size);
	ik_der_close(out, from, IK_DER_SEQUENCE);
	ik_buffer_free(&attributes);
	ik_buffer_free(&set);
	ik_buffer_free(&text);
}

static void put_content(struct ik_buffer *out, const struct forging *forging)
{
	size_t from = out->size, inside;

	IK_DER_PUT_OID(out, OID_DATA);
	inside = out->size;
	ik_der_put(out, IK_DER_OCTETS, forging->text, strlen(forging->text));
	ik_der_close(out, inside, IK_DER_TAGGED_0);
	if (forging->fault == CMS_DETACHED)
		out->size = inside;
	ik_der_close(out, from, IK_DER_SEQUENCE);
}

static void put_signed_data(struct ik_buffer *out, const struct forging *forging)
{
	enum cms_fault fault = forging->fault;
	unsigned n = fault == CMS_THREE_SIGNERS ? 3 : fault == CMS_NO_SIGNER ? 0 : 1;
	size_t from = out->size, inside;

	ik_der_put_number(out, 1);
	inside = out->size;
	for (unsigned i = 0; i < (fault == CMS_ALGORITHMS ? 1000 : 1); i++)
		put_digest_algorithm(out, fault);
	ik_der_close(out, inside, IK_DER_SET);
	put_content(out, forging);
	inside = out->size;
	ik_buffer_add(out, forging->certificate.data, forging->certificate.size);
	ik_der_close(out, inside, IK_DER_TAGGED_0);
	inside = out->size;
	for (unsigned i = 0; i < n; i++)
		put_signer(out, forging);
	ik_der_close(out, inside, IK_DER_SET);
	if (fault == CMS_TRAILING_INSIDE)
		ik_der_put_number(out, 7);
	ik_der_close(out, from, IK_DER_SEQUENCE);
}

/* The outermost element with an indefinite length instead of its own, of three bytes. */
static void open_length(struct ik_buffer *der)
{
	ck_assert_int_eq(der->data[1], 0x82);
	der->data[1] = 0x80;
	memmove(der->data + 2, der->data + 4, der->size - 4);
	memset(der->data + der->size - 2, 0, 2);
}

struct ik_buffer cms_forge(enum cms_fault fault, const char *text, const ik_secret *key,
			   const struct ik_buffer *certificate, const struct ik_buffer *other)
{
	struct forging forging = {
		.fault = fault,
		.text = text,
		.key = key,
		.certificate = pem_to_der("CERTIFICATE", certificate->data, certificate->size),
		.other = pem_to_der("CERTIFICATE", other->data, other->size),
	};
	struct ik_buffer der = {0}, pem;
	size_t inside;

	IK_DER_PUT_OID(&der, OID_SIGNED_DATA);
	inside = der.size;
	put_signed_data(&der, &forging);
	ik_der_close(&der, inside, IK_DER_TAGGED_0);
	ik_der_close(&der, 0, IK_DER_SEQUENCE);
	if (fault == CMS_TRAILING)
		ik_der_put_number(&der, 7);
	if (fault == CMS_OPEN_LENGTH)
		open_length(&der);
	pem = der_to_pem("PKCS7", &der);
	ik_buffer_free(&der);
	ik_buffer_free(&forging.certificate);
	ik_buffer_free(&forging.other);
	return pem;
}
