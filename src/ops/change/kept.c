/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept.c: what a new certificate takes over from the one in use. */
#include "config.h"

#include "ops/change/kept.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/text.h"
#include "ops/rules/identity.h"
#include "ops/rules/rules.h"

/* --- names ------------------------------------------------------------------------------------ */

bool ik_names_have(const struct ik_list *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcasecmp(names->items[i], name) == 0)
			return true;
	return false;
}

const char *ik_kept_common_name(const struct ik_facts *facts)
{
	const char *name = facts ? facts->common_name : NULL;

	/* Escapes are for showing; in a certificate they would be its text. */
	if (!name || !*name || facts->common_name_escaped
	    || ik_text_characters(name) > IK_COMMON_NAME_MAX)
		return NULL;
	return name;
}

/* NAME by the rule of names; NULL if it breaks it. */
static char *as_host_name(const char *name)
{
	char *form = NULL;

	return name && ik_rule_host_name(name, &form, NULL) ? form : NULL;
}

static bool is_alt_name(const char *name)
{
	struct ik_list dns = {0}, ip = {0};
	bool is = ik_rule_alt_names(name, &dns, &ip, NULL) && dns.n + ip.n == 1;

	ik_list_free(&dns);
	ik_list_free(&ip);
	return is;
}

/* The first name in DNS that may be a server's; NULL if there is none. */
static char *first_host_name(const struct ik_list *dns)
{
	char *name = NULL;

	for (size_t i = 0; i < dns->n && !name; i++)
		name = as_host_name(dns->items[i]);
	return name;
}

/* Whether COMMON stands for NAME, which is too long for a common name. */
static bool is_short_for(const char *common, const char *name)
{
	size_t n = strlen(common);

	return strlen(name) > IK_COMMON_NAME_MAX && strncmp(name, common, n) == 0 && name[n] == '.';
}

static char *keep_name(const struct ik_facts *facts, const char *host)
{
	const char *common = ik_kept_common_name(facts);
	char *first = first_host_name(&facts->dns_names);
	char *name;

	if (common && first && is_short_for(common, first)
	    && !ik_names_have(&facts->dns_names, common))
		name = ik_strdup(first);
	else
		name = ik_strdup(common ? common : first ? first : host);
	free(first);
	return name;
}

/* Those of NAMES that may stand among the other names. */
static void add_others(const struct ik_list *names, const char *name, struct ik_list *others)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcasecmp(names->items[i], name) != 0
		    && !ik_names_have(others, names->items[i]) && is_alt_name(names->items[i]))
			ik_list_add(others, names->items[i]);
}

/* Clients look at these names only, so one has to be there: the common name if it can be one, else
 * that of this server. */
static void add_one(const char *name, const char *host, struct ik_list *others)
{
	if (is_alt_name(name))
		ik_list_add(others, name);
	else if (*host)
		ik_list_add(others, host);
}

static char *keep_alt_names(const struct ik_facts *facts, const char *name, const char *host)
{
	char *form = as_host_name(name);
	struct ik_list others = {0};
	char *text;

	add_others(&facts->dns_names, form ? form : "", &others);
	add_others(&facts->ip_addresses, form ? form : "", &others);
	if (!form && others.n == 0)
		add_one(name, host, &others);
	text = ik_list_join(&others, ", ");
	ik_list_free(&others);
	free(form);
	return text;
}

/* --- the rest --------------------------------------------------------------------------------- */

static char *keep_organization(const struct ik_facts *facts)
{
	const char *organization = facts->organization_escaped ? NULL : facts->organization;

	return ik_strdup(organization && ik_rule_organization(organization, NULL) ? organization
										  : "");
}

static void keep_days(const struct ik_facts *facts, struct ik_kept *kept)
{
	int64_t days = (facts->not_after - facts->not_before) / IK_SECONDS_A_DAY - 1;

	kept->days_cut = days > IK_DAYS_MAX;
	kept->days = days < 1 ? 1 : kept->days_cut ? IK_DAYS_MAX : (int)days;
}

bool ik_kept_days_cut(const struct ik_facts *facts, int days)
{
	struct ik_kept kept = {0};

	if (facts)
		keep_days(facts, &kept);
	return kept.days_cut && days == kept.days;
}

const char *ik_kept_key_type(const struct ik_facts *facts)
{
	enum ik_key_type offered;
	const char *type = facts ? facts->key_type : NULL;

	return type && ik_key_type_is_kept(type) && !ik_key_type_find(type, &offered) ? type : NULL;
}

static const char *keep_key_type(const struct ik_facts *facts)
{
	const char *type = facts->key_type ? facts->key_type : "";
	unsigned bits = ik_key_type_rsa_bits(type);

	if (ik_key_type_is_kept(type))
		return type;
	if (bits == 0)
		return ik_key_type_id(IK_KEY_ECDSA_P256);
	return ik_key_type_id(bits < 3072 ? IK_KEY_RSA_3072 : IK_KEY_RSA_4096);
}

void ik_kept_find(const struct ik_facts *facts, const char *host, struct ik_kept *kept)
{
	*kept = (struct ik_kept){.name = keep_name(facts, host)};
	kept->alt_names = keep_alt_names(facts, kept->name, host);
	kept->organization = keep_organization(facts);
	kept->key_type = ik_strdup(keep_key_type(facts));
	keep_days(facts, kept);
}

void ik_kept_free(struct ik_kept *kept)
{
	free(kept->name);
	free(kept->alt_names);
	free(kept->organization);
	free(kept->key_type);
	*kept = (struct ik_kept){0};
}
