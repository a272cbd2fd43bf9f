/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review_import.c: what importing does, and what is to be known of what comes in. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "ops/records/objection_cure.h"
#include "rows/words.h"
#include "wizard/follow.h"
#include "wizard/leading.h"
#include "wizard/review.h"
#include "wizard/source.h"

static void add_taken(const struct ik_import_plan *plan, struct ik_report *report)
{
	const struct ik_import_key *key = &plan->taken;
	char *until = ik_date_day(key->facts.not_after);
	const char *name = key->facts.common_name ? key->facts.common_name : key->facts.subject;

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Take")),
		       ik_format(_("key (%s) and certificate, generation %u"),
				 ik_key_type_name(key->type), plan->head.to));
	ik_review_more(report, IK_TONE_STRONG,
		       ik_format(_("%s, until %s"), name ? name : "", until));
	free(until);
}

static void add_files(const struct ik_wizard *wizard, const struct ik_import_plan *plan,
		      struct ik_report *report)
{
	const char *key_file = ik_answer(wizard->answers, IK_F_KEY_FILE);
	char *file = ik_source_path(wizard, IK_F_FILE);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("From")), ik_words_whole_path(file));
	free(file);
	if (plan->taken.from == IK_KEY_FROM_REQUEST) {
		ik_review_more(report, IK_TONE_PLAIN,
			       ik_strdup(_("and the key of the request that waits for it")));
	} else if (plan->taken.from == IK_KEY_FROM_STORE) {
		ik_review_more(
			report, IK_TONE_PLAIN,
			ik_format(_("and the key of generation %u"), plan->taken.generation));
	} else if (*key_file) {
		char *path = ik_source_path(wizard, IK_F_KEY_FILE);

		ik_review_more(report, IK_TONE_PLAIN, ik_words_whole_path(path));
		free(path);
	}
}

/* Those that are told with their reason, and how many more there are. */
static void add_left_out(const struct ik_import_key *key, struct ik_report *report)
{
	unsigned rest = key->rest - (unsigned)key->left_out.n;

	for (size_t i = 0; i < key->left_out.n; i++) {
		struct ik_error error = {0};

		ik_objection_error(&key->left_out.items[i], &error);
		ik_review_more(report, IK_TONE_QUIET, ik_error_sentence(&error));
	}
	if (rest > 0)
		ik_review_more(report, IK_TONE_QUIET,
			       ik_format(ngettext("%u other certificate is left out",
						  "%u other certificates are left out", rest),
					 rest));
}

static void add_chain(const struct ik_import_key *key, struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Issuer")),
		       ik_strdup(key->facts.issuer ? key->facts.issuer : ""));
	if (key->used > 1)
		ik_review_more(
			report, IK_TONE_PLAIN,
			ik_format(ngettext("with %u certificate of the chain",
					   "with %u certificates of the chain", key->used - 1),
				  key->used - 1));
	add_left_out(key, report);
}

/* What an operator should know before saying yes. */
static void add_warnings(const struct ik_wizard *wizard, const struct ik_import_plan *plan,
			 struct ik_report *report)
{
	const struct ik_import *import = wizard->source->import;
	char *weak = ik_format(_("The protection of the file is weak (%s). The key is protected "
				 "anew in the backup."),
			       import && import->protection ? import->protection : "");
	const struct {
		bool said;
		const char *sentence;
	} warnings[] = {
		{plan->expired, _("This certificate has EXPIRED. Clients will refuse it.")},
		{plan->not_yet, _("This certificate is not valid yet. Clients will refuse it.")},
		{plan->same != IK_SAME_NOT, ik_same_sentence(plan->same)},
		{plan->unprotected, _("Nothing protected the file against changes.")},
		{import && import->quoted, _("Taken from quoted text.")},
		{import && import->weak, weak},
		{import && import->password_form == IK_PASSWORD_BYTES,
		 _("The password fits as OpenSSL before 1.1 took it: each byte of UTF-8 as a "
		   "character.")},
		{import && import->password_form == IK_PASSWORD_CP932,
		 _("The password fits in CP932 (Shift_JIS), as tools on Windows took it.")},
		{import && import->password_form == IK_PASSWORD_LATIN_1,
		 _("The password fits in ISO 8859-1 (Latin-1) instead of UTF-8.")},
		{!plan->taken.facts.leads,
		 _("With a key of this kind, agents cannot be led to a later certificate.")},
	};

	for (size_t i = 0; i < IK_COUNT(warnings); i++)
		if (warnings[i].said)
			ik_report_text(report, IK_TONE_WARNING, ik_strdup(warnings[i].sentence));
	free(weak);
}

static void add_objection(const struct ik_objection *objection, enum ik_weight weight,
			  const char *store, struct ik_report *report)
{
	char *command, *cure = ik_objection_cure(objection, store, &command), *sentence;
	struct ik_error error = {0};

	ik_objection_error(objection, &error);
	sentence = ik_error_sentence(&error);
	ik_report_text(report, IK_TONE_WARNING,
		       weight == IK_WEIGHT_CRITICAL ? ik_format(_("Warning: %s"), sentence)
						    : ik_strdup(sentence));
	if (cure)
		ik_report_text(report, IK_TONE_QUIET, cure);
	if (command)
		ik_report_command(report, NULL, command);
	free(sentence);
}

/* What is wrong with the chain, the worst first, each with what helps. */
static void add_objections(const struct ik_objections *objections, const char *store,
			   struct ik_report *report)
{
	for (int weight = IK_WEIGHT_CRITICAL; weight >= IK_WEIGHT_REMARK; weight--)
		for (size_t i = 0; i < objections->n; i++)
			if ((int)ik_objection_weight(objections->items[i].id, true) == weight)
				add_objection(&objections->items[i], (enum ik_weight)weight, store,
					      report);
}

static void review_change(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_import_plan *plan = wizard->import;
	const struct ik_facts *facts = &plan->taken.facts;
	struct ik_list names = ik_review_names(&facts->dns_names, &facts->ip_addresses);

	add_warnings(wizard, plan, report);
	add_objections(&plan->taken.objections, plan->head.store, report);
	add_taken(plan, report);
	add_files(wizard, plan, report);
	ik_review_add_names(&facts->dns_names, &facts->ip_addresses, report);
	if (plan->head.has_before)
		ik_review_differences(&plan->head.before, &names,
				      facts->organization ? facts->organization : "",
				      plan->taken.type ? plan->taken.type : "", report);
	ik_list_free(&names);
	add_chain(&plan->taken, report);
	ik_review_key_group(&plan->head.group, false, report);
	ik_review_saves(&plan->head.backup, &plan->head.kept_back, report);
	ik_review_switch(&plan->head, report);
	ik_review_follow(&plan->head, report);
	ik_review_agents(wizard, &plan->head, report);
	ik_review_undo(wizard, report);
	ik_review_safe(&plan->head, report);
}

/* Of what is in use already only a backup is made. */
void ik_review_import(struct ik_wizard *wizard, struct ik_report *report)
{
	if (wizard->import) {
		review_change(wizard, report);
		return;
	}
	ik_report_text(report, IK_TONE_WARNING, ik_strdup(ik_same_sentence(IK_SAME_WHOLLY)));
	ik_review_backup(wizard, report);
}
