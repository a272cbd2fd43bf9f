/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h: text is UTF-8 inside; widths are terminal columns, not bytes.
 * Widths and line breaks are libunistring's (UAX #11, #14, #29). */
#ifndef IK_BASE_TEXT_H
#define IK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/list.h"

/* What may safely be shown of bytes from outside: control characters, C1, DEL, bidirectional and
 * invisible characters, line separators and invalid UTF-8 become visible escapes (\x1b, <U+202E>).
 * A backslash stays as it is.  Caller frees. */
char *ik_text_visible(const void *bytes, size_t size);
bool ik_text_is_visible(const char *text); /* nothing in TEXT would be escaped */

/* The same, saying what would be: IK_E_TEXT_BYTES, _CONTROL, or _HIDDEN with its number. */
bool ik_text_check_visible(const char *text, struct ik_error *err);

bool ik_text_is_utf8(const void *bytes, size_t size);
bool ik_text_is_ascii(const char *text);
size_t ik_text_characters(const char *text); /* code points */

/* How many of the SIZE bytes of TEXT fit into ROOM bytes without cutting a character in two. */
size_t ik_text_cut(const char *text, size_t size, size_t room);

/* The number in TEXT, which is digits alone, at most MAX: as programs write it, without leading
 * zeros, or as people type it.  False: it is none, and NUMBER stays as it is. */
bool ik_text_number(const char *text, uint64_t max, uint64_t *number);
bool ik_text_typed_number(const char *text, uint64_t max, uint64_t *number);

/* Columns TEXT takes on a terminal; -1 for bytes that are not UTF-8.  証明書 is 9 bytes and 6
 * columns.  Greek, Cyrillic and signs such as × have two where the locale's encoding is a Japanese
 * one. */
int ik_text_columns(const char *text);
int ik_text_columns_n(const char *text, size_t bytes);

/* Bytes of the grapheme that starts at TEXT+AT, or ends there: how far the cursor moves. 0 at the
 * end, the start. */
size_t ik_text_next(const char *text, size_t at);
size_t ik_text_previous(const char *text, size_t at);

/* How many bytes of TEXT fit into COLUMNS without cutting a character. */
size_t ik_text_fit(const char *text, int columns);

/* TEXT in at most COLUMNS: what does not fit is taken from the middle and marked "..". Caller
 * frees. */
char *ik_text_squeeze(const char *text, int columns);

/* TEXT padded with spaces to COLUMNS; longer text stays whole.  Caller frees. */
char *ik_text_pad(const char *text, int columns);

/* Appends the lines of TEXT, broken to WIDTH columns by the rules of its script.  A newline ends a
 * line. Host names, addresses, paths and other runs of ASCII stay whole as long as they fit a line
 * of their own; a longer path breaks behind "/", anything else where it must.  No line begins with
 * a closing bracket or 。; Japanese phrases stay whole where that leaves no line half empty.  ""
 * has no lines. */
void ik_text_wrap(const char *text, int width, struct ik_list *lines);

/* NFKC, and 。 ｡ to "." and 、 to "," and U+2010 U+2011 U+2212 to "-": for host names, addresses
 * and numbers only.  True if that changed more than joined accents.  Text that is not UTF-8 stays
 * as it is.  Caller frees *OUT. */
bool ik_text_narrow(const char *text, char **out);

/* TEXT without what does not matter when it is looked for: width, case and composition.  Caller
 * frees. */
char *ik_text_folded(const char *text);

/* "4f12 9c07 ...": hex digits, behind a minus or not, in groups that can be compared by eye and
 * read aloud; NULL is "".  Caller frees. */
char *ik_text_in_fours(const char *hex);

/* From and to the encoding of the locale (the edge of the program).  NULL if a byte or character
 * has no counterpart.  Caller frees. */
char *ik_text_from_locale(const char *bytes);
char *ik_text_to_locale(const char *text);

/* What was typed, as text: from the encoding of the locale, or else UTF-8, which it will be in a C
 * locale, where no byte above 127 means anything.  NULL if it is neither.  Caller frees. */
char *ik_text_typed(const char *bytes);

/* ik_text_visible() of what is in the encoding of the locale, such as a path; of what is not, as it
 * is.  Caller frees. */
char *ik_text_shown(const char *bytes);

#endif
