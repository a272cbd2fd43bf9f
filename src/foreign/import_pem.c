/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_pem.c: keys and certificates out of PEM blocks, in any order. */
#include "foreign/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "foreign/pkcs7.h"
#include "pki/tls.h"

static bool is_one_of(const struct ik_pem_block *block, const char *const *labels, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (ik_pem_is(block, labels[i]))
			return true;
	}
	return false;
}

bool ik_pem_holds_key(const struct ik_pem_block *block)
{
	static const char end[] = "PRIVATE KEY";
	size_t size = sizeof(end) - 1;

	return block->label.size >= size
	       && memcmp(block->label.data + block->label.size - size, end, size) == 0;
}

bool ik_pem_holds_certificate(const struct ik_pem_block *block)
{
	static const char *const labels[] = {"CERTIFICATE", "X509 CERTIFICATE",
					     "TRUSTED CERTIFICATE"};

	return is_one_of(block, labels, IK_COUNT(labels));
}

bool ik_pem_holds_pkcs12(const struct ik_pem_block *block)
{
	static const char *const labels[] = {"PKCS12", "PKCS #12"};

	return is_one_of(block, labels, IK_COUNT(labels));
}

bool ik_pem_holds_pkcs7(const struct ik_pem_block *block)
{
	static const char *const labels[] = {"PKCS7", "PKCS #7 SIGNED DATA", "CMS"};

	return is_one_of(block, labels, IK_COUNT(labels));
}

bool ik_pem_is_taken(const struct ik_pem_block *block)
{
	return ik_pem_holds_key(block) || ik_pem_holds_certificate(block)
	       || ik_pem_holds_pkcs12(block) || ik_pem_holds_pkcs7(block);
}

struct ik_der ik_pem_certificate(const struct ik_pem_block *block, struct ik_der der)
{
	struct ik_der rest = der, content;

	if (ik_pem_is(block, "TRUSTED CERTIFICATE")
	    && ik_der_expect(&rest, IK_DER_SEQUENCE, &content))
		der.size -= rest.size;
	return der;
}

static bool damaged(struct ik_adding *adding, const struct ik_pem_block *block)
{
	char *label = ik_text_visible(block->label.data, block->label.size);

	ik_fail(adding->err, IK_E_IMPORT_PART, label);
	free(label);
	return false;
}

/* A key with a Proc-Type, which encrypts the older forms whole. */
static bool take_proc_type(struct ik_adding *adding, const struct ik_pem_block *block,
			   struct ik_der der)
{
	struct ik_protection protection;
	ik_secret *clear;
	bool ok;

	if (!ik_protection_read_dek(block->dek.data, block->dek.size, &protection))
		return damaged(adding, block);
	if (!ik_adding_count(adding, &protection))
		return false;
	clear = ik_adding_open(adding, &protection, der, true);
	ok = clear && ik_take_key(adding, ik_der_of(clear), "");
	ik_secret_free(clear);
	return ok;
}

static bool take_block(struct ik_adding *adding, const struct ik_pem_block *block,
		       struct ik_der der)
{
	/* Windows' authorities label whole chains as a certificate, too. */
	if (ik_pem_holds_pkcs7(block)
	    || (ik_pem_holds_certificate(block) && ik_pkcs7_is_signed(der)))
		return ik_take_pkcs7(adding, der) || damaged(adding, block);
	if (ik_pem_holds_certificate(block))
		return ik_take_certificate(adding, ik_pem_certificate(block, der));
	if (ik_pem_holds_pkcs12(block))
		return ik_take_pkcs12(adding, der);
	if (block->encrypted)
		return take_proc_type(adding, block, der);
	if (ik_pem_is(block, "OPENSSH PRIVATE KEY")) {
		ik_refuse_key(adding, "OpenSSH");
		return true;
	}
	if (ik_pem_is(block, "TSS2 PRIVATE KEY")) {
		ik_refuse_key(adding, "TSS2");
		return true;
	}
	return ik_take_key(adding, der, "");
}

bool ik_take_pem(struct ik_adding *adding, struct ik_pem_part text)
{
	struct ik_pem_block block;
	gnutls_datum_t der;
	bool ok = true;

	while (ok && ik_pem_next(&text, &block)) {
		if (!ik_pem_is_taken(&block))
			continue;
		if (!ik_adding_object(adding))
			return false;
		ok = ik_pem_decode(&block, &der)
			     ? take_block(adding, &block, (struct ik_der){der.data, der.size})
			     : damaged(adding, &block);
		ik_tls_wipe(&der);
	}
	return ok;
}
