/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_words.c: what is the matter with an agent, and what cures it, in words and as a line. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/shell.h"
#include "base/text.h"
#include "ops/records/default_store.h"
#include "ops/records/served.h"
#include "ops/status/enrolling.h"

#define X(id, word, heading) [IK_AGENT_##id] = word,
static const char *const words[IK_AGENT_CAUSE_COUNT] = {
	IK_AGENT_CAUSES(X)[IK_AGENT_UNHEARD] = "",
	[IK_AGENT_FINE] = "",
};
#undef X

#define X(id, word, heading) [IK_AGENT_##id] = heading,
static const char *const headings[IK_AGENT_CAUSE_COUNT] = {
	IK_AGENT_CAUSES(X)[IK_AGENT_UNHEARD] = N_("Not heard since the switch"),
	[IK_AGENT_FINE] = N_("All in order"),
};
#undef X

static const char *const cures[IK_AGENT_CAUSE_COUNT] = {
	[IK_AGENT_NEVER] = N_("Install inkan-agent there and enrol it, or take the name out of the "
			      "list of expected agents."),
	[IK_AGENT_SILENT] = N_("See whether the machine runs and reaches this server, and whether "
			       "inkan-agent.timer is enabled there."),
	[IK_AGENT_GONE] = N_("If the machine is there no more, forget it."),
	[IK_AGENT_UNSTORED] = N_("Its folder is full, read-only or not its own: see what is the "
				 "matter with it."),
	[IK_AGENT_GENERATION] = N_("It follows by itself within the hour, if it reaches what is "
				   "published; this does it at once and says why not."),
	[IK_AGENT_UNKNOWN] = N_("It belongs to another server, or this one was made anew. Ask "
				"before you enrol it again."),
	[IK_AGENT_UNCONFIRMED] = N_("It does not get a new index: see whether what it fetches is "
				    "what this server publishes."),
	[IK_AGENT_SET] = N_("It fetches the set at its next run; this does it at once and says why "
			    "not."),
	[IK_AGENT_RECOVERY] = N_("A recovery of this server would not reach it. Enrol it again."),
	[IK_AGENT_TWICE] = N_("A copy of another machine, or one of the same name: give it a "
			      "machine-id and a name of its own. Or it was enrolled again: forget "
			      "the older report by its ID."),
	[IK_AGENT_CLOCK] = N_("Put its clock right: what is signed has a time."),
	[IK_AGENT_REFUSED] = N_("Somebody sent it what this server did not sign, or it is behind: "
				"its log says more."),
	[IK_AGENT_DAMAGED] = N_("The next report replaces the file. Where it does not, somebody "
				"else put it there: delete it."),
};

static const char *const damages[IK_AGENT_DAMAGE_COUNT] = {
	[IK_AGENT_NOT_READ] = N_("The file cannot be read."),
	[IK_AGENT_NOT_FILE] = N_("It is a link, no file at all, or has a second name."),
	[IK_AGENT_LARGE] = N_("It is larger than 64 KiB."),
	[IK_AGENT_NOT_JSON] = N_("It is not JSON."),
	[IK_AGENT_WRONG] = N_("Something in it is missing, or is not what it should be."),
	[IK_AGENT_OTHER_ID] = N_("The ID in it is not the one of the file."),
	[IK_AGENT_NEWER] = N_("A later version wrote it. Update inkan on this server."),
	[IK_AGENT_HARMFUL] = N_("Reading it ended the process that did."),
};

void ik_agents_doubts(const struct ik_agents_count *count, struct ik_list *lines)
{
	if (count->reload)
		ik_list_add(lines, _("Most of them do not know the certificate that the web server "
				     "shows: reload the web server."));
	if (count->more)
		ik_list_add(lines, _("The folder holds more reports than are read. Somebody may be "
				     "flooding it."));
}

const char *ik_agent_cause_word(enum ik_agent_cause cause)
{
	return words[cause];
}

const char *ik_agent_cause_heading(enum ik_agent_cause cause)
{
	return _(headings[cause]);
}

const char *ik_agent_cause_cure(enum ik_agent_cause cause)
{
	return cures[cause] ? _(cures[cause]) : NULL;
}

bool ik_agent_cause_differs(enum ik_agent_cause cause)
{
	return cause < IK_AGENT_UNHEARD && cause != IK_AGENT_GONE;
}

/* --- details ---------------------------------------------------------------------------------- */

/* SENTENCE has one %s for the moment WHEN, which OTHERWISE is said without. */
static char *at(const char *sentence, const char *otherwise, int64_t when)
{
	char *moment = when < 0 ? NULL : ik_date_full(when);
	char *text = moment ? ik_format(sentence, moment) : ik_strdup(otherwise);

	free(moment);
	return text;
}

static char *details_of_generation(const struct ik_agent_row *row)
{
	char *left = row->since < 0 ? NULL : ik_date_full(row->since);
	char *text = left ? ik_format(_("It follows generation %u, out of use since %s."),
				      row->generation, left)
			  : ik_format(_("It follows generation %u."), row->generation);

	free(left);
	return text;
}

