/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statement.c: the texts that are signed, read and written by one table of their ids. */
#include "config.h"

#include "trust/statement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"

static const char *const kinds[] = {
	[IK_STATEMENT_HANDOVER] = "handover",
	[IK_STATEMENT_RECOVERY] = "recovery",
	[IK_STATEMENT_INDEX] = "index",
	[IK_STATEMENT_MESSAGE] = "message",
};
_Static_assert(IK_COUNT(kinds) == IK_STATEMENT_COUNT, "every kind has its word");

static const char *const reasons[] = {
	[IK_STEP_RENEWED] = "renewed",
	[IK_STEP_REPLACED] = "replaced",
	[IK_STEP_ROLLED_BACK] = "rolled-back",
	[IK_STEP_RESTORED] = "restored",
};
_Static_assert(IK_COUNT(reasons) == IK_STEP_REASON_COUNT, "every reason has its word");

const char *ik_statement_kind_id(enum ik_statement_kind kind)
{
	return kinds[kind];
}

/* Each reads one value into its place; false if it makes no sense. */

static bool read_sequence(const char *value, struct ik_statement *out)
{
	return ik_text_number(value, IK_SEQUENCE_MAX, &out->sequence) && out->sequence > 0;
}

static bool read_from(const char *value, struct ik_statement *out)
{
	return ik_sha256_read(value, &out->from);
}

static bool read_to(const char *value, struct ik_statement *out)
{
	return ik_sha256_read(value, &out->to);
}

static bool read_recovery(const char *value, struct ik_statement *out)
{
	if (out->kind == IK_STATEMENT_INDEX && !strcmp(value, "none"))
		return true;
	return out->has_recovery = ik_sha256_read(value, &out->recovery);
}

static bool read_reason(const char *value, struct ik_statement *out)
{
	for (size_t i = 0; i < IK_COUNT(reasons); i++)
		if (!strcmp(value, reasons[i])) {
			out->reason = (enum ik_step_reason)i;
			return true;
		}
	return false;
}

static bool read_issued(const char *value, struct ik_statement *out)
{
	out->issued = ik_date_from_rfc3339(value);
	return out->issued >= 0;
}

static bool read_expires(const char *value, struct ik_statement *out)
{
	out->expires = ik_date_from_rfc3339(value);
	return out->expires >= 0;
}

/* Each appends what the other reads. */

static void write_sequence(const struct ik_statement *statement, struct ik_buffer *text)
{
	ik_buffer_format(text, "%" PRIu64, statement->sequence);
}

static void write_sha256(const struct ik_sha256 *sha256, struct ik_buffer *text)
{
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(sha256, hex);
	ik_buffer_text(text, hex);
}

static void write_from(const struct ik_statement *statement, struct ik_buffer *text)
{
	write_sha256(&statement->from, text);
}

static void write_to(const struct ik_statement *statement, struct ik_buffer *text)
{
	write_sha256(&statement->to, text);
}

static void write_recovery(const struct ik_statement *statement, struct ik_buffer *text)
{
	if (statement->has_recovery)
		write_sha256(&statement->recovery, text);
	else
		ik_buffer_text(text, "none");
}

static void write_reason(const struct ik_statement *statement, struct ik_buffer *text)
{
	ik_buffer_text(text, reasons[statement->reason]);
}

static void write_date(int64_t when, struct ik_buffer *text)
{
	char *date = ik_date_rfc3339(when);

	ik_buffer_text(text, date);
	free(date);
}

static void write_issued(const struct ik_statement *statement, struct ik_buffer *text)
{
	write_date(statement->issued, text);
}

static void write_expires(const struct ik_statement *statement, struct ik_buffer *text)
{
	write_date(statement->expires, text);
}

enum {
	IN_HANDOVER = 1 << IK_STATEMENT_HANDOVER,
	IN_RECOVERY = 1 << IK_STATEMENT_RECOVERY,
	IN_INDEX = 1 << IK_STATEMENT_INDEX,
	IN_MESSAGE = 1 << IK_STATEMENT_MESSAGE,
	IN_STEPS = IN_HANDOVER | IN_RECOVERY,
};

/* In the order in which they are written. */
static const struct {
	const char *id;
	unsigned in; /* the kinds that have it, each once */
	bool (*read)(const char *value, struct ik_statement *out);
	void (*write)(const struct ik_statement *statement, struct ik_buffer *text);
} ids[] = {
	{"sequence", IN_STEPS | IN_INDEX, read_sequence, write_sequence},
	{"from-sha256", IN_HANDOVER, read_from, write_from},
	{"to-sha256", IN_STEPS, read_to, write_to},
	{"certificate-sha256", IN_INDEX, read_to, write_to},
	{"recovery-sha256", IN_RECOVERY | IN_INDEX, read_recovery, write_recovery},
	{"issued", IN_STEPS | IN_INDEX | IN_MESSAGE, read_issued, write_issued},
	{"expires", IN_INDEX | IN_MESSAGE, read_expires, write_expires},
	{"reason", IN_HANDOVER, read_reason, write_reason},
};

