/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch_url.c: addresses, as libcurl will understand them, so that nothing reads them otherwise. */
#include "config.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "agent/fetch_url.h"
#include "base/alloc.h"

static bool has_part(CURLU *url, CURLUPart part)
{
	char *text = NULL;
	const bool has = curl_url_get(url, part, &text, 0) == CURLUE_OK && text[0] != '\0';

	curl_free(text);
	return has;
}

static bool scheme_is(CURLU *url, const char *scheme)
{
	char *text = NULL;
	const bool is = curl_url_get(url, CURLUPART_SCHEME, &text, 0) == CURLUE_OK
			&& strcmp(text, scheme) == 0;

	curl_free(text);
	return is;
}

/* The parts of an address that can be fetched; NULL for any other. */
static CURLU *parse(const char *text)
{
	CURLU *url = curl_url();

	if (url != NULL && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK
	    && (scheme_is(url, "http") || scheme_is(url, "https")) && has_part(url, CURLUPART_HOST)
	    && !has_part(url, CURLUPART_USER) && !has_part(url, CURLUPART_PASSWORD))
		return url;
	curl_url_cleanup(url);
	return NULL;
}

/* Whatever it is for, without the user and the password that it may name; caller frees. */
static char *without_user(const char *text)
{
	const unsigned any = CURLU_NON_SUPPORT_SCHEME;
	CURLU *url = curl_url();
	char *whole = NULL, *out;

	if (url != NULL && curl_url_set(url, CURLUPART_URL, text, any) == CURLUE_OK
	    && curl_url_set(url, CURLUPART_USER, NULL, 0) == CURLUE_OK
	    && curl_url_set(url, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK)
		curl_url_get(url, CURLUPART_URL, &whole, any);
	out = ik_strdup(whole != NULL ? whole : "?");
	curl_free(whole);
	curl_url_cleanup(url);
	return out;
}

bool ik_fetch_fail_lead(const char *to, struct ik_error *err)
{
	char *shown = without_user(to);

	ik_fail(err, IK_E_FETCH_REDIRECT, shown);
	free(shown);
	return false;
}

bool ik_fetch_may_lead(const char *from, const char *to, struct ik_error *err)
{
	CURLU *here = parse(from), *there = parse(to);
	const bool may = here != NULL && there != NULL
			 && (scheme_is(here, "http") || scheme_is(there, "https"));

	curl_url_cleanup(here);
	curl_url_cleanup(there);
	return may || ik_fetch_fail_lead(to, err);
}

bool ik_fetch_url_is_https(const char *text)
{
	CURLU *url = parse(text);
	const bool is = url != NULL && scheme_is(url, "https");

	curl_url_cleanup(url);
	return is;
}
