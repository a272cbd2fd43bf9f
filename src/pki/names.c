/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c: domain names between Unicode and A-labels, and passwords in the one form that opens
 * again. */
#include "pki/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/tls.h"

typedef int (*name_map)(const char *input, unsigned size, gnutls_datum_t *out, unsigned flags);

/* MAP applied to NAME, as a string of ours; NULL if it has none. */
static char *mapped(name_map map, const char *name)
{
	gnutls_datum_t in, out = {NULL, 0};
	char *text;

	if (!ik_tls_datum(name, strlen(name), &in) || map(name, in.size, &out, 0) < 0)
		return NULL;
	text = ik_strndup((const char *)out.data, out.size);
	gnutls_free(out.data);
	return text;
}

char *ik_name_to_ascii(const char *name)
{
	return mapped(gnutls_idna_map, name);
}

char *ik_name_to_unicode(const char *name)
{
	char *text = mapped(gnutls_idna_reverse_map, name);

	/* An A-label can hide anything; what would have to be escaped is better shown as it stands.
	 */
	if (text && ik_text_is_visible(text))
		return text;
	free(text);
	return ik_strdup(name);
}

char *ik_name_shown(const char *name)
{
	char *unicode = strstr(name, "xn--") ? ik_name_to_unicode(name) : NULL;
	char *shown = unicode && strcmp(unicode, name) != 0 ? ik_format("%s (%s)", name, unicode)
							    : ik_strdup(name);

	free(unicode);
	return shown;
}

bool ik_password_is_plain(const ik_secret *typed)
{
	const char *bytes = ik_secret_data(typed);

	for (size_t i = 0; i < ik_secret_size(typed); i++)
		if (bytes[i] < ' ' || bytes[i] > '~')
			return false;
	return true;
}

/* By the library, which looks at each character in UTF-32. */
static bool normalize(const ik_secret *typed, ik_secret **out, struct ik_error *err)
{
	gnutls_datum_t normal = {NULL, 0};
	int rc = gnutls_utf8_password_normalize((const unsigned char *)ik_secret_data(typed),
						(unsigned)ik_secret_size(typed), &normal, 0);
	bool ok;

	if (rc < 0)
		return ik_tls_fail(err, IK_E_PW_REFUSED, rc);
	ok = ik_secret_set(*out, normal.data, normal.size, err);
	ik_tls_wipe(&normal);
	return ok;
}

bool ik_password_normalize(const ik_secret *typed, ik_secret **out, bool *changed,
			   struct ik_error *err)
{
	bool ok;

	*out = NULL;
	*changed = false;
	if (ik_secret_size(typed) == 0)
		return ik_fail(err, IK_E_PW_EMPTY);
	*out = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	if (ik_password_is_plain(typed))
		ok = ik_secret_set(*out, ik_secret_data(typed), ik_secret_size(typed), err);
	else
		ok = normalize(typed, out, err);
	if (!ok) {
		ik_secret_free(*out);
		*out = NULL;
		return false;
	}
	*changed = !ik_secret_equal(typed, *out);
	return true;
}