static char *details_of_unknown(const struct ik_agent_row *row)
{
	char *groups = ik_text_in_fours(*row->serial ? row->serial : row->sha256);
	char *text = *row->serial ? ik_format(_("Serial number there: %s"), groups)
				  : ik_format(_("SHA-256 there: %s"), groups);

	free(groups);
	return text;
}

static char *details_of_refused(const struct ik_agent_row *row)
{
	char *when = row->refused_at < 0 ? NULL : ik_date_full(row->refused_at);
	char *text;

	if (when)
		text = ik_format(_("Refused in 30 days: %zu. The last: %s, INK-%u, %s"),
				 row->refusals, when, row->refused_reason,
				 *row->refused_what ? row->refused_what : "-");
	else
		text = ik_format(_("Refused in 30 days: %zu."), row->refusals);
	free(when);
	return text;
}

/* Two of one name can only be told apart by their IDs. */
static char *details_of_twice(const struct ik_agent_row *row)
{
	char *came = ik_date_full(row->last_report);
	char *text = ik_format(
		_("Another report is from the same machine or name. This one came %s, "
		  "ID %s"),
		came, row->id);

	free(came);
	return text;
}

char *ik_agent_details(const struct ik_agent_row *row)
{
	switch (row->cause) {
	case IK_AGENT_NEVER:
		return ik_strdup(_("It is expected, and no report has come."));
	case IK_AGENT_SILENT:
	case IK_AGENT_GONE:
		return at(_("Its last report came %s."), "", row->last_report);
	case IK_AGENT_UNSTORED:
		return ik_strdup(_("What it accepts is lost at its next run."));
	case IK_AGENT_GENERATION:
		return details_of_generation(row);
	case IK_AGENT_UNKNOWN:
		return details_of_unknown(row);
	case IK_AGENT_UNCONFIRMED:
		return at(_("Last confirmed by this server: %s."),
			  _("This server has never confirmed its certificate."), row->since);
	case IK_AGENT_SET:
		return ik_format(_("It has an older set %s than the one published."), row->set);
	case IK_AGENT_RECOVERY:
		return ik_strdup(_("It does not know the recovery certificate of this server."));
	case IK_AGENT_TWICE:
		return details_of_twice(row);
	case IK_AGENT_CLOCK:
		return at(_("When it reported, its clock said %s."), "", row->own_time);
	case IK_AGENT_REFUSED:
		return details_of_refused(row);
	case IK_AGENT_DAMAGED:
		return ik_strdup(_(damages[row->damage]));
	case IK_AGENT_UNHEARD:
		return at(_("Its last report is older than the switch: %s."), "", row->last_report);
	default:
		return at(_("Its last report came %s."), "", row->last_report);
	}
}

/* --- lines ------------------------------------------------------------------------------------ */

static char *enrol(const struct ik_agents *agents, bool again)
{
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&agents->about.in_use, hex);
	return ik_enrolling_of(agents->about.store, agents->about.source, hex, again);
}

char *ik_agents_command(const ik_agents *agents, const char *options)
{
	char *usual = ik_reports_folder(agents->about.store);
	char *shown = ik_text_shown(agents->folder);
	char *folder = ik_shell_word(shown);
	char *command = strcmp(agents->folder, usual) == 0
				? ik_format("inkan agents %s", options)
				: ik_format("inkan agents %s --reports %s", options, folder);
	char *line = ik_command_for(agents->about.store, command);

	free(command);
	free(folder);
	free(shown);
	free(usual);
	return line;
}

static char *forget(const struct ik_agents *agents, const struct ik_agent_row *row)
{
	char *options = ik_format("--forget %s", row->id);
	char *line = ik_agents_command(agents, options);

	free(options);
	return line;
}

char *ik_agents_line(const ik_agents *agents, const struct ik_agent_row *row)
{
	switch (row->cause) {
	case IK_AGENT_NEVER:
		return enrol(agents, false);
	case IK_AGENT_UNKNOWN:
	case IK_AGENT_RECOVERY:
		return enrol(agents, true);
	case IK_AGENT_UNSTORED:
		return ik_strdup("df -h /var/lib/inkan-agent; ls -ld /var/lib/inkan-agent");
	case IK_AGENT_UNCONFIRMED:
		return ik_strdup("inkan-agent update; inkan-agent status");
	case IK_AGENT_TWICE:
		return ik_strdup("rm -f /etc/machine-id && systemd-machine-id-setup");
	case IK_AGENT_CLOCK:
		return ik_strdup("timedatectl set-ntp true");
	case IK_AGENT_REFUSED:
		return ik_strdup("tail /var/lib/inkan-agent/log");
	case IK_AGENT_GONE:
	case IK_AGENT_DAMAGED:
		return forget(agents, row);
	case IK_AGENT_FINE:
	case IK_AGENT_UNHEARD:
		return ik_strdup("");
	default:
		return ik_strdup("inkan-agent run");
	}
}
