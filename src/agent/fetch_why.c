/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch_why.c: what came in place of a file, or of an answer. */
#include "config.h"

#include "agent/fetch_why.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

enum { TYPE_MAX = 60 };

/* --- nobody answered -------------------------------------------------------------------------- */

static const char *why_no_connection(long system)
{
	switch (system) {
	case ECONNREFUSED:
		return N_("Nobody takes connections there: the web server is down, or has another "
			  "port.");
	case ENETUNREACH:
	case EHOSTUNREACH:
		return N_("No way leads there from this network.");
	default:
		return N_("No connection came about.");
	}
}

/* NULL: it is so rare that libcurl's words have to do. */
static const char *why(CURLcode code, long system)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return N_("Its name is not known here: see the URL, and the name servers of this "
			  "machine.");
	case CURLE_COULDNT_RESOLVE_PROXY:
		return N_("The name of the proxy is not known here: see http_proxy and "
			  "https_proxy.");
	case CURLE_COULDNT_CONNECT:
		return why_no_connection(system);
	case CURLE_OPERATION_TIMEDOUT:
		return N_("No answer came in time.");
	case CURLE_SSL_CONNECT_ERROR:
		return N_("TLS did not come about: the server has to speak TLS 1.2 or newer at "
			  "this port.");
	/* Of servers nobody has to be known, so that this is a proxy. */
	case CURLE_PEER_FAILED_VERIFICATION:
		return N_("The certificate of the proxy is expired, for another name, or of an "
			  "unknown authority.");
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
		return N_("The connection ended before the answer did.");
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
		return N_("What answers there is no web server.");
	case CURLE_WRITE_ERROR: /* by us: too many headers, since what is too large is told apart */
		return N_("What answers there sends headers without end.");
	default:
		return NULL;
	}
}

void ik_fetch_tell_why(CURLcode code, long system, const char *said, struct ik_error *err)
{
	const char *ours = why(code, system);

	if (said[0] == '\0')
		said = curl_easy_strerror(code);
	if (ours != NULL)
		ik_error_detail(err, "%s (%s)", _(ours), said);
	else
		ik_error_detail(err, "%s", said);
}

bool ik_fetch_tell_proxy(long status, struct ik_error *err)
{
	return ik_error_detail(err,
			       _("HTTP %ld: the proxy does not let this through. See http_proxy "
				 "and https_proxy."),
			       status);
}

/* --- somebody else answered ------------------------------------------------------------------- */

/* How a page may begin, behind blanks and the mark of UTF-8. */
static bool begins_as_page(const struct ik_buffer *bytes)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *text = ik_buffer_string(bytes);

	if (strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	return text[strspn(text, " \t\r\n\f")] == '<';
}

bool ik_fetch_is_page(const char *type, const struct ik_buffer *bytes)
{
	static const char pem[] = "-----BEGIN ";
	const bool is_called_one = type != NULL
				   && (strncasecmp(type, "text/html", strlen("text/html")) == 0
				       || strncasecmp(type, "application/xhtml", 17) == 0);

	/* A server may call everything a page; what is damaged is still no page. */
	return begins_as_page(bytes)
	       || (is_called_one
		   && memmem(ik_buffer_string(bytes), bytes->size, pem, strlen(pem)) == NULL);
}

bool ik_fetch_fail_page(const char *start, const char *url, const char *type, struct ik_error *err)
{
	const size_t size = type != NULL ? strcspn(type, "; \t") : 0;
	char *word = ik_strndup(type != NULL ? type : "", size < TYPE_MAX ? size : TYPE_MAX);

	ik_fail(err, IK_E_SOURCE_UNREACHED, start);
	if (word[0] != '\0')
		ik_error_detail(err,
				_("A web page came (%s), from %s: log in to the network in "
				  "between, or correct the URL."),
				word, url);
	else
		ik_error_detail(err,
				_("A web page came, from %s: log in to the network in between, or "
				  "correct the URL."),
				url);
	free(word);
	return false;
}

/* --- the web server does not give it ---------------------------------------------------------- */

static enum ik_error_id get_refused(long status)
{
	switch (status) {
	case 401:
	case 403:
		return IK_E_SOURCE_FORBIDDEN;
	case 404:
	case 410:
		return IK_E_SOURCE_LACKS;
	/* A proxy, or a server that has no time. */
	case 407:
	case 408:
	case 425:
	case 429:
		return IK_E_SOURCE_UNREACHED;
	default:
		return status >= 400 && status < 500 ? IK_E_SOURCE_ASKED : IK_E_SOURCE_UNREACHED;
	}
}

bool ik_fetch_fail_get(const char *url, long status, struct ik_error *err)
{
	const enum ik_error_id id = get_refused(status);

	ik_fail(err, id, url);
	if (status == 407)
		return ik_fetch_tell_proxy(status, err);
	if (id == IK_E_SOURCE_FORBIDDEN)
		return ik_error_detail(err, _("HTTP %ld; the web server's error log says why"),
				       status);
	return ik_error_detail(err, "HTTP %ld", status);
}

/* --- the web server does not take it ---------------------------------------------------------- */

static enum ik_error_id put_refused(long status)
{
	switch (status) {
	case 401:
	case 403:
		return IK_E_PUT_FORBIDDEN;
	case 404:
	case 405:
	case 410:
	case 501:
		return IK_E_PUT_UNSERVED;
	case 413:
		return IK_E_PUT_LARGE;
	case 507:
		return IK_E_PUT_FULL;
	default:
		return IK_E_CARRY_PUT;
	}
}

bool ik_fetch_fail_put(const char *url, long status, struct ik_error *err)
{
	ik_fail(err, put_refused(status), url);
	return ik_error_detail(err, "HTTP %ld", status);
}
