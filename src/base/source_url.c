/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source_url.c: what kind a source is. */
#include "config.h"

#include "base/source_url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

static bool begins(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

/* --- a web server's --------------------------------------------------------------------------- */

bool ik_source_is_web(const char *source)
{
	return begins(source, "http://") || begins(source, "https://");
}

/* What stands behind the scheme. */
static const char *host_of(const char *url)
{
	return strstr(url, "//") + 2;
}

bool ik_source_has_user(const char *url)
{
	const char *host = host_of(url);

	return memchr(host, '@', strcspn(host, "/?#\\")) != NULL;
}

bool ik_source_is_folder(const char *url)
{
	const char *host = host_of(url);

	return *host && !strchr("/:", *host) && !strpbrk(url, "?# \t\r\n\\");
}

/* --- a directory's ---------------------------------------------------------------------------- */

static int digit(char c)
{
	return c >= '0' && c <= '9'                     ? c - '0'
	       : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
							: -1;
}

char *ik_source_directory(const char *url)
{
	static const char scheme[] = "file://", here[] = "localhost/";
	const char *at = url + strlen(scheme);
	char *path, *to;

	if (!begins(url, scheme))
		return NULL;
	path = to = ik_strdup(begins(at, here) ? at + strlen(here) - 1 : at);
	for (const char *from = path; *from; from++, to++) {
		*to = *from;
		if (*from != '%')
			continue;

		int high = digit(from[1]), low = high < 0 ? -1 : digit(from[2]);

		if (low < 0 || (high == 0 && low == 0)) {
			free(path);
			return NULL;
		}
		*to = (char)(high << 4 | low);
		from += 2;
	}
	*to = '\0';
	if (path[0] == '/')
		return path;
	free(path);
	return NULL;
}

/* --- both ------------------------------------------------------------------------------------- */

char *ik_source_trimmed(const char *source)
{
	size_t size = strlen(source);

	while (size > 1 && source[size - 1] == '/')
		size--;
	return ik_strndup(source, size);
}
