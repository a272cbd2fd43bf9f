/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_source.c: where agents fetch what is published. */
#include "config.h"

#include "ops/rules/rules.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"

/* What a shell leaves alone: the line that enrols an agent is pasted there. */
#define PLAIN \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	"-._~:/[]%+,=@"

enum { SOURCE_MAX = 1000 };

/* What stands behind the scheme; NULL: none that agents know. */
static const char *behind_scheme(const char *text)
{
	static const char *const schemes[] = {"https://", "http://"};

	for (size_t i = 0; i < IK_COUNT(schemes); i++)
		if (!strncasecmp(text, schemes[i], strlen(schemes[i])))
			return text + strlen(schemes[i]);
	return NULL;
}

/* A user and a password in it would stand in the log of every agent. */
static bool names_user(const char *behind)
{
	return memchr(behind, '@', strcspn(behind, "/")) != NULL;
}

static bool names_host(const char *behind)
{
	return strcspn(behind, "/") > 0 && behind[0] != ':';
}

static bool is_source(const char *text)
{
	size_t length = strlen(text);
	const char *behind = behind_scheme(text);

	if (length > SOURCE_MAX || strspn(text, PLAIN) != length)
		return false;
	return behind ? names_host(behind) : !strncasecmp(text, "file:///", 8) || text[0] == '/';
}

bool ik_rule_source(const char *text, char **source, struct ik_error *err)
{
	size_t length = strlen(text);
	const char *behind = behind_scheme(text);

	/* What may be a password is not repeated. */
	if (behind && names_user(behind))
		return ik_fail(err, IK_E_AGENT_SOURCE_USER);
	if (!is_source(text))
		return ik_fail(err, IK_E_SOURCE_FORM, text);
	while (length > 1 && text[length - 1] == '/')
		length--;
	*source = ik_strndup(text, length);
	return true;
}
