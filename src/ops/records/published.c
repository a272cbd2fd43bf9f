/* SPDX-License-Identifier: GPL-3.0-or-later */
/* published.c: what is published for agents, and the numbers of statements. */
#include "config.h"

#include "ops/records/published.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pairs.h"
#include "base/text.h"
#include "ops/records/default_store.h"
#include "ops/records/generation.h"
#include "ops/records/steps.h"
#include "store/publish.h"
#include "trust/opened.h"
#include "trust/statement.h"

static const char record[] = "published";

/* Each reads one value; false if it makes no sense. */

static bool read_last(const char *value, struct ik_published *out)
{
	return ik_text_number(value, IK_SEQUENCE_MAX, &out->last);
}

static bool read_since(const char *value, struct ik_published *out)
{
	uint64_t since;

	if (!ik_text_number(value, INT64_MAX, &since))
		return false;
	out->since = (int64_t)since;
	return true;
}

static bool read_source(const char *value, struct ik_published *out)
{
	free(out->source);
	out->source = ik_strdup(value);
	return true;
}

static bool read_valid(const char *value, struct ik_published *out)
{
	uint64_t days;

	if (!ik_text_number(value, IK_SIGNED_DAYS_MAX, &days) || days < 1)
		return false;
	out->valid_days = (unsigned)days;
	return true;
}

static bool read_set(const char *value, struct ik_published *out)
{
	return ik_set_name_is_good(value) && !ik_file_sets_have(&out->sets, value)
	       && ik_file_sets_add(&out->sets, value);
}

static bool read_file(const char *value, struct ik_published *out)
{
	return out->sets.n > 0 && ik_file_set_read(&out->sets.items[out->sets.n - 1], value);
}

static bool read_number(const char *value, struct ik_published *out)
{
	return out->sets.n > 0
	       && ik_text_number(value, IK_SEQUENCE_MAX, &out->sets.items[out->sets.n - 1].number);
}

static const struct {
	const char *id;
	bool (*read)(const char *value, struct ik_published *out);
	bool repeats;
} ids[] = {
	{"last", read_last, false},    {"since", read_since, false}, {"source", read_source, false},
	{"valid", read_valid, false},  {"set", read_set, true},      {"file", read_file, true},
	{"number", read_number, true},
};

/* SEEN has a bit for each id that was there. */
static bool read_pair(const struct ik_pair *pair, unsigned *seen, struct ik_published *out)
{
	for (size_t i = 0; i < IK_COUNT(ids); i++)
		if (!strcmp(pair->id, ids[i].id)) {
			if ((*seen >> i & 1) && !ids[i].repeats)
				return false;
			*seen |= 1U << i;
			return ids[i].read(pair->value, out);
		}
	return true;
}

static bool parse(const struct ik_buffer *text, struct ik_published *out, struct ik_error *err)
{
	struct ik_pairs pairs;
	struct ik_error inner = {0};
	const char *wrong = NULL;
	unsigned seen = 0;

	if (!ik_pairs_parse(text->data, text->size, &pairs, &inner))
		return ik_fail_because(err, IK_E_PUBLISHED_DAMAGED, &inner, record);
	for (size_t i = 0; i < pairs.n && !wrong; i++)
		if (!read_pair(&pairs.items[i], &seen, out))
			wrong = pairs.items[i].id;
	for (size_t i = 0; i < out->sets.n && !wrong; i++)
		if (!ik_file_set_names_differ(&out->sets.items[i]))
			wrong = "file";
	/* Without the last number the next one might be too low for agents, for ever. */
	if (!wrong && !(seen & 1))
		wrong = "last";
	if (wrong)
		ik_fail(err, IK_E_PUBLISHED_DAMAGED, wrong);
	ik_pairs_free(&pairs);
	return !wrong;
}

char *ik_published_cure(const ik_store *store)
{
	return ik_command_without(ik_store_path(store), record, "inkan publish --source URL");
}

bool ik_published_read(const ik_store *store, struct ik_published *out, struct ik_error *err)
{
	struct ik_buffer text = {0};
	struct ik_error failure = {0};
	bool good;

	*out = (struct ik_published){.source = ik_strdup(""),
				     .valid_days = IK_PUBLISHED_VALID_DAYS};
	if (ik_store_get(store, record, &text, &failure))
		good = parse(&text, out, err) || ik_tell_cure(ik_published_cure(store), err);
	else
		good = failure.id == IK_E_FILE_NONE || ik_pass(err, &failure);
	ik_buffer_free(&text);
	return good;
}

