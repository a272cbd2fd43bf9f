/* SPDX-License-Identifier: GPL-3.0-or-later */
/* host.c: what this server is called, from files that it has. */
#include "config.h"

#include "ops/status/host.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "files/read.h"
#include "ops/rules/rules.h"

/* Lists of blocked names make an /etc/hosts of megabytes; a default in a field is not worth reading
 * those. */
enum { FILE_MAX_BYTES = 64 * 1024 };

/* The file's text; empty if there is none, or too much. */
static struct ik_buffer text_of(const char *path)
{
	struct ik_buffer text = {0};

	ik_read_file(AT_FDCWD, path, false, FILE_MAX_BYTES, path, &text, NULL);
	return text;
}

/* The next line of *TEXT, cut into words, without what stands behind a "#"; false at the end. */
static bool next_line(const char **text, struct ik_list *fields)
{
	static const char blanks[] = " \t\r";
	size_t size = strcspn(*text, "\n");
	char *line, *rest, *word;

	ik_list_free(fields);
	if (!**text)
		return false;
	line = ik_strndup(*text, size);
	*text += size + ((*text)[size] == '\n');
	line[strcspn(line, "#;")] = '\0';
	rest = line;
	while ((word = strsep(&rest, blanks)))
		if (*word)
			ik_list_add(fields, word);
	free(line);
	return true;
}

static bool is_short_of(const char *node, const char *name)
{
	size_t size = strlen(node);

	return !strncasecmp(name, node, size) && name[size] == '.';
}

/* The full name that stands beside NODE in a line of HOSTS; NULL for none.  Caller frees. */
static char *from_hosts(const char *node, const char *hosts)
{
	struct ik_list fields = {0};
	char *found = NULL;

	while (!found && next_line(&hosts, &fields))
		for (size_t i = 1; i < fields.n && !found; i++)
			if (is_short_of(node, fields.items[i]))
				found = ik_strdup(fields.items[i]);
	ik_list_free(&fields);
	return found;
}

/* NODE with the last domain that RESOLV sets, which is the one in force; NULL for none.  Caller
 * frees. */
static char *from_resolv(const char *node, const char *resolv)
{
	struct ik_list fields = {0};
	char *found = NULL;

	while (next_line(&resolv, &fields)) {
		if (fields.n < 2
		    || (strcmp(fields.items[0], "domain") != 0
			&& strcmp(fields.items[0], "search") != 0))
			continue;
		free(found);
		found = ik_format("%s.%s", node, fields.items[1]);
	}
	ik_list_free(&fields);
	return found;
}

/* NAME by the rule of names, and freed; NULL if it breaks it. */
static char *allowed(char *name)
{
	char *form = NULL;

	if (name)
		ik_rule_host_name(name, &form, NULL);
	free(name);
	return form;
}

char *ik_host_full_name(const char *node, const char *hosts, const char *resolv)
{
	char *name = NULL;

	if (!strchr(node, '.')) {
		name = allowed(from_hosts(node, hosts));
		if (!name)
			name = allowed(from_resolv(node, resolv));
	}
	if (!name)
		name = allowed(ik_strdup(node));
	return name ? name : ik_strdup("");
}

static void add_address(struct ik_list *addresses, const char *text)
{
	if (addresses->n < IK_HOST_ADDRESSES_MAX && !ik_list_has(addresses, text))
		ik_list_add(addresses, text);
}

static bool hex_address(const char *hex, struct in6_addr *address)
{
	if (strlen(hex) != 32)
		return false;
	for (size_t i = 0; i < 16; i++)
		if (sscanf(hex + 2 * i, "%2hhx", &address->s6_addr[i]) != 1)
			return false;
	return true;
}

void ik_host_ipv6(const char *table, struct ik_list *addresses)
{
	/* Temporary, its check failed, deprecated, its check not finished: as in linux/if_addr.h.
	 */
	const unsigned long passing = 0x01 | 0x08 | 0x20 | 0x40;
	struct ik_list fields = {0};
	struct in6_addr address;
	char text[INET6_ADDRSTRLEN];

	/* Address, interface, prefix, scope (0 is global), flags, name. */
	while (next_line(&table, &fields)) {
		if (fields.n < 6 || strtoul(fields.items[3], NULL, 16) != 0
		    || (strtoul(fields.items[4], NULL, 16) & passing)
		    || !hex_address(fields.items[0], &address))
			continue;
		if (inet_ntop(AF_INET6, &address, text, sizeof(text)))
			add_address(addresses, text);
	}
	ik_list_free(&fields);
}

static bool is_own_ipv4(const struct ifaddrs *entry)
{
	if (!entry->ifa_addr || entry->ifa_addr->sa_family != AF_INET)
		return false;
	return (entry->ifa_flags & IFF_UP) && !(entry->ifa_flags & IFF_LOOPBACK);
}

static void add_ipv4(struct ik_list *addresses)
{
	struct ifaddrs *all = NULL;
	char text[INET_ADDRSTRLEN];

	if (getifaddrs(&all) != 0)
		return;
	for (const struct ifaddrs *entry = all; entry; entry = entry->ifa_next) {
		struct sockaddr_in address;

		if (!is_own_ipv4(entry))
			continue;
		memcpy(&address, entry->ifa_addr, sizeof(address));
		/* 169.254/16 is what a server has that got no address. */
		if ((ntohl(address.sin_addr.s_addr) >> 16) != 0xA9FE
		    && inet_ntop(AF_INET, &address.sin_addr, text, sizeof(text)))
			add_address(addresses, text);
	}
	freeifaddrs(all);
}

static void add_names(const char *host, struct ik_list *names)
{
	char *first = ik_strndup(host, strcspn(host, "."));

	if (*host)
		ik_list_add(names, host);
	first = allowed(first);
	if (first && strcmp(first, host) != 0)
		ik_list_add(names, first);
	free(first);
}

char *ik_host_look(struct ik_list *names)
{
	struct ik_buffer hosts = text_of("/etc/hosts");
	struct ik_buffer resolv = text_of("/etc/resolv.conf");
	struct ik_buffer table = text_of("/proc/net/if_inet6");
	struct ik_list addresses = {0};
	char node[HOST_NAME_MAX + 1] = "";
	char *host;

	gethostname(node, sizeof(node) - 1);
	host = ik_host_full_name(node, ik_buffer_string(&hosts), ik_buffer_string(&resolv));
	add_names(host, names);
	add_ipv4(&addresses);
	ik_host_ipv6(ik_buffer_string(&table), &addresses);
	for (size_t i = 0; i < addresses.n; i++)
		ik_list_add(names, addresses.items[i]);
	ik_list_free(&addresses);
	ik_buffer_free(&hosts);
	ik_buffer_free(&resolv);
	ik_buffer_free(&table);
	return host;
}

bool ik_host_is_among(const struct ik_list *names, const char *host)
{
	const char *rest = strchr(host, '.');

	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->items[i];

		if (strcasecmp(name, host) == 0
		    || (strncmp(name, "*.", 2) == 0 && rest && !strcasecmp(name + 1, rest)))
			return true;
	}
	return false;
}

bool ik_host_clock_is_free(void)
{
	struct timex query = {.modes = 0};

	return adjtimex(&query) >= 0 && (query.status & STA_UNSYNC);
}
