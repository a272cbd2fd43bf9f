/* SPDX-License-Identifier: GPL-3.0-or-later */
/* content_other.c: what is no file of keys or certificates, by its name: operators bring the wrong
 * one of several. */
#include "foreign/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "foreign/pkcs7.h"
#include "pki/tls.h"

#define PKCS7 "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define BYTES(text) text, sizeof(text) - 1

/* True: there is no more to find out. */
static bool said(struct ik_error *err, enum ik_error_id id, const char *name)
{
	if (id == IK_E_IMPORT_OTHER && name)
		ik_import_refuse(id, name, err);
	else
		ik_fail(err, id, name);
	return true;
}

/* --- by the first bytes ----------------------------------------------------------------------- */

static const struct {
	const char *bytes;
	size_t size;
	enum ik_error_id id;
	const char *name;
} beginnings[] = {
	{BYTES("\xfe\xed\xfe\xed"), IK_E_IMPORT_KEYSTORE, "JKS"},
	{BYTES("\xce\xce\xce\xce"), IK_E_IMPORT_KEYSTORE, "JCEKS"},
	{BYTES("\0\0\0\1\0\0\0\x14"), IK_E_IMPORT_KEYSTORE, "BKS"},
	{BYTES("\0\0\0\2\0\0\0\x14"), IK_E_IMPORT_KEYSTORE, "BKS"},
	{BYTES("\x1e\xf1\xb5\xb0"), IK_E_IMPORT_OTHER, "PVK"},
	{BYTES("PuTTY-User-Key-File-"), IK_E_IMPORT_OTHER, "PuTTY PPK"},
	{BYTES("ssh-"), IK_E_IMPORT_OTHER, "OpenSSH"},
	{BYTES("ecdsa-sha2-"), IK_E_IMPORT_OTHER, "OpenSSH"},
	{BYTES("\x1f\x8b"), IK_E_IMPORT_OTHER, "gzip"},
	{BYTES("BZh"), IK_E_IMPORT_OTHER, "bzip2"},
	{BYTES("\xfd"
	       "7zXZ"),
	 IK_E_IMPORT_OTHER, "xz"},
	{BYTES("\x28\xb5\x2f\xfd"), IK_E_IMPORT_OTHER, "Zstandard"},
	{BYTES("7z\xbc\xaf\x27\x1c"), IK_E_IMPORT_OTHER, "7z"},
	{BYTES("Rar!\x1a\x07"), IK_E_IMPORT_OTHER, "RAR"},
	{BYTES("MSCF"), IK_E_IMPORT_OTHER, "CAB"},
	{BYTES("%PDF-"), IK_E_IMPORT_OTHER, "PDF"},
	{BYTES("<RSAKeyValue>"), IK_E_IMPORT_OTHER, ".NET XML"},
	{BYTES("{\"kty\""), IK_E_IMPORT_OTHER, "JWK"},
	{BYTES("<!DOCTYPE"), IK_E_IMPORT_OTHER, "HTML"},
	{BYTES("<html"), IK_E_IMPORT_OTHER, "HTML"},
};

static bool is_tar(struct ik_der in)
{
	enum { MARK = 257 };

	return in.size > MARK + 5 && memcmp(in.data + MARK, "ustar", 5) == 0;
}

static bool say_beginning(struct ik_der in, struct ik_error *err)
{
	for (size_t i = 0; i < IK_COUNT(beginnings); i++) {
		if (in.size >= beginnings[i].size
		    && memcmp(in.data, beginnings[i].bytes, beginnings[i].size) == 0)
			return said(err, beginnings[i].id, beginnings[i].name);
	}
	return is_tar(in) && said(err, IK_E_IMPORT_OTHER, "tar");
}

/* --- by the labels of PEM --------------------------------------------------------------------- */

static bool is_blank(struct ik_pem_part label)
{
	for (size_t i = 0; i < label.size; i++)
		if (label.data[i] != ' ' && label.data[i] != '\t')
			return false;
	return true;
}

static bool say_label(struct ik_der in, struct ik_error *err)
{
	static const struct {
		const char *label;
		enum ik_error_id id;
	} labels[] = {
		{"CERTIFICATE REQUEST", IK_E_IMPORT_IS_REQUEST},
		{"NEW CERTIFICATE REQUEST", IK_E_IMPORT_IS_REQUEST},
		{"PUBLIC KEY", IK_E_IMPORT_PUBLIC},
		{"RSA PUBLIC KEY", IK_E_IMPORT_PUBLIC},
	};
	struct ik_pem_part text = {(const char *)in.data, in.size};
	struct ik_pem_block block;
	char *name;

	if (!ik_pem_next(&text, &block))
		return false;
	for (size_t i = 0; i < IK_COUNT(labels); i++) {
		if (ik_pem_is(&block, labels[i].label))
			return said(err, labels[i].id, NULL);
	}
	/* "-----BEGIN -----" says nothing that could be named. */
	if (is_blank(block.label))
		return false;
	name = ik_text_visible(block.label.data, block.label.size);
	said(err, IK_E_IMPORT_OTHER, name);
	free(name);
	return true;
}

