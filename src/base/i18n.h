/* SPDX-License-Identifier: GPL-3.0-or-later */
/* i18n.h: the language on the screen.  The only setlocale() of the program is behind this.
 *
 * Messages are UTF-8 inside whatever the locale; Japanese works on servers where no Japanese
 * locale was generated, as long as C.UTF-8 exists (glibc builds it in). */
#ifndef IK_BASE_I18N_H
#define IK_BASE_I18N_H

#include <stdbool.h>
#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)

enum ik_language { IK_LANG_EN, IK_LANG_JA, IK_LANG_COUNT };

/* Sets locale and catalogue.  LANG is "en", "ja" or NULL: then the locale decides, and a terminal that cannot
 * draw Japanese (TERM=linux, an ASCII locale) gets English.  INKAN_LOCALEDIR names another catalogue
 * folder.  False for a LANG we do not have (English is then in force). */
bool ik_i18n_start(const char *lang);

enum ik_language ik_i18n_language(void);
void ik_i18n_switch(enum ik_language language);      /* F2 */
const char *ik_i18n_code(enum ik_language language); /* "en", "ja" */

/* Whether the terminal is likely to draw Japanese.  False: F2's label is ASCII. */
bool ik_i18n_draws_japanese(void);

/* True if the locale asked for Japanese and English was chosen since the terminal cannot draw it. */
bool ik_i18n_fell_back(void);

/* True if the locale's encoding is UTF-8. */
bool ik_i18n_is_utf8(void);

#endif
