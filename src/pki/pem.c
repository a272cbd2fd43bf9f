/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pem.c: PEM blocks are found and decoded.
 *
 * GnuTLS finds the first block of a known label; here all are wanted, also to say which were passed
 * over. */
#include "config.h"

#include "pki/pem.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

static const char begin_mark[] = "-----BEGIN ", end_mark[] = "-----END ", dashes[] = "-----";

enum { LABEL_MAX = 64 };

static bool starts(struct ik_pem_part text, const char *with)
{
	return text.size >= strlen(with) && memcmp(text.data, with, strlen(with)) == 0;
}

static struct ik_pem_part skip(struct ik_pem_part text, size_t n)
{
	return (struct ik_pem_part){text.data + n, text.size - n};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether a line ends at N.  CR, LF and CRLF end one; so does a block that begins right behind the
 * end of another: files without a last line end were put one behind the other. */
static bool ends_at(struct ik_pem_part text, size_t n)
{
	return text.data[n] == '\n' || text.data[n] == '\r'
	       || (text.data[n] == '-' && starts(text, end_mark)
		   && starts(skip(text, n), begin_mark));
}

/* The line that TEXT begins with, without blanks around it; TEXT then stands at the next. */
static struct ik_pem_part take_line(struct ik_pem_part *text)
{
	size_t n = 0;

	while (n < text->size && !ends_at(*text, n))
		n++;

	struct ik_pem_part line = {text->data, n};

	*text = skip(*text, n);
	if (starts(*text, "\r\n"))
		*text = skip(*text, 2);
	else if (text->size > 0 && !starts(*text, begin_mark))
		*text = skip(*text, 1);
	while (line.size > 0 && is_blank(line.data[0]))
		line = skip(line, 1);
	while (line.size > 0 && is_blank(line.data[line.size - 1]))
		line.size--;
	return line;
}

/* The label in a line that is MARK, a label, and five dashes. */
static bool label_of(struct ik_pem_part line, const char *mark, struct ik_pem_part *label)
{
	if (!starts(line, mark))
		return false;
	line = skip(line, strlen(mark));
	if (line.size < strlen(dashes) || line.size - strlen(dashes) > LABEL_MAX
	    || memcmp(line.data + line.size - strlen(dashes), dashes, strlen(dashes)) != 0)
		return false;
	*label = (struct ik_pem_part){line.data, line.size - strlen(dashes)};
	return true;
}

/* Headers are lines with a colon, up to an empty line.  Two of them matter. */
static void read_headers(struct ik_pem_block *block)
{
	struct ik_pem_part rest = block->body, line = take_line(&rest);

	if (!memchr(line.data, ':', line.size))
		return;
	while (line.size > 0) {
		if (starts(line, "Proc-Type:") && memmem(line.data, line.size, "ENCRYPTED", 9))
			block->encrypted = true;
		if (starts(line, "DEK-Info:")) {
			block->dek = skip(line, strlen("DEK-Info:"));
			while (block->dek.size > 0 && is_blank(block->dek.data[0]))
				block->dek = skip(block->dek, 1);
		}
		block->body = rest;
		line = take_line(&rest);
	}
	block->body = rest;
}

bool ik_pem_next(struct ik_pem_part *text, struct ik_pem_block *block)
{
	struct ik_pem_part label;

	*block = (struct ik_pem_block){0};
	if (starts(*text, "\xef\xbb\xbf"))
		*text = skip(*text, 3);
	do {
		if (text->size == 0)
			return false;
	} while (!label_of(take_line(text), begin_mark, &block->label));
	block->body = (struct ik_pem_part){text->data, 0};
	while (text->size > 0) {
		struct ik_pem_part here = *text, line = take_line(text);

		if (label_of(line, begin_mark, &label)) {
			/* The next block; this one was never ended. */
			*text = here;
			return true;
		}
		if (label_of(line, end_mark, &label)) {
			block->whole = label.size == block->label.size
				       && memcmp(label.data, block->label.data, label.size) == 0;
			read_headers(block);
			return true;
		}
		block->body.size = (size_t)(text->data - block->body.data);
	}
	return true;
}

bool ik_pem_is(const struct ik_pem_block *block, const char *label)
{
	return block->label.size == strlen(label)
	       && memcmp(block->label.data, label, block->label.size) == 0;
}

bool ik_pem_decode(const struct ik_pem_block *block, gnutls_datum_t *der)
{
	gnutls_datum_t body = {(unsigned char *)(uintptr_t)block->body.data,
			       (unsigned)block->body.size};

	*der = (gnutls_datum_t){NULL, 0};
	if (!block->whole || block->body.size == 0 || block->body.size > INT_MAX)
		return false;
	return gnutls_base64_decode2(&body, der) >= 0 && der->size > 0;
}
