/* SPDX-License-Identifier: GPL-3.0-or-later */
/* content_unquote.c: the second, lenient look at a file: keys and certificates that other text
 * quotes. */
#include "config.h"

#include "foreign/import_inside.h"

#include <string.h>

#include "foreign/unquote.h"
#include "pki/tls.h"

/* What one file may become: its base64 with line ends, and marks and headers for each block. */
enum { MARKS = 320 };

struct unquoting {
	ik_secret *out;
	unsigned marks;
	bool inside; /* of base64 that was text itself: once is enough */
};

static void take_text(struct unquoting *unquoting, struct ik_pem_part text);

static struct ik_pem_part part_of(const ik_secret *text)
{
	return (struct ik_pem_part){ik_secret_data(text), ik_secret_size(text)};
}

static void take_inside(struct unquoting *unquoting, struct ik_der bytes)
{
	ik_secret *text = ik_unescape(bytes.data, bytes.size);

	unquoting->inside = true;
	take_text(unquoting, part_of(text));
	unquoting->inside = false;
	ik_secret_free(text);
}

/* What DER is called that came without a label, or a wrong one; NULL for what is not taken, or is a
 * certificate. */
static const char *label_of(struct ik_der der)
{
	ik_secret *settled = NULL;
	const char *label = NULL;

	(void)!ik_der_settle(&der, &settled);
	switch (ik_der_kind(der)) {
	case IK_DER_PKCS12:
		label = "PKCS12";
		break;
	case IK_DER_PKCS8:
	case IK_DER_SEALED:
	case IK_DER_PKCS1:
	case IK_DER_SEC1:
	case IK_DER_DSA:
		label = "PRIVATE KEY";
		break;
	case IK_DER_PKCS7:
	case IK_DER_CERTIFICATE:
	case IK_DER_UNKNOWN:
		break;
	}
	ik_secret_free(settled);
	return label;
}

static bool is_text(struct ik_der bytes)
{
	static const char begin[] = "-----BEGIN ";

	return memmem(bytes.data, bytes.size, begin, sizeof(begin) - 1) != NULL;
}

/* Windows' certutil -encode calls everything a certificate, text that is PEM already too. */
static void take_called_certificate(struct unquoting *unquoting, struct ik_quoted *block)
{
	ik_secret *plain = ik_secret_new(2 * block->body.size + MARKS);
	struct ik_pem_part text;
	struct ik_pem_block one;
	gnutls_datum_t der = {NULL, 0};
	const char *label;

	(void)!ik_quoted_write(block, plain);
	text = part_of(plain);
	if (ik_pem_next(&text, &one) && ik_pem_decode(&one, &der) && !unquoting->inside
	    && is_text((struct ik_der){der.data, der.size})) {
		take_inside(unquoting, (struct ik_der){der.data, der.size});
	} else {
		label = der.size > 0 ? label_of((struct ik_der){der.data, der.size}) : NULL;
		if (label)
			block->label = (struct ik_pem_part){label, strlen(label)};
		(void)!ik_quoted_write(block, unquoting->out);
	}
	ik_tls_wipe(&der);
	ik_secret_free(plain);
}

static void take_text(struct unquoting *unquoting, struct ik_pem_part text)
{
	static const char certificate[] = "CERTIFICATE";
	struct ik_quoted block;

	while (unquoting->marks < IK_IMPORT_OBJECTS_MAX && ik_quoted_next(&text, &block)) {
		unquoting->marks++;
		if (block.label.size == sizeof(certificate) - 1
		    && memcmp(block.label.data, certificate, block.label.size) == 0)
			take_called_certificate(unquoting, &block);
		else
			(void)!ik_quoted_write(&block, unquoting->out);
	}
}

/* --- a Secret of Kubernetes ------------------------------------------------------------------- */

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static struct ik_pem_part without(struct ik_pem_part text, const char *set)
{
	while (text.size > 0 && is_one_of(text.data[0], set))
		text = (struct ik_pem_part){text.data + 1, text.size - 1};
	return text;
}

static size_t base64_run(struct ik_pem_part text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	size_t n = 0;

	while (n < text.size && is_one_of(text.data[n], digits))
		n++;
	return n;
}

/* The value behind a name: base64 in the line, or below it in lines that hold nothing else. */
static struct ik_pem_part value_of(struct ik_pem_part text)
{
	struct ik_pem_part at = without(without(text, "\"' \t:"), "|>-+ \t"), value;

	at = without(at, "\n \t");
	value = (struct ik_pem_part){at.data, 0};
	for (;;) {
		size_t n = base64_run(at);

		if (n == 0 || (n < at.size && !is_one_of(at.data[n], "\n \t\"',}")))
			return value;
		at = (struct ik_pem_part){at.data + n, at.size - n};
		value.size = (size_t)(at.data - value.data);
		if (at.size == 0 || at.data[0] != '\n')
			return value;
		at = without(at, "\n \t");
	}
}

static void take_value(struct unquoting *unquoting, struct ik_pem_part value)
{
	ik_secret *bytes = value.size > 0 ? ik_decode_base64(
				   (struct ik_der){(const uint8_t *)value.data, value.size})
					  : NULL;
	const char *label = NULL;

	if (bytes && is_text(ik_der_of(bytes))) {
		take_inside(unquoting, ik_der_of(bytes));
	} else if (bytes) {
		label = label_of(ik_der_of(bytes));
		label = label ? label : "CERTIFICATE";

		struct ik_quoted block = {
			.label = {label, strlen(label)}, .body = value, .whole = true};

		(void)!ik_quoted_write(&block, unquoting->out);
	}
	ik_secret_free(bytes);
}

static void take_values(struct unquoting *unquoting, struct ik_pem_part text)
{
	static const char name[] = "tls.";
	enum { SIZE = sizeof(name) - 1 + 3 };
	const char *at;

	while (unquoting->marks < IK_IMPORT_OBJECTS_MAX
	       && (at = memmem(text.data, text.size, name, sizeof(name) - 1))) {
		text = (struct ik_pem_part){at, text.size - (size_t)(at - text.data)};
		unquoting->marks++;
		if (text.size > SIZE
		    && (memcmp(at + 4, "crt", 3) == 0 || memcmp(at + 4, "key", 3) == 0))
			take_value(unquoting,
				   value_of((struct ik_pem_part){at + SIZE, text.size - SIZE}));
		text = (struct ik_pem_part){at + 4, text.size - 4};
	}
}

bool ik_content_unquote(const void *bytes, size_t size, ik_secret **out)
{
	ik_secret *unwrapped = NULL, *text;
	struct unquoting unquoting = {0};
	struct ik_der in;

	*out = NULL;
	if (!bytes || size == 0 || size > IK_IMPORT_MAX)
		return false;
	in = ik_unwrap(bytes, size, &unwrapped);
	text = ik_unescape(in.data, in.size);
	unquoting.out = ik_secret_new(2 * in.size + (size_t)MARKS * IK_IMPORT_OBJECTS_MAX);
	take_text(&unquoting, part_of(text));
	take_values(&unquoting, part_of(text));
	ik_secret_free(text);
	ik_secret_free(unwrapped);
	if (ik_secret_size(unquoting.out) > 0)
		*out = unquoting.out;
	else
		ik_secret_free(unquoting.out);
	return *out != NULL;
}
