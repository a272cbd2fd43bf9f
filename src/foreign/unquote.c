/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unquote.c: PEM blocks in the middle of other text. */
#include "config.h"

#include "foreign/unquote.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { DASHES = 5, LABEL_MAX = 64, TAG_MAX = 80, LINE = 64 };

static struct ik_pem_part skip(struct ik_pem_part text, size_t n)
{
	return (struct ik_pem_part){text.data + n, text.size - n};
}

static bool starts(struct ik_pem_part text, const char *with)
{
	return text.size >= strlen(with) && memcmp(text.data, with, strlen(with)) == 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
	return c && memchr(digits, c, sizeof(digits) - 1);
}

/* --- finding ---------------------------------------------------------------------------------- */

/* TEXT begins with dashes (two are enough: editors make one of several): how many bytes to what
 * they are before. */
static size_t dashes(struct ik_pem_part text)
{
	size_t n = 0;

	while (n < text.size && text.data[n] == '-')
		n++;
	return n;
}

/* A mark at the beginning of TEXT: dashes, WORD, a label, dashes.  Its size, or 0.  The dashes
 * behind five at its end begin the next one. */
static size_t mark(struct ik_pem_part text, const char *word, struct ik_pem_part *label)
{
	struct ik_pem_part at = text;
	size_t n = dashes(text);

	if (n == 0)
		return 0;
	at = skip(at, n);
	while (at.size > 0 && is_blank(at.data[0]))
		at = skip(at, 1);
	if (!starts(at, word))
		return 0;
	at = skip(at, strlen(word));
	while (at.size > 0
	       && (is_blank(at.data[0]) || at.data[0] == '+')) /* "+": a blank in an address */
		at = skip(at, 1);
	for (n = 0; n < at.size && n <= LABEL_MAX && at.data[n] != '-' && at.data[n] != '\n'; n++)
		;
	if (n == 0 || n > LABEL_MAX || n == at.size || at.data[n] != '-')
		return 0;
	*label = (struct ik_pem_part){at.data, n};
	while (label->size > 0 && is_blank(label->data[label->size - 1]))
		label->size--;
	at = skip(at, n);
	n = dashes(at);
	return (size_t)(at.data - text.data) + (n < DASHES ? n : DASHES);
}

/* The next run of dashes of TEXT, or its end. */
static size_t next_dash(struct ik_pem_part text)
{
	const char *at = text.size > 0 ? memchr(text.data, '-', text.size) : NULL;

	return at ? (size_t)(at - text.data) : text.size;
}

static struct ik_pem_part line_before(const char *start, const char *at)
{
	const char *from = at;

	while (from > start && from[-1] != '\n' && at - from < TAG_MAX)
		from--;
	return (struct ik_pem_part){from, (size_t)(at - from)};
}

