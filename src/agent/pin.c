/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pin.c: pin.pem as text: "inkan-pin 1", "id = value" lines by one table, then the certificate. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "agent/state.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"
#include "pki/certificate.h"
#include "pki/digest.h"
#include "trust/statement_files.h"

static const char first_line[] = "inkan-pin ", begin[] = "-----BEGIN CERTIFICATE-----\n",
		  end[] = "-----END CERTIFICATE-----\n";

/* What a value is, and where its place in the state is. */
enum kind { TEXT, SETS, SHA256, SEQUENCE, RECOVERY, BEFORE, YES, MOMENT };

struct id {
	const char *id;
	enum kind kind;
	bool needed;
	size_t at; /* in struct ik_agent_state */
};

#define AT(member) offsetof(struct ik_agent_state, member)

/* In the order in which they are written. */
static const struct id ids[] = {
	{"source", TEXT, true, AT(settings.source)},
	{"report-to", TEXT, false, AT(settings.report_to)},
	{"ca", TEXT, false, AT(settings.ca)},
	{"set", SETS, false, AT(settings.sets)},
	{"sha256", SHA256, true, AT(trust.pin.certificate)},
	{"sequence", SEQUENCE, true, AT(trust.pin.sequence)},
	{"recovered", SEQUENCE, true, AT(trust.pin.recovered)},
	{"recovery-sha256", RECOVERY, true, AT(trust.pin)},
	{"confirmed", MOMENT, false, AT(trust.confirmed)},
	{"before-sha256", BEFORE, false, AT(trust)},
	{"before-recovered", YES, false, AT(trust.left_by_recovery)},
	{"left-at", MOMENT, false, AT(trust.left_at)},
	{"moved", MOMENT, false, AT(trust.moved)},
	{"gap-since", MOMENT, false, AT(trust.gap_since)},
};

/* --- writing ---------------------------------------------------------------------------------- */

static void write_sha256(struct ik_buffer *text, const char *id, const struct ik_sha256 *sha256)
{
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(sha256, hex);
	ik_pairs_write(text, id, hex);
}

static void write_moment(struct ik_buffer *text, const char *id, int64_t when)
{
	char *date = when > 0 ? ik_date_rfc3339(when) : NULL;

	if (date)
		ik_pairs_write(text, id, date);
	free(date);
}

static void write_text(struct ik_buffer *text, const char *id, const char *value)
{
	if (value)
		ik_pairs_write(text, id, value);
}

static void write_one(const struct id *id, const struct ik_agent_state *state,
		      struct ik_buffer *text)
{
	const void *at = (const char *)state + id->at;
	const struct ik_pin *pin = &state->trust.pin;

	switch (id->kind) {
	case TEXT:
		write_text(text, id->id, *(char *const *)at);
		break;
	case SETS:
		for (size_t i = 0; i < state->settings.sets.n; i++)
			ik_pairs_write(text, id->id, state->settings.sets.items[i]);
		break;
	case SHA256:
		write_sha256(text, id->id, at);
		break;
	case SEQUENCE:
		ik_buffer_format(text, "%s = %" PRIu64 "\n", id->id, *(const uint64_t *)at);
		break;
	case RECOVERY:
		if (pin->has_recovery)
			write_sha256(text, id->id, &pin->recovery);
		else
			ik_pairs_write(text, id->id, "none");
		break;
	case BEFORE:
		if (state->trust.has_before)
			write_sha256(text, id->id, &state->trust.before);
		break;
	case YES:
		write_text(text, id->id, *(const bool *)at ? "yes" : NULL);
		break;
	case MOMENT:
		write_moment(text, id->id, *(const int64_t *)at);
		break;
	}
}

