/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_publish.c: whether agents find what they need to follow: an index that is signed lately and
 * names what is in use, steps from all that they may know, and a way for the web server.  Only
 * where there are agents. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/change/lead.h"
#include "ops/change/sign_apart.h"
#include "ops/records/bundle.h"
#include "ops/records/default_store.h"
#include "ops/records/history.h"
#include "ops/records/published.h"
#include "ops/records/recovery.h"
#include "ops/records/served.h"
#include "ops/records/steps.h"
#include "ops/status/agents.h"
#include "ops/status/check_inside.h"
#include "ops/status/daily.h"
#include "pki/certificate.h"
#include "pki/digest.h"
#include "store/publish.h"
#include "trust/follow.h"
#include "trust/lead.h"
#include "trust/opened.h"
#include "trust/walk.h"

enum { FRESH_SECONDS = 3 * 24 * 60 * 60, CUT_MAX = 10 };

struct serving {
	const ik_store *store;
	const struct ik_history *history;
	struct ik_check *check;
	struct ik_published published;
	bool has_recovery;
	struct ik_sha256 recovery;
	struct ik_sha256 in_use;
	ik_agents *agents; /* NULL: nobody knows */
	bool has_index;    /* else what makes that makes the rest, too */
};

/* --- whether there are agents ----------------------------------------------------------------- */

/* CURE is taken over. */
static void tell_damage(struct serving *serving, const struct ik_error *error, const char *sentence,
			char *cure)
{
	struct ik_error told = {0};

	/* What stands below it elsewhere is the cure, which is said here. */
	ik_fail(&told, error->id, error->arg[0]);
	ik_check_add(serving->check, IK_SEVERITY_WARNING, &told, ik_format(sentence, cure));
	free(cure);
}

static void tell_record(struct serving *serving, const struct ik_error *error)
{
	struct ik_check *check = serving->check;

	if (error->id == IK_E_STORE_DENIED)
		ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNREAD, error->arg[0], NULL,
			     ik_strdup(_("Run it as root or as the owner of the store.")));
	else if (error->id == IK_E_PUBLISHED_DAMAGED)
		tell_damage(serving, error, _("Remove it, and say again where agents fetch: %s"),
			    ik_published_cure(serving->store));
	else
		tell_damage(serving, error, _("Remove it; if a backup holds it, restore that: %s"),
			    ik_recovery_cure(serving->store));
}

static bool read_records(struct serving *serving)
{
	const struct ik_agents_wish wish = {.store = ik_store_path(serving->store),
					    .now = serving->check->now};
	struct ik_error failure = {0};

	if (!ik_published_read(serving->store, &serving->published, &failure)
	    || !ik_recovery_read(serving->store, &serving->has_recovery, &serving->recovery,
				 &failure)) {
		tell_record(serving, &failure);
		return false;
	}
	if (!ik_serves_agents(ik_store_path(serving->store)))
		return false;
	serving->agents = ik_agents_read(&wish, NULL);
	return true;
}

/* --- the index -------------------------------------------------------------------------------- */

/* Why nothing is signed with what is in use, and what helps against that; NULL where all is well
 * with it. */
static char *mending(const struct ik_check *check)
{
	const struct ik_facts *facts = &check->facts;
	struct ik_error why = {0};
	bool may = ik_sign_may(facts->leads, facts->not_before, facts->not_after, check->now, &why);

	if (may && check->whole)
		return NULL;
	if (why.id == IK_E_CMS_KEY_LEADS_NOT)
		return ik_check_cure(check, IK_CURE_LEADING);
	if (why.id == IK_E_CHECK_CLOCK)
		return ik_strdup(_("Set the clock, then check again."));
	return ik_strdup(
		_("Mend what is in use first, as another finding says; that signs it anew."));
}

static char *refreshing(const struct ik_check *check)
{
	char *first = mending(check);

	return first ? first
		     : ik_check_cure_by(check, _("Make it anew: %s"), "inkan publish --refresh",
					NULL);
}