/* Each set with its number behind it, which is no part of an index. */
static void write_sets(const struct ik_file_sets *sets, struct ik_buffer *text)
{
	for (size_t i = 0; i < sets->n; i++) {
		const struct ik_file_sets one = {.items = &sets->items[i], .n = 1};

		ik_file_sets_write(&one, text);
		if (sets->items[i].number > 0)
			ik_buffer_format(text, "number = %" PRIu64 "\n", sets->items[i].number);
	}
}

bool ik_published_write(ik_store *store, const struct ik_published *published, struct ik_error *err)
{
	struct ik_buffer text = {0};
	bool good;

	ik_buffer_format(&text, "last = %" PRIu64 "\n", published->last);
	if (published->since > 0)
		ik_buffer_format(&text, "since = %" PRId64 "\n", published->since);
	ik_pairs_write(&text, "source", published->source);
	ik_buffer_format(&text, "valid = %u\n", published->valid_days);
	write_sets(&published->sets, &text);
	good = ik_store_put(store, record, text.data, text.size, err);
	ik_buffer_free(&text);
	return good;
}

/* --- the numbers ------------------------------------------------------------------------------ */

/* The number of the index in PEM, if the generation in use signed it: anybody else's says nothing
 * of what agents know, and might say the last number there is.  0: it did not. */
static bool signed_number(const struct ik_generation *in_use, const struct ik_buffer *pem,
			  uint64_t *number, struct ik_error *err)
{
	struct ik_opened opened = {0};
	struct ik_error failure = {0};
	struct ik_sha256 certificate;
	bool read = ik_opened_one(pem->data, pem->size, IK_STATEMENT_INDEX, &opened, &failure);
	struct ik_signed index = ik_opened_as_signed(&opened);

	if (read && in_use->has_facts && ik_sha256_read(in_use->facts.sha256, &certificate)
	    && index.verified(index.context, 0, &certificate))
		*number = opened.items[0].sequence;
	ik_opened_free(&opened);
	return !ik_error_is_limit(failure.id) || ik_pass(err, &failure);
}

/* The same of what is published.  What is damaged says nothing; what only cannot be read now might
 * say much. */
static bool index_number(const ik_store *store, uint64_t *number, struct ik_error *err)
{
	struct ik_buffer pem = {0};
	struct ik_generation in_use = {0};
	struct ik_error failure = {0};
	unsigned current = 0;
	bool good = true;

	*number = 0;
	if (ik_store_publish_read(store, IK_PUBLISH_INDEX, IK_INDEX_SIZE_MAX, &pem, &failure)
	    && ik_store_current(store, &current, &failure) && current > 0) {
		ik_generation_load(store, current, IK_KEY_LOOK, &in_use, &failure);
		good = signed_number(&in_use, &pem, number, err);
	}
	if (good && ik_error_is_limit(failure.id))
		good = ik_pass(err, &failure);
	ik_generation_free(&in_use);
	ik_buffer_free(&pem);
	return good;
}

/* Where the count is lost: the least number above all that agents may have taken, which have one
 * count for steps and indexes. */
static bool least_number(const ik_store *store, uint64_t *least, struct ik_error *err)
{
	uint64_t index = 0;

	if (!ik_step_next(store, least, err) || !index_number(store, &index, err))
		return false;
	if (index >= *least)
		*least = index + 1;
	return true;
}

bool ik_published_number(ik_store *store, int64_t now, uint64_t *number, struct ik_error *err)
{
	struct ik_published published;
	uint64_t least = 0;
	bool good = ik_published_read(store, &published, err)
		    && (published.last > 0 || least_number(store, &least, err));

	if (good) {
		uint64_t clock = now > 0 ? (uint64_t)now : 1;

		if (clock < least)
			clock = least;
		if (published.last == 0)
			published.since = now;
		published.last = published.last >= clock ? published.last + 1 : clock;
		*number = published.last;
		good = published.last <= IK_SEQUENCE_MAX
			       ? ik_published_write(store, &published, err)
			       : ik_fail(err, IK_E_SEQUENCE_END)
					 || ik_tell_cure(ik_published_cure(store), err);
	}
	ik_published_free(&published);
	return good;
}

void ik_published_free(struct ik_published *published)
{
	free(published->source);
	ik_file_sets_free(&published->sets);
	*published = (struct ik_published){0};
}
