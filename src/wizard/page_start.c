/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_start.c: how things stand, and what to do about it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/records/default_store.h"
#include "ops/status/enrolling.h"
#include "ops/status/host.h"
#include "rows/words.h"
#include "wizard/pages.h"
#include "wizard/reported.h"
#include "wizard/start.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("What do you want to do?");
}

static bool keeps_all(const struct ik_wizard *wizard)
{
	return wizard->situation.generation != 0 && wizard->situation.keeps_all;
}

/* Of one that cannot be read all is lost. */
static bool loses(const struct ik_wizard *wizard)
{
	return wizard->situation.generation != 0 && !wizard->situation.keeps_all;
}

static bool has_none(const struct ik_wizard *wizard)
{
	return wizard->situation.generation == 0;
}

/* Whether the certificate in use can be read, though its key may be damaged. */
static bool is_readable(const struct ik_wizard *wizard)
{
	return wizard->situation.generation != 0 && wizard->situation.facts.sha256;
}

static bool may_change(const struct ik_wizard *wizard)
{
	return wizard->situation.no_change.id == IK_E_NONE;
}

static bool can_roll_back(const struct ik_wizard *wizard)
{
	return wizard->can_roll_back && may_change(wizard);
}

static bool may_complete(const struct ik_wizard *wizard)
{
	return wizard->n_waiting > 0 && may_change(wizard);
}

static bool has_agents(const struct ik_wizard *wizard)
{
	return wizard->reported.served;
}

static bool shows_agents(const struct ik_wizard *wizard)
{
	return has_agents(wizard) && is_readable(wizard);
}

/* How many of them are waited for. */
static char *say_agents(const struct ik_wizard *wizard)
{
	const size_t n = wizard->reported.count.differ;

	if (wizard->reported.count.more)
		return ik_strdup(_("As they report. All of them are counted there."));
	return n == 0 ? NULL
		      : ik_format(ngettext("%zu of them needs attention.",
					   "%zu of them need attention.", n),
				  n);
}

static char *say_completes(const struct ik_wizard *wizard)
{
	size_t n = wizard->n_waiting;

	if (n == 0)
		return NULL;
	if (n == 1 && wizard->waiting[0].name)
		return ik_format(_("Completes the request for %s"), wizard->waiting[0].name);
	return ik_format(ngettext("Completes the %zu request that waits.",
				  "Completes one of the %zu requests that wait.", n),
			 n);
}

/* Who comes back while a request waits has mostly come with its certificate. */
static char *fill_action(const struct ik_wizard *wizard)
{
	return ik_strdup(may_complete(wizard) ? "import" : "generate");
}

/* Whether reading failed before it was known what is in use: its names would be replaced by
 * guesses.  What is read and not understood is damage, and there to be replaced. */
static bool cannot_be_known(const struct ik_situation *situation)
{
	const enum ik_error_id why = situation->damage.id;

	return (why == IK_E_STORE_READ || why == IK_E_STORE_DENIED || ik_error_is_limit(why))
	       && !situation->facts.sha256;
}

/* Where agents fetch from is said first. */
static bool refuse_agents(const struct ik_wizard *wizard, struct ik_error *err)
{
	char *command = ik_source_line(wizard->store);

	ik_fail(err, IK_E_AGENTS_UNSERVED);
	ik_error_detail(err, "%s", command);
	free(command);
	return false;
}

static bool check_action(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_situation *situation = &wizard->situation;
	const char *action = ik_answer(wizard->answers, IK_F_ACTION);
	bool looks = strcmp(action, "backup") == 0 || ik_task(wizard)->looks;
	const struct ik_error *why = NULL;

	if (looks && !is_readable(wizard)) {
		if (situation->damage.id == IK_E_NONE)
			return ik_fail(err, IK_E_STORE_NONE, situation->store);
		why = &situation->damage;
	} else if (ik_task(wizard)->may_change && situation->no_change.id != IK_E_NONE) {
		why = &situation->no_change;
	} else if (ik_task(wizard)->asks_identity && cannot_be_known(situation)) {
		why = &situation->damage;
	}
	if (!why && ik_task_is(wizard, "rollback") && !wizard->can_roll_back)
		return ik_rollback_is_possible(wizard, NULL, err);
	if (!why && ik_task_is(wizard, "agents") && !has_agents(wizard))
		return refuse_agents(wizard, err);
	if (!why)
		return true;
	return ik_pass(err, why);
}

/* Not even which certificate is in use: mostly because this user may not look, and no reason to
 * call it damaged. */
static bool is_in_the_dark(const struct ik_situation *situation)
{
	return situation->validity == IK_VALIDITY_DAMAGED
	       && (situation->generation == 0 || ik_error_is_limit(situation->damage.id));
}

