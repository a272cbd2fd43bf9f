/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_write.c: what was found, for programs: JSON, metrics, a calendar. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"
#include "files/place.h"
#include "files/save.h"
#include "ops/records/default_store.h"
#include "ops/records/json.h"
#include "ops/status/check.h"

/* --- JSON ------------------------------------------------------------------------------------- */

static json_t *finding_json(const struct ik_finding *finding)
{
	char *message = ik_error_sentence(&finding->error);
	json_t *json = json_pack("{s:i, s:s, s:s, s:s}", "number",
				 (int)ik_error_number(finding->error.id), "severity",
				 ik_severity_word(finding->severity), "message", message, "cure",
				 finding->cure ? finding->cure : "");

	free(message);
	return json;
}

static json_t *service_json(const struct ik_service *service, const struct ik_seen *seen)
{
	const struct ik_facts *shown = seen->served.chain;
	char *until = shown ? ik_date_rfc3339(shown->not_after) : NULL;
	json_t *json = json_pack("{s:s, s:s, s:o, s:s?, s:s?, s:s?}", "service", service->name,
				 "state", ik_seen_word(seen->state), "generation",
				 seen->generation ? json_integer(seen->generation) : json_null(),
				 "serial", shown ? shown->serial : NULL, "not_after", until,
				 "sha256", shown ? shown->sha256 : NULL);

	free(until);
	return json;
}

static json_t *services_json(const struct ik_check *check)
{
	json_t *services = json_array();

	for (size_t i = 0; i < check->services.n; i++)
		json_array_append_new(services,
				      service_json(&check->services.items[i], &check->seen[i]));
	return services;
}

void ik_check_json(const struct ik_check *check, struct ik_buffer *out)
{
	json_t *findings = json_array();

	for (size_t i = 0; i < check->n; i++)
		json_array_append_new(findings, finding_json(&check->findings[i]));

	json_t *json = json_pack("{s:s, s:o}", "status", ik_check_word(check->status), "findings",
				 findings);

	if (check->seen)
		json_object_set_new(json, "services", services_json(check));
	ik_json_write(json, out);
}

/* --- Prometheus ------------------------------------------------------------------------------- */

static void metric(struct ik_buffer *out, const char *name, const char *help, int64_t value)
{
	ik_buffer_format(out, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, help, name, name,
			 (long long)value);
}

static void count_findings(const struct ik_check *check, struct ik_buffer *out)
{
	unsigned counts[IK_SEVERITY_COUNT] = {0};

	for (size_t i = 0; i < check->n; i++)
		counts[check->findings[i].severity]++;
	ik_buffer_text(out, "# HELP inkan_findings Findings of inkan check, by severity.\n# TYPE "
			    "inkan_findings gauge\n");
	for (int i = 0; i < IK_SEVERITY_COUNT; i++)
		ik_buffer_format(out, "inkan_findings{severity=\"%s\"} %u\n",
				 ik_severity_word((enum ik_severity)i), counts[i]);
}

