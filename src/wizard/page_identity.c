/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_identity.c: whose certificate it is.  Filled from the one in use, so that a renewal at 3
 * a.m. loses no name. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "base/list.h"
#include "ops/change/kept.h"
#include "ops/rules/rules.h"
#include "wizard/field_key_group.h"
#include "wizard/name_looks.h"
#include "wizard/pages.h"
#include "wizard/task.h"

enum { APPLE_DAYS = 824, RSA_ADVISED = 3072 };

static const char *title(const struct ik_wizard *wizard)
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

/* Finds KEPT, frees it, and gives out TEXT, which is one of its own. */
static char *take_text(const struct ik_wizard *wizard, struct ik_kept *kept, char **text)
{
	find_kept(wizard, kept);
	char *taken = *text;

	*text = NULL;
	ik_kept_free(kept);
	return taken;
}

static char *fill_name(const struct ik_wizard *wizard)
{
	struct ik_kept kept;

	return take_text(wizard, &kept, &kept.name);
}

static char *fill_alt_names(const struct ik_wizard *wizard)
{
	struct ik_kept kept;

	return take_text(wizard, &kept, &kept.alt_names);
}

static char *fill_organization(const struct ik_wizard *wizard)
{
	struct ik_kept kept;

	return take_text(wizard, &kept, &kept.organization);
}

static char *fill_key_type(const struct ik_wizard *wizard)
{
	struct ik_kept kept;

	return take_text(wizard, &kept, &kept.key_type);
}

static char *fill_days(const struct ik_wizard *wizard)
{
	struct ik_kept kept;

	find_kept(wizard, &kept);
	char *days = ik_format("%d", kept.days);

	ik_kept_free(&kept);
	return days;
}

static bool check_name(struct ik_wizard *wizard, struct ik_error *err)
{
	char *name = NULL;
	bool ok = ik_rule_server_name(ik_answer(wizard->answers, IK_F_NAME),
				      ik_kept_common_name(in_use(wizard)), &name, err);

	free(name);
	return ok;
}

static bool check_alt_names(struct ik_wizard *wizard, struct ik_error *err)
{
	struct ik_list dns = {0};
	struct ik_list ip = {0};
	bool ok = ik_rule_alt_names(ik_answer(wizard->answers, IK_F_ALT_NAMES), &dns, &ip, err);

	ik_list_free(&dns);
	ik_list_free(&ip);
	return ok;
}

static bool check_organization(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_organization(ik_answer(wizard->answers, IK_F_ORGANIZATION), err);
}

static int64_t end_of(const struct ik_wizard *wizard, int days)
{
	return wizard->clock() + (int64_t)days * IK_SECONDS_A_DAY;
}

static bool check_days(struct ik_wizard *wizard, struct ik_error *err)
{
	int days;

	return ik_rule_days(ik_answer(wizard->answers, IK_F_DAYS), &days, err);
}

static bool may_be_mistaken(const struct ik_wizard *wizard, enum ik_field_id id)
{
	char *warning = ik_name_warning(ik_answer(wizard->answers, id));
	bool warns = warning != NULL;

	free(warning);
	return warns;
}

static bool warns_name(const struct ik_wizard *wizard)
{
	return may_be_mistaken(wizard, IK_F_NAME);
}

static bool warns_alt_names(const struct ik_wizard *wizard)
{
	return may_be_mistaken(wizard, IK_F_ALT_NAMES);
}

/* What TYPED becomes once the field is left: TIDY makes it.  NULL if that is the same. */
static char *say_narrowed(const char *typed, char *(*tidy)(const char *text))
{
	char *tidied = ik_rule_is_narrowed(typed) ? tidy(typed) : NULL;
	char *remark = tidied ? ik_format(_("Will be used as %s"), tidied) : NULL;

	free(tidied);
	return remark;
}

static char *remark_name(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, IK_F_NAME);
	char *name = NULL;
	char *remark = ik_name_warning(typed);

	if (remark || !ik_rule_host_name(typed, &name, NULL))
		return remark;
	if (strncmp(name, "xn--", 4) == 0 || strstr(name, ".xn--")) {
		if (strcmp(name, typed) != 0)
			remark = ik_format(_("Written as %s"), name);
	} else {
		remark = say_narrowed(typed, ik_rule_tidy_name);
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

static char *remark_alt_names(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, IK_F_ALT_NAMES);
	struct ik_list dns = {0};
	struct ik_list ip = {0};
	char *remark = ik_name_warning(typed);

	if (!remark && ik_rule_alt_names(typed, &dns, &ip, NULL)) {
		const char *mapped = first_mapped(typed, &dns);

		remark = mapped ? ik_format(_("Written as %s"), mapped)
				: say_narrowed(typed, ik_rule_tidy_names);
	}
	ik_list_free(&dns);
	ik_list_free(&ip);
	return remark;
}

