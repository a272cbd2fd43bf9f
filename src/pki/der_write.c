/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der_write.c: elements of DER are written, each around those that were written before. */
#include "pki/der.h"

#include <string.h>

enum { HEAD_MAX = 2 + sizeof(size_t), LONG_FORM = 0x80 };

/* Tag and length of SIZE bytes of content; how many bytes of OUT they are. */
static size_t head(uint8_t out[HEAD_MAX], uint8_t tag, size_t size)
{
	size_t n = 0;

	out[0] = tag;
	if (size < LONG_FORM) {
		out[1] = (uint8_t)size;
		return 2;
	}
	for (size_t rest = size; rest > 0; rest >>= 8)
		n++;
	out[1] = (uint8_t)(LONG_FORM | n);
	for (size_t i = 0; i < n; i++)
		out[2 + i] = (uint8_t)(size >> (8 * (n - 1 - i)));
	return 2 + n;
}

void ik_der_put(struct ik_buffer *out, uint8_t tag, const void *content, size_t size)
{
	uint8_t bytes[HEAD_MAX];

	ik_buffer_add(out, bytes, head(bytes, tag, size));
	ik_buffer_add(out, content, size);
}

void ik_der_put_number(struct ik_buffer *out, uint64_t number)
{
	uint8_t bytes[1 + sizeof(number)] = {0};
	size_t at = sizeof(bytes);

	do {
		bytes[--at] = (uint8_t)number;
		number >>= 8;
	} while (number > 0);
	/* A top bit would make it negative. */
	if (bytes[at] & 0x80)
		at--;
	ik_der_put(out, IK_DER_INTEGER, bytes + at, sizeof(bytes) - at);
}

void ik_der_close(struct ik_buffer *out, size_t from, uint8_t tag)
{
	uint8_t bytes[HEAD_MAX];
	size_t size = out->size - from, n = head(bytes, tag, size);

	ik_buffer_add(out, bytes, n);
	memmove(out->data + from + n, out->data + from, size);
	memcpy(out->data + from, bytes, n);
}

bool ik_der_close_secret(ik_secret *out, size_t from, uint8_t tag)
{
	uint8_t bytes[HEAD_MAX];
	size_t n = head(bytes, tag, ik_secret_size(out) - from);

	return ik_secret_insert(out, from, bytes, n, NULL);
}
