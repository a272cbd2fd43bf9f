/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetch.c: one file after another over http and https, by libcurl, whose own following of redirects
 * and whose own limits are not used: it would go on from https to http after a detour, and it does
 * not count what comes in pieces. */
#include "config.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "agent/fetch.h"
#include "agent/fetch_url.h"
#include "agent/fetch_why.h"
#include "base/alloc.h"

enum {
	CONNECT_SECONDS = 15,
	STALL_SECONDS = 30,
	STALL_BYTES = 256, /* a second */
	WHOLE_SECONDS = 60,
	WHOLE_BYTES = 16 * 1024, /* for so many there is a second more */
	MILLISECONDS = 1000,
	PUT_ANSWER_MAX = 64 * 1024, /* an error page that nobody reads */
};

/* Who is asked to vouch for a server, one after another. */
static const enum ik_carried_by order[] = {IK_BY_PIN, IK_BY_BEFORE, IK_BY_CA, IK_BY_SYSTEM,
					   IK_BY_NONE};

/* A file of authorities. */
struct root {
	int fd;     /* -1: it is not ours */
	char *path; /* NULL: there is none */
};

struct ik_fetcher {
	CURL *curl;
	struct root roots[IK_BY_COUNT];
	struct ik_fetch_patience patience;
	size_t known; /* who vouched for the last server, as in order[] */
	char said[CURL_ERROR_SIZE];
};

/* One file, as long as it is under way. */
struct transfer {
	ik_fetcher *fetcher;
	const char *start; /* what was asked for, before anybody sent us on */
	size_t max;
	int64_t deadline;    /* milliseconds */
	ik_carry_body *body; /* of a PUT; NULL: a GET */
	void *context;
	enum ik_carried_by weakest; /* of all servers so far, who each chose the next */
	struct ik_buffer answer;
	size_t head;
	bool large; /* more came than MAX, and what is in ANSWER is its beginning */
};

/* --- what vouches for a server ---------------------------------------------------------------- */

/* libcurl's GnuTLS takes authorities from files only; nobody else can reach this one. */
static bool make_root(struct root *root, const struct ik_buffer *pem)
{
	if (pem == NULL || pem->size == 0)
		return true;
	root->fd = memfd_create("inkan-roots", MFD_CLOEXEC);
	if (root->fd < 0)
		return false;
	root->path = ik_format("/proc/self/fd/%d", root->fd);
	return write(root->fd, pem->data, pem->size) == (ssize_t)pem->size;
}

static bool may_be_known(const ik_fetcher *fetcher, enum ik_carried_by by)
{
	if (by == IK_BY_SYSTEM) /* a file of authorities stands for those of the system */
		return fetcher->roots[IK_BY_CA].path == NULL;
	return by == IK_BY_NONE || fetcher->roots[by].path != NULL;
}

ik_fetcher *ik_fetcher_new(const struct ik_fetch_roots *roots,
			   const struct ik_fetch_patience *patience, struct ik_error *err)
{
	ik_fetcher *fetcher = ik_alloc(sizeof(*fetcher));
	bool ok;

	for (size_t i = 0; i < IK_BY_COUNT; i++)
		fetcher->roots[i].fd = -1;
	ok = make_root(&fetcher->roots[IK_BY_PIN], roots->pin)
	     && make_root(&fetcher->roots[IK_BY_BEFORE], roots->before)
	     && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	fetcher->roots[IK_BY_CA].path = ik_strdup(roots->ca);
	if (ok)
		fetcher->curl = curl_easy_init();
	if (fetcher->curl == NULL) {
		ik_fetcher_free(fetcher);
		ik_fail(err, IK_E_LIBRARY_MISSING, "libcurl");
		return NULL;
	}
	if (patience != NULL)
		fetcher->patience = *patience;
	return fetcher;
}

void ik_fetcher_free(ik_fetcher *fetcher)
{
	if (fetcher == NULL)
		return;
	if (fetcher->curl != NULL) {
		curl_easy_cleanup(fetcher->curl);
		curl_global_cleanup();
	}
	for (size_t i = 0; i < IK_BY_COUNT; i++) {
		if (fetcher->roots[i].fd >= 0)
			close(fetcher->roots[i].fd);
		free(fetcher->roots[i].path);
	}
	free(fetcher);
}

/* --- one question and its answer -------------------------------------------------------------- */

static int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * MILLISECONDS + now.tv_nsec / (1000 * 1000);
}

static unsigned or_usual(unsigned seconds, unsigned usual)
{
	return seconds > 0 ? seconds : usual;
}

static size_t take(char *data, size_t one, size_t size, void *context)
{
	struct transfer *transfer = context;

	if (size * one > transfer->max - transfer->answer.size) {
		transfer->large = true;
		return 0;
	}
	ik_buffer_add(&transfer->answer, data, size * one);
	return size * one;
}

static size_t take_head(char *data, size_t one, size_t size, void *context)
{
	struct transfer *transfer = context;

	(void)data;
	transfer->head += size * one;
	return transfer->head > IK_FETCH_HEAD_MAX ? 0 : size * one;
}