/* "PRIVATE+KEY" of an address is compared as such. */
static bool is_same_label(struct ik_pem_part a, struct ik_pem_part b)
{
	return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Up to the mark that ends BLOCK, or to what begins the next one. */
static void find_end(struct ik_pem_part *text, struct ik_quoted *block)
{
	struct ik_pem_part label;

	block->body = (struct ik_pem_part){text->data, 0};
	for (;;) {
		*text = skip(*text, next_dash(*text));
		block->body.size = (size_t)(text->data - block->body.data);
		if (text->size == 0 || mark(*text, "BEGIN", &label) > 0)
			return;

		size_t n = mark(*text, "END", &label);

		if (n > 0) {
			block->whole = is_same_label(label, block->label);
			*text = skip(*text, n);
			return;
		}
		*text = skip(*text, dashes(*text));
	}
}

bool ik_quoted_next(struct ik_pem_part *text, struct ik_quoted *block)
{
	const char *start = text->data;

	*block = (struct ik_quoted){0};
	for (;;) {
		size_t n;

		*text = skip(*text, next_dash(*text));
		if (text->size == 0)
			return false;
		n = mark(*text, "BEGIN", &block->label);
		if (n > 0) {
			block->prefix = line_before(start, text->data);
			*text = skip(*text, n);
			find_end(text, block);
			return true;
		}
		*text = skip(*text, dashes(*text));
	}
}

/* --- writing ---------------------------------------------------------------------------------- */

/* What is known while a body is read. */
struct reading {
	struct ik_pem_part body;
	char quote;  /* the text is cut into strings by these; 0: it is not */
	bool inside; /* of one */
	bool padded; /* what follows is no base64 any more */
	size_t n;    /* digits written */
	ik_secret *out;
	bool full;
};

static void put(struct reading *reading, const char *text, size_t size)
{
	if (!ik_secret_append(reading->out, text, size, NULL))
		reading->full = true;
}

static void put_digit(struct reading *reading, char c)
{
	if (reading->n > 0 && reading->n % LINE == 0)
		put(reading, "\n", 1);
	put(reading, &c, 1);
	reading->n++;
}

/* Whether LINE begins as the first did: "# ", "> ", "+". */
static size_t cited(struct ik_pem_part line, struct ik_pem_part prefix)
{
	if (line.size >= prefix.size && memcmp(line.data, prefix.data, prefix.size) == 0)
		return prefix.size;
	while (prefix.size > 0 && is_blank(prefix.data[prefix.size - 1]))
		prefix.size--;
	return line.size == prefix.size && memcmp(line.data, prefix.data, prefix.size) == 0
		       ? prefix.size
		       : 0;
}

static struct ik_pem_part take_line(struct ik_pem_part *text)
{
	const char *end = text->size > 0 ? memchr(text->data, '\n', text->size) : NULL;
	struct ik_pem_part line = {text->data, end ? (size_t)(end - text->data) : text->size};

	*text = skip(*text, line.size + (end ? 1 : 0));
	return line;
}

/* A citation has its sign in every line; what only stands before the first is none, however it
 * looks. */
static bool is_cited(struct ik_pem_part body, struct ik_pem_part prefix)
{
	bool ends_line = memchr(body.data, '\n', body.size) != NULL;

	if (prefix.size == 0 || !ends_line)
		return false;
	take_line(&body); /* the rest of the first */
	while (body.size > 0)
		if (cited(take_line(&body), prefix) == 0)
			return false;
	return true;
}

/* Where base64 begins: behind the headers of an older key, which are written as lines of their own.
 */
static void put_headers(struct reading *reading)
{
	static const char dek[] = "DEK-Info:";
	struct ik_pem_part at = reading->body;
	const char *found = memmem(at.data, at.size, dek, sizeof(dek) - 1);
	size_t n = 0;

	if (!found)
		return;
	at = skip(at, (size_t)(found - at.data) + sizeof(dek) - 1);
	while (at.size > 0 && is_blank(at.data[0]))
		at = skip(at, 1);
	while (n < at.size && (is_digit(at.data[n]) || at.data[n] == '-' || at.data[n] == ','))
		n++;
	put(reading, "Proc-Type: 4,ENCRYPTED\nDEK-Info: ", 33);
	put(reading, at.data, n);
	put(reading, "\n\n", 2);
	reading->body = skip(at, n);
}

/* "<br>" is markup, not base64. */
static size_t tag(struct ik_pem_part text)
{
	const char *end = memchr(text.data, '>', text.size < TAG_MAX ? text.size : TAG_MAX);

	return end ? (size_t)(end - text.data) + 1 : 1;
}

/* "=20" or "=3D", as mail has it. */
static bool is_mail(struct ik_pem_part text)
{
	static const char hex[] = "0123456789ABCDEF";

	return text.size > 2 && text.data[1] && strchr(hex, text.data[1]) && text.data[2]
	       && strchr(hex, text.data[2]);
}

static void read_line(struct reading *reading, struct ik_pem_part line)
{
	while (line.size > 0) {
		char c = line.data[0];
		size_t n = 1;

		if (reading->quote && c == reading->quote)
			reading->inside = !reading->inside;
		else if (c == '<')
			n = tag(line);
		else if (c == '=' && is_mail(line)) {
			n = 3;
			reading->padded = reading->padded || memcmp(line.data, "=3D", n) == 0;
		} else if (c == '=')
			reading->padded = true;
		else if (is_digit(c) && !reading->padded && (reading->inside || !reading->quote))
			put_digit(reading, c);
		line = skip(line, n);
	}
}

static void read_body(struct reading *reading, struct ik_pem_part prefix)
{
	bool citation = is_cited(reading->body, prefix);
	struct ik_pem_part body = reading->body;
	bool first = true;

	while (body.size > 0) {
		struct ik_pem_part line = take_line(&body);

		read_line(reading, citation && !first ? skip(line, cited(line, prefix)) : line);
		first = false;
	}
	for (size_t i = reading->n; i % 4 != 0; i++)
		put(reading, "=", 1);
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static void put_mark(struct reading *reading, const char *begin, struct ik_pem_part label)
{
	put(reading, begin, strlen(begin));
	for (size_t i = 0; i < label.size; i++)
		put(reading, label.data[i] == '+' ? " " : &label.data[i], 1);
	put(reading, "-----\n", 6);
}

bool ik_quoted_write(const struct ik_quoted *block, ik_secret *out)
{
	struct reading reading = {.body = block->body, .out = out};
	struct ik_pem_part prefix = block->prefix;

	if (prefix.size > 0 && is_quote(prefix.data[prefix.size - 1])) {
		reading.quote = prefix.data[--prefix.size];
		reading.inside = true;
	}
	put_mark(&reading, "-----BEGIN ", block->label);
	put_headers(&reading);
	read_body(&reading, prefix);
	put(&reading, "\n", 1);
	if (block->whole)
		put_mark(&reading, "-----END ", block->label);
	return !reading.full;
}
