/* SPDX-License-Identifier: GPL-3.0-or-later */
/* i18n.c: locale, catalogues and the language in use.
 *
 * Only LC_CTYPE is taken from the environment: the terminal's encoding.  Which language is meant is
 * read from the variables themselves, by the rules of GNU gettext, so that no locale has to exist
 * for it; numbers stay as JSON and scripts want them. */
#include "config.h"

#include "base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/catalogue.h"
#include "base/text.h"

#define X(id, code, name, ascii_name, sample, on_console, form) \
	static size_t form_of_##id(unsigned long n) \
	{ \
		(void)n; \
		return form; \
	}
IK_LANGUAGES(X)
#undef X

static const struct {
	const char *code, *name, *ascii_name, *sample;
	bool on_console;
	size_t (*form)(unsigned long n);
} rows[IK_LANG_COUNT] = {
#define X(id, code, name, ascii_name, sample, on_console, form) \
	[IK_LANG_##id] = {code, name, ascii_name, sample, on_console, form_of_##id},
	IK_LANGUAGES(X)
#undef X
};

/* The language is one for the whole process, like the locale that it is a part of. */
static struct {
	enum ik_language language, asked;
	bool draws[IK_LANG_COUNT];
	bool names_in_ascii;
	/* Each is read when its language is first used, and stays: texts point into it. */
	struct ik_catalogue catalogues[IK_LANG_COUNT];
} now;

static bool is_set(const char *value)
{
	return value && *value;
}

/* The name of the locale that the environment asks for in CATEGORY ("LC_MESSAGES"). */
static const char *asked_locale(const char *category)
{
	const char *const names[] = {"LC_ALL", category, "LANG"};

	for (size_t i = 0; i < IK_COUNT(names); i++)
		if (is_set(getenv(names[i])))
			return getenv(names[i]);
	return "C";
}

/* Whether NAME, up to the colon that ends it, is "C" or "POSIX". */
static bool is_plain(const char *name)
{
	const size_t size = strcspn(name, ":");

	return (size == 1 && *name == 'C') || (size == 5 && strncmp(name, "POSIX", 5) == 0);
}

/* Whether NAME begins with WORD, and what goes on is another part of it. */
static bool begins_with(const char *name, const char *word)
{
	const size_t size = strlen(word);

	return !strncasecmp(name, word, size) && strchr("_-.@:", name[size]);
}

/* The language that the name of a locale means, or one entry of LANGUAGE: ja, ja_JP.UTF-8, ja:en,
 * and what is no name of a locale but plain enough: ja-JP, japanese; IK_LANG_COUNT: none of ours.
 */
static enum ik_language named(const char *name)
{
	int language = 0;

	if (is_plain(name))
		return IK_LANG_EN;
	for (; language < IK_LANG_COUNT; language++)
		if (begins_with(name, rows[language].code)
		    || begins_with(name, rows[language].ascii_name))
			break;
	return (enum ik_language)language;
}

/* LANGUAGE goes before the locale, except where the locale is "C": there gettext itself ignores it.
 * Of its entries the first that we have counts. */
static enum ik_language asked_language(void)
{
	const char *locale = asked_locale("LC_MESSAGES");
	const char *list = getenv("LANGUAGE");
	const char *name = is_set(list) && !is_plain(locale) ? list : locale;
	enum ik_language language = named(name);

	while (language == IK_LANG_COUNT && strchr(name, ':')) {
		name = strchr(name, ':') + 1;
		language = named(name);
	}
	return language == IK_LANG_COUNT ? IK_LANG_EN : language;
}

/* Whether the name of a locale that was never generated still says that the terminal speaks UTF-8.
 */
static bool means_utf8(const char *locale)
{
	const char *codeset = strchr(locale, '.');

	return !codeset || !strncasecmp(codeset, ".utf-8", 6) || !strncasecmp(codeset, ".utf8", 5);
}

static void take_locale(void)
{
	if (!setlocale(LC_CTYPE, "") && means_utf8(asked_locale("LC_CTYPE")))
		setlocale(LC_CTYPE, "C.UTF-8");
}

/* The messages themselves are English.  A catalogue that is missing or damaged leaves them so. */
static void load_catalogue(enum ik_language language)
{
	const char *folder = secure_getenv("INKAN_LOCALEDIR");
	char *path;

	if (language == IK_LANG_EN || now.catalogues[language].n > 0)
		return;
	path = ik_format("%s/%s/LC_MESSAGES/" PACKAGE ".mo", is_set(folder) ? folder : LOCALEDIR,
			 rows[language].code);
	ik_catalogue_load(path, &now.catalogues[language]);
	free(path);
}

static bool encodes(enum ik_language language)
{
	char *encoded = ik_text_to_locale(rows[language].sample);
	bool yes = encoded != NULL;

	free(encoded);
	return yes;
}

/* The Linux console has at most 512 glyphs. */
static bool has_glyphs(enum ik_language language)
{
	const char *term = getenv("TERM");

	return rows[language].on_console || !term
	       || (strcmp(term, "linux") != 0 && strncmp(term, "linux-", 6) != 0);
}

void ik_i18n_switch(enum ik_language language)
{
	/* Who chooses Japanese by hand sees that the terminal draws it, whatever its locale says.
	 */
	if (!encodes(language))
		setlocale(LC_CTYPE, "C.UTF-8");
	load_catalogue(language);
	now.language = language;
}

bool ik_i18n_start(const char *lang)
{
	enum ik_language chosen;

	take_locale();
	now.asked = asked_language();
	for (int i = 0; i < IK_LANG_COUNT; i++)
		now.draws[i] = encodes((enum ik_language)i) && has_glyphs((enum ik_language)i);
	if (!lang) {
		ik_i18n_switch(now.draws[now.asked] ? now.asked : IK_LANG_EN);
		return true;
	}
	chosen = named(lang);
	now.asked = chosen < IK_LANG_COUNT ? chosen : IK_LANG_EN;
	now.draws[now.asked] = true;
	ik_i18n_switch(now.asked);
	return chosen < IK_LANG_COUNT;
}

/* What a message is where nothing translates it: itself, less its context. */
static const char *untranslated(const char *text)
{
	const char *end = strchr(text, '\004');

	return end ? end + 1 : text;
}

const char *ik_i18n_text(const char *text)
{
	const char *found = ik_catalogue_find(&now.catalogues[now.language], text, NULL, 0);

	return found ? found : untranslated(text);
}

const char *ik_i18n_plural(const char *singular, const char *plural, unsigned long n)
{
	const size_t form = ik_i18n_form(now.language, n);
	const char *found = ik_catalogue_find(&now.catalogues[now.language], singular, plural,
					      form);

	return found ? found : untranslated(n == 1 ? singular : plural);
}

enum ik_language ik_i18n_language(void)
{
	return now.language;
}

enum ik_language ik_i18n_next(void)
{
	return (enum ik_language)((now.language + 1) % IK_LANG_COUNT);
}

const char *ik_i18n_code(enum ik_language language)
{
	return rows[language].code;
}

char *ik_i18n_codes(void)
{
	struct ik_buffer codes = {0};

	for (int i = 0; i < IK_LANG_COUNT; i++)
		ik_buffer_format(&codes, "%s%s", i ? ", " : "", rows[i].code);
	return (char *)codes.data;
}

size_t ik_i18n_form(enum ik_language language, unsigned long n)
{
	return rows[language].form(n);
}

void ik_i18n_name_in_ascii(bool only)
{
	now.names_in_ascii = only;
}

const char *ik_i18n_label(enum ik_language language)
{
	bool own = now.draws[language] && !now.names_in_ascii;

	return own ? rows[language].name : rows[language].ascii_name;
}

bool ik_i18n_draws(enum ik_language language)
{
	return now.draws[language];
}

enum ik_language ik_i18n_asked(void)
{
	return now.asked;
}

bool ik_i18n_is_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}
