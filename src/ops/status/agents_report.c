/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_report.c: reads one report, believing nothing: what is missing or of another kind makes it
 * a damaged one. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/text.h"

enum { VERSION_MAX = 32, SERIAL_MAX = 64, WHAT_MAX = 300, MACHINE_MAX = 128 };

/* The text KEY of OBJECT, at most MAX bytes and at least one; NULL: it is not there, or no such
 * text. */
static const char *text_of(const json_t *object, const char *key, size_t max)
{
	const json_t *value = json_object_get(object, key);
	const size_t size = json_string_length(value);

	return size >= 1 && size <= max ? json_string_value(value) : NULL;
}

/* Whether KEY may be left out or null, and is. */
static bool is_absent(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return !value || json_is_null(value);
}

static bool read_date(const json_t *object, const char *key, int64_t *out)
{
	const char *text = text_of(object, key, WHAT_MAX);

	*out = text ? ik_date_from_rfc3339(text) : -1;
	return *out >= 0;
}

/* At most so much of TEXT as is kept, filtered; caller frees. */
static char *shown(const char *text, size_t max)
{
	char *visible = ik_text_visible(text, ik_text_cut(text, strlen(text), max));

	visible[ik_text_cut(visible, strlen(visible), IK_AGENT_TEXT_MAX)] = '\0';
	return visible;
}

/* The hash of a machine-id, of which as much as tells two apart is kept. */
static bool read_machine(const json_t *object, struct ik_agent_said *said)
{
	const char *text = text_of(object, "machine", MACHINE_MAX);

	return is_absent(object, "machine")
	       || (text && strlen(text) >= IK_AGENT_ID_HEX
		   && ik_agent_id_read(text, said->machine));
}

static bool read_tls(const json_t *object, struct ik_agent_said *said)
{
	const char *text = text_of(object, "tls", VERSION_MAX);

	if (text)
		said->tls = (uint8_t)ik_carried_by_read(text);
	return text || is_absent(object, "tls");
}

static bool read_recovery(const json_t *object, const struct ik_agents_about *about,
			  struct ik_agent_said *said)
{
	const char *text = text_of(object, "recovery", IK_SHA256_HEX);
	struct ik_sha256 sha256;
	const bool good = text && ik_sha256_read(text, &sha256);

	said->other_recovery = about->has_recovery
			       && !(good && ik_sha256_equal(&sha256, &about->recovery));
	return good || is_absent(object, "recovery") || (text && strcmp(text, "none") == 0);
}

/* One that is behind; a set that the agent does not take is none. */
static bool read_set(const json_t *set, const struct ik_agents_about *about,
		     struct ik_agent_said *said)
{
	const char *name = text_of(set, "name", IK_SET_NAME_MAX);
	const json_t *sequence = json_object_get(set, "sequence");

	if (!name || !json_is_integer(sequence) || json_integer_value(sequence) < 0)
		return false;
	for (size_t i = 0; i < about->sets.n && !said->set; i++)
		if (strcmp(about->sets.items[i].name, name) == 0
		    && (uint64_t)json_integer_value(sequence) < about->sets.items[i].number)
			said->set = (uint32_t)i + 1;
	return true;
}

static bool read_sets(const json_t *object, const struct ik_agents_about *about,
		      struct ik_agent_said *said)
{
	const json_t *sets = json_object_get(object, "sets");

	if (is_absent(object, "sets"))
		return true;
	for (size_t i = 0; i < json_array_size(sets); i++)
		if (!read_set(json_array_get(sets, i), about, said))
			return false;
	return json_is_array(sets);
}

/* By the clock of this server: whoever's own is another is listed for that first. */
static bool is_past(int64_t when, const struct ik_agents_about *about)
{
	return about->now - when > IK_AGENT_REFUSAL_DAYS * (int64_t)IK_SECONDS_A_DAY;
}

/* One that is past says no more than that there are such: *PAST. */
static bool read_refusal(const json_t *refusal, const struct ik_agents_about *about, bool *past,
			 struct ik_agent_report *out)
{
	struct ik_agent_said *said = &out->said;
	const json_t *reason = json_object_get(refusal, "reason");
	const json_t *what = json_object_get(refusal, "what");
	int64_t when;

	if (!read_date(refusal, "time", &when) || !json_is_integer(reason)
	    || json_integer_value(reason) < 0 || json_integer_value(reason) > 9999
	    || (what && !json_is_string(what) && !json_is_null(what)))
		return false;
	if (is_past(when, about)) {
		*past = true;
		return true;
	}
	said->refusals++;
	if (said->refused_since < 0 || when < said->refused_since)
		said->refused_since = when;
	if (when < said->refused_at)
		return true;
	said->refused_at = when;
	said->refused_reason = (uint32_t)json_integer_value(reason);
	free(out->text[IK_AGENT_TEXT_WHAT]);
	out->text[IK_AGENT_TEXT_WHAT] = json_is_string(what)
						? shown(json_string_value(what), WHAT_MAX)
						: NULL;
	return true;
}

