/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unescape.c: one level of escapes is undone, and what only wraps a text left out. */
#include "config.h"

#include "foreign/unquote.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"

/* What stands at the beginning of IN for itself: N bytes, that mean the character C (0: nothing).
 */
struct taken {
	size_t n;
	char c;
};

/* The number of base BASE in at most MOST digits of IN.  N: the digits. */
static unsigned number(struct ik_der in, unsigned base, size_t most, size_t *n)
{
	static const char digits[] = "0123456789abcdef";
	unsigned value = 0;

	for (*n = 0; *n < in.size && *n < most; (*n)++) {
		const char *digit = memchr(
			digits, in.data[*n] >= 'A' ? in.data[*n] | 0x20 : in.data[*n], base);

		if (!digit)
			break;
		value = value * base + (unsigned)(digit - digits);
	}
	return value;
}

/* Only ASCII can be part of PEM. */
static char ascii(unsigned value)
{
	return value == '\r' ? '\n' : value < 0x80 ? (char)value : 0;
}

static struct ik_der skip(struct ik_der in, size_t n)
{
	return (struct ik_der){in.data + n, in.size - n};
}

/* A run of backslashes counts as one: the text may have been quoted twice, and base64 has none. */
static struct taken backslash(struct ik_der in)
{
	static const char letters[][2] = {"n\n", "r\n", "t ", "f ", "v ", "b ", "a "};
	size_t run = 0, n;

	while (run < in.size && in.data[run] == '\\')
		run++;
	if (run == in.size)
		return (struct taken){run, 0};

	uint8_t c = in.data[run];
	struct ik_der rest = skip(in, run + 1);

	for (size_t i = 0; i < IK_COUNT(letters); i++)
		if (c == (uint8_t)letters[i][0])
			return (struct taken){run + 1, letters[i][1]};
	if (c == 'u' || c == 'x') {
		unsigned value = number(rest, 16, c == 'u' ? 4 : 2, &n);

		return (struct taken){run + 1 + n, ascii(value)};
	}
	if (c >= '0' && c <= '7') {
		unsigned value = number(skip(in, run), 8, 3, &n);

		return (struct taken){run + n, ascii(value)};
	}
	return (struct taken){run, 0}; /* the character stands for itself */
}

/* XML and HTML. */
static struct taken entity(struct ik_der in)
{
	static const struct {
		const char *name;
		char c;
	} names[] = {{"&quot;", '"'}, {"&apos;", '\''},   {"&amp;", '&'},  {"&lt;", '<'},
		     {"&gt;", '>'},   {"&nbsp;", ' '},    {"&plus;", '+'}, {"&equals;", '='},
		     {"&sol;", '/'},  {"&NewLine;", '\n'}};
	size_t n;

	for (size_t i = 0; i < IK_COUNT(names); i++)
		if (in.size >= strlen(names[i].name)
		    && memcmp(in.data, names[i].name, strlen(names[i].name)) == 0)
			return (struct taken){strlen(names[i].name), names[i].c};
	if (in.size > 3 && in.data[1] == '#') {
		bool hex = in.data[2] == 'x' || in.data[2] == 'X';
		unsigned value = number(skip(in, hex ? 3 : 2), hex ? 16 : 10, 6, &n);
		size_t end = (hex ? 3 : 2) + n;

		if (n > 0 && end < in.size && in.data[end] == ';')
			return (struct taken){end + 1, ascii(value)};
	}
	return (struct taken){1, '&'};
}

static struct taken percent(struct ik_der in)
{
	size_t n;
	unsigned value = number(skip(in, 1), 16, 2, &n);

	return n == 2 ? (struct taken){3, ascii(value)} : (struct taken){1, '%'};
}

/* What no editor shows, or shows as something else: byte orders' marks, a blank that does not
 * break, dashes that were made longer. */
static struct taken odd(struct ik_der in)
{
	static const struct {
		const char *bytes;
		char c;
	} all[] = {{"\xef\xbb\xbf", 0},   {"\xff\xfe", 0},       {"\xfe\xff", 0},
		   {"\xc2\xa0", ' '},     {"\xe3\x80\x80", ' '}, {"\xe2\x80\x8b", 0},
		   {"\xc2\xad", 0},       {"\xe2\x80\x90", '-'}, {"\xe2\x80\x91", '-'},
		   {"\xe2\x80\x93", '-'}, {"\xe2\x80\x94", '-'}, {"\xe2\x88\x92", '-'},
		   {"\xe2\x80\x9c", '"'}, {"\xe2\x80\x9d", '"'}, {"\xe2\x80\x98", '\''},
		   {"\xe2\x80\x99", '\''}};

	for (size_t i = 0; i < IK_COUNT(all); i++)
		if (in.size >= strlen(all[i].bytes)
		    && memcmp(in.data, all[i].bytes, strlen(all[i].bytes)) == 0)
			return (struct taken){strlen(all[i].bytes), all[i].c};
	return (struct taken){1, '?'};
}

static struct taken take(struct ik_der in)
{
	enum { CTRL_Z = 0x1a };

	switch (in.data[0]) {
	case '\\':
		return backslash(in);
	case '&':
		return entity(in);
	case '%':
		return percent(in);
	case '\0':
	case CTRL_Z:
		return (struct taken){1, 0};
	case '\r':
		return (struct taken){1, '\n'};
	default:
		return in.data[0] < 0x80 ? (struct taken){1, (char)in.data[0]} : odd(in);
	}
}

ik_secret *ik_unescape(const void *bytes, size_t size)
{
	struct ik_der in = {bytes, size};
	ik_secret *out = ik_secret_new(size + 1);
	char *to = ik_secret_tail(out);
	size_t n = 0;

	while (in.size > 0) {
		struct taken one = take(in);

		if (one.c)
			to[n++] = one.c;
		in = skip(in, one.n);
	}
	ik_secret_grown(out, n);
	return out;
}
