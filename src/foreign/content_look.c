/* SPDX-License-Identifier: GPL-3.0-or-later */
/* content_look.c: what a file is and how it is protected, as far as it says so to anyone. */
#include "foreign/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "foreign/pkcs7.h"
#include "pki/tls.h"
#include "zip/zip.h"

struct looking {
	struct ik_content_look *look;
	struct ik_list names; /* of what protects, each once */
	bool malformed;
};

static void note_name(struct looking *looking, const char *name)
{
	if (!ik_list_has(&looking->names, name))
		ik_list_add(&looking->names, name);
}

static void note_unsupported(struct looking *looking, const char *name)
{
	if (name[0] && !looking->look->unsupported)
		looking->look->unsupported = ik_strdup(name);
}

static void note_rounds(struct looking *looking, uint64_t rounds)
{
	uint64_t *sum = &looking->look->rounds;

	*sum = rounds > UINT64_MAX - *sum ? UINT64_MAX : *sum + rounds;
}

static void note(struct looking *looking, const struct ik_protection *protection)
{
	struct ik_content_look *look = looking->look;

	look->needs_password = true;
	look->weak = look->weak || protection->weak;
	note_name(looking, protection->unsupported[0] ? protection->unsupported : protection->name);
	note_unsupported(looking, protection->unsupported);
	note_rounds(looking, protection->rounds);
}

static void note_algorithm(struct looking *looking, bool found, struct ik_der algorithm)
{
	struct ik_protection protection;

	if (found && ik_protection_read(algorithm, &protection))
		note(looking, &protection);
	else
		looking->malformed = true;
}

static void look_key(struct looking *looking, struct ik_der der)
{
	struct ik_der algorithm, data;

	looking->look->keys++;
	if (ik_der_kind(der) == IK_DER_SEALED)
		note_algorithm(looking, ik_pkcs12_sealed(der, &algorithm, &data), algorithm);
}

static bool look_part(void *context, enum ik_pkcs12_part part, struct ik_der content,
		      const char *name)
{
	struct looking *looking = context;
	struct ik_buffer joined = {0};
	struct ik_der algorithm = {0}, data;

	(void)name;
	switch (part) {
	case IK_PART_KEY:
	case IK_PART_SEALED_KEY:
		look_key(looking, content);
		break;
	case IK_PART_CERTIFICATE:
		looking->look->certificates++;
		break;
	case IK_PART_ENCRYPTED:
		looking->look->hidden = true;
		note_algorithm(looking, ik_pkcs12_encrypted(content, &algorithm, &data, &joined),
			       algorithm);
		ik_buffer_free(&joined);
		break;
	case IK_PART_ENVELOPED:
		looking->look->hidden = true;
		note_unsupported(looking, "PKCS#7 envelopedData");
		break;
	case IK_PART_OTHER:
		break;
	}
	return !looking->malformed;
}

static void note_mac(struct looking *looking, const struct ik_pkcs12_mac *mac)
{
	struct ik_content_look *look = looking->look;

	look->has_mac = true;
	look->needs_password = true;
	look->mac_checkable = mac->unsupported[0] == '\0';
	look->weak = look->weak || mac->weak;
	note_name(looking, look->mac_checkable ? mac->name : mac->unsupported);
	note_unsupported(looking, mac->unsupported);
	note_rounds(looking, mac->rounds);
}

static bool look_pkcs12(struct looking *looking, struct ik_der der)
{
	struct ik_pkcs12 p12;
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&der, &settled);

	ok = ok && ik_pkcs12_read(der, &p12);
	if (ok && p12.unsupported)
		note_unsupported(looking, p12.unsupported);
	else if (ok)
		ok = ik_pkcs12_walk_safe(p12.safe, look_part, looking) && !looking->malformed;
	if (ok && p12.mac.present)
		note_mac(looking, &p12.mac);
	ik_secret_free(settled);
	return ok;
}

static bool look_key_der(struct looking *looking, struct ik_der der)
{
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&der, &settled);

	ok = ok && ik_der_kind(der) != IK_DER_UNKNOWN;
	if (ok)
		look_key(looking, der);
	ik_secret_free(settled);
	return ok && !looking->malformed;
}

static bool is_certificate(struct ik_der der)
{
	gnutls_datum_t data = {(unsigned char *)(uintptr_t)der.data, (unsigned)der.size};
	gnutls_x509_crt_t crt = ik_tls_certificate_der(&data, NULL);

	if (crt)
		gnutls_x509_crt_deinit(crt);
	return crt != NULL;
}

static bool count_certificate(void *context, struct ik_der certificate)
{
	struct looking *looking = context;

	(void)certificate;
	looking->look->certificates++;
	return true;
}

static bool look_pkcs7(struct looking *looking, struct ik_der der)
{
	return ik_pkcs7_is_signed(der) && ik_pkcs7_walk(der, count_certificate, looking);
}

/* A kind, if DER is one. */
static enum ik_content_kind look_der(struct looking *looking, struct ik_der der)
{
	ik_secret *settled = NULL;
	struct ik_der flat = der;
	enum ik_der_kind kind;