static void begin_metric(struct ik_buffer *out, const char *name, const char *help)
{
	ik_buffer_format(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Names of services hold nothing that a label would have to escape. */
static void add_services(const struct ik_check *check, struct ik_buffer *out)
{
	const struct ik_service *services = check->services.items;

	if (!check->seen || check->services.n == 0)
		return;
	begin_metric(out, "inkan_service_in_use",
		     "Whether the service shows the certificate in use.");
	for (size_t i = 0; i < check->services.n; i++)
		ik_buffer_format(out, "inkan_service_in_use{service=\"%s\"} %d\n", services[i].name,
				 check->seen[i].state == IK_SEEN_IN_USE);
	begin_metric(out, "inkan_service_not_after_seconds",
		     "End of the validity of what the service shows, in seconds since 1970.");
	for (size_t i = 0; i < check->services.n; i++)
		if (check->seen[i].served.n > 0)
			ik_buffer_format(out,
					 "inkan_service_not_after_seconds{service=\"%s\"} %lld\n",
					 services[i].name,
					 (long long)check->seen[i].served.chain->not_after);
}

void ik_check_prometheus(const struct ik_check *check, struct ik_buffer *out)
{
	metric(out, "inkan_check_status",
	       "Status of inkan check: 0 ok, 1 warning, 2 critical, 3 unknown.",
	       ik_check_exit(check->status));
	metric(out, "inkan_check_timestamp_seconds", "When inkan check ran, in seconds since 1970.",
	       check->now);
	count_findings(check, out);
	metric(out, "inkan_generation", "Number of the generation in use, 0 for none.",
	       check->generation);
	metric(out, "inkan_hooks_failed",
	       "Commands that failed when they last ran for the generation in use.",
	       check->hooks_failed);
	if (check->has_facts) {
		metric(out, "inkan_certificate_not_before_seconds",
		       "Start of the validity of the certificate in use, in seconds since 1970.",
		       check->facts.not_before);
		metric(out, "inkan_certificate_not_after_seconds",
		       "End of the validity of the certificate in use, in seconds since 1970.",
		       check->facts.not_after);
	}
	if (check->backup_at)
		metric(out, "inkan_backup_timestamp_seconds",
		       "When the last proven backup was made, in seconds since 1970.",
		       check->backup_at);
	add_services(check, out);
}

/* --- calendar --------------------------------------------------------------------------------- */

/* A content line of RFC 5545: folded behind 75 bytes at most, never inside a character, and ended
 * by CR LF. */
static void content_line(struct ik_buffer *out, const char *line)
{
	enum { LINE = 75 };
	size_t room = LINE;

	while (strlen(line) > room) {
		size_t cut = ik_text_cut(line, strlen(line), room);

		ik_buffer_add(out, line, cut);
		ik_buffer_text(out, "\r\n ");
		line += cut;
		room = LINE - 1;
	}
	ik_buffer_text(out, line);
	ik_buffer_text(out, "\r\n");
}

static void property(struct ik_buffer *out, const char *name, const char *value)
{
	struct ik_buffer line = {0};

	ik_buffer_format(&line, "%s:", name);
	for (; *value; value++) {
		/* A backslash, which no string of ours has, guards what separates values. */
		if (strchr(",;\x5c", *value))
			ik_buffer_text(&line, "\x5c");
		ik_buffer_add(&line, value, 1);
	}
	content_line(out, ik_buffer_string(&line));
	ik_buffer_free(&line);
}

/* What a calendar shows TRIGGER before the end. */
static void add_alarm(struct ik_buffer *out, const char *trigger, const char *summary)
{
	content_line(out, "BEGIN:VALARM");
	content_line(out, "ACTION:DISPLAY");
	property(out, "DESCRIPTION", summary);
	ik_buffer_format(out, "TRIGGER:%s\r\n", trigger);
	content_line(out, "END:VALARM");
}

void ik_check_calendar(const struct ik_check *check, struct ik_buffer *out)
{
	const struct ik_facts *facts = &check->facts;
	const char *name = facts->common_name ? facts->common_name : facts->subject;
	char *stamp = ik_date_compact(check->now);
	char *until = ik_date_compact(facts->not_after);
	char *uid = ik_format("%.40s@inkan", facts->sha256);
	char *summary = ik_format(_("The certificate of %s expires"), name);
	char *command = ik_command_for(check->store, "inkan check");
	char *what = ik_format(
		_("Serial number: %s. It has to be renewed before this day; how: %s"),
		facts->serial, command);

	content_line(out, "BEGIN:VCALENDAR");
	content_line(out, "VERSION:2.0");
	content_line(out, "PRODID:-//inkan//inkan " PACKAGE_VERSION "//EN");
	content_line(out, "BEGIN:VEVENT");
	property(out, "UID", uid);
	property(out, "DTSTAMP", stamp);
	property(out, "DTSTART", until);
	property(out, "SUMMARY", summary);
	property(out, "DESCRIPTION", what);
	content_line(out, "TRANSP:TRANSPARENT");
	add_alarm(out, "-P30D", summary);
	add_alarm(out, "-P7D", summary);
	content_line(out, "END:VEVENT");
	content_line(out, "END:VCALENDAR");
	free(what);
	free(command);
	free(summary);
	free(uid);
	free(until);
	free(stamp);
}

bool ik_check_save_calendar(const struct ik_check *check, const char *file, struct ik_error *err)
{
	struct ik_buffer text = {0};
	ik_save *save = NULL;
	const char *name;
	int dirfd = -1;
	bool ok = false;

	if (!check->has_facts)
		return ik_fail(err, IK_E_CHECK_CALENDAR);
	ik_check_calendar(check, &text);
	if (ik_place_open(file, &dirfd, &name, err))
		save = ik_save_begin(dirfd, name, 0644, (gid_t)-1, err);
	if (save && ik_save_write(save, text.data, text.size, err)) {
		ok = ik_save_commit(save, true, err);
		save = NULL;
	}
	ik_save_abort(save);
	if (dirfd >= 0)
		close(dirfd);
	ik_buffer_free(&text);
	return ok;
}