static char *refreshing_daily(const struct ik_check *check)
{
	char *cure = mending(check);
	bool is_timer;

	if (cure)
		return cure;
	char *refresh = ik_command_for(check->store, "inkan publish --refresh");
	char *daily = ik_daily_command(check->store, &is_timer);

	cure = is_timer ? ik_format(_("Make it anew (%s), and have that done every day: %s"),
				    refresh, daily)
			: ik_format(_("Make it anew, and have cron do that every day: %s"), daily);
	free(daily);
	free(refresh);
	return cure;
}

static bool is_behind(const struct serving *serving, const struct ik_opened *opened)
{
	const struct ik_signed by = ik_opened_as_signed(opened);
	const struct ik_statement *index = &opened->items[0];

	return !by.verified(by.context, 0, &serving->in_use)
	       || !ik_sha256_equal(&index->to, &serving->in_use)
	       || index->has_recovery != serving->has_recovery
	       || (index->has_recovery && !ik_sha256_equal(&index->recovery, &serving->recovery));
}

static void judge_index(const struct serving *serving, const struct ik_opened *opened)
{
	const struct ik_statement *index = &opened->items[0];
	struct ik_check *check = serving->check;

	if (is_behind(serving, opened)) {
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_INDEX_BEHIND, NULL, NULL,
			     refreshing(check));
	} else if (check->now - index->issued > FRESH_SECONDS || check->now > index->expires
		   || index->issued - check->now > IK_GRACE /* this clock was ahead */) {
		char *day = ik_date_zoned(index->issued);

		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_INDEX_OLD, day, NULL,
			     refreshing_daily(check));
		free(day);
	}
}

static void check_index(struct serving *serving)
{
	struct ik_check *check = serving->check;
	struct ik_buffer pem = {0};
	struct ik_opened index = {0};
	struct ik_error failure = {0};

	if (!ik_store_publish_read(serving->store, IK_PUBLISH_INDEX, IK_INDEX_SIZE_MAX, &pem,
				   &failure)
	    || !ik_opened_one(pem.data, pem.size, IK_STATEMENT_INDEX, &index, &failure)) {
		char *path = ik_format("%s/publish/" IK_PUBLISH_INDEX,
				       ik_store_path(serving->store));

		if (ik_error_is_limit(failure.id))
			ik_check_limit(&failure, check);
		else
			ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_INDEX_NONE, path, NULL,
				     refreshing(check));
		free(path);
	} else {
		serving->has_index = true;
		judge_index(serving, &index);
	}
	ik_opened_free(&index);
	ik_buffer_free(&pem);
}

/* --- the way on from what is in use ----------------------------------------------------------- */

/* Before the day comes, on which all that can be done is to enrol them again. */
static void check_size(const struct serving *serving)
{
	struct ik_check *check = serving->check;

	if (!ik_lead_has_room(check->facts.size, check->facts.size))
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_LEAD_LARGE_NEXT, NULL, NULL,
			     ik_check_cure(check, IK_CURE_SMALLER));
}

/* --- the way to what is in use ---------------------------------------------------------------- */

/* How many agents say that they know generation NUMBER. */
static size_t count_at(const struct serving *serving, unsigned number)
{
	size_t n = 0, all = serving->agents ? ik_agents_n(serving->agents) : 0;

	for (size_t i = 0; i < all; i++) {
		struct ik_agent_row row;

		ik_agents_row(serving->agents, i, &row);
		n += row.generation == number;
	}
	return n;
}

static bool is_named(const struct ik_steps *steps, const struct ik_sha256 *certificate)
{
	for (size_t i = 0; i < steps->n; i++)
		if (ik_sha256_equal(&steps->items[i].to, certificate)
		    || (steps->items[i].kind == IK_STATEMENT_HANDOVER
			&& ik_sha256_equal(&steps->items[i].from, certificate)))
			return true;
	return false;
}

