/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enroll.c: inkan-agent enroll SOURCE: first trust, and later its settings anew. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "agent/commands.h"
#include "agent/facts.h"
#include "agent/offer.h"
#include "agent/refusal.h"
#include "agent/reporting.h"
#include "agent/told.h"
#include "agent/trusted.h"
#include "base/alloc.h"
#include "base/places.h"
#include "base/print.h"
#include "base/shell.h"
#include "files/read.h"
#include "pki/certificate.h"
#include "trust/statement_files.h"

enum { CA_MAX = 4 * 1024 * 1024 };

/* --- what the line says ----------------------------------------------------------------------- */

static bool take_certificate(const struct ik_line *line, struct ik_sha256 *out,
			     struct ik_error *err)
{
	if (line->given[IK_AGENT_FINGERPRINT])
		return ik_trusted_fingerprint(line->value[IK_AGENT_FINGERPRINT], out, err);
	if (line->given[IK_AGENT_CERTIFICATE])
		return ik_trusted_certificate(line->value[IK_AGENT_CERTIFICATE], out, err);
	return ik_fail(err, IK_E_AGENT_TRUST);
}

static bool take_report_to(const char *value, char **out, struct ik_error *err)
{

	if (!value || strcmp(value, "none") == 0) {
		*out = ik_strdup(value);
		return true;
	}
	return ik_source_read(value, out, err);
}

static bool take_ca(const char *value, char **out, struct ik_error *err)
{
	struct ik_buffer bytes = {0};
	bool good;

	if (!value)
		return true;
	good = ik_read_file(AT_FDCWD, value, false, CA_MAX, value, &bytes, err)
	       && (ik_certificate_count(bytes.data, bytes.size) > 0
		   || ik_fail(err, IK_E_AGENT_CERTIFICATE, value))
	       && ik_source_read(value, out, err);
	ik_buffer_free(&bytes);
	return good;
}

static bool take_sets(const struct ik_list *names, struct ik_list *out, struct ik_error *err)
{
	for (size_t i = 0; i < names->n; i++) {
		if (!ik_set_name_is_good(names->items[i]))
			return ik_fail(err, IK_E_AGENT_SET, names->items[i]);
		if (!ik_list_has(out, names->items[i]))
			ik_list_add(out, names->items[i]);
	}
	return true;
}

static bool take_settings(const struct ik_line *line, struct ik_agent_settings *out,
			  struct ik_error *err)
{

	return ik_source_read(line->argument[0], &out->source, err)
	       && take_report_to(line->value[IK_AGENT_REPORT_TO], &out->report_to, err)
	       && take_ca(line->value[IK_AGENT_CA], &out->ca, err)
	       && take_sets(&line->repeated, &out->sets, err);
}

/* --- enrolling -------------------------------------------------------------------------------- */

struct enrolled {
	bool before; /* it was, and the pin stays */
	bool other;  /* and the fingerprint that was given is not the pin's */
	struct ik_walked how;
};

/* An enrolment that nothing leads from is no gap in time: the fingerprint is another server's. */
static bool judge(const struct ik_offer *offer, enum ik_follow_end end, const struct ik_walked *how,
		  struct ik_clock_now clock, struct ik_error *err)
{
	const struct ik_trust nobody = {0};

	if (end == IK_FOLLOW_GAP)
		return ik_fail(err, IK_E_AGENT_STRANGER, offer->carrier.source);
	return ik_offer_judge(offer, &nobody, end, how, clock, err);
}

/* Forgets whom STATE followed. */
static void forget(struct ik_agent_state *state)
{
	state->trust = (struct ik_trust){0};
	ik_buffer_free(&state->certificate);
	ik_buffer_free(&state->before);
}

/* What lies there: an enrolment, nothing, or what only --again replaces. */
static bool look(struct ik_agent_state *state, bool again, bool *enrolled, struct ik_error *err)
{
	struct ik_error why = {0};

	*enrolled = ik_agent_load(state, &why) && !again;
	if (*enrolled || again || why.id == IK_E_AGENT_NONE)
		return true;
	return ik_pass(err, &why);
}

/* What lies there now is left as it is, but for the settings: those of STATE.  An id that was lost
 * is made anew. */
static bool renew(struct ik_agent_state *state, const struct ik_sha256 *certificate,
		  struct enrolled *out, struct ik_error *err)
{
	struct ik_agent_settings settings = state->settings;
	bool good;

	state->settings = (struct ik_agent_settings){0};
	good = ik_agent_load(state, err);
	ik_agent_settings_free(&state->settings);
	state->settings = settings;
	out->before = true;
	out->other = good && !ik_sha256_equal(certificate, &state->trust.pin.certificate);
	return good && ik_agent_keep_id(state, err) && ik_agent_store(state, err);
}

/* Keeps an enrolment at the source that OFFER was read from. */
static bool keep(struct ik_agent_state *state, const struct ik_offer *offer, struct ik_error *err)
{
	const struct ik_buffer nothing = {0};

	return ik_agent_make_id(state, err) && ik_offer_keep(state, offer, NULL, &nothing, err);
}

