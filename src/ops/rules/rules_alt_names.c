/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_alt_names.c: what the list of other names and addresses is. */
#include "config.h"

#include "ops/rules/rules.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/rules/rules_inside.h"
#include "ops/rules/rules_names.h"

static const char blanks[] = "\t\n\r"; /* a pasted column is a list, too */
static const char separators[] = ", \t\n\r";

/* The shortest form of an IPv4 or IPv6 address.  An IPv4 address in IPv6 clothes is compared by
 * clients as what it is, and the address that stands for none belongs to no server. */
static bool address_form(const char *text, char form[INET6_ADDRSTRLEN])
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET6, text, &six) == 1) {
		if (IN6_IS_ADDR_UNSPECIFIED(&six))
			return false;
		if (!IN6_IS_ADDR_V4MAPPED(&six))
			return inet_ntop(AF_INET6, &six, form, INET6_ADDRSTRLEN) != NULL;
		memcpy(&four, six.s6_addr + 12, sizeof(four));
	} else if (inet_pton(AF_INET, text, &four) != 1) {
		return false;
	}
	return four.s_addr != INADDR_ANY
	       && inet_ntop(AF_INET, &four, form, INET6_ADDRSTRLEN) != NULL;
}

/* Of a name's errors, those whose sentence says enough without the name. */
static bool tells_enough(enum ik_error_id id)
{
	return id == IK_E_HOST_WILDCARD || id == IK_E_HOST_CHARACTER || id == IK_E_HOST_IDN
	       || id == IK_E_HOST_LONG || id == IK_E_HOST_LABEL_LONG || id == IK_E_HOST_LOOKALIKE;
}

static bool add_name(const char *item, struct ik_list *dns_names, struct ik_error *err)
{
	struct ik_error inner = {0};
	char *name = NULL;

	if (strchr(item, ':') || !ik_rule_narrowed_host(item, true, &name, &inner)) {
		if (!tells_enough(inner.id))
			return ik_fail(err, IK_E_ALT_BAD, item);
		ik_fail(err, inner.id, inner.arg[0]);
		return ik_error_detail(err, "%s", item);
	}
	if (ik_list_has(dns_names, name))
		free(name);
	else
		ik_list_take(dns_names, name);
	return true;
}

static bool add_item(const char *item, struct ik_list *dns_names, struct ik_list *ip_addresses,
		     struct ik_error *err)
{
	char address[INET6_ADDRSTRLEN];

	if (!address_form(item, address))
		return add_name(item, dns_names, err);
	if (!ik_list_has(ip_addresses, address))
		ik_list_add(ip_addresses, address);
	return true;
}

static bool add_items(char *text, struct ik_list *dns_names, struct ik_list *ip_addresses,
		      struct ik_error *err)
{
	char *item;

	while ((item = strsep(&text, separators))) {
		if (*item && !add_item(item, dns_names, ip_addresses, err))
			return false;
		if (dns_names->n + ip_addresses->n > IK_ALT_NAMES_MAX) {
			char *most = ik_format("%d", IK_ALT_NAMES_MAX);

			ik_fail(err, IK_E_ALT_MANY, most);
			free(most);
			return false;
		}
	}
	return true;
}

bool ik_rule_alt_names(const char *text, struct ik_list *dns_names, struct ik_list *ip_addresses,
		       struct ik_error *err)
{
	struct ik_list names = {0}, addresses = {0};
	char *narrowed = NULL;
	bool ok;

	if (dns_names)
		ik_list_free(dns_names);
	if (ip_addresses)
		ik_list_free(ip_addresses);
	if (!ik_rule_text(text, blanks, err))
		return false;
	narrowed = ik_rule_tidy_names(text);
	ok = add_items(narrowed, &names, &addresses, err);
	free(narrowed);
	if (ok && dns_names)
		ik_list_copy(dns_names, &names);
	if (ok && ip_addresses)
		ik_list_copy(ip_addresses, &addresses);
	ik_list_free(&names);
	ik_list_free(&addresses);
	return ok;
}
