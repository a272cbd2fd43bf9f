/* SPDX-License-Identifier: GPL-3.0-or-later */
/* i18n.h: the language on the screen.  The only setlocale() of the program is behind this.
 *
 * Messages are UTF-8 inside whatever the locale, and come from our own reader of catalogues:
 * Japanese works on servers where no Japanese locale was generated, with any version of the C
 * library. */
#ifndef IK_BASE_I18N_H
#define IK_BASE_I18N_H

#include <stdbool.h>
#include <stddef.h>

/* _() translates; N_() only marks what a table holds and _() translates later. */
#define _(text) ik_i18n_text(text)
#define N_(text) (text)

/* The same where one English word needs two translations: the context says which is meant.  Both
 * have to go through
 * _(), which takes the context away where there is no translation. */
#define N_C(context, text) context "\004" text
#define C_(context, text) _(N_C(context, text))

/* The form for N things.  Named as in libintl, which this program does not use. */
#define ngettext(singular, plural, n) ik_i18n_plural(singular, plural, n)

/* TEXT in the language in use, or TEXT itself.  "" gives "".  What is returned stays as long as the
 * program does, and so over any ik_i18n_switch(). */
const char *ik_i18n_text(const char *text) __attribute__((format_arg(1)));
const char *ik_i18n_plural(const char *singular, const char *plural, unsigned long n)
	__attribute__((format_arg(1), format_arg(2)));

/* Every language: its code, its own name, that name in ASCII, a text that the terminal's encoding
 * must have, whether the glyphs of the Linux console suffice, and which plural form N takes (as
 * Plural-Forms in its catalogue says). */
/* clang-format off */
#define IK_LANGUAGES(X) \
	X(EN, "en", "English", "English",  "",       true,  n != 1) \
	X(JA, "ja", "日本語",  "Japanese", "証明書", false, 0)
/* clang-format on */

#define X(id, code, name, ascii_name, sample, on_console, form) IK_LANG_##id,
enum ik_language { IK_LANGUAGES(X) IK_LANG_COUNT };
#undef X

/* Sets locale and catalogue.  LANG is a code or NULL: then LANGUAGE and the locale decide, and a
 * terminal that cannot draw the language asked for (Japanese under TERM=linux or in an ASCII
 * locale) gets English.  INKAN_LOCALEDIR names another catalogue folder.  False for a LANG we do
 * not have (English is then in force). */
bool ik_i18n_start(const char *lang);

enum ik_language ik_i18n_language(void);
void ik_i18n_switch(enum ik_language language);
enum ik_language ik_i18n_next(void); /* that F2 switches to: each language in turn */

const char *ik_i18n_code(enum ik_language language); /* "en", "ja" */
char *ik_i18n_codes(void);                           /* "en, ja"; caller frees */
size_t ik_i18n_form(enum ik_language language, unsigned long n);

/* The name of LANGUAGE in itself, or in ASCII where the terminal is not likely to draw it, or ONLY
 * that is wanted. */
void ik_i18n_name_in_ascii(bool only);
const char *ik_i18n_label(enum ik_language language);

/* Whether the terminal is likely to draw LANGUAGE. */
bool ik_i18n_draws(enum ik_language language);

/* The language that the environment asked for; it is not in use from the start where the terminal
 * cannot draw it. */
enum ik_language ik_i18n_asked(void);

/* True if the locale's encoding is UTF-8. */
bool ik_i18n_is_utf8(void);

#endif
