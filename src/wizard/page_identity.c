/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_identity.c: whose certificate it is.  Filled from the one in use, so that a renewal at 3 a.m. loses no name. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/list.h"
#include "ops/change/kept.h"
#include "ops/rules/rules.h"
#include "wizard/parts.h"

enum { DAY = 24 * 60 * 60, APPLE_DAYS = 824, RSA_ADVISED = 3072 };

const char *ik_identity_title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Who is this certificate for?");
}

static const struct ik_facts *in_use(const struct ik_wizard *wizard)
{
	return wizard->situation.facts.sha256 ? &wizard->situation.facts : NULL;
}

/* What the fields begin with: all of the certificate in use, or what this server is called. */
static void find_kept(const struct ik_wizard *wizard, struct ik_kept *kept)
{
	const char *host = wizard->situation.host ? wizard->situation.host : "";

	if (in_use(wizard)) {
		ik_kept_find(in_use(wizard), host, kept);
		return;
	}
	struct ik_list others = {0};

	for (size_t i = 0; i < wizard->situation.host_names.n; i++)
		if (strcmp(wizard->situation.host_names.items[i], host) != 0)
			ik_list_add(&others, wizard->situation.host_names.items[i]);
	*kept = (struct ik_kept){
		.name = ik_strdup(host),
		.alt_names = ik_list_join(&others, ", "),
		.organization = ik_strdup(""),
		.days = IK_DEFAULT_DAYS,
		.key_type = ik_strdup(ik_key_type_id(IK_KEY_ECDSA_P256)),
	};
	ik_list_free(&others);
}

/* The string at OFFSET of what is kept. */
static char *kept_text(const struct ik_wizard *wizard, size_t offset)
{
	struct ik_kept kept;

	find_kept(wizard, &kept);
	char *text = ik_strdup(*(char **)((char *)&kept + offset));

	ik_kept_free(&kept);
	return text;
}

char *ik_identity_fill_name(const struct ik_wizard *wizard)
{
	return kept_text(wizard, offsetof(struct ik_kept, name));
}

char *ik_identity_fill_alt_names(const struct ik_wizard *wizard)
{
	return kept_text(wizard, offsetof(struct ik_kept, alt_names));
}

char *ik_identity_fill_organization(const struct ik_wizard *wizard)
{
	return kept_text(wizard, offsetof(struct ik_kept, organization));
}

char *ik_identity_fill_key_type(const struct ik_wizard *wizard)
{
	return kept_text(wizard, offsetof(struct ik_kept, key_type));
}

char *ik_identity_fill_days(const struct ik_wizard *wizard)
{
	struct ik_kept kept;

	find_kept(wizard, &kept);
	char *days = ik_format("%d", kept.days);

	ik_kept_free(&kept);
	return days;
}

bool ik_identity_check_name(struct ik_wizard *wizard, struct ik_error *err)
{
	char *name = NULL;
	bool ok = ik_rule_server_name(ik_answer(wizard->answers, IK_F_NAME), ik_kept_common_name(in_use(wizard)), &name,
				      err);

	free(name);
	return ok;
}

bool ik_identity_check_alt_names(struct ik_wizard *wizard, struct ik_error *err)
{
	struct ik_list dns = {0};
	struct ik_list ip = {0};
	bool ok = ik_rule_alt_names(ik_answer(wizard->answers, IK_F_ALT_NAMES), &dns, &ip, err);

	ik_list_free(&dns);
	ik_list_free(&ip);
	return ok;
}

bool ik_identity_check_organization(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_organization(ik_answer(wizard->answers, IK_F_ORGANIZATION), err);
}

static int64_t end_of(const struct ik_wizard *wizard, int days)
{
	return wizard->clock() + (int64_t)days * DAY;
}

bool ik_identity_check_days(struct ik_wizard *wizard, struct ik_error *err)
{
	int days;

	return ik_rule_days(ik_answer(wizard->answers, IK_F_DAYS), &days, err);
}

char *ik_identity_remark_name(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, IK_F_NAME);
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
	const char *typed = ik_answer(wizard->answers, IK_F_ALT_NAMES);
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
	const char *typed = ik_answer(wizard->answers, IK_F_DAYS);
	int days;

	if (!ik_rule_days(typed, &days, NULL))
		return NULL;
	if (ik_kept_days_cut(in_use(wizard), days))
		return ik_strdup(_("The one in use is valid for longer; this is the most."));
	if (days > APPLE_DAYS)
		return ik_strdup(_("Clients from Apple refuse more than 824 days."));
	return ik_rule_is_narrowed(typed) ? ik_strdup(_("Changed to half-width characters.")) : NULL;
}

char *ik_identity_suffix_days(struct ik_wizard *wizard)
{
	int days;

	if (!ik_rule_days(ik_answer(wizard->answers, IK_F_DAYS), &days, NULL))
		return ik_strdup(_("days"));
	char *until = ik_date_day(end_of(wizard, days));
	char *suffix = ik_format(ngettext("day, until %s", "days, until %s", (unsigned long)days), until);

	free(until);
	return suffix;
}

void ik_identity_list_key_types(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	const char *kept = ik_kept_key_type(in_use(wizard));

	for (int i = 0; i < IK_KEY_TYPE_COUNT; i++) {
		const char *id = ik_key_type_id((enum ik_key_type)i);

		ik_choices_add(choices, ik_strdup(id), ik_strdup(ik_key_type_name(id)), NULL);
	}
	if (kept)
		ik_choices_add(choices, ik_strdup(kept), ik_format(_("%s (as now)"), ik_key_type_name(kept)), NULL);
}

bool ik_identity_check_key_type(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_key_type(ik_answer(wizard->answers, IK_F_KEY_TYPE), ik_kept_key_type(in_use(wizard)), err);
}

static char *remark_key(const char *type)
{
	unsigned bits = ik_key_type_rsa_bits(type);

	return bits > 0 && bits < RSA_ADVISED ? ik_strdup(_("RSA keys of 3072 bits and more are advised today.")) : NULL;
}

char *ik_identity_remark_key_type(struct ik_wizard *wizard)
{
	return remark_key(ik_answer(wizard->answers, IK_F_KEY_TYPE));
}

void ik_wizard_remarks(const struct ik_wizard *wizard, struct ik_list *sentences)
{
	const struct ik_create_plan *create = wizard->create;
	char *key = create            ? remark_key(create->key_type)
		    : wizard->request ? remark_key(wizard->request->key_type)
				      : NULL;

	if (create && create->days_cut)
		ik_list_take(sentences, ik_format(_("The one in use is valid for longer than %d days, which is the most."),
						  create->days));
	if (key)
		ik_list_take(sentences, key);
}

/* A request goes where its operator finds it again: home, named like the server if that has a host name. */
char *ik_identity_fill_request_file(const struct ik_wizard *wizard)
{
	const char *answered = ik_answer(wizard->answers, IK_F_NAME);
	char *typed = *answered ? ik_strdup(answered) : ik_identity_fill_name(wizard);
	const char *home = getenv("HOME");
	char *name = NULL;

	if (!ik_rule_host_name(typed, &name, NULL))
		name = ik_strdup("");
	free(typed);
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
	return ik_rule_backup_file(ik_answer(wizard->answers, IK_F_REQUEST_FILE), wizard->store, NULL, NULL, err);
}