static char *remark_days(struct ik_wizard *wizard)
{
	const char *typed = ik_answer(wizard->answers, IK_F_DAYS);
	int days;

	if (!ik_rule_days(typed, &days, NULL))
		return NULL;
	if (ik_kept_days_cut(in_use(wizard), days))
		return ik_strdup(_("The one in use is valid for longer; this is the most."));
	if (days > APPLE_DAYS)
		return ik_strdup(_("Clients from Apple refuse more than 824 days."));
	return say_narrowed(typed, ik_rule_tidy_days);
}

static char *suffix_days(struct ik_wizard *wizard)
{
	int days;

	if (!ik_rule_days(ik_answer(wizard->answers, IK_F_DAYS), &days, NULL))
		return ik_strdup(_("days"));
	char *until = ik_date_day(end_of(wizard, days));
	char *suffix = ik_format(ngettext("day, until %s", "days, until %s", (unsigned long)days),
				 until);

	free(until);
	return suffix;
}

static void list_key_types(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	const char *kept = ik_kept_key_type(in_use(wizard));

	for (int i = 0; i < IK_KEY_TYPE_COUNT; i++) {
		const char *id = ik_key_type_id((enum ik_key_type)i);

		ik_choices_add(choices, ik_strdup(id), ik_strdup(ik_key_type_name(id)), NULL);
	}
	if (kept)
		ik_choices_add(choices, ik_strdup(kept),
			       ik_format(_("%s (as now)"), ik_key_type_name(kept)), NULL);
}

static bool check_key_type(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_key_type(ik_answer(wizard->answers, IK_F_KEY_TYPE),
				ik_kept_key_type(in_use(wizard)), err);
}

static char *remark_key(const char *type)
{
	unsigned bits = ik_key_type_rsa_bits(type);

	return bits > 0 && bits < RSA_ADVISED
		       ? ik_strdup(_("RSA keys of 3072 bits and more are advised today."))
		       : NULL;
}

static char *remark_key_type(struct ik_wizard *wizard)
{
	return remark_key(ik_answer(wizard->answers, IK_F_KEY_TYPE));
}

static void add_name_warnings(const struct ik_wizard *wizard, struct ik_list *sentences)
{
	const enum ik_field_id ids[] = {IK_F_NAME, IK_F_ALT_NAMES};

	for (size_t i = 0; i < IK_COUNT(ids); i++) {
		char *warning = ik_name_warning(ik_answer(wizard->answers, ids[i]));

		if (warning)
			ik_list_take(sentences, warning);
	}
}

void ik_wizard_remarks(const struct ik_wizard *wizard, struct ik_list *sentences)
{
	const struct ik_create_plan *create = wizard->create;
	char *key = create            ? remark_key(create->key_type)
		    : wizard->request ? remark_key(wizard->request->key_type)
				      : NULL;

	if (create && create->days_cut)
		ik_list_take(sentences, ik_format(_("The one in use is valid for longer than %d "
						    "days, which is the most."),
						  create->days));
	if (key)
		ik_list_take(sentences, key);
	if (create || wizard->request)
		add_name_warnings(wizard, sentences);
}

/* A request goes where its operator finds it again: home, named like the server if that has a host
 * name. */
static char *fill_request_file(const struct ik_wizard *wizard)
{
	const char *answered = ik_answer(wizard->answers, IK_F_NAME);
	char *typed = *answered ? ik_strdup(answered) : fill_name(wizard);
	const char *home = getenv("HOME");
	char *name = NULL;

	if (!ik_rule_host_name(typed, &name, NULL))
		name = ik_strdup("");
	free(typed);
	char *path = ik_format("%s/%s.csr", home && *home == '/' ? home : "",
			       *name ? name : "server");

	for (int i = 2; i < 100 && access(path, F_OK) == 0; i++) {
		free(path);
		path = ik_format("%s/%s-%d.csr", home && *home == '/' ? home : "",
				 *name ? name : "server", i);
	}
	free(name);
	return path;
}

