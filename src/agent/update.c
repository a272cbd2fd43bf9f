/* SPDX-License-Identifier: GPL-3.0-or-later */
/* update.c: inkan-agent update [SOURCE]: follows the server's certificate. */
#include "config.h"

#include "agent/update.h"

#include <stdlib.h>

#include "agent/commands.h"
#include "agent/facts.h"
#include "agent/offer.h"
#include "agent/refusal.h"
#include "agent/told.h"
#include "base/alloc.h"
#include "base/built.h"
#include "base/date.h"
#include "base/print.h"

static const char *follow_end_id(enum ik_follow_end end)
{
	static const char *const ids[] = {
		[IK_FOLLOW_CONFIRMED] = "confirmed",
		[IK_FOLLOW_BEHIND] = "behind",
		[IK_FOLLOW_UNREACHED] = "unreached",
		[IK_FOLLOW_FORK] = "fork",
		[IK_FOLLOW_GAP] = "gap",
		[IK_FOLLOW_EXPIRED] = "expired",
		[IK_FOLLOW_CLOCK] = "clock",
	};

	_Static_assert(IK_COUNT(ids) == IK_FOLLOW_END_COUNT, "every end has its word");
	return ids[end];
}

struct updating {
	struct ik_clock_now clock;
	struct ik_updated *out;
};

static void decide(void *context, struct ik_trust *trust, const struct ik_source *source)
{
	const struct updating *updating = context;

	updating->out->end = ik_update(trust, source, updating->clock, &updating->out->how);
}

void ik_updated_note_move(const struct ik_agent_state *state, int64_t now)
{
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&state->trust.pin.certificate, hex);
	ik_agent_note(state, now, "moved", hex);
}

static void note_what_came(const struct ik_agent_state *state, int64_t now,
			   const struct ik_updated *out)
{
	if (out->how.steps > 0)
		ik_updated_note_move(state, now);
	if (ik_is_refusal(out->error.id))
		ik_refuse(state, now, &out->error,
			  out->end == IK_FOLLOW_FORK ? IK_OFFER_STEPS : IK_OFFER_INDEX);
}

bool ik_agent_update(struct ik_agent_state *state, const char *source, int64_t now,
		     struct ik_updated *out)
{
	const struct ik_clock_now clock = ik_offer_clock(now);
	struct updating updating = {clock, out};
	struct ik_offer offer;

	*out = (struct ik_updated){0};
	ik_offer_begin(state, source, &offer);

	const struct ik_source reads = ik_offer_source(&offer);

	ik_offer_settle(state, &offer, &reads, NULL, decide, &updating, &out->unkept);
	out->by = offer.carrier.by;
	ik_offer_judge(&offer, &state->trust, out->end, &out->how, clock, &out->error);
	note_what_came(state, now, out);
	ik_offer_free(&offer);
	return out->error.id == IK_E_NONE && out->unkept.id == IK_E_NONE;
}

/* --- the command ------------------------------------------------------------------------------ */

static void warn_of_clock(int64_t now)
{
	if (now >= ik_built_at)
		return;

	char *date = ik_date_zoned(now);

	ik_print_note("inkan-agent: ");
	ik_print_note(_("The clock says %s, which is before this program was built. Dates are not "
			"judged."),
		      date);
	ik_print_note("\n");
	free(date);
}

static void warn_of_memory(const struct ik_agent_state *state)
{
	if (state->may_store)
		return;
	ik_print_note("inkan-agent: ");
	ik_print_note(_("This user may not write in %s, so nothing of this is kept."), state->path);
	ik_print_note("\n");
}

void ik_updated_warn(const struct ik_agent_state *state, int64_t now)
{
	warn_of_clock(now);
	warn_of_memory(state);
}

void ik_updated_print(const struct ik_agent_state *state, const struct ik_updated *updated)
{
	struct ik_report report = {0};

	if (updated->how.steps > 0)
		ik_report_text(&report, IK_TONE_GOOD,
			       ik_strdup(_("The server's certificate has changed, and this agent "
					   "follows.")));
	else if (updated->end == IK_FOLLOW_CONFIRMED)
		ik_report_text(&report, IK_TONE_GOOD,
			       ik_strdup(_("The server uses the certificate that this agent "
					   "knows.")));
	if (updated->end == IK_FOLLOW_BEHIND && updated->error.id == IK_E_NONE)
		ik_report_text(&report, IK_TONE_PLAIN,
			       ik_strdup(_("What was read is older than what this agent knows, or "
					   "its steps are still missing. It asks again next "
					   "time.")));
	if (updated->how.steps > 0 || updated->end == IK_FOLLOW_CONFIRMED)
		ik_agent_facts(&report, state, ik_agent_now());
	ik_report_print(&report);
	ik_report_free(&report);
}

/* Behind is no alarm, so that what was refused has a word of its own. */
static const char *end_id(const struct ik_updated *updated)
{
	return updated->end == IK_FOLLOW_BEHIND && updated->error.id != IK_E_NONE
		       ? "refused"
		       : follow_end_id(updated->end);
}

void ik_updated_tell(const struct ik_agent_state *state, const struct ik_updated *updated,
		     struct json_t *object)
{
	const struct ik_error *error = updated->error.id != IK_E_NONE ? &updated->error
								      : &updated->unkept;

	ik_json_set_text(object, "end", end_id(updated));
	ik_json_set_number(object, "steps", updated->how.steps);
	ik_json_set_text(object, "tls", ik_carried_by_id(updated->by));
	ik_told_set_state(object, state);
	if (error->id != IK_E_NONE)
		ik_json_set_error(object, error);
}

/* Prints what failed; the worse of two statuses, 1 being the worst. */
int ik_updated_fail(const struct ik_updated *updated)
{
	int status = 0;

	if (updated->error.id != IK_E_NONE)
		status = ik_print_failure(&updated->error);
	if (updated->unkept.id != IK_E_NONE)
		status = ik_print_failure(&updated->unkept);
	return status;
}

static int update(const struct ik_line *line, struct ik_agent_state *state, const char *source)
{
	const int64_t now = ik_agent_now();
	struct ik_updated updated;

	ik_agent_update(state, source, now, &updated);
	ik_updated_warn(state, now);
	if (line->given[IK_AGENT_JSON]) {
		struct json_t *object = ik_told_begin();

		ik_updated_tell(state, &updated, object);
		ik_json_print(object);
	} else {
		ik_updated_print(state, &updated);
	}
	return ik_updated_fail(&updated);
}

int ik_agent_command_update(const struct ik_line *line)
{
	struct ik_agent_state state = {0};
	struct ik_error err = {0};
	char *source = NULL, *path = ik_agent_path(line->value[IK_AGENT_STATE], false, &err);
	bool good = path
		    && (line->n_arguments == 0 || ik_source_read(line->argument[0], &source, &err))
		    && ik_agent_open(path, IK_AGENT_CHANGE, &state, &err);
	int status = good ? update(line, &state, source) : ik_agent_fail(line, &err);

	ik_agent_close(&state);
	free(source);
	free(path);
	return status;
}
