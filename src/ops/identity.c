/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity.c: names as typed become names as certificates have them. */
#include "config.h"

#include "ops/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/rules.h"

enum { COMMON_NAME_MAX = 64 };

static void plan_names(struct ik_identity *identity, const struct ik_list *others)
{
	const char *dot = strchr(identity->name, '.');

	if (strlen(identity->name) <= COMMON_NAME_MAX || !dot)
		identity->common_name = ik_strdup(identity->name);
	else
		identity->common_name = ik_strndup(identity->name, (size_t)(dot - identity->name));
	ik_list_add(&identity->dns_names, identity->name);
	for (size_t i = 0; i < others->n; i++)
		if (!ik_list_has(&identity->dns_names, others->items[i]))
			ik_list_add(&identity->dns_names, others->items[i]);
}

bool ik_identity_plan(const char *name, const char *alt_names, const char *organization, struct ik_identity *identity,
		      struct ik_error *err)
{
	struct ik_list others = {0};
	bool ok;

	*identity = (struct ik_identity){.organization = ik_strdup(organization ? organization : "")};
	ok = ik_rule_host_name(name, &identity->name, err) &&
	     ik_rule_alt_names(alt_names ? alt_names : "", &others, &identity->ip_addresses, err) &&
	     ik_rule_organization(identity->organization, err);
	if (ok)
		plan_names(identity, &others);
	else
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