static bool check_request_file(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_rule_backup_file(ik_answer(wizard->answers, IK_F_REQUEST_FILE), wizard->store,
				   NULL, NULL, err);
}

/* --- the page --------------------------------------------------------------------------------- */

static bool when_generating(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "generate");
}

static bool when_requesting(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "request");
}

static bool when_named(const struct ik_wizard *wizard)
{
	return ik_task(wizard)->asks_identity;
}

static const struct ik_field fields[] = {
	{
		.id = IK_F_NAME,
		.kind = IK_FIELD_TEXT,
		.label = N_("Server name"),
		.help = N_("The name clients connect to. Japanese domains are fine."),
		.explain = N_("The full name by which agents and browsers reach this server, such "
			      "as srv01.example.jp. A "
			      "certificate is only accepted for the names that stand in it.\n"
			      "A Japanese domain name is written into the certificate in its "
			      "internet form; you see that form "
			      "before anything is made.\n"
			      "An address such as 192.0.2.7 belongs to the other names."),
		.fill = fill_name,
		.check = check_name,
		.remark = remark_name,
		.warns = warns_name,
		.tidy = ik_rule_tidy_name,
	},
	{
		.id = IK_F_ALT_NAMES,
		.kind = IK_FIELD_TEXT,
		.label = N_("Other names"),
		.help = N_("Other names and addresses, with a comma (,) in between."),
		.explain = N_("Every other name and IP address under which this server is reached: "
			      "the short name, an alias, "
			      "an address that agents were given. *.example.jp stands for all "
			      "names one level below "
			      "example.jp.\n"
			      "They are filled in from the certificate in use. A name taken away "
			      "here stops working for those "
			      "who still use it; the review page says which ones differ."),
		.fill = fill_alt_names,
		.check = check_alt_names,
		.remark = remark_alt_names,
		.warns = warns_alt_names,
		.tidy = ik_rule_tidy_names,
	},
	{
		.id = IK_F_ORGANIZATION,
		.kind = IK_FIELD_TEXT,
		.label = N_("Organization (optional)"),
		.help = N_("The organization in the certificate. It may stay empty."),
		.explain = N_("The name of your company or department, as people should read it in "
			      "the certificate. It has no "
			      "effect on who accepts the certificate. At most 64 characters."),
		.fill = fill_organization,
		.check = check_organization,
		.tidy = ik_rule_tidy_text,
	},
	{
		.id = IK_F_DAYS,
		.kind = IK_FIELD_NUMBER,
		.label = N_("Valid for"),
		.help = N_("1 to 36500 days. The start is put 24 hours back."),
		.explain = N_("How long the certificate is valid, counted from now. 730 days are "
			      "two years. Clients from Apple "
			      "refuse certificates that are valid for more than 824 days.\n"
			      "The start is put 24 hours back, so that computers whose clock is "
			      "slow accept it at once."),
		.shown = when_generating,
		.fill = fill_days,
		.check = check_days,
		.remark = remark_days,
		.tidy = ik_rule_tidy_days,
		.suffix = suffix_days,
	},
	{
		.id = IK_F_KEY_TYPE,
		.kind = IK_FIELD_PICK,
		.label = N_("Key"),
		.help = N_("Leave it as it is unless you were told otherwise."),
		.explain = N_("ECDSA P-256 is strong, fast and understood by everything of today. "
			      "RSA is for old clients that "
			      "know nothing else; making an RSA key takes some seconds."),
		.fill = fill_key_type,
		.check = check_key_type,
		.remark = remark_key_type,
		.list = list_key_types,
	},
	IK_FIELD_KEY_GROUP(NULL),
	{
		.id = IK_F_REQUEST_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("Request file"),
		.help = N_("Where the request goes that the authority is given."),
		.explain = N_("The request is a small text file (PKCS #10, PEM). It holds the "
			      "names and the public half of the key, "
			      "nothing secret, so it may be sent by mail.\n"
			      "The key itself stays on this server and waits for its certificate."),
		.shown = when_requesting,
		.fill = fill_request_file,
		.check = check_request_file,
		.makes = true,
	},
};

static const struct ik_button buttons[] = {
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O"), .shown = when_requesting},
};

const struct ik_page ik_page_identity = {
	.id = "identity",
	.kind = IK_PAGE_FORM,
	.rail = N_("Identity"),
	.title = title,
	.shown = when_named,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
	.buttons = buttons,
	.n_buttons = IK_COUNT(buttons),
};
