/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reporting.c: the report as JSON, and on its way. */
#include "config.h"

#include "agent/reporting.h"

#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/facts.h"
#include "agent/offer.h"
#include "agent/refusal.h"
#include "base/alloc.h"
#include "base/source_url.h"
#include "base/text.h"
#include "files/careful.h"
#include "pki/digest.h"
#include "rows/json.h"

enum { MACHINE_ID_MAX = 256 };

static const char none[] = "none", reports[] = "reports";

/* --- whose report it is ----------------------------------------------------------------------- */

static char *first_line_of(const char *file)
{
	struct ik_buffer text = {0};
	char *line;

	if (ik_read_bytes(AT_FDCWD, file, false, MACHINE_ID_MAX, &text) != 0)
		ik_buffer_free(&text);
	line = ik_strndup(ik_buffer_string(&text), strcspn(ik_buffer_string(&text), "\n"));
	ik_buffer_free(&text);
	return line;
}

void ik_reporting_host_read(struct ik_reporting_host *host)
{
	char name[HOST_NAME_MAX + 1] = "";

	gethostname(name, sizeof(name) - 1);
	host->name = name[0] ? ik_text_visible(name, strlen(name)) : ik_strdup("localhost");
	host->machine_id = first_line_of("/etc/machine-id");
}

void ik_reporting_host_free(struct ik_reporting_host *host)
{
	free(host->name);
	free(host->machine_id);
	*host = (struct ik_reporting_host){0};
}

/* The first digits of the SHA-256 of TEXT. */
static bool hash(const char *text, char id[IK_AGENT_ID_HEX + 1], struct ik_error *err)
{
	char hex[65];

	if (!ik_digest_sha256(text, strlen(text), hex, err))
		return false;
	memcpy(id, hex, IK_AGENT_ID_HEX);
	id[IK_AGENT_ID_HEX] = '\0';
	return true;
}

bool ik_reporting_id(const struct ik_agent_state *state, const struct ik_reporting_host *host,
		     char id[IK_AGENT_ID_HEX + 1], struct ik_error *err)
{
	char own[IK_AGENT_ID_SIZE + 1];
	char *text;
	bool ok;

	if (!ik_agent_read_id(state, own, err))
		return false;
	text = ik_format("%s\n%s\n%s\n", own, host->machine_id, host->name);
	ok = hash(text, id, err);
	free(text);
	return ok;
}

/* machine-id(5): it is not for others as it is. */
static json_t *machine_of(const struct ik_reporting_host *host)
{
	char id[IK_AGENT_ID_HEX + 1];
	char *text = ik_format("inkan machine\n%s\n", host->machine_id);
	const bool ok = host->machine_id[0] && hash(text, id, NULL);

	free(text);
	return ok ? json_string(id) : json_null();
}

/* --- what it says ----------------------------------------------------------------------------- */

/* Number 0: it is wanted, and none of it is here. */
static json_t *sets_of(const struct ik_agent_state *state)
{
	json_t *sets = json_array();

	for (size_t i = 0; i < state->settings.sets.n && i < IK_REPORTING_SETS_MAX; i++)
		json_array_append_new(sets,
				      json_pack("{s:s, s:i}", "name", state->settings.sets.items[i],
						"sequence", 0));
	return sets;
}

/* The newest N. */
static json_t *refusals_of(const struct ik_refusals *refusals, size_t n, bool whole)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		const struct ik_refusal *refusal = &refusals->items[i];
		json_t *entry = json_object();

		ik_json_set_moment(entry, "time", refusal->time);
		ik_json_set_number(entry, "reason", refusal->reason);
		if (whole)
			ik_json_set_text(entry, "what", refusal->what);
		json_array_append_new(array, entry);
	}
	return array;
}

