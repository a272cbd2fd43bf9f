/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.h: the translations of one .mo file (GNU gettext manual, "The Format of GNU MO Files").
 *
 * Read here and not by the C library, whose gettext translates by the rules of its locales: from
 * glibc 2.39 on it finds nothing under C.UTF-8, and then no server without a generated Japanese
 * locale speaks Japanese. Nothing in the file is believed: each number is checked against the file
 * when it is used, and a message that is damaged counts as untranslated. */
#ifndef IK_BASE_CATALOGUE_H
#define IK_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed, it is a catalogue without messages. */
struct ik_catalogue {
	const unsigned char *bytes;
	size_t size;
	bool swapped;                     /* written in the other byte order */
	uint32_t n;                       /* messages */
	uint32_t originals, translations; /* offsets of the two tables of (length, offset) */
};

/* Takes BYTES as a catalogue; they have to outlive it and every text found in it.  False, and
 * CATALOGUE is zeroed, where they are none: another magic number, a revision that is not 0.0 (0.1
 * has strings that depend on the system), tables that are not inside the file, no header, or an
 * encoding that is not UTF-8. */
bool ik_catalogue_open(const void *bytes, size_t size, struct ik_catalogue *catalogue);

/* Reads the file PATH and opens it.  Its bytes are never given back: texts point into them.  False
 * as above, or where the file is none, cannot be read or is larger than 16 MiB. */
bool ik_catalogue_load(const char *path, struct ik_catalogue *catalogue);

/* The translation of MSGID, its form FORM (0, and PLURAL is NULL, for a message without plural).  A
 * msgid with a context is "context\004msgid".  NULL: there is none, it is empty or damaged, or it
 * is a format that takes other arguments; so it is for "", the header's msgid. */
const char *ik_catalogue_find(const struct ik_catalogue *catalogue, const char *msgid,
			      const char *plural, size_t form);

#endif
