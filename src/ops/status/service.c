/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service.c: where services are, as it is written on a command line and in the store's list. */
#include "config.h"

#include "ops/status/service.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ops/rules/rules.h"
#include "ops/rules/rules_names.h"

enum { PORT_MAX = 65535 };

/* --- HOST:PORT -------------------------------------------------------------------------------- */

static const char usable[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

/* An IPv6 address may say by which interface it is reached: fe80::1%eth0. */
static bool is_ipv6(const char *host)
{
	const char *zone = strchr(host, '%');
	char *address = ik_strndup(host, strcspn(host, "%"));
	struct in6_addr six;
	const bool is = inet_pton(AF_INET6, address, &six) == 1
			&& (!zone || (zone[1] && zone[1 + strspn(zone + 1, usable)] == '\0'));

	free(address);
	return is;
}

static bool is_ipv4(const char *host)
{
	struct in_addr four;

	return inet_pton(AF_INET, host, &four) == 1;
}

/* A name that no certificate could have may be one that this server knows all the same.  A dot at
 * its end, as name servers write it, is none of its name. */
static char *name_of(const char *text)
{
	const size_t size = strlen(text);
	char *host = ik_strndup(text, size > 1 && text[size - 1] == '.' ? size - 1 : size);
	char *name = NULL;

	if (!ik_rule_narrowed_host(host, false, &name, NULL) && *host
	    && host[strspn(host, usable)] == '\0' && *host != '.' && *host != '-')
		name = ik_strdup(host);
	free(host);
	return name;
}

/* Takes "[::1]", "192.0.2.1" or a name apart. */
static bool take_host(const char *text, struct ik_service *service)
{
	const size_t size = strlen(text);
	const bool bracketed = size > 2 && text[0] == '[' && text[size - 1] == ']';
	char *inside = bracketed ? ik_strndup(text + 1, size - 2) : ik_strdup(text);

	service->is_address = bracketed ? is_ipv6(inside) : is_ipv4(inside);
	service->host = service->is_address ? ik_strdup(inside)
			: bracketed         ? NULL
					    : name_of(inside);
	free(inside);
	return service->host != NULL;
}

static bool take(const char *text, struct ik_service *service)
{
	const char *colon = strrchr(text, ':');
	char *host = colon ? ik_strndup(text, (size_t)(colon - text)) : NULL;
	unsigned port = 0;
	bool ok = host && ik_rule_number(colon + 1, PORT_MAX, &port) && port > 0
		  && take_host(host, service);

	free(host);
	if (!ok)
		return false;
	service->port = ik_format("%u", port);
	service->name = ik_format(strchr(service->host, ':') ? "[%s]:%u" : "%s:%u", service->host,
				  port);
	return true;
}

static void free_one(struct ik_service *service)
{
	free(service->name);
	free(service->host);
	free(service->port);
	free(service->sni);
	free(service->hook);
}

bool ik_service_add(struct ik_services *services, const char *text, struct ik_error *err)
{
	struct ik_service service = {0};
	char *narrowed = NULL;
	bool ok;

	if (services->n >= IK_SERVICES_MAX)
		return ik_fail_number(err, IK_E_SERVICE_MANY, IK_SERVICES_MAX);
	ik_text_narrow(text, &narrowed);
	ok = take(narrowed, &service);
	free(narrowed);
	if (!ok) {
		free_one(&service);
		return ik_fail(err, IK_E_SERVICE_FORM, text);
	}
	services->items = ik_realloc(services->items, (services->n + 1) * sizeof(*services->items));
	services->items[services->n++] = service;
	return true;
}

void ik_services_free(struct ik_services *services)
{
	for (size_t i = 0; i < services->n; i++)
		free_one(&services->items[i]);
	free(services->items);
	*services = (struct ik_services){0};
}

/* --- how it is asked -------------------------------------------------------------------------- */

static char *all_ways(void)
{
	struct ik_list names = {0};
	char *joined;

	for (int i = IK_STARTTLS_NONE + 1; i < IK_STARTTLS_COUNT; i++)
		ik_list_add(&names, ik_starttls_name((enum ik_starttls)i));
	joined = ik_list_join(&names, ", ");
	ik_list_free(&names);
	return joined;
}

static bool refuse_starttls(const char *name, struct ik_error *err)
{
	char *ways = all_ways();

	ik_fail(err, IK_E_SERVICE_STARTTLS_UNKNOWN, name, ways);
	free(ways);
	return false;
}

bool ik_service_how(struct ik_services *services, const char *starttls, const char *sni,
		    struct ik_error *err)
{
	struct ik_service *service = &services->items[services->n - 1];
	char *name = NULL;

	if (starttls && !ik_starttls_find(starttls, &service->starttls))
		return refuse_starttls(starttls, err);
	if (!sni)
		return true;
	if (!ik_rule_host_name(sni, &name, err))
		return ik_error_detail(err, "%s", sni);
	free(service->sni);
	service->sni = name;
	return true;
}

/* --- the store's list ------------------------------------------------------------------------- */

/* One word behind HOST:PORT. */
static bool take_word(struct ik_services *services, const char *word, struct ik_error *err)
{
	struct ik_service *service = &services->items[services->n - 1];
	const char *value = strchr(word, '=');

	if (strncmp(word, "starttls=", strlen("starttls=")) == 0)
		return ik_service_how(services, value + 1, NULL, err);
	if (strncmp(word, "sni=", strlen("sni=")) == 0)
		return ik_service_how(services, NULL, value + 1, err);
	if (strncmp(word, "hook=", strlen("hook=")) != 0)
		return ik_fail(err, IK_E_SERVICE_OPTION, word, "starttls=, sni=, hook=");
	free(service->hook);
	service->hook = ik_text_visible(value + 1, strlen(value + 1));
	return true;
}

static bool take_line(struct ik_services *services, char *line, struct ik_error *err)
{
	static const char blanks[] = " \t\r";
	char *rest = NULL;
	const char *word = strtok_r(line, blanks, &rest);

	if (!word || *word == '#')
		return true;
	if (!ik_service_add(services, word, err))
		return false;
	while ((word = strtok_r(NULL, blanks, &rest)) != NULL && *word != '#')
		if (!take_word(services, word, err))
			return false;
	return true;
}

static bool fail_line(unsigned number, const char *line, const struct ik_error *inner,
		      struct ik_error *err)
{
	char *where = ik_format("%u", number);
	char *why = ik_error_sentence(inner);

	ik_fail(err, IK_E_SERVICES_LINE, where, line);
	ik_error_detail(err, "%s", why);
	free(why);
	free(where);
	return false;
}

static bool take_lines(const char *text, struct ik_services *services, struct ik_error *err)
{
	bool ok = true;

	for (unsigned number = 1; ok && *text; number++) {
		const size_t size = strcspn(text, "\n");
		struct ik_error inner = {0};
		char *line = ik_strndup(text, size), *words = ik_strdup(line);

		ok = take_line(services, words, &inner) || fail_line(number, line, &inner, err);
		free(words);
		free(line);
		text += size + (text[size] == '\n');
	}
	return ok;
}

static bool is_text(const struct ik_buffer *bytes)
{
	return strlen(ik_buffer_string(bytes)) == bytes->size
	       && ik_text_is_utf8(bytes->data, bytes->size);
}

/* Windows' editors begin a file with it. */
static const char *behind_mark(const char *text)
{
	static const char mark[] = "\xef\xbb\xbf";

	return strncmp(text, mark, strlen(mark)) == 0 ? text + strlen(mark) : text;
}

bool ik_services_listed(const ik_store *store, struct ik_services *services, struct ik_error *err)
{
	struct ik_error inner = {0};
	struct ik_buffer text = {0};
	bool ok = ik_store_get(store, "services", &text, &inner);

	if (ok && !is_text(&text))
		ok = ik_fail(err, IK_E_SERVICES_TEXT);
	else if (ok)
		ok = take_lines(behind_mark(ik_buffer_string(&text)), services, err);
	else
		ok = inner.id == IK_E_FILE_NONE || ik_pass(err, &inner);
	ik_buffer_free(&text);
	return ok;
}