/* What went out of use before anything was ever published was known to no agent. */
static bool may_be_known(const struct serving *serving, const struct ik_steps *steps,
			 const struct ik_past *past, const struct ik_sha256 *certificate)
{
	int64_t since = serving->published.since;

	return (since > 0 && past->left_at >= since) || is_named(steps, certificate)
	       || count_at(serving, past->number) > 0;
}

static bool is_led(const struct serving *serving, const struct ik_steps *steps,
		   const struct ik_sha256 *certificate)
{
	struct ik_pin pin = {
		.certificate = *certificate,
		.has_recovery = serving->has_recovery,
		.recovery = serving->recovery,
	};

	ik_walk_steps(&pin, steps, NULL);
	return ik_sha256_equal(&pin.certificate, &serving->in_use);
}

static void tell_cut(const struct serving *serving, const struct ik_past *past)
{
	struct ik_check *check = serving->check;
	size_t agents = count_at(serving, past->number);
	struct ik_error error = {0};
	char *number = ik_format("%u", past->number);

	ik_fail(&error, IK_E_CHECK_CUT, number);
	if (agents > 0)
		ik_error_detail(&error,
				ngettext("%zu agent says that it knows it.",
					 "%zu agents say that they know it.", agents),
				agents);
	ik_check_add(check, IK_SEVERITY_WARNING, &error,
		     ik_check_cure_by(check,
				      _("Have it put back: %s. If it stays lost, a backup may "
					"hold it (%s); else enrol the agents that know that "
					"generation again."),
				      "inkan publish --refresh", "inkan restore FILE"));
	free(number);
}

static void check_past(const struct serving *serving, const struct ik_steps *steps,
		       const struct ik_past *past, size_t *told)
{
	struct ik_sha256 certificate;

	if (past->number == serving->check->generation || past->state == IK_STATE_UNUSED
	    || !past->has_facts || !ik_sha256_read(past->facts.sha256, &certificate)
	    || is_led(serving, steps, &certificate)
	    || !may_be_known(serving, steps, past, &certificate))
		return;
	tell_cut(serving, past);
	++*told;
}

/* Whether the agent of ROW knows a certificate that was never in use here, and is led nowhere. */
static bool is_astray(const struct serving *serving, const struct ik_steps *steps,
		      const struct ik_agent_row *row)
{
	struct ik_sha256 certificate;

	return row->generation == 0 && row->cause != IK_AGENT_GONE
	       && ik_sha256_read(row->sha256, &certificate)
	       && !is_led(serving, steps, &certificate);
}

/* Whoever reaches the web server can say anything, so that it is one finding, whatever they say. */
static void check_reported(const struct serving *serving, const struct ik_steps *steps)
{
	size_t n = 0, all = serving->agents ? ik_agents_n(serving->agents) : 0;
	struct ik_error error = {0};

	for (size_t i = 0; i < all; i++) {
		struct ik_agent_row row;

		ik_agents_row(serving->agents, i, &row);
		n += is_astray(serving, steps, &row);
	}
	if (n == 0)
		return;
	ik_fail(&error, IK_E_CHECK_CUT_OTHER);
	ik_error_detail(&error,
			ngettext("%zu agent reports such a certificate.",
				 "%zu agents report such a certificate.", n),
			n);
	ik_check_add(serving->check, IK_SEVERITY_WARNING, &error,
		     ik_check_cure_by(serving->check, _("See which they are, and what helps: %s"),
				      "inkan agents", NULL));
}

static bool has_bytes(const struct ik_buffer *text, const struct ik_buffer *part)
{
	return memmem(ik_buffer_string(text), text->size, ik_buffer_string(part), part->size)
	       != NULL;
}

/* Whether TEXT, which is agent.pem, has each step that leads to what is in use, but for those that
 * it has no room for. */
static bool has_steps(const struct ik_buffer *text, const struct ik_kept_steps *kept,
		      const struct ik_counting *counting, const struct ik_sha256 *in_use)
{
	size_t *chosen = ik_alloc_array(IK_STEPS_MAX + 1, sizeof(*chosen));
	size_t n = ik_steps_that_lead(&counting->steps, in_use, chosen, IK_STEPS_MAX);
	bool has = true;

	for (size_t i = 0; i < n && has; i++) {
		const struct ik_buffer *pem = &kept->pem[counting->which[chosen[i]]];

		if (text->size + pem->size > IK_BUNDLE_SIZE_MAX)
			break;
		has = has_bytes(text, pem);
	}
	free(chosen);
	return has;
}

