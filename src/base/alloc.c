/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloc.c: every plain allocation, so that exhaustion is handled in one place. */
#include "config.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*exhausted_handler)(bool late);
static bool is_late;

void ik_alloc_on_failure(void (*handler)(bool late))
{
	exhausted_handler = handler;
}

void ik_alloc_late(bool late)
{
	is_late = late;
}

static void exhausted(void) __attribute__((noreturn));

static void exhausted(void)
{
	if (exhausted_handler)
		exhausted_handler(is_late);
	abort();
}

void *ik_alloc(size_t size)
{
	return ik_alloc_array(1, size);
}

void *ik_alloc_array(size_t n, size_t size)
{
	/* calloc(0) may give NULL, which would look like exhaustion. */
	void *memory = n && size ? calloc(n, size) : calloc(1, 1);

	if (!memory)
		exhausted();
	return memory;
}

void *ik_realloc(void *old, size_t size)
{
	void *memory = realloc(old, size ? size : 1);

	if (!memory)
		exhausted();
	return memory;
}

char *ik_strdup(const char *text)
{
	return text ? ik_strndup(text, strlen(text)) : NULL;
}

char *ik_strndup(const char *text, size_t size)
{
	if (!text)
		return NULL;

	size_t length = strnlen(text, size);
	char *copy = ik_alloc(length + 1);

	memcpy(copy, text, length);
	return copy;
}

char *ik_format(const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	int length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		exhausted();
	return text;
}