void ik_pin_write(const struct ik_agent_state *state, struct ik_buffer *text)
{
	ik_buffer_format(text, "%s1\n", first_line);
	for (size_t i = 0; i < IK_COUNT(ids); i++)
		write_one(&ids[i], state, text);
	ik_buffer_add(text, state->certificate.data, state->certificate.size);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool read_moment(const char *value, int64_t *when)
{
	*when = ik_date_from_rfc3339(value);
	return *when > 0;
}

static bool read_text(const char *value, char **text)
{
	*text = ik_strdup(value);
	return *value != '\0';
}

static bool read_one(const struct id *id, const char *value, struct ik_agent_state *state)
{
	void *at = (char *)state + id->at;
	struct ik_trust *trust = &state->trust;

	switch (id->kind) {
	case TEXT:
		return read_text(value, at);
	case SETS:
		ik_list_add(at, value);
		return ik_set_name_is_good(value);
	case SHA256:
		return ik_sha256_read(value, at);
	case SEQUENCE:
		return ik_text_number(value, IK_SEQUENCE_MAX, at);
	case RECOVERY:
		trust->pin.has_recovery = strcmp(value, "none") != 0;
		return !trust->pin.has_recovery || ik_sha256_read(value, &trust->pin.recovery);
	case BEFORE:
		return trust->has_before = ik_sha256_read(value, &trust->before);
	case YES:
		*(bool *)at = true;
		return strcmp(value, "yes") == 0;
	case MOMENT:
		return read_moment(value, at);
	}
	return false;
}

/* Ids that this version does not know are passed over; SEEN has a bit for each that was there. */
static bool read_pair(const struct ik_pair *pair, unsigned *seen, struct ik_agent_state *state)
{
	for (size_t i = 0; i < IK_COUNT(ids); i++) {
		if (strcmp(pair->id, ids[i].id) != 0)
			continue;
		if ((*seen >> i & 1) && ids[i].kind != SETS)
			return false;
		*seen |= 1U << i;
		return read_one(&ids[i], pair->value, state);
	}
	return true;
}

static bool read_pairs(const char *text, size_t size, struct ik_agent_state *state)
{
	struct ik_pairs pairs = {0};
	unsigned seen = 0;
	bool good = ik_pairs_parse(text, size, &pairs, NULL);

	for (size_t i = 0; good && i < pairs.n; i++)
		good = read_pair(&pairs.items[i], &seen, state);
	for (size_t i = 0; good && i < IK_COUNT(ids); i++)
		good = !ids[i].needed || (seen >> i & 1);
	ik_pairs_free(&pairs);
	return good;
}

/* GnuTLS reads one whose last line is cut, too. */
static bool is_whole(const char *pem, size_t size)
{
	const size_t length = strlen(end);

	return size > length && strcmp(pem + size - length, end) == 0;
}

bool ik_pin_is_of(const void *pem, size_t size, const struct ik_sha256 *sha256)
{
	struct ik_buffer der = {0};
	char hex[IK_SHA256_HEX + 1];
	struct ik_sha256 of;
	bool is = ik_certificate_der(pem, size, &der, NULL)
		  && ik_digest_sha256(der.data, der.size, hex, NULL) && ik_sha256_read(hex, &of)
		  && ik_sha256_equal(&of, sha256);

	ik_buffer_free(&der);
	return is;
}

/* The certificate has to be the one that the lines above it name. */
static bool read_certificate(const char *pem, size_t size, struct ik_agent_state *state)
{
	if (!is_whole(pem, size) || !ik_pin_is_of(pem, size, &state->trust.pin.certificate))
		return false;
	ik_buffer_add(&state->certificate, pem, size);
	return true;
}

void ik_pin_forget(struct ik_agent_state *state)
{
	ik_agent_settings_free(&state->settings);
	state->trust = (struct ik_trust){0};
	ik_buffer_free(&state->certificate);
}

/* The number in the first line, and what comes behind that line; 0: it is something else. */
static uint64_t read_format(const char *text, const char **rest)
{
	const char *newline = strchr(text, '\n');
	const size_t length = strlen(first_line);
	uint64_t number = 0;

	if (!newline || strncmp(text, first_line, length) != 0)
		return 0;

	char *digits = ik_strndup(text + length, (size_t)(newline - text) - length);

	*rest = newline + 1;
	ik_text_number(digits, UINT32_MAX, &number);
	free(digits);
	return number;
}

bool ik_pin_parse(const struct ik_buffer *text, struct ik_agent_state *state, struct ik_error *err)
{
	const char *all = ik_buffer_string(text), *rest = NULL;
	const uint64_t number = read_format(all, &rest);
	const char *pem = number == 1 ? strstr(rest, begin) : NULL;

	ik_pin_forget(state);
	if (number > 1)
		return ik_fail(err, IK_E_STATEMENT_NEWER);
	if (!pem || strlen(all) != text->size || !read_pairs(rest, (size_t)(pem - rest), state)
	    || !read_certificate(pem, strlen(pem), state)) {
		ik_pin_forget(state);
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, IK_AGENT_PIN);
	}
	return true;
}
