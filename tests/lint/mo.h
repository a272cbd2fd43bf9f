/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mo.h: a catalogue as msgfmt wrote it, read without the code that the program reads it with. */
#ifndef IK_TESTS_LINT_MO_H
#define IK_TESTS_LINT_MO_H

#include <stddef.h>
#include <stdint.h>

struct mo {
	char *bytes;
	size_t size;
	uint32_t revision;
	size_t n; /* strings; the first is the header, whose original is "" */
};

/* All of the file at PATH, a NUL behind it; caller frees.  Fails the test if there is none. */
char *mo_read_file(const char *path, size_t *size);

/* The catalogue of the language CODE; fails the test if there is none.  Caller frees its BYTES. */
void mo_load(struct mo *mo, const char *code);

/* String I: the original, its context and an EOT (\004) before it; what follows it, of a plural;
 * its translation. */
const char *mo_id(const struct mo *mo, size_t i);
const char *mo_plural(const struct mo *mo, size_t i); /* NULL: it counts nothing */
const char *mo_text(const struct mo *mo, size_t i);

#endif