static void set_limits(const struct transfer *transfer)
{
	CURL *curl = transfer->fetcher->curl;
	const struct ik_fetch_patience *patience = &transfer->fetcher->patience;
	const int64_t left = transfer->deadline - clock_now();

	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
			 (long)or_usual(patience->connect, CONNECT_SECONDS));
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
			 (long)or_usual(patience->stall, STALL_SECONDS));
	/* 0 would be for ever. */
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(left > 0 ? left : 1));
}

static void set_tls(const struct transfer *transfer, enum ik_carried_by by)
{
	CURL *curl = transfer->fetcher->curl;

	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (by == IK_BY_NONE) {
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	} else if (by != IK_BY_SYSTEM && by != IK_BY_PLAIN) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, transfer->fetcher->roots[by].path);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

static void set_body(struct transfer *transfer, const struct ik_buffer *body)
{
	CURL *curl = transfer->fetcher->curl;

	if (transfer->body == NULL)
		return;
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->size);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ik_buffer_string(body));
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
}

static struct curl_slist *headers_of(const struct transfer *transfer)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Cache-Control: no-cache");

	if (transfer->body == NULL)
		return headers;
	headers = curl_slist_append(headers, "Content-Type: application/json");
	return curl_slist_append(headers, "Expect:");
}

static bool is_known(enum ik_carried_by by)
{
	return by != IK_BY_NONE && by != IK_BY_PLAIN;
}

/* Of a way that began with http, or with a stranger, nobody knows where it ends. */
static enum ik_carried_by weaker(enum ik_carried_by a, enum ik_carried_by b)
{
	return is_known(a) ? b : a;
}

/* Asks once, trusting whom BY says; what came is in TRANSFER. */
static CURLcode ask(struct transfer *transfer, const char *url, enum ik_carried_by by)
{
	CURL *curl = transfer->fetcher->curl;
	struct curl_slist *headers = headers_of(transfer);
	struct ik_buffer body = {0};
	CURLcode code;

	if (transfer->body != NULL)
		transfer->body(transfer->context, weaker(transfer->weakest, by), &body);
	ik_buffer_free(&transfer->answer);
	transfer->head = 0;
	transfer->large = false;
	transfer->fetcher->said[0] = '\0';
	curl_easy_reset(curl);
	set_limits(transfer);
	set_tls(transfer, by);
	set_body(transfer, &body);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "inkan-agent/" PACKAGE_VERSION);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transfer->fetcher->said);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	code = curl_easy_perform(curl);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
	curl_slist_free_all(headers);
	ik_buffer_free(&body);
	return code;
}

/* Whether the server is another than the one that was trusted, and not just away. */
static bool is_stranger(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE
	       || code == CURLE_SSL_ISSUER_ERROR;
}

/* Asks until somebody vouches for the server, or nobody is left: first whoever did so last. */
static CURLcode ask_as_known(struct transfer *transfer, const char *url, enum ik_carried_by *by)
{
	ik_fetcher *fetcher = transfer->fetcher;
	CURLcode code;

	if (!ik_fetch_url_is_https(url)) {
		*by = IK_BY_PLAIN;
		return ask(transfer, url, *by);
	}
	*by = order[fetcher->known];
	code = may_be_known(fetcher, *by) ? ask(transfer, url, *by)
					  : CURLE_PEER_FAILED_VERIFICATION;
	for (size_t i = 0; is_stranger(code) && i < IK_COUNT(order); i++) {
		if (i == fetcher->known || !may_be_known(fetcher, order[i]))
			continue;
		*by = order[i];
		code = ask(transfer, url, *by);
		/* Nobody is taken for a stranger because another was one. */
		if (code == CURLE_OK && order[i] != IK_BY_NONE)
			fetcher->known = i;
	}
	return code;
}

/* --- what the answer says --------------------------------------------------------------------- */

static bool fail_of(const struct transfer *transfer, CURLcode code, const char *url,
		    struct ik_error *err)
{
	long system = 0, tunnel = 0;

	curl_easy_getinfo(transfer->fetcher->curl, CURLINFO_OS_ERRNO, &system);
	curl_easy_getinfo(transfer->fetcher->curl, CURLINFO_HTTP_CONNECTCODE, &tunnel);
	ik_fail(err, IK_E_SOURCE_UNREACHED, url);
	if (tunnel >= 300)
		return ik_fetch_tell_proxy(tunnel, err);
	ik_fetch_tell_why(code, system, transfer->fetcher->said, err);
	return false;
}

static bool judge_get(const struct transfer *transfer, long status, const char *url,
		      struct ik_error *err)
{
	if (status != 200)
		return ik_fetch_fail_get(url, status, err);
	if (!transfer->large)
		return true;
	ik_fail(err, IK_E_CMS_LARGE);
	return ik_error_detail(err, "%s", url);
}

/* What was said besides does not matter, nor how much of it there was. */
static bool judge_put(long status, const char *url, struct ik_error *err)
{
	const bool passing = (status >= 500 && status != 501 && status != 507) || status == 408
			     || status == 429;

	if (status == 200 || status == 201 || status == 204)
		return true;
	if (!passing)
		return ik_fetch_fail_put(url, status, err);
	ik_fail(err, IK_E_SOURCE_UNREACHED, url);
	return ik_error_detail(err, "HTTP %ld", status);
}