static bool begins_with(const struct ik_buffer *text, const struct ik_sha256 *certificate)
{
	struct ik_buffer der = {0};
	char hex[IK_SHA256_HEX + 1];
	struct ik_sha256 first;
	bool is = ik_certificate_der(text->data, text->size, &der, NULL)
		  && ik_digest_sha256(der.data, der.size, hex, NULL) && ik_sha256_read(hex, &first)
		  && ik_sha256_equal(&first, certificate);

	ik_buffer_free(&der);
	return is;
}

static void tell_bundle(const struct serving *serving)
{
	char *path = ik_format("%s/publish/" IK_PUBLISH_AGENT, ik_store_path(serving->store));

	ik_check_say(serving->check, IK_SEVERITY_WARNING, IK_E_CHECK_INDEX_NONE, path, NULL,
		     ik_check_cure_by(serving->check, _("Make it anew: %s"),
				      "inkan publish --refresh", NULL));
	free(path);
}

/* It can be made anew, whatever becomes of the index. */
static void check_bundle(const struct serving *serving, const struct ik_kept_steps *kept,
			 const struct ik_counting *counting)
{
	struct ik_buffer text = {0};
	struct ik_error failure = {0};
	bool read = ik_store_publish_read(serving->store, IK_PUBLISH_AGENT, IK_BUNDLE_SIZE_MAX,
					  &text, &failure);

	if (!read && ik_error_is_limit(failure.id))
		ik_check_limit(&failure, serving->check);
	else if (!read || !begins_with(&text, &serving->in_use)
		 || !has_steps(&text, kept, counting, &serving->in_use))
		tell_bundle(serving);
	ik_buffer_free(&text);
}

static void check_steps(const struct serving *serving)
{
	const struct ik_history *history = serving->history;
	struct ik_kept_steps kept = {0};
	struct ik_counting counting;
	struct ik_error failure = {0};
	size_t told = 0;

	if (ik_kept_steps_load(serving->store, &kept, &failure)) {
		ik_counting_begin(&kept, &counting);
		for (size_t i = history->n; i-- > 0 && told < CUT_MAX;)
			check_past(serving, &counting.steps, &history->items[i], &told);
		check_reported(serving, &counting.steps);
		if (serving->has_index)
			check_bundle(serving, &kept, &counting);
		ik_counting_free(&counting);
	} else if (ik_error_is_limit(failure.id)) {
		ik_check_limit(&failure, serving->check);
	}
	ik_kept_steps_free(&kept);
}

/* --- the way to the folder -------------------------------------------------------------------- */

/* Whoever has it copied, or carries it as files, needs no way there. */
static void check_way(const struct serving *serving)
{
	struct ik_check *check = serving->check;
	char *closed = NULL;
	bool ours;

	if (serving->published.source[0] == 'h'
	    && !ik_store_publish_is_reached(serving->store, &closed, &ours))
		ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNREACHED, closed, NULL,
			     ours ? ik_check_cure_by(check, _("Have it opened: %s"),
						     "inkan publish --refresh", NULL)
				  : ik_strdup(_("Let a command in hooks.d copy the folder publish "
						"to where the web server reaches it.")));
	free(closed);
}

void ik_check_publish(const struct ik_history *history, struct ik_check *check)
{
	struct serving serving = {.store = history->store, .history = history, .check = check};

	if (check->has_facts && ik_sha256_read(check->facts.sha256, &serving.in_use)
	    && read_records(&serving)) {
		check_index(&serving);
		check_size(&serving);
		check_steps(&serving);
		check_way(&serving);
	}
	ik_agents_free(serving.agents);
	ik_published_free(&serving.published);
}