/* Those that a report had no room for are older than all that it has. */
static bool read_refusals(const json_t *object, const struct ik_agents_about *about,
			  struct ik_agent_report *out)
{
	const json_t *refusals = json_object_get(object, "refusals");
	const json_t *more = json_object_get(object, "refusals_more");
	const json_int_t rest = json_integer_value(more);
	bool past = false;

	if (!is_absent(object, "refusals") && !json_is_array(refusals))
		return false;
	for (size_t i = 0; i < json_array_size(refusals); i++)
		if (!read_refusal(json_array_get(refusals, i), about, &past, out))
			return false;
	if (!past && rest > 0 && rest < INT32_MAX)
		out->said.refusals += (uint32_t)rest;
	return is_absent(object, "refusals_more") || json_is_integer(more) || json_is_boolean(more);
}

static bool read_certificate(const json_t *object, struct ik_agent_report *out)
{
	const char *sha256 = text_of(object, "sha256", IK_SHA256_HEX);
	const char *serial = text_of(object, "serial", SERIAL_MAX);

	if (!sha256 || !ik_sha256_read(sha256, &out->said.sha256)
	    || (!serial && !is_absent(object, "serial")))
		return false;
	out->text[IK_AGENT_TEXT_SERIAL] = serial ? shown(serial, SERIAL_MAX) : NULL;
	return true;
}

static bool read_stored(const json_t *object, struct ik_agent_said *said)
{
	const json_t *stored = json_object_get(object, "stored");

	said->unstored = json_is_false(stored);
	return is_absent(object, "stored") || json_is_boolean(stored);
}

static bool read_agent(const json_t *object, struct ik_agent_report *out)
{
	const char *name = text_of(object, "name", IK_AGENT_NAME_MAX);
	const char *version = text_of(object, "version", VERSION_MAX);

	if (!name || (!version && !is_absent(object, "version")))
		return false;
	out->text[IK_AGENT_TEXT_NAME] = shown(name, IK_AGENT_NAME_MAX);
	out->text[IK_AGENT_TEXT_VERSION] = version ? shown(version, VERSION_MAX) : NULL;
	out->said.older = version && strverscmp(version, PACKAGE_VERSION) < 0;
	return read_machine(object, &out->said);
}

static bool read_all(const json_t *object, const struct ik_agents_about *about,
		     struct ik_agent_report *out)
{
	struct ik_agent_said *said = &out->said;

	return read_agent(object, out) && read_date(object, "time", &said->time)
	       && (read_date(object, "confirmed", &said->confirmed)
		   || is_absent(object, "confirmed"))
	       && read_certificate(object, out) && read_tls(object, said)
	       && read_stored(object, said) && read_recovery(object, about, said)
	       && read_sets(object, about, said) && read_refusals(object, about, out);
}

static enum ik_agent_damage judge(const json_t *object, const uint8_t id[IK_AGENT_ID_BYTES],
				  const struct ik_agents_about *about, struct ik_agent_report *out)
{
	const json_t *form = json_object_get(object, "inkan_report");
	const char *own = text_of(object, "id", IK_AGENT_ID_HEX);

	if (json_is_integer(form) && json_integer_value(form) > IK_AGENT_REPORT_FORMAT)
		return IK_AGENT_NEWER;
	if (json_integer_value(form) != IK_AGENT_REPORT_FORMAT || !own
	    || strlen(own) != IK_AGENT_ID_HEX || !ik_agent_id_read(own, out->said.id)
	    || !read_all(object, about, out))
		return IK_AGENT_WRONG;
	return memcmp(id, out->said.id, IK_AGENT_ID_BYTES) == 0 ? IK_AGENT_WHOLE
								: IK_AGENT_OTHER_ID;
}

enum ik_agent_damage ik_agent_report_read(const void *data, size_t size,
					  const uint8_t id[IK_AGENT_ID_BYTES],
					  const struct ik_agents_about *about,
					  struct ik_agent_report *out)
{
	enum ik_agent_damage damage = IK_AGENT_NOT_JSON;

	*out = (struct ik_agent_report){.said = {.time = -1,
						 .confirmed = -1,
						 .refused_at = -1,
						 .refused_since = -1,
						 .tls = IK_BY_COUNT}};

	/* An empty one may be nowhere in memory. */
	json_t *object = size > 0 ? json_loadb(data, size, JSON_REJECT_DUPLICATES, NULL) : NULL;

	if (object)
		damage = judge(object, id, about, out);
	json_decref(object);
	return damage;
}

void ik_agent_report_free(struct ik_agent_report *report)
{
	for (size_t i = 0; i < IK_AGENT_TEXTS; i++)
		free(report->text[i]);
	*report = (struct ik_agent_report){0};
}
