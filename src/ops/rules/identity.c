/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity.c: names as typed become names as certificates have them. */
#include "config.h"

#include "ops/rules/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/rules/rules.h"

enum { ADDRESS_SIZE = 16 };

/* HOST is the form of NAME as a host name; NULL if it is none, and then it stands in the common
 * name alone. */
static void plan_names(struct ik_identity *identity, const struct ik_identity_wish *wish,
		       char *host, const struct ik_list *others)
{
	const char *dot = host ? strchr(host, '.') : NULL;

	if (wish->in_use && strcmp(wish->name, wish->in_use) == 0)
		identity->common_name = ik_strdup(wish->in_use);
	else if (strlen(host) <= IK_COMMON_NAME_MAX || !dot)
		identity->common_name = ik_strdup(host);
	else
		identity->common_name = ik_strndup(host, (size_t)(dot - host));
	identity->name = host ? host : ik_strdup(wish->name);
	if (host)
		ik_list_add(&identity->dns_names, host);
	for (size_t i = 0; i < others->n; i++)
		if (!ik_list_has(&identity->dns_names, others->items[i]))
			ik_list_add(&identity->dns_names, others->items[i]);
}

/* Clients accept a certificate for these names only. */
static bool has_names(const struct ik_identity *identity, struct ik_error *err)
{
	return identity->dns_names.n + identity->ip_addresses.n > 0
	       || ik_fail(err, IK_E_ALT_NONE, identity->name);
}

bool ik_identity_plan(const struct ik_identity_wish *wish, struct ik_identity *identity,
		      struct ik_error *err)
{
	struct ik_list others = {0};
	char *host = NULL;
	bool ok;

	*identity = (struct ik_identity){
		.organization = ik_strdup(wish->organization ? wish->organization : "")};
	ok = ik_rule_server_name(wish->name, wish->in_use, &host, err)
	     && ik_rule_alt_names(wish->alt_names ? wish->alt_names : "", &others,
				  &identity->ip_addresses, err)
	     && ik_rule_organization(identity->organization, err);
	if (ok) {
		plan_names(identity, wish, host, &others);
		ok = has_names(identity, err);
	} else {
		free(host);
	}
	if (!ok)
		ik_identity_free(identity);
	ik_list_free(&others);
	return ok;
}

void ik_identity_free(struct ik_identity *identity)
{
	free(identity->name);
	free(identity->common_name);
	free(identity->organization);
	ik_list_free(&identity->dns_names);
	ik_list_free(&identity->ip_addresses);
	*identity = (struct ik_identity){0};
}

size_t ik_identity_size(const struct ik_identity *identity)
{
	size_t size = strlen(identity->organization);

	for (size_t i = 0; i < identity->dns_names.n; i++)
		size += strlen(identity->dns_names.items[i]);
	return size + ADDRESS_SIZE * identity->ip_addresses.n;
}