static char *text_with(const struct ik_reporting *reporting, const struct ik_refusals *refusals,
		       size_t n)
{
	const struct ik_agent_state *state = reporting->state;
	json_t *report = json_object();
	char *text;

	ik_json_set_number(report, "inkan_report", IK_AGENT_REPORT_FORMAT);
	ik_json_set_text(report, "id", reporting->id);
	ik_json_set(report, "machine", machine_of(reporting->host));
	ik_json_set_text(report, "name", reporting->host->name);
	ik_json_set_moment(report, "time", reporting->now);
	ik_json_set_text(report, "version", PACKAGE_VERSION);
	ik_told_set_pin(report, state);
	ik_json_set_text(report, "tls", ik_carried_by_id(reporting->by));
	if (reporting->whole)
		ik_json_set(report, "sets", sets_of(state));
	ik_json_set(report, "refusals", refusals_of(refusals, n, reporting->whole));
	ik_json_set_number(report, "refusals_more", (int64_t)(refusals->more + refusals->n - n));
	text = json_dumps(report, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(report);
	return text;
}

void ik_reporting_write(const struct ik_reporting *reporting, struct ik_buffer *out)
{
	struct ik_refusals refusals;
	char *text;
	size_t n;

	ik_refusals_read(reporting->state, reporting->now, &refusals);
	n = refusals.n;
	text = text_with(reporting, &refusals, n);
	while (text != NULL && strlen(text) + 1 > IK_AGENT_REPORT_MAX && n > 0) {
		n -= (n + 9) / 10;
		free(text);
		text = text_with(reporting, &refusals, n);
	}
	ik_buffer_text(out, text != NULL ? text : "{}");
	ik_buffer_text(out, "\n");
	free(text);
	ik_refusals_free(&refusals);
}

/* --- on its way ------------------------------------------------------------------------------- */

struct sending {
	struct ik_reporting reporting;
	bool into_directory; /* which is root's, and nobody reads along */
};

static void write_for(void *context, enum ik_carried_by by, struct ik_buffer *out)
{
	struct sending *sending = context;

	sending->reporting.by = by;
	sending->reporting.whole = sending->into_directory
				   || (by != IK_BY_NONE && by != IK_BY_PLAIN);
	ik_reporting_write(&sending->reporting, out);
}

/* A copy of what is published, on a stick or in a share, takes no reports unless somebody made a
 * place for them. */
static bool takes_none(const char *directory)
{
	struct stat st;

	return stat(directory, &st) != 0 || !S_ISDIR(st.st_mode);
}

char *ik_reporting_destination(const struct ik_agent_settings *settings)
{
	char *at_source;

	if (settings->report_to != NULL)
		return ik_strdup(settings->report_to);
	at_source = ik_format("%s/%s", settings->source, reports);
	if (ik_source_is_web(at_source) || !takes_none(at_source))
		return at_source;
	free(at_source);
	return ik_strdup(none);
}

static bool send_to(const struct ik_agent_state *state, struct sending *sending,
		    struct ik_reporting_done *out, struct ik_error *err)
{
	struct ik_carrier carrier = ik_offer_carrier(state, out->to);
	char *name = ik_format("%s.json", sending->reporting.id);
	const bool ok = ik_carry_put(&carrier, out->to, name, write_for, sending, err);

	out->by = carrier.by;
	out->whole = sending->reporting.whole;
	free(name);
	ik_carrier_end(&carrier);
	return ok;
}

bool ik_reporting_send(const struct ik_agent_state *state, const char *to, int64_t now,
		       struct ik_reporting_done *out, struct ik_error *err)
{
	struct ik_reporting_host host;
	char id[IK_AGENT_ID_HEX + 1];
	bool ok;

	*out = (struct ik_reporting_done){
		.to = to != NULL ? ik_strdup(to) : ik_reporting_destination(&state->settings)};
	out->nobody = strcmp(out->to, none) == 0;
	if (out->nobody)
		return true;
	ik_reporting_host_read(&host);
	ok = ik_reporting_id(state, &host, id, err);
	if (ok) {
		struct sending sending = {
			.reporting = {.state = state, .host = &host, .id = id, .now = now},
			.into_directory = !ik_source_is_web(out->to)};

		ok = send_to(state, &sending, out, err);
	}
	ik_reporting_host_free(&host);
	return ok;
}

void ik_reporting_done_free(struct ik_reporting_done *reported)
{
	free(reported->to);
	*reported = (struct ik_reporting_done){0};
}