static char *state_sentence(const struct ik_situation *situation, int64_t now)
{
	int64_t left = ik_date_days_left(situation->facts.not_after, now);
	int64_t ago = ik_words_days_ago(situation->facts.not_after, now);

	switch (situation->validity) {
	case IK_VALIDITY_NONE:
		return ik_strdup(situation->has_generations ? _(
					 "No certificate is in use, though generations are here.")
							    : _("No certificate yet."));
	case IK_VALIDITY_VALID:
		return ik_format(ngettext("The certificate in use is valid, %d day left.",
					  "The certificate in use is valid, %d days left.",
					  (unsigned long)left),
				 (int)left);
	case IK_VALIDITY_EXPIRING:
		if (left == 0)
			return ik_strdup(_("The certificate in use expires within 24 hours."));
		return ik_format(ngettext("The certificate in use expires in %d day.",
					  "The certificate in use expires in %d days.",
					  (unsigned long)left),
				 (int)left);
	case IK_VALIDITY_TODAY:
		return ik_strdup(situation->facts.not_after < now
					 ? _("The certificate in use EXPIRED today.")
					 : _("The certificate in use expires today."));
	case IK_VALIDITY_EXPIRED:
		return ik_format(ngettext("The certificate in use EXPIRED %d day ago.",
					  "The certificate in use EXPIRED %d days ago.",
					  (unsigned long)ago),
				 (int)ago);
	case IK_VALIDITY_NOT_YET:
		return ik_strdup(_("The certificate in use is not valid yet."));
	case IK_VALIDITY_DAMAGED:
		return ik_strdup(is_in_the_dark(situation)
					 ? _("It cannot be seen which certificate is in use.")
					 : _("The certificate or its key is damaged."));
	}
	return ik_strdup("");
}

static enum ik_tone state_tone(enum ik_validity validity)
{
	switch (validity) {
	case IK_VALIDITY_NONE:
		return IK_TONE_STRONG;
	case IK_VALIDITY_VALID:
		return IK_TONE_GOOD;
	case IK_VALIDITY_EXPIRED:
	case IK_VALIDITY_DAMAGED:
		return IK_TONE_ERROR;
	default:
		return IK_TONE_WARNING;
	}
}

static bool agents_may_refuse(const struct ik_situation *situation, int64_t now)
{
	switch (situation->validity) {
	case IK_VALIDITY_EXPIRED:
	case IK_VALIDITY_NOT_YET:
		return true;
	case IK_VALIDITY_DAMAGED:
		return !is_in_the_dark(situation);
	case IK_VALIDITY_TODAY:
		return situation->facts.not_after < now;
	default:
		return false;
	}
}

/* SENTENCE about COMMANDS, and how they are run again. */
static void add_commands(const struct ik_situation *situation, const struct ik_list *commands,
			 const char *sentence, struct ik_report *report)
{
	char *names;

	if (commands->n == 0)
		return;
	names = ik_list_join(commands, ", ");
	ik_report_text(report, IK_TONE_WARNING, ik_format(sentence, situation->generation, names));
	ik_report_command(report, NULL, ik_command_for(situation->store, "inkan hooks --again"));
	free(names);
}

/* What "inkan check" says as a remark, where it may explain what is seen here. */
static void add_remark(enum ik_error_id id, const char *about, struct ik_report *report)
{
	struct ik_error error = {0};

	ik_fail(&error, id, about);
	ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&error));
}

/* What they report is a claim, and said to be one. */
static void add_agents(const struct ik_reported *reported, struct ik_report *report)
{
	const struct ik_agents_count *count = &reported->count;
	/* Of some alone it is not known which of those expected reported. */
	const bool warns = reported->failure.id != IK_E_NONE
			   || (count->more ? count->follow < count->reported : count->differ > 0);

	if (reported->served)
		ik_report_pair(report, warns ? IK_TONE_WARNING : IK_TONE_PLAIN,
			       ik_strdup(_("Agents (as reported)")), ik_reported_counts(reported));
}

static void add_validity(const struct ik_wizard *wizard, int64_t now, struct ik_report *report)
{
	const struct ik_situation *situation = &wizard->situation;

	ik_report_text(report, state_tone(situation->validity), state_sentence(situation, now));
	if (situation->damage.id != IK_E_NONE)
		ik_report_text(report, IK_TONE_ERROR, ik_error_sentence(&situation->damage));
	if (situation->validity == IK_VALIDITY_NOT_YET)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Valid from")),
			       ik_date_zoned(situation->facts.not_before));
	else if (situation->facts.sha256)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Valid until")),
			       ik_date_zoned(situation->facts.not_after));
	/* A wrong clock looks like an expired certificate. */
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Clock of this server")),
		       ik_date_zoned(now));
	add_agents(&wizard->reported, report);
	if (situation->clock_free && situation->validity != IK_VALIDITY_VALID
	    && situation->facts.sha256)
		add_remark(IK_E_CHECK_CLOCK_FREE, NULL, report);
	if (situation->facts.sha256 && *situation->host
	    && !ik_host_is_among(&situation->facts.dns_names, situation->host))
		add_remark(IK_E_CHECK_HOST, situation->host, report);
	if (agents_may_refuse(situation, now))
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Agents may refuse this server's notifications.")));
}

