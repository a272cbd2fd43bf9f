/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pseudo.c: a message as a language that nobody speaks would have it, from standard input to
 * standard output: between marks, each letter with a dot or a line, and two fifths longer.  What a
 * page shows in plain letters was not translated; a mark without its other was cut.
 *
 * msgfilter calls it for each message. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One cell each in every font, also where Greek and Cyrillic take two. */
static const char *const small[] = {"ḁ", "ḃ", "ḉ", "ḋ", "ẹ", "ḟ", "ḡ", "ḣ", "ị",
				    "ǰ", "ḳ", "ḷ", "ṁ", "ṅ", "ọ", "ṗ", "ʠ", "ṙ",
				    "ṡ", "ṫ", "ụ", "ṽ", "ẇ", "ẋ", "ẏ", "ẓ"};
static const char *const large[] = {"Ḁ", "Ḃ", "Ḉ", "Ḋ", "Ẹ", "Ḟ", "Ḡ", "Ḣ", "Ị",
				    "Ĵ", "Ḳ", "Ḷ", "Ṁ", "Ṅ", "Ọ", "Ṗ", "Ɋ", "Ṙ",
				    "Ṡ", "Ṫ", "Ụ", "Ṽ", "Ẇ", "Ẋ", "Ẏ", "Ẓ"};

/* How many bytes of a directive stand at AT, which is a "%". */
static size_t directive_size(const char *at)
{
	const size_t before = 1 + strspn(at + 1, "0123456789$-+ #'*.hlqjztL");

	return before + (at[before] != '\0');
}

/* Returns how many cells were written. */
static size_t write_letters(const char *text, size_t size)
{
	size_t cells = 0;

	for (const char *at = text; at < text + size;) {
		if (*at == '%') {
			const size_t directive = directive_size(at);

			fwrite(at, 1, directive, stdout);
			at += directive;
			cells += directive;
			continue;
		}
		if (*at >= 'a' && *at <= 'z')
			fputs(small[*at - 'a'], stdout);
		else if (*at >= 'A' && *at <= 'Z')
			fputs(large[*at - 'A'], stdout);
		else
			putchar(*at);
		cells += (*at & 0xc0) != 0x80;
		at++;
	}
	return cells;
}

/* Words of four letters, as far as CELLS go. */
static void write_more(size_t cells)
{
	for (size_t i = 0; i < cells; i++)
		fputs(i % 5 == 0 && i + 1 < cells ? " " : "ẋ", stdout);
}

int main(void)
{
	static char text[65536];
	const size_t size = fread(text, 1, sizeof text - 1, stdin);
	size_t start = strspn(text, " \n"), end = size;

	while (end > start && strchr(" \n", text[end - 1]))
		end--;
	if (end == start) {
		fwrite(text, 1, size, stdout);
		return EXIT_SUCCESS;
	}
	fwrite(text, 1, start, stdout);
	fputs("⟦", stdout);
	const size_t cells = write_letters(text + start, end - start);
	const size_t more = (cells * 2 + 4) / 5;

	write_more(more > 2 ? more - 2 : 0);
	fputs("⟧", stdout);
	fwrite(text + end, 1, size - end, stdout);
	return EXIT_SUCCESS;
}