/* --- by the form of DER ----------------------------------------------------------------------- */

static bool has_form(struct ik_der in, const char *tags)
{
	struct ik_der content;

	for (; *tags; tags++) {
		if (!ik_der_expect(&in, (uint8_t)*tags, &content))
			return false;
	}
	return true;
}

/* Requests, revocation lists and certificates are all something signed.  Of the last only those
 * that cannot be read come here: the library knows why. */
static bool say_signed(struct ik_der in, struct ik_der body, struct ik_error *err)
{
	gnutls_datum_t der = {(unsigned char *)(uintptr_t)in.data, (unsigned)in.size};
	gnutls_x509_crt_t crt;

	if (has_form(body, "\x02\x30\x30\xa0"))
		return said(err, IK_E_IMPORT_IS_REQUEST, NULL);
	if (has_form(body, "\x02\x30\x30\x17") || has_form(body, "\x30\x30\x17"))
		return said(err, IK_E_IMPORT_OTHER, "X509 CRL");
	crt = ik_tls_certificate_der(&der, err);
	if (crt)
		gnutls_x509_crt_deinit(crt);
	return !crt;
}

/* One with signedData would have been taken were it whole. */
static bool say_pkcs7(struct ik_der type, struct ik_error *err)
{
	static const struct {
		const char *oid;
		const char *name;
	} types[] = {
		{PKCS7 "\x01", "PKCS#7 data"},
		{PKCS7 "\x03", "PKCS#7 envelopedData"},
		{PKCS7 "\x05", "PKCS#7 digestedData"},
		{PKCS7 "\x06", "PKCS#7 encryptedData"},
	};
	char *oid;

	if (IK_DER_IS(type, PKCS7 "\x02"))
		return said(err, IK_E_IMPORT_PART, "PKCS#7");
	for (size_t i = 0; i < IK_COUNT(types); i++) {
		if (ik_der_is(type, types[i].oid, strlen(types[i].oid)))
			return said(err, IK_E_IMPORT_OTHER, types[i].name);
	}
	oid = ik_der_oid_text(type);
	said(err, IK_E_IMPORT_OTHER, oid);
	free(oid);
	return true;
}

/* A SEQUENCE that says that it is longer than the file, and begins as keys, certificates and their
 * containers do. */
static bool is_cut(struct ik_der in)
{
	enum { LENGTH_AT = 2, MANY_BYTES = 0x80, LENGTH_MAX = 3 };
	size_t n = in.size > LENGTH_AT + LENGTH_MAX + 1 ? in.data[1] - (size_t)MANY_BYTES : 0;
	size_t size = 0;

	if (n < 1 || n > LENGTH_MAX || in.data[0] != IK_DER_SEQUENCE)
		return false;
	for (size_t i = 0; i < n; i++)
		size = size << 8 | in.data[LENGTH_AT + i];
	in.data += LENGTH_AT + n;
	in.size -= LENGTH_AT + n;
	return size > in.size
	       && (in.data[0] == IK_DER_SEQUENCE || in.data[0] == IK_DER_INTEGER
		   || in.data[0] == IK_DER_OID);
}

static bool say_der(struct ik_der in, struct ik_error *err)
{
	struct ik_der all = in, content, body, type;

	if (is_cut(in))
		return said(err, IK_E_IMPORT_CUT, NULL);
	if (ik_pkcs7_type(in, &type))
		return say_pkcs7(type, err);
	if (!ik_der_expect(&all, IK_DER_SEQUENCE, &content) || all.size != 0)
		return false;
	if (has_form(content, "\x30\x30\x03"))
		return ik_der_expect(&content, IK_DER_SEQUENCE, &body) && say_signed(in, body, err);
	if (has_form(content, "\x30\x03"))
		return said(err, IK_E_IMPORT_PUBLIC, NULL);
	if (ik_der_kind(in) == IK_DER_PKCS12)
		return said(err, IK_E_IMPORT_PART, "PKCS#12");
	return false;
}

bool ik_content_refuse(const void *bytes, size_t size, struct ik_error *err)
{
	ik_secret *unwrapped = NULL, *settled = NULL;
	struct ik_der in = ik_unwrap(bytes, size, &unwrapped);

	(void)!ik_der_settle(&in, &settled);
	if (size == 0)
		said(err, IK_E_IMPORT_EMPTY, NULL);
	else if (!say_beginning(in, err) && !say_label(in, err) && !say_der(in, err))
		said(err, IK_E_IMPORT_FORMAT, NULL);
	ik_secret_free(settled);
	ik_secret_free(unwrapped);
	return false;
}