/* Asks the source, without the lock, whom CERTIFICATE leads to. */
static bool ask(struct ik_agent_state *state, const struct ik_sha256 *certificate,
		struct ik_offer *offer, struct ik_walked *how, struct ik_error *err)
{
	const struct ik_clock_now clock = ik_offer_clock(ik_agent_now());
	const struct ik_source reads = ik_offer_source(offer);
	enum ik_follow_end end = ik_enrol(&state->trust, certificate, &reads, clock, how);

	return judge(offer, end, how, clock, err)
	       && (end == IK_FOLLOW_CONFIRMED || ik_fail(err, IK_E_SOURCE_LACKS, IK_OFFER_INDEX));
}

/* Another process may have enrolled this agent while the source was asked: of two lines that a
 * configuration manager runs side by side the second finds it enrolled. */
static bool trust_first(struct ik_agent_state *state, const struct ik_sha256 *certificate,
			bool again, struct enrolled *out, struct ik_error *err)
{
	struct ik_offer offer;
	bool good;

	forget(state);
	ik_offer_begin(state, NULL, &offer);
	good = ask(state, certificate, &offer, &out->how, err) && ik_agent_lock(state, err);
	if (good && !again && !ik_agent_is_as_read(state))
		good = renew(state, certificate, out, err);
	else if (good)
		good = keep(state, &offer, err);
	ik_agent_unlock(state);
	if (good && !out->before)
		ik_agent_note(state, ik_agent_now(), "enrolled", state->settings.source);
	ik_offer_free(&offer);
	return good;
}

static bool enroll(struct ik_agent_state *state, struct ik_agent_settings *settings,
		   const struct ik_sha256 *certificate, bool again, struct enrolled *out,
		   struct ik_error *err)
{
	bool good;

	if (!look(state, again, &out->before, err))
		return false;
	ik_agent_settings_free(&state->settings);
	state->settings = *settings;
	*settings = (struct ik_agent_settings){0};
	if (!out->before)
		return trust_first(state, certificate, again, out, err);
	good = ik_agent_lock(state, err) && renew(state, certificate, out, err);
	ik_agent_unlock(state);
	return good;
}

/* --- telling ---------------------------------------------------------------------------------- */

/* The unit may write nowhere else. */
static void print_drop_in(const struct ik_agent_state *state)
{
	char *to, *word;

	if (strcmp(state->path, IK_AGENT_OF_ROOT) != 0)
		return;
	to = ik_reporting_destination(&state->settings);
	word = ik_unit_word(to);
	if (*to == '/') {
		ik_print_note("inkan-agent: %s\n",
			      _("For the timer to write reports there: systemctl edit "
				"inkan-agent.service, and these two lines:"));
		ik_print_note("[Service]\nReadWritePaths=%s\n", word);
	}
	free(word);
	free(to);
}

static void print_notes(const struct ik_agent_state *state, const struct enrolled *enrolled)
{
	if (enrolled->before)
		ik_print_note("inkan-agent: %s\n",
			      _("It was enrolled before: the settings are new, and whom it follows "
				"stays. Only --again changes that."));
	if (enrolled->other)
		ik_print_note(
			"inkan-agent: %s\n",
			_("The fingerprint that was given is not that of the certificate that "
			  "it follows. If the server was made anew, type the same line with "
			  "--again."));
	else if (enrolled->how.steps > 0)
		ik_print_note("inkan-agent: %s\n",
			      _("The fingerprint is that of an earlier certificate, and signed "
				"steps led on from there. Use that of the one in use from now "
				"on."));
	print_drop_in(state);
}

static void print_text(const struct ik_agent_state *state)
{
	struct ik_report report = {0};

	ik_report_text(&report, IK_TONE_GOOD,
		       ik_strdup(_("This agent is enrolled, and follows this certificate.")));
	ik_agent_facts(&report, state, ik_agent_now());
	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Source")),
		       ik_strdup(state->settings.source));
	ik_report_print(&report);
	ik_report_free(&report);
}

static int tell(const struct ik_line *line, const struct ik_agent_state *state,
		const struct enrolled *enrolled)
{
	if (line->given[IK_AGENT_JSON]) {
		struct json_t *object = ik_told_begin();

		ik_json_set_flag(object, "enrolled_before", enrolled->before);
		ik_json_set_number(object, "steps", enrolled->how.steps);
		ik_told_set_state(object, state);
		ik_json_print(object);
	} else {
		print_text(state);
	}
	print_notes(state, enrolled);
	return 0;
}

int ik_agent_command_enroll(const struct ik_line *line)
{
	struct ik_agent_settings settings = {0};
	struct ik_agent_state state = {0};
	struct enrolled enrolled = {0};
	struct ik_sha256 certificate;
	struct ik_error err = {0};
	char *path = ik_agent_path(line->value[IK_AGENT_STATE], true, &err);
	bool good = path && take_settings(line, &settings, &err)
		    && take_certificate(line, &certificate, &err)
		    && ik_agent_open(path, IK_AGENT_ENROL, &state, &err)
		    && enroll(&state, &settings, &certificate, line->given[IK_AGENT_AGAIN],
			      &enrolled, &err);
	int status = good ? tell(line, &state, &enrolled) : ik_agent_fail(line, &err);

	ik_agent_close(&state);
	ik_agent_settings_free(&settings);
	free(path);
	return status;
}