static void add_waiting(const struct ik_wizard *wizard, struct ik_report *report)
{
	size_t n = wizard->n_waiting;

	if (n == 1 && wizard->waiting[0].name)
		ik_report_text(report, IK_TONE_STRONG,
			       ik_format(_("A request waits for its certificate: %s"),
					 wizard->waiting[0].name));
	else if (n > 0)
		ik_report_text(report, IK_TONE_STRONG,
			       ik_format(ngettext("%zu request waits for its certificate.",
						  "%zu requests wait for their certificates.", n),
					 n));
}

/* In ASCII, and in English only: it is for terminals that draw nothing else. */
static void add_undrawn(struct ik_report *report)
{
	const char *name = ik_i18n_label(ik_i18n_asked());

	if (!ik_i18n_draws(ik_i18n_asked()) && ik_i18n_language() == IK_LANG_EN)
		ik_report_text(report, IK_TONE_QUIET,
			       ik_format("This terminal may not draw %s. To try it: --lang %s",
					 name, ik_i18n_code(ik_i18n_asked())));
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_situation *situation = &wizard->situation;
	int64_t now = wizard->clock();

	ik_start_last_run(situation, report);
	add_commands(situation, &situation->commands_unrun,
		     _("Generation %u is in use, but not run for it yet: %s. To run all commands:"),
		     report);
	add_commands(situation, &situation->commands_failed,
		     _("Generation %u is in use, but these commands failed after the switch: %s. "
		       "To run all of them again:"),
		     report);
	add_validity(wizard, now, report);
	if (is_readable(wizard) && !situation->backup_known)
		ik_report_text(report, IK_TONE_WARNING, ik_strdup(_("No backup of it is known.")));
	add_waiting(wizard, report);
	if (situation->no_change.id != IK_E_NONE && situation->no_change.id != situation->damage.id)
		ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&situation->no_change));
	add_undrawn(report);
}

static const struct ik_choice actions[] = {
	{
		.id = "generate",
		.label = N_("Generate a new certificate"),
		.hint = N_("Same names as now, new key and dates."),
		.shown = keeps_all,
	},
	{
		.id = "generate",
		.label = N_("Generate a new certificate"),
		.hint = N_("New key and dates. The review says what is lost."),
		.shown = loses,
	},
	{
		.id = "generate",
		.label = N_("Generate a new certificate"),
		.hint = N_("The first key and certificate of this server."),
		.shown = has_none,
	},
	{
		.id = "request",
		.label = N_("Request one from a certificate authority (CSR)"),
		.hint = N_("Its key stays here; only the request is sent."),
		.shown = may_change,
	},
	{
		.id = "import",
		.label = N_("Import an existing certificate"),
		.hint = N_("From Windows, another tool or an authority."),
		.say = say_completes,
		.shown = may_change,
	},
	{
		.id = "restore",
		.label = N_("Restore from a backup"),
		.hint = N_("Brings what a backup holds back to this server."),
		.shown = may_change,
	},
	{
		.id = "backup",
		.label = N_("Back up now"),
		.hint = N_("All generations in one file that your password opens."),
		.shown = is_readable,
	},
	{
		.id = "rollback",
		.label = N_("Go back to an earlier one"),
		.hint = N_("Uses an earlier certificate whose key is still here."),
		.shown = can_roll_back,
	},
	{
		.id = "verify",
		.label = N_("Look at the certificates"),
		.hint = N_("All that are kept here. Nothing is changed."),
		.shown = is_readable,
	},
	{
		.id = "agents",
		.label = N_("See which agents follow"),
		.hint = N_("As they report. Nothing is changed."),
		.say = say_agents,
		.shown = shows_agents,
	},
};

static const struct ik_field fields[] = {
	{
		.id = IK_F_ACTION,
		.kind = IK_FIELD_RADIO,
		.label = N_("Action"),
		.help = N_("Arrows or digits choose, Enter goes on. Nothing changes."),
		.explain = N_(
			"Generate makes a new key and a new certificate that take the place of "
			"those in use. The names are "
			"taken over from the certificate in use, so that none is lost.\n"
			"An authority signs a request: its key waits here, and importing the "
			"certificate that comes back "
			"completes it.\n"
			"Import takes a key and certificate that were made elsewhere, from "
			"whatever file they came in.\n"
			"Restore brings back what a backup of inkan holds, on a new server or into "
			"this one.\n"
			"Going back uses an earlier generation again whose key is still here.\n"
			"Back up saves all generations of keys and certificates into one file that "
			"only your password "
			"opens, and opens it again to prove it.\n"
			"Nothing is changed before you accept the review page. Leaving earlier "
			"leaves no trace."),
		.needed = true,
		.fill = fill_action,
		.check = check_action,
		.choices = actions,
		.n_choices = IK_COUNT(actions),
	},
};

const struct ik_page ik_page_start = {
	.id = "start",
	.kind = IK_PAGE_FORM,
	.rail = N_("Start"),
	.title = title,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
	.rows = rows,
};
