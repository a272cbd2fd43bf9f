/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_source.c: where agents fetch what is published. */
#include "config.h"

#include "ops/rules/rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/source_url.h"

/* What a shell leaves alone: the line that enrols an agent is pasted there. */
#define PLAIN \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	"-._~:/[]%+,=@"

enum { SOURCE_MAX = 1000 };

/* The same directory on each agent. */
static bool is_directory(const char *text)
{
	char *path = strncasecmp(text, "file:///", 8) == 0 ? ik_source_directory(text) : NULL;
	const bool is = path != NULL || text[0] == '/';

	free(path);
	return is;
}

static bool is_source(const char *text)
{
	size_t length = strlen(text);

	if (length > SOURCE_MAX || strspn(text, PLAIN) != length)
		return false;
	return ik_source_is_web(text) ? ik_source_is_folder(text) : is_directory(text);
}

bool ik_rule_source(const char *text, char **source, struct ik_error *err)
{
	/* What may be a password is not repeated. */
	if (ik_source_is_web(text) && ik_source_has_user(text))
		return ik_fail(err, IK_E_AGENT_SOURCE_USER);
	if (!is_source(text))
		return ik_fail(err, IK_E_SOURCE_FORM, text);
	*source = ik_source_trimmed(text);
	return true;
}
