/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trusted.c: a fingerprint that was pasted, a certificate that was brought. */
#include "config.h"

#include "agent/trusted.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "files/read.h"
#include "files/trusted.h"
#include "pki/certificate.h"

enum { CERTIFICATE_MAX = 1024 * 1024 };

/* The digits of TEXT, which is narrow, in lower case; false: there is something else, or too many.
 */
static bool take_digits(const char *text, char hex[IK_SHA256_HEX + 1])
{
	size_t n = 0;

	for (const char *at = text; *at; at++) {
		if (strchr(" \t\r\n:-.", *at))
			continue;
		if (n == IK_SHA256_HEX)
			return false;
		hex[n++] = *at >= 'A' && *at <= 'F' ? (char)(*at | 0x20) : *at;
	}
	hex[n] = '\0';
	return true;
}

bool ik_trusted_fingerprint(const char *text, struct ik_sha256 *out, struct ik_error *err)
{
	char hex[IK_SHA256_HEX + 1], *narrow;

	ik_text_narrow(text, &narrow);

	bool good = take_digits(narrow, hex) && ik_sha256_read(hex, out);

	free(narrow);
	return good || ik_fail(err, IK_E_AGENT_FINGERPRINT, text);
}

/* The whole path of PATH's directory, and its last part. */
static char *directory_of(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *above = slash ? ik_strndup(path, slash == path ? 1 : (size_t)(slash - path))
			    : ik_strdup(".");
	char *whole = realpath(above, NULL);

	*name = slash ? slash + 1 : path;
	free(above);
	return whole;
}

/* Where PATH leads, if only root and this user could have changed that. */
static bool find(const char *path, char **found, struct ik_error *err)
{
	struct ik_error why = {0};
	const char *name;
	char *directory = directory_of(path, &name);
	bool good = directory && ik_trusted_program(directory, name, found, &why);

	free(directory);
	if (good)
		return true;
	if (why.id == IK_E_HOOK_OWNER || why.id == IK_E_HOOK_OPEN)
		return ik_fail_because(err, IK_E_AGENT_CERTIFICATE_OPEN, &why, path);
	return ik_fail_because(err, IK_E_FILE_NONE, &why, path);
}

bool ik_trusted_certificate(const char *path, struct ik_sha256 *out, struct ik_error *err)
{
	struct ik_buffer bytes = {0};
	struct ik_facts facts = {0};
	char *found = NULL;
	bool good = find(path, &found, err)
		    && ik_read_file(AT_FDCWD, found, true, CERTIFICATE_MAX, path, &bytes, err);

	if (good
	    && (!ik_certificate_facts(bytes.data, bytes.size, &facts, NULL)
		|| !ik_sha256_read(facts.sha256, out)))
		good = ik_fail(err, IK_E_AGENT_CERTIFICATE, path);
	ik_facts_free(&facts);
	ik_buffer_free(&bytes);
	free(found);
	return good;
}
