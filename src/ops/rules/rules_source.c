/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_source.c: where agents fetch what is published. */
#include "config.h"

#include "ops/rules/rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/source_url.h"
#include "base/text.h"

/* What needs no escape in a URL, and what a shell leaves alone. */
#define PLAIN \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	"-._~:/[]%+,=@"

enum { SOURCE_MAX = 1000 };

/* The same one on each agent, whose settings have a line for it.  Where it is pasted, it is quoted.
 */
static bool is_directory(const char *text)
{
	return text[0] == '/' && text[strlen(text) - 1] != ' ' && ik_text_is_visible(text);
}

static bool is_file_url(const char *text)
{
	char *path = strncasecmp(text, "file:///", 8) == 0 ? ik_source_directory(text) : NULL;
	const bool is = path != NULL;

	free(path);
	return is;
}

static bool is_url(const char *text)
{
	return strspn(text, PLAIN) == strlen(text)
	       && (ik_source_is_web(text) ? ik_source_is_folder(text) : is_file_url(text));
}

bool ik_rule_source(const char *text, char **source, struct ik_error *err)
{
	char *trimmed;

	/* What may be a password is not repeated. */
	if (ik_source_is_web(text) && ik_source_has_user(text))
		return ik_fail(err, IK_E_AGENT_SOURCE_USER);
	trimmed = ik_source_trimmed(text);
	if (strlen(trimmed) <= SOURCE_MAX && (is_directory(trimmed) || is_url(text))) {
		*source = trimmed;
		return true;
	}
	free(trimmed);
	return ik_fail(err, IK_E_SOURCE_FORM, text);
}
