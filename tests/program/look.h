/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look.h: what the memory of a running program holds of texts and keys, in whatever form. */
#ifndef IK_TESTS_PROGRAM_LOOK_H
#define IK_TESTS_PROGRAM_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOOK_TEXT_MOST = 64, LOOK_NUMBER = 32 };

struct look_text {
	const char *name;
	uint32_t characters[LOOK_TEXT_MOST];
	size_t n;
};

/* What is looked for.  A zeroed one is nothing. */
struct look {
	struct look_text texts[4];
	size_t n_texts;
	bool has_key;
	unsigned char number[LOOK_NUMBER], reversed[LOOK_NUMBER];
};

/* Adds TEXT (UTF-8), called NAME; the P-256 key in the world's file NAME (PKCS#8 PEM), as a number
 * and as text. */
void look_for_text(struct look *sought, const char *name, const char *text);
void look_for_key(struct look *sought, const char *name);

struct look_found {
	unsigned outside, inside; /* of the pages for secrets */
	char where[512];
};

/* Looks through all that process PID can write to.  Texts are found in UTF-8, UTF-16 and UTF-32 of
 * both byte orders, backwards, and as the cells of ncurses' pictures of the screen.  WHERE tells
 * the last place found, one outside first. */
struct look_found look_into(size_t pid, const struct look *sought);

#endif
