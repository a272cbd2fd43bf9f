/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der.c: one element of DER after the other. */
#include "pki/der.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

/* The length field of IN, which is stepped over. */
static bool length(struct ik_der *in, size_t *out)
{
	size_t bytes;

	if (in->size == 0)
		return false;
	*out = in->data[0];
	in->data++;
	in->size--;
	if (*out < 0x80)
		return true;
	bytes = *out - 0x80;
	if (bytes < 1 || bytes > in->size)
		return false;
	/* GnuTLS takes zeros in front of a length: what it reads must not be hidden from us. */
	while (bytes > 4 && in->data[0] == 0) {
		in->data++;
		in->size--;
		bytes--;
	}
	if (bytes > 4)
		return false;
	for (*out = 0; bytes > 0; bytes--) {
		*out = *out << 8 | in->data[0];
		in->data++;
		in->size--;
	}
	return true;
}

bool ik_der_next(struct ik_der *in, uint8_t *tag, struct ik_der *content)
{
	struct ik_der rest = *in;
	size_t size;

	if (rest.size < 2 || (rest.data[0] & 0x1f) == 0x1f)
		return false;
	*tag = rest.data[0];
	rest.data++;
	rest.size--;
	if (!length(&rest, &size) || size > rest.size)
		return false;
	*content = (struct ik_der){rest.data, size};
	*in = (struct ik_der){rest.data + size, rest.size - size};
	return true;
}

bool ik_der_expect(struct ik_der *in, uint8_t tag, struct ik_der *content)
{
	uint8_t found;

	return ik_der_next(in, &found, content) && found == tag;
}

int ik_der_peek(const struct ik_der *in)
{
	return in->size > 0 ? in->data[0] : -1;
}

bool ik_der_number(struct ik_der *in, uint64_t *number)
{
	struct ik_der bytes;

	if (!ik_der_expect(in, IK_DER_INTEGER, &bytes) || bytes.size < 1 || bytes.data[0] & 0x80)
		return false;
	*number = 0;
	for (size_t i = 0; i < bytes.size; i++)
		*number = *number >> 56 ? UINT64_MAX : *number << 8 | bytes.data[i];
	return true;
}

bool ik_der_is(struct ik_der content, const char *bytes, size_t size)
{
	return content.size == size && memcmp(content.data, bytes, size) == 0;
}

struct ik_der ik_der_of(const ik_secret *secret)
{
	return (struct ik_der){(const uint8_t *)ik_secret_data(secret), ik_secret_size(secret)};
}

char *ik_der_oid_text(struct ik_der content)
{
	struct ik_buffer text = {0};
	uint64_t part = 0;
	char *out;

	for (size_t i = 0; i < content.size && text.size < 200; i++) {
		part = part << 7 | (content.data[i] & 0x7f);
		if (content.data[i] & 0x80)
			continue;
		if (text.size > 0)
			ik_buffer_format(&text, ".%" PRIu64, part);
		else if (part < 80)
			ik_buffer_format(&text, "%" PRIu64 ".%" PRIu64, part / 40, part % 40);
		else
			ik_buffer_format(&text, "2.%" PRIu64, part - 80);
		part = 0;
	}
	/* Cut in the middle of a number. */
	if (content.size == 0 || content.data[content.size - 1] & 0x80)
		ik_buffer_text(&text, ".?");
	out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}
