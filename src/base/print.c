/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.c: UTF-8 text to a stream in the locale's encoding. */
#include "config.h"

#include "base/print.h"

#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/i18n.h"

/* Bytes of the character at TEXT; at least one. */
static size_t character(const char *text)
{
	size_t size = 1;

	while (((unsigned char)text[size] & 0xc0) == 0x80)
		size++;
	return size;
}

static iconv_t open_converter(void)
{
	char *to = ik_format("%s//TRANSLIT", nl_langinfo(CODESET));
	iconv_t converter = iconv_open(to, "UTF-8");

	free(to);
	/* An encoding that nobody knows still has ASCII. */
	return converter == (iconv_t)-1 ? iconv_open("ASCII//TRANSLIT", "UTF-8") : converter;
}

static void convert(FILE *out, iconv_t converter, const char *text)
{
	char *at = (char *)(uintptr_t)text;
	size_t left = strlen(text);
	char bytes[512];
	bool more = true;

	while (more) {
		char *to = bytes;
		size_t room = sizeof(bytes);
		/* At the end once more without input: back to the initial state of the encoding. */
		const bool ending = left == 0;
		const size_t rc = iconv(converter, ending ? NULL : &at, ending ? NULL : &left, &to,
					&room);
		const int reason = rc == (size_t)-1 ? errno : 0;

		fwrite(bytes, 1, sizeof(bytes) - room, out);
		if (reason == EILSEQ || reason == EINVAL) {
			const size_t size = character(at);

			fputc('?', out);
			at += size;
			left -= size;
		}
		more = !ending;
	}
}

void ik_print(FILE *out, const char *text)
{
	iconv_t converter = ik_i18n_is_utf8() ? (iconv_t)-1 : open_converter();

	if (converter == (iconv_t)-1) {
		fputs(text, out);
		return;
	}
	convert(out, converter, text);
	iconv_close(converter);
}

static void print_by(FILE *out, const char *format, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) >= 0) {
		ik_print(out, text);
		free(text);
	}
}

void ik_printf(FILE *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_by(out, format, args);
	va_end(args);
}

static bool quiet;

void ik_print_quiet(void)
{
	quiet = true;
}

void ik_print_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (!quiet)
		print_by(stderr, format, args);
	va_end(args);
}

bool ik_print_received(FILE *out)
{
	/* A stream remembers every write that failed since the start. */
	return fflush(out) == 0 && !ferror(out);
}

/* Whether OUT is a pipe or socket whose other end is closed.  Of which write failed for that reason
 * a stream keeps nothing. */
static bool reader_left(FILE *out)
{
	struct pollfd end = {.fd = fileno(out), .events = POLLOUT};
	struct stat info;

	return fstat(end.fd, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode))
	       && poll(&end, 1, 0) == 1 && (end.revents & (POLLERR | POLLHUP));
}

bool ik_print_ok(FILE *out)
{
	return ik_print_received(out) || reader_left(out);
}

int ik_print_failure(const struct ik_error *err)
{
	char *lines = ik_error_lines(err);

	ik_print(stderr, lines);
	free(lines);
	return ik_error_status(err->id);
}
