/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.c: a .mo file, searched by halves; its hash table is optional and left alone. */
#include "config.h"

#include "base/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/directives.h"
#include "base/text.h"

enum {
	MAGIC_AT = 0,
	REVISION_AT = 4,
	COUNT_AT = 8,
	ORIGINALS_AT = 12,
	TRANSLATIONS_AT = 16,
	HEAD_SIZE = 28
};
enum { ROW_SIZE = 8, MOST_BYTES = 16 << 20 };

#define MAGIC UINT32_C(0x950412de)

/* The number at AT, which has to be inside the file. */
static uint32_t number_at(const struct ik_catalogue *catalogue, size_t at)
{
	uint32_t number;

	memcpy(&number, catalogue->bytes + at, sizeof(number));
	return catalogue->swapped ? __builtin_bswap32(number) : number;
}

/* The string of row I in TABLE, which was found to be inside the file.  NULL where the string is
 * not, or is not ended. */
static const char *string_at(const struct ik_catalogue *catalogue, uint32_t table, uint32_t i,
			     size_t *length)
{
	const size_t row = (size_t)table + (size_t)i * ROW_SIZE;
	const size_t offset = number_at(catalogue, row + 4);

	*length = number_at(catalogue, row);
	if (offset >= catalogue->size || *length >= catalogue->size - offset)
		return NULL;
	return catalogue->bytes[offset + *length] == '\0' ? (const char *)catalogue->bytes + offset
							  : NULL;
}

/* The whole translation of MSGID, all forms of it.  The originals are sorted by their bytes; those
 * of a message with plural are "singular\0plural". */
static const char *all_forms(const struct ik_catalogue *catalogue, const char *msgid,
			     size_t *length)
{
	uint32_t low = 0, high = catalogue->n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		const char *original = string_at(catalogue, catalogue->originals, middle, length);

		if (!original)
			return NULL;

		const int order = strcmp(msgid, original);

		if (order == 0)
			return string_at(catalogue, catalogue->translations, middle, length);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* Damaged text is none: bytes that are not UTF-8, or a format that asks for what was never given.
 */
static bool is_usable(const char *text, const char *msgid, const char *plural)
{
	return *text && ik_text_is_utf8(text, strlen(text))
	       && ik_directives_fit(text, msgid, plural);
}

const char *ik_catalogue_find(const struct ik_catalogue *catalogue, const char *msgid,
			      const char *plural, size_t form)
{
	size_t left = 0;
	const char *text = *msgid ? all_forms(catalogue, msgid, &left) : NULL;

	for (; text && form > 0; form--) {
		const size_t size = strlen(text);

		if (size >= left)
			return NULL;
		text += size + 1;
		left -= size + 1;
	}
	return text && is_usable(text, msgid, plural) ? text : NULL;
}

/* A table has to be inside the file as a whole. */
static bool has_table(const struct ik_catalogue *catalogue, uint32_t table)
{
	return table <= catalogue->size && catalogue->n <= (catalogue->size - table) / ROW_SIZE;
}

static bool is_utf8(const struct ik_catalogue *catalogue)
{
	static const char name[] = "charset=";
	size_t length;
	const char *header = all_forms(catalogue, "", &length);
	const char *charset = header ? strstr(header, name) : NULL;

	if (!charset)
		return false;
	charset += strlen(name);
	return strncasecmp(charset, "UTF-8", 5) == 0 && strchr("\n \t;", charset[5]);
}

static bool is_sound(struct ik_catalogue *catalogue)
{
	if (catalogue->size < HEAD_SIZE)
		return false;
	catalogue->swapped = number_at(catalogue, MAGIC_AT) != MAGIC;
	if (number_at(catalogue, MAGIC_AT) != MAGIC || number_at(catalogue, REVISION_AT) != 0)
		return false;
	catalogue->n = number_at(catalogue, COUNT_AT);
	catalogue->originals = number_at(catalogue, ORIGINALS_AT);
	catalogue->translations = number_at(catalogue, TRANSLATIONS_AT);
	return has_table(catalogue, catalogue->originals)
	       && has_table(catalogue, catalogue->translations) && is_utf8(catalogue);
}

bool ik_catalogue_open(const void *bytes, size_t size, struct ik_catalogue *catalogue)
{
	*catalogue = (struct ik_catalogue){.bytes = bytes, .size = size};
	if (is_sound(catalogue))
		return true;
	*catalogue = (struct ik_catalogue){0};
	return false;
}

/* All of FD, which has SIZE bytes; NULL where it has fewer. */
static unsigned char *read_all(int fd, size_t size)
{
	unsigned char *bytes = ik_alloc(size);
	size_t done = 0;

	while (done < size) {
		const ssize_t n = read(fd, bytes + done, size - done);

		if (n == 0 || (n < 0 && errno != EINTR))
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (done == size)
		return bytes;
	free(bytes);
	return NULL;
}

/* Read, not mapped: a file that is cut or written over while the program runs changes nothing then.
 */
bool ik_catalogue_load(const char *path, struct ik_catalogue *catalogue)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char *bytes = NULL;
	struct stat status;

	*catalogue = (struct ik_catalogue){0};
	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0
	    && status.st_size <= MOST_BYTES)
		bytes = read_all(fd, (size_t)status.st_size);
	close(fd);
	if (bytes && ik_catalogue_open(bytes, (size_t)status.st_size, catalogue))
		return true;
	free(bytes);
	return false;
}