	/* A certificate need not settle: its tags may be of more than one byte. */
	(void)!ik_der_settle(&flat, &settled);
	kind = ik_der_kind(flat);
	ik_secret_free(settled);
	switch (kind) {
	case IK_DER_UNKNOWN:
		return IK_CONTENT_UNKNOWN;
	case IK_DER_CERTIFICATE:
		/* As it stands: requests and revocation lists have the same form. */
		if (!is_certificate(der))
			return IK_CONTENT_UNKNOWN;
		looking->look->certificates++;
		return IK_CONTENT_CERTIFICATE_DER;
	case IK_DER_PKCS12:
		return look_pkcs12(looking, der) ? IK_CONTENT_PKCS12 : IK_CONTENT_UNKNOWN;
	case IK_DER_PKCS7:
		return look_pkcs7(looking, der) ? IK_CONTENT_PKCS7 : IK_CONTENT_UNKNOWN;
	default:
		return look_key_der(looking, der) ? IK_CONTENT_KEY_DER : IK_CONTENT_UNKNOWN;
	}
}

/* What is damaged in a block is for the import to say. */
static void look_key_block(struct looking *looking, const struct ik_pem_block *block,
			   struct ik_der der)
{
	struct ik_protection protection;

	if (!block->encrypted) {
		look_key(looking, der);
		return;
	}
	looking->look->keys++;
	if (ik_protection_read_dek(block->dek.data, block->dek.size, &protection))
		note(looking, &protection);
}

static void pass_over(struct looking *looking, const struct ik_pem_block *block)
{
	char *label = ik_text_visible(block->label.data, block->label.size);

	if (!ik_list_has(&looking->look->passed_over, label) && looking->look->passed_over.n < 32)
		ik_list_add(&looking->look->passed_over, label);
	free(label);
}

static void look_block(struct looking *looking, const struct ik_pem_block *block, struct ik_der der)
{
	if (ik_pem_holds_key(block))
		look_key_block(looking, block, der);
	else if (ik_pem_holds_pkcs12(block))
		look_pkcs12(looking, der);
	else if (!look_pkcs7(looking, der) && ik_pem_holds_certificate(block))
		looking->look->certificates++;
}

static enum ik_content_kind look_pem(struct looking *looking, struct ik_pem_part text)
{
	enum ik_content_kind kind = IK_CONTENT_UNKNOWN;
	struct ik_pem_block block;
	gnutls_datum_t bytes;

	while (ik_pem_next(&text, &block)) {
		if (!ik_pem_is_taken(&block)) {
			pass_over(looking, &block);
			continue;
		}
		kind = IK_CONTENT_PEM;

		struct ik_der der = {0};

		if (ik_pem_decode(&block, &bytes))
			der = (struct ik_der){bytes.data, bytes.size};
		else
			looking->look->damaged++;
		look_block(looking, &block, der);
		ik_tls_wipe(&bytes);
		looking->malformed = false;
	}
	return kind;
}

void ik_content_look(const void *bytes, size_t size, struct ik_content_look *look)
{
	struct looking looking = {.look = look};
	ik_secret *unwrapped = NULL;
	struct ik_der in;

	*look = (struct ik_content_look){0};
	if (!bytes || size == 0 || size > IK_IMPORT_MAX)
		return;
	in = ik_unwrap(bytes, size, &unwrapped);
	if (ik_zip_begins(bytes, size))
		look->kind = IK_CONTENT_ZIP;
	else if (in.data[0] == IK_DER_SEQUENCE)
		look->kind = look_der(&looking, in);
	/* "0" is also the tag of a SEQUENCE. */
	if (look->kind == IK_CONTENT_UNKNOWN) {
		ik_content_look_free(look);
		ik_list_free(&looking.names);
		look->kind = look_pem(&looking,
				      (struct ik_pem_part){(const char *)in.data, in.size});
	}
	ik_secret_free(unwrapped);
	if (looking.names.n > 0)
		look->protection = ik_list_join(&looking.names, ", ");
	ik_list_free(&looking.names);
}

void ik_content_look_free(struct ik_content_look *look)
{
	free(look->protection);
	free(look->unsupported);
	ik_list_free(&look->passed_over);
	*look = (struct ik_content_look){0};
}

bool ik_content_look_pack(const struct ik_content_look *look, ik_secret *out)
{
	const int64_t numbers[] = {look->kind,          look->keys,           look->certificates,
				   look->hidden,        look->needs_password, look->has_mac,
				   look->mac_checkable, look->weak,           (int64_t)look->rounds,
				   look->damaged,       look->quoted};
	bool ok = true;

	for (size_t i = 0; i < IK_COUNT(numbers); i++)
		ok = ok && ik_pack_number(out, numbers[i]);
	return ok && ik_pack_text(out, look->protection) && ik_pack_text(out, look->unsupported)
	       && ik_pack_list(out, &look->passed_over);
}

void ik_content_look_unpack(struct ik_unpack *in, struct ik_content_look *look)
{
	*look = (struct ik_content_look){0};
	look->kind = (enum ik_content_kind)ik_unpack_number(in);
	look->keys = (unsigned)ik_unpack_number(in);
	look->certificates = (unsigned)ik_unpack_number(in);
	look->hidden = ik_unpack_number(in) != 0;
	look->needs_password = ik_unpack_number(in) != 0;
	look->has_mac = ik_unpack_number(in) != 0;
	look->mac_checkable = ik_unpack_number(in) != 0;
	look->weak = ik_unpack_number(in) != 0;
	look->rounds = (uint64_t)ik_unpack_number(in);
	look->damaged = (unsigned)ik_unpack_number(in);
	look->quoted = ik_unpack_number(in) != 0;
	look->protection = ik_unpack_text(in);
	look->unsupported = ik_unpack_text(in);
	ik_unpack_list(in, &look->passed_over);
	if (look->kind > IK_CONTENT_ZIP)
		in->failed = true;
	if (in->failed)
		ik_content_look_free(look);
}
