/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer.c: bytes that grow by doubling. */
#include "config.h"

#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static void make_room(struct ik_buffer *buffer, size_t more)
{
	size_t needed, room = buffer->room ? buffer->room : 64;

	/* A size that overflows is one that no memory can hold: let the allocation say so. */
	if (__builtin_add_overflow(buffer->size, more, &needed)
	    || __builtin_add_overflow(needed, 1, &needed))
		needed = SIZE_MAX;
	if (needed <= buffer->room)
		return;
	while (room < needed)
		room = room > SIZE_MAX / 2 ? SIZE_MAX : room * 2;
	buffer->data = ik_realloc(buffer->data, room);
	buffer->room = room;
}

void ik_buffer_add(struct ik_buffer *buffer, const void *data, size_t size)
{
	make_room(buffer, size);
	if (size)
		memcpy(buffer->data + buffer->size, data, size);
	buffer->size += size;
	buffer->data[buffer->size] = '\0';
}

void ik_buffer_text(struct ik_buffer *buffer, const char *text)
{
	ik_buffer_add(buffer, text, strlen(text));
}

void ik_buffer_format(struct ik_buffer *buffer, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length >= 0) {
		make_room(buffer, (size_t)length);
		vsnprintf((char *)buffer->data + buffer->size, (size_t)length + 1, format, again);
		buffer->size += (size_t)length;
	}
	va_end(again);
}

const char *ik_buffer_string(const struct ik_buffer *buffer)
{
	return buffer->data ? (const char *)buffer->data : "";
}

bool ik_buffer_equal(const struct ik_buffer *a, const struct ik_buffer *b)
{
	return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

void ik_buffer_free(struct ik_buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct ik_buffer){0};
}
