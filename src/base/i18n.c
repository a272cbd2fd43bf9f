/* SPDX-License-Identifier: GPL-3.0-or-later */
/* i18n.c: locale, catalogue and the language in use.
 *
 * gettext translates only where LC_MESSAGES is not "C", and for it "C.UTF-8" is not "C": so LANGUAGE and C.UTF-8
 * together give Japanese on a server on which no Japanese locale was ever generated.  Only LC_CTYPE and LC_MESSAGES
 * are taken from the environment; numbers stay as JSON and scripts want them. */
#include "config.h"

#include "base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/text.h"

static const char *const codes[IK_LANG_COUNT] = {[IK_LANG_EN] = "en", [IK_LANG_JA] = "ja"};

/* The language is one for the whole process, like the locale that it is a part of. */
static struct {
	enum ik_language language;
	bool draws_japanese;
	bool fell_back;
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

static bool is_plain(const char *locale)
{
	return !strcmp(locale, "C") || !strcmp(locale, "POSIX");
}

/* Whether a locale name, or one entry of LANGUAGE, means Japanese: ja, ja_JP.UTF-8, ja:en. */
static bool is_japanese(const char *name)
{
	return !strncasecmp(name, "ja", 2) && strchr("_.@:", name[2]);
}

/* LANGUAGE goes before the locale, except where the locale is "C": there gettext itself ignores it. */
static bool asks_japanese(void)
{
	const char *locale = asked_locale("LC_MESSAGES");

	if (is_plain(locale))
		return false;
	return is_japanese(is_set(getenv("LANGUAGE")) ? getenv("LANGUAGE") : locale);
}

/* Whether the name of a locale that was never generated still says that the terminal speaks UTF-8. */
static bool means_utf8(const char *locale)
{
	const char *codeset = strchr(locale, '.');

	return !codeset || !strncasecmp(codeset, ".utf-8", 6) || !strncasecmp(codeset, ".utf8", 5);
}

static void take_locale(void)
{
	if (!setlocale(LC_CTYPE, "") && means_utf8(asked_locale("LC_CTYPE")))
		setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_MESSAGES, "");
	/* gettext needs any locale but "C" to look for translations at all; which one is all the same. */
	if (is_plain(setlocale(LC_MESSAGES, NULL)))
		setlocale(LC_MESSAGES, "C.UTF-8");
}

static void open_catalogue(void)
{
	const char *folder = secure_getenv("INKAN_LOCALEDIR");

	bindtextdomain(PACKAGE, is_set(folder) ? folder : LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	/* strerror() too: its words stand inside our own sentences, which are UTF-8 in every locale. */
	bind_textdomain_codeset("libc", "UTF-8");
	textdomain(PACKAGE);
}

static bool encodes_japanese(void)
{
	char *encoded = ik_text_to_locale("証明書");
	bool yes = encoded != NULL;

	free(encoded);
	return yes;
}

/* The Linux console has at most 512 glyphs, none of them Japanese. */
static bool has_japanese_glyphs(void)
{
	const char *term = getenv("TERM");

	return !term || (strcmp(term, "linux") != 0 && strncmp(term, "linux-", 6) != 0);
}

void ik_i18n_switch(enum ik_language language)
{
	/* Who chooses Japanese by hand sees that the terminal draws it, whatever its locale says. */
	if (language == IK_LANG_JA && !encodes_japanese())
		setlocale(LC_CTYPE, "C.UTF-8");
	setenv("LANGUAGE", codes[language], 1);
	/* gettext remembers what it looked up until the domain is set again. */
	textdomain(PACKAGE);
	now.language = language;
}

bool ik_i18n_start(const char *lang)
{
	bool asked = asks_japanese();
	size_t i = 0;

	take_locale();
	open_catalogue();
	now.draws_japanese = encodes_japanese() && has_japanese_glyphs();
	now.fell_back = false;
	if (!lang) {
		now.fell_back = asked && !now.draws_japanese;
		ik_i18n_switch(asked && now.draws_japanese ? IK_LANG_JA : IK_LANG_EN);
		return true;
	}
	while (i < IK_LANG_COUNT && strcmp(lang, codes[i]) != 0)
		i++;
	if (i == IK_LANG_JA)
		now.draws_japanese = true;
	ik_i18n_switch(i < IK_LANG_COUNT ? (enum ik_language)i : IK_LANG_EN);
	return i < IK_LANG_COUNT;
}

enum ik_language ik_i18n_language(void)
{
	return now.language;
}

const char *ik_i18n_code(enum ik_language language)
{
	return codes[language];
}

bool ik_i18n_draws_japanese(void)
{
	return now.draws_japanese;
}

bool ik_i18n_fell_back(void)
{
	return now.fell_back;
}

bool ik_i18n_is_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}