/* A network that wants somebody to log in answers in place of everybody, and says 200, or 511. */
static bool judge_status(const struct transfer *transfer, long status, const char *url,
			 struct ik_error *err)
{
	char *type = NULL;

	curl_easy_getinfo(transfer->fetcher->curl, CURLINFO_CONTENT_TYPE, &type);
	if (status == 511 || (status == 200 && ik_fetch_is_page(type, &transfer->answer)))
		return ik_fetch_fail_page(transfer->start, url, type, err);
	return transfer->body != NULL ? judge_put(status, url, err)
				      : judge_get(transfer, status, url, err);
}

/* Where the answer sends us; NULL: nowhere.  Caller frees. */
static char *leads_to(const struct transfer *transfer, long status)
{
	char *url = NULL;

	if (status != 301 && status != 302 && status != 307 && status != 308
	    && (status != 303 || transfer->body != NULL))
		return NULL;
	curl_easy_getinfo(transfer->fetcher->curl, CURLINFO_REDIRECT_URL, &url);
	return ik_strdup(url);
}

/* Whether a server that was known BY that is a network's: nobody knows it, or an authority knows
 * its name, which was chosen by whoever answered http before. */
static bool may_be_network(const struct transfer *transfer, enum ik_carried_by by)
{
	return by == IK_BY_NONE
	       || ((by == IK_BY_CA || by == IK_BY_SYSTEM) && !is_known(transfer->weakest));
}

/* Whether to go on from URL, which was known BY that, to NEXT. */
static bool may_lead(const struct transfer *transfer, int hops, enum ik_carried_by by,
		     const char *url, const char *next, struct ik_error *err)
{
	/* Nobody is sent down by the server itself: this is a network with its page. */
	if (may_be_network(transfer, by) && !ik_fetch_url_is_https(next))
		return ik_fetch_fail_page(transfer->start, next, NULL, err);
	return hops < IK_FETCH_REDIRECTS_MAX ? ik_fetch_may_lead(url, next, err)
					     : ik_fetch_fail_lead(next, err);
}

static long status_of(const struct transfer *transfer)
{
	long status = 0;

	curl_easy_getinfo(transfer->fetcher->curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* Whether there is an answer, though it came with CODE: of one that is too large only the beginning
 * counts, and what a server says behind the line that it has taken a report nobody reads. */
static bool has_answered(const struct transfer *transfer, CURLcode code)
{
	const bool cut = code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;

	return code == CURLE_OK || transfer->large
	       || (cut && transfer->body != NULL && status_of(transfer) / 100 == 2);
}

static bool follow(struct transfer *transfer, struct ik_error *err)
{
	char *url = ik_strdup(transfer->start), *next = NULL;
	bool ok = true;

	for (int hops = 0; ok; hops++) {
		long status;
		enum ik_carried_by by;
		const CURLcode code = ask_as_known(transfer, url, &by);

		transfer->weakest = weaker(transfer->weakest, by);
		if (!has_answered(transfer, code)) {
			ok = fail_of(transfer, code, url, err);
			break;
		}
		status = status_of(transfer);
		next = leads_to(transfer, status);
		if (next == NULL) {
			ok = judge_status(transfer, status, url, err);
			break;
		}
		ok = may_lead(transfer, hops, by, url, next, err);
		free(url);
		url = next;
	}
	free(url);
	return ok;
}

static int64_t deadline_of(const ik_fetcher *fetcher, size_t max)
{
	const unsigned usual = WHOLE_SECONDS + (unsigned)(max / WHOLE_BYTES);

	return clock_now() + (int64_t)or_usual(fetcher->patience.whole, usual) * MILLISECONDS;
}

bool ik_fetch_get(ik_fetcher *fetcher, const char *url, size_t max, struct ik_buffer *out,
		  enum ik_carried_by *by, struct ik_error *err)
{
	struct transfer transfer = {.fetcher = fetcher,
				    .start = url,
				    .max = max,
				    .deadline = deadline_of(fetcher, max),
				    .weakest = IK_BY_PIN};
	const bool ok = follow(&transfer, err);

	*by = transfer.weakest;
	if (ok)
		ik_buffer_add(out, transfer.answer.data, transfer.answer.size);
	ik_buffer_free(&transfer.answer);
	return ok;
}

bool ik_fetch_put(ik_fetcher *fetcher, const char *url, ik_carry_body *body, void *context,
		  enum ik_carried_by *by, struct ik_error *err)
{
	struct transfer transfer = {.fetcher = fetcher,
				    .start = url,
				    .max = PUT_ANSWER_MAX,
				    .deadline = deadline_of(fetcher, PUT_ANSWER_MAX),
				    .weakest = IK_BY_PIN,
				    .body = body,
				    .context = context};
	const bool ok = follow(&transfer, err);

	*by = transfer.weakest;
	ik_buffer_free(&transfer.answer);
	return ok;
}
