/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der.c: one element of DER after the other. */
#include "pki/der.h"

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
	if (bytes < 1 || bytes > 4 || bytes > in->size)
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
	*content = (struct ik_der){ rest.data, size };
	*in = (struct ik_der){ rest.data + size, rest.size - size };
	return true;
}

bool ik_der_expect(struct ik_der *in, uint8_t tag, struct ik_der *content)
{
	uint8_t found;

	return ik_der_next(in, &found, content) && found == tag;
}
