/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_identity.c: whose certificate it is.  Filled from the one in use, so that a renewal at 3 a.m. loses no name. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/list.h"
#include "ops/rules.h"
#include "wizard/parts.h"

enum { DAY = 24 * 60 * 60, DEFAULT_DAYS = 730, APPLE_DAYS = 824 };

const char *ik_identity_title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Who is this certificate for?");
}

static bool has_facts(const struct ik_wizard *wizard)
{
	return wizard->situation.facts.sha256 != NULL;
}

static char *as_host_name(const char *text)
{
	char *name = NULL;

	return text && ik_rule_host_name(text, &name, NULL) ? name : NULL;
}

/* Whether SHORT_NAME is the first part of NAME: the common name of a name that is too long for one. */
static bool is_short_form(const char *short_name, const char *name)
{
	size_t n = strlen(short_name);

	return strncmp(name, short_name, n) == 0 && name[n] == '.';
}

/* The name of the certificate in use: its common name where that is one of its names, else the first that may be one. */
static char *name_in_use(const struct ik_facts *facts)
{
	char *common = as_host_name(facts->common_name);
	char *first = NULL;

	for (size_t i = 0; i < facts->dns_names.n && !first; i++)
		first = as_host_name(facts->dns_names.items[i]);
	if (first && (!common || is_short_form(common, first) || !ik_list_has(&facts->dns_names, common))) {
		free(common);
		return first;
	}
	free(first);
	return common;
}

char *ik_identity_fill_name(const struct ik_wizard *wizard)
{
	char *name = has_facts(wizard) ? name_in_use(&wizard->situation.facts) : NULL;

	return name ? name : ik_strdup(wizard->situation.host ? wizard->situation.host : "");
}

/* Adds those of NAMES that are not NAME and that the rule allows. */
static void add_others(struct ik_list *others, const struct ik_list *names, const char *name)
{
	struct ik_list dns = {0};
	struct ik_list ip = {0};

	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) != 0 && !ik_list_has(others, names->items[i]) &&
		    ik_rule_alt_names(names->items[i], &dns, &ip, NULL))
			ik_list_add(others, names->items[i]);
	ik_list_free(&dns);
	ik_list_free(&ip);
}

char *ik_identity_fill_alt_names(const struct ik_wizard *wizard)
{
	char *name = ik_identity_fill_name(wizard);
	struct ik_list others = {0};

	if (has_facts(wizard)) {
		add_others(&others, &wizard->situation.facts.dns_names, name);
		add_others(&others, &wizard->situation.facts.ip_addresses, name);
	} else {
		add_others(&others, &wizard->situation.host_names, name);
	}
	char *text = ik_list_join(&others, ", ");

	ik_list_free(&others);
	free(name);
	return text;
}

char *ik_identity_fill_organization(const struct ik_wizard *wizard)
{
	const struct ik_facts *facts = &wizard->situation.facts;
	/* Escapes are for showing; in a certificate they would be its text. */
	const char *organization = facts->organization_escaped ? NULL : facts->organization;

	return ik_strdup(organization && ik_rule_organization(organization, NULL) ? organization : "");
}

char *ik_identity_fill_days(const struct ik_wizard *wizard)
{
	(void)wizard;
	return ik_format("%d", DEFAULT_DAYS);
}

char *ik_identity_fill_key_type(const struct ik_wizard *wizard)
{
	const char *type = wizard->situation.facts.key_type;
	enum ik_key_type found;

	return ik_strdup(type && ik_rule_key_type(type, &found, NULL) ? type : "ecdsa-p256");
}

bool ik_identity_check_name(struct ik_wizard *wizard, struct ik_error *err)
{
	char *name = NULL;
	bool ok = ik_rule_host_name(ik_answer(wizard->answers, "name"), &name, err);

	free(name);
	return ok;
}

bool ik_identity_check_alt_names(struct ik_wizard *wizard, struct ik_error *err)
{
	struct ik_list dns = {0};
	struct ik_list ip = {0};
	bool ok = ik_rule_alt_names(ik_answer(wizard->answers, "alt_names"), &dns, &ip, err);

	ik_list_free(&dns);
	ik_list_free(&ip);
	return ok;
}

bool ik_identity_check_organization(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_organization(ik_answer(wizard->answers, "organization"), err);
}

static int64_t end_of(const struct ik_wizard *wizard, int days)
{
	return wizard->clock() + (int64_t)days * DAY;
}

bool ik_identity_check_days(struct ik_wizard *wizard, struct ik_error *err)
{
	int days;

	return ik_rule_days(ik_answer(wizard->answers, "days"), &days, err);
}

char *ik_identity_remark_name(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, "name");
	char *name = NULL;
	char *remark = NULL;

	if (!ik_rule_host_name(typed, &name, NULL))
		return NULL;
	if (strncmp(name, "xn--", 4) == 0 || strstr(name, ".xn--")) {
		if (strcmp(name, typed) != 0)
			remark = ik_format(_("Written as %s"), name);
	} else if (ik_rule_is_narrowed(typed)) {
		remark = ik_strdup(_("Changed to half-width characters."));
	}
	free(name);
	return remark;
}

/* The first of DNS that is written differently from how it was typed. */
static const char *first_mapped(const char *typed, const struct ik_list *dns)
{
	for (size_t i = 0; i < dns->n; i++)
		if (strstr(dns->items[i], "xn--") && !strstr(typed, dns->items[i]))
			return dns->items[i];
	return NULL;
}

char *ik_identity_remark_alt_names(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, "alt_names");
	struct ik_list dns = {0};
	struct ik_list ip = {0};
	char *remark = NULL;

	if (ik_rule_alt_names(typed, &dns, &ip, NULL)) {
		const char *mapped = first_mapped(typed, &dns);

		if (mapped)
			remark = ik_format(_("Written as %s"), mapped);
		else if (ik_rule_is_narrowed(typed))
			remark = ik_strdup(_("Changed to half-width characters."));
	}
	ik_list_free(&dns);
	ik_list_free(&ip);
	return remark;
}

char *ik_identity_remark_days(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, "days");
	int days;

	if (!ik_rule_days(typed, &days, NULL))
		return NULL;
	if (days > APPLE_DAYS)
		return ik_strdup(_("Clients from Apple refuse more than 824 days."));
	return ik_rule_is_narrowed(typed) ? ik_strdup(_("Changed to half-width characters.")) : NULL;
}

char *ik_identity_suffix_days(struct ik_wizard *wizard)
{
	int days;

	if (!ik_rule_days(ik_answer(wizard->answers, "days"), &days, NULL))
		return ik_strdup(_("days"));
	char *until = ik_date_day(end_of(wizard, days));
	char *suffix = ik_format(ngettext("day, until %s", "days, until %s", (unsigned long)days), until);

	free(until);
	return suffix;
}

/* A request goes where its operator finds it again: home, named like the server. */
char *ik_identity_fill_request_file(const struct ik_wizard *wizard)
{
	const char *answered = ik_answer(wizard->answers, "name");
	char *name = *answered ? ik_strdup(answered) : ik_identity_fill_name(wizard);
	const char *home = getenv("HOME");
	char *path = ik_format("%s/%s.csr", home && *home == '/' ? home : "", *name ? name : "server");

	for (int i = 2; i < 100 && access(path, F_OK) == 0; i++) {
		free(path);
		path = ik_format("%s/%s-%d.csr", home && *home == '/' ? home : "", *name ? name : "server", i);
	}
	free(name);
	return path;
}

bool ik_identity_check_request_file(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_backup_file(ik_answer(wizard->answers, "request_file"), wizard->store, NULL, NULL, err);
}