/* The first line of TEXT says its kind; what comes behind that line is *AT. */
static bool read_kind(const char *text, size_t size, size_t *at, struct ik_statement *out,
		      struct ik_error *err)
{
	const char *newline = memchr(text, '\n', size);
	size_t length = newline ? (size_t)(newline - text) : size;
	char *line = ik_strndup(text, length), *blank = strrchr(line, ' ');
	uint64_t number = 0;
	bool known = false;

	*at = newline ? length + 1 : size;
	if (blank && !strncmp(line, "inkan-", 6)
	    && ik_text_number(blank + 1, UINT32_MAX, &number)) {
		*blank = '\0';
		for (size_t i = 0; i < IK_COUNT(kinds) && !known; i++) {
			known = !strcmp(line + 6, kinds[i]);
			out->kind = (enum ik_statement_kind)i;
		}
	}
	free(line);
	if (number > 1)
		return ik_fail(err, IK_E_STATEMENT_NEWER);
	return (known && number == 1) || ik_fail(err, IK_E_STATEMENT_KIND);
}

/* Sets and files come in order, so they are read in it.  Other ids are passed over. */
static bool read_listed(const struct ik_pair *pair, struct ik_statement *out)
{
	struct ik_file_sets *sets = &out->sets;

	if (out->kind == IK_STATEMENT_INDEX && !strcmp(pair->id, "set"))
		return sets->n < IK_SETS_MAX && ik_set_name_is_good(pair->value)
		       && !ik_file_sets_have(sets, pair->value)
		       && ik_file_sets_add(sets, pair->value);
	if (strcmp(pair->id, "file")
	    || (out->kind != IK_STATEMENT_INDEX && out->kind != IK_STATEMENT_MESSAGE))
		return true;
	if (out->kind == IK_STATEMENT_MESSAGE && sets->n == 0)
		ik_file_sets_add(sets, "");
	return sets->n > 0 && ik_file_set_read(&sets->items[sets->n - 1], pair->value);
}

/* Reads PAIR; SEEN has a bit for each of ids that was there. */
static bool read_pair(const struct ik_pair *pair, unsigned *seen, struct ik_statement *out)
{
	for (size_t i = 0; i < IK_COUNT(ids); i++)
		if ((ids[i].in >> out->kind & 1) && !strcmp(pair->id, ids[i].id)) {
			if (*seen >> i & 1)
				return false;
			*seen |= 1U << i;
			return ids[i].read(pair->value, out);
		}
	return read_listed(pair, out);
}

static bool read_pairs(const struct ik_pairs *pairs, struct ik_statement *out, struct ik_error *err)
{
	unsigned seen = 0;

	for (size_t i = 0; i < pairs->n; i++)
		if (!read_pair(&pairs->items[i], &seen, out))
			return ik_fail(err, IK_E_STATEMENT_DAMAGED, pairs->items[i].id);
	for (size_t i = 0; i < IK_COUNT(ids); i++)
		if ((ids[i].in >> out->kind & 1) && !(seen >> i & 1))
			return ik_fail(err, IK_E_STATEMENT_DAMAGED, ids[i].id);
	for (size_t i = 0; i < out->sets.n; i++)
		if (!ik_file_set_names_differ(&out->sets.items[i]))
			return ik_fail(err, IK_E_STATEMENT_DAMAGED, "file");
	if (out->kind == IK_STATEMENT_MESSAGE && (out->sets.n != 1 || out->sets.items[0].n != 1))
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "file");
	return true;
}

bool ik_statement_parse(const void *text, size_t size, struct ik_statement *out,
			struct ik_error *err)
{
	struct ik_pairs pairs;
	struct ik_error why = {0};
	size_t at;

	*out = (struct ik_statement){0};
	if (size == 0)
		return ik_fail(err, IK_E_STATEMENT_KIND);
	if (!read_kind(text, size, &at, out, err))
		return false;
	/* The number of a refusal, which agents note and report. */
	if (!ik_pairs_parse((const char *)text + at, size - at, &pairs, &why))
		return ik_fail(err, IK_E_STATEMENT_DAMAGED,
			       why.id == IK_E_PAIRS_TEXT ? "UTF-8" : "id = value");

	bool good = read_pairs(&pairs, out, err);

	ik_pairs_free(&pairs);
	return good;
}

void ik_statement_write(const struct ik_statement *statement, struct ik_buffer *text)
{
	ik_buffer_format(text, "inkan-%s 1\n", kinds[statement->kind]);
	for (size_t i = 0; i < IK_COUNT(ids); i++)
		if (ids[i].in >> statement->kind & 1) {
			ik_buffer_format(text, "%s = ", ids[i].id);
			ids[i].write(statement, text);
			ik_buffer_text(text, "\n");
		}
	ik_file_sets_write(&statement->sets, text);
}

void ik_statement_free(struct ik_statement *statement)
{
	ik_file_sets_free(&statement->sets);
	*statement = (struct ik_statement){0};
}
