/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer.h: bytes that grow.  Never for secrets: those live in ik_secret. */
#ifndef IK_BASE_BUFFER_H
#define IK_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* DATA is owned by the buffer; a NUL always follows the SIZE bytes once something was added.
 * A zeroed struct is an empty buffer. */
struct ik_buffer {
	uint8_t *data;
	size_t size;
	size_t room;
};

void ik_buffer_add(struct ik_buffer *buffer, const void *data, size_t size);
void ik_buffer_text(struct ik_buffer *buffer, const char *text);
void ik_buffer_format(struct ik_buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The content as text: never NULL, "" when empty.  Valid until the next change. */
const char *ik_buffer_string(const struct ik_buffer *buffer);

bool ik_buffer_equal(const struct ik_buffer *a, const struct ik_buffer *b);

/* Frees the bytes and makes BUFFER empty again; twice is fine. */
void ik_buffer_free(struct ik_buffer *buffer);

#endif
