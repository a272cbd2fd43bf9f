/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status.c: inkan-agent status: what this agent knows, and whether its server says the same. */
#include "config.h"

#include <stdlib.h>

#include "agent/commands.h"
#include "agent/cure.h"
#include "agent/facts.h"
#include "agent/offer.h"
#include "agent/told.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"

enum { CONFIRMED_DAYS = 14 };

enum same { SAME_YES, SAME_NO, SAME_UNKNOWN, SAME_COUNT };

static const char *const same_ids[] = {"yes", "no", "unknown"};
_Static_assert(IK_COUNT(same_ids) == SAME_COUNT, "every answer has its word");

struct asked {
	enum same same;
	bool leads;            /* signed steps do, from the pin to another certificate */
	struct ik_error error; /* why that is unknown */
	enum ik_carried_by by;
};

/* What an update would come to; nothing moves, since that is for an update to do. */
static void ask(struct ik_agent_state *state, int64_t now, struct asked *out)
{
	struct ik_trust trust = state->trust;
	struct ik_walked how;
	struct ik_offer offer;

	*out = (struct asked){.same = SAME_UNKNOWN};
	ik_offer_begin(state, NULL, &offer);

	const struct ik_source reads = ik_offer_source(&offer);

	ik_update(&trust, &reads, ik_offer_clock(now), &how);
	out->leads = how.steps > 0;
	if (offer.index.n > 0)
		out->same = ik_sha256_equal(&offer.index.items[0].to, &state->trust.pin.certificate)
				    ? SAME_YES
				    : SAME_NO;
	if (!out->leads)
		state->trust.confirmed = trust.confirmed;
	out->error = offer.index_error;
	out->by = offer.carrier.by;
	ik_offer_free(&offer);
}

static bool is_confirmed(const struct ik_agent_state *state, int64_t now)
{
	const int64_t confirmed = state->trust.confirmed;

	return confirmed > 0 && now - confirmed <= CONFIRMED_DAYS * (int64_t)IK_SECONDS_A_DAY;
}

/* Caller frees. */
static char *same_words(const struct asked *asked, const struct ik_agent_state *state)
{
	char *update, *text;

	if (asked->same != SAME_NO)
		return ik_strdup(asked->same == SAME_YES ? _("yes") : _("unknown"));
	if (!asked->leads)
		return ik_strdup(_("no, and no signed step leads there"));
	update = ik_agent_typed(state->path, "update");
	text = ik_format(_("no; follow it with: %s"), update);
	free(update);
	return text;
}

static const char *by_words(enum ik_carried_by by)
{
	static const char *const words[] = {
		[IK_BY_PLAIN] = N_("not by TLS; what it says is signed"),
		[IK_BY_SYSTEM] = N_("by TLS, as this system verifies it"),
		[IK_BY_PIN] = N_("by TLS, and the certificate that this agent knows"),
		[IK_BY_BEFORE] = N_("by TLS, and the certificate left last: reload the web server"),
		[IK_BY_CA] = N_("by TLS, and the file given with --ca"),
		[IK_BY_NONE] = N_("by TLS that nothing verifies; what it says is signed"),
	};

	_Static_assert(IK_COUNT(words) == IK_BY_COUNT, "every way has its words");
	return _(words[by]);
}

static void pair(struct ik_report *report, enum ik_tone tone, const char *head, const char *text)
{
	ik_report_pair(report, tone, ik_strdup(head), ik_strdup(text));
}

static void add_confirmed(struct ik_report *report, const struct ik_agent_state *state, int64_t now)
{
	const int64_t when = state->trust.confirmed;

	ik_report_pair(report, is_confirmed(state, now) ? IK_TONE_PLAIN : IK_TONE_WARNING,
		       ik_strdup(_("Confirmed")),
		       when ? ik_date_zoned(when) : ik_strdup(_("never")));
}

static void print_text(const struct ik_agent_state *state, const struct asked *asked, int64_t now)
{
	struct ik_report report = {0};

	ik_agent_facts(&report, state, now);
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Sequence")),
		       ik_format("%llu", (unsigned long long)state->trust.pin.sequence));
	pair(&report, IK_TONE_PLAIN, _("Source"), state->settings.source);
	if (asked->same != SAME_UNKNOWN)
		pair(&report, IK_TONE_PLAIN, _("Verified"), by_words(asked->by));
	add_confirmed(&report, state, now);
	ik_report_pair(&report, asked->same == SAME_YES ? IK_TONE_GOOD : IK_TONE_WARNING,
		       ik_strdup(_("Same serial number as the server")), same_words(asked, state));
	ik_report_print(&report);
	ik_report_free(&report);
}

static void print_json(const struct ik_agent_state *state, const struct asked *asked)
{
	struct json_t *object = ik_told_begin();

	ik_json_set_text(object, "same", same_ids[asked->same]);
	ik_json_set_text(object, "tls",
			 asked->same == SAME_UNKNOWN ? NULL : ik_carried_by_id(asked->by));
	ik_told_set_state(object, state);
	if (asked->error.id != IK_E_NONE)
		ik_json_set_error(object, &asked->error);
	ik_json_print(object);
}

static int status(const struct ik_line *line, struct ik_agent_state *state)
{
	const int64_t now = ik_agent_now();
	struct asked asked;

	ask(state, now, &asked);
	if (line->given[IK_AGENT_JSON])
		print_json(state, &asked);
	else
		print_text(state, &asked, now);
	if (asked.error.id != IK_E_NONE)
		ik_print_failure(&asked.error);
	return asked.same == SAME_YES && is_confirmed(state, now) ? 0 : 1;
}

int ik_agent_command_status(const struct ik_line *line)
{
	struct ik_agent_state state = {0};
	struct ik_error err = {0};
	char *path = ik_agent_path(line->value[IK_AGENT_STATE], false, &err);
	bool good = path && ik_agent_open(path, IK_AGENT_LOOK, &state, &err);
	int end = good ? status(line, &state) : ik_agent_fail(line, &err);

	ik_agent_close(&state);
	free(path);
	return end;
}
