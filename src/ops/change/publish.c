/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.c: agent.pem and the index, made of what the store holds. */
#include "config.h"

#include "ops/change/publish.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/date.h"
#include "ops/change/publish_steps.h"
#include "ops/change/sign_apart.h"
#include "ops/records/bundle.h"
#include "ops/records/generation.h"
#include "ops/records/published.h"
#include "ops/records/recovery.h"
#include "ops/records/steps.h"
#include "ops/rules/rules.h"
#include "store/publish.h"
#include "store/store.h"
#include "trust/opened.h"
#include "trust/statement.h"

struct deriving {
	ik_store *store;
	int64_t now;
	struct ik_publish_pair in_use; /* its key is NULL where the index stays */
	struct ik_sha256 certificate;  /* of it */
	struct ik_publish_end *end;
};

/* --- whether the key may sign ----------------------------------------------------------------- */

static void judge(struct deriving *deriving)
{
	const struct ik_publish_pair *in_use = &deriving->in_use;

	ik_sign_may(in_use->leads, in_use->not_before, in_use->not_after, deriving->now,
		    &deriving->end->stays);
}

/* --- agent.pem -------------------------------------------------------------------------------- */

/* The steps of the store, and with them those that only what is published has. */
static bool gather(struct deriving *deriving, struct ik_kept_steps *kept, struct ik_error *err)
{
	struct ik_buffer published = {0};
	struct ik_error failure = {0};
	bool good = ik_kept_steps_load(deriving->store, kept, err);

	/* One that is damaged is replaced; one that only could not be opened now may hold what is
	 * nowhere else. */
	if (good
	    && !ik_store_publish_read(deriving->store, IK_PUBLISH_AGENT, IK_BUNDLE_SIZE_MAX,
				      &published, &failure))
		good = !ik_error_is_limit(failure.id) || ik_pass(err, &failure);
	else if (good)
		good = ik_publish_put_back(deriving->store, &published, kept,
					   &deriving->end->put_back, err);
	if (good && deriving->end->put_back.n > 0) {
		ik_kept_steps_free(kept);
		good = ik_kept_steps_load(deriving->store, kept, err);
	}
	ik_buffer_free(&published);
	return good;
}

static bool write_agent(struct deriving *deriving, struct ik_error *err)
{
	struct ik_kept_steps kept = {0};
	struct ik_buffer bundle = {0};
	bool good = gather(deriving, &kept, err);

	if (good) {
		deriving->end->steps = ik_bundle_write(&kept, deriving->in_use.certificate,
						       &deriving->certificate, IK_STEPS_MAX,
						       IK_BUNDLE_SIZE_MAX, &bundle);
		good = ik_store_publish_put(deriving->store, IK_PUBLISH_AGENT, bundle.data,
					    bundle.size, err);
	}
	ik_buffer_free(&bundle);
	ik_kept_steps_free(&kept);
	return good;
}

/* --- the index -------------------------------------------------------------------------------- */

static bool describe(struct deriving *deriving, const struct ik_published *published,
		     struct ik_statement *index, struct ik_error *err)
{
	*index = (struct ik_statement){
		.kind = IK_STATEMENT_INDEX,
		.to = deriving->certificate,
		.issued = deriving->now,
		.expires = deriving->now + (int64_t)published->valid_days * IK_SECONDS_A_DAY,
		.sets = published->sets,
	};
	return ik_recovery_read(deriving->store, &index->has_recovery, &index->recovery, err)
	       && ik_published_number(deriving->store, deriving->now, &index->sequence, err);
}

static bool sign(const struct deriving *deriving, const struct ik_statement *index,
		 struct ik_buffer *pem, struct ik_error *err)
{
	const struct ik_publish_pair *in_use = &deriving->in_use;
	struct ik_buffer text = {0};
	bool good;

	ik_statement_write(index, &text);
	good = ik_sign_apart(&text, in_use->key, in_use->certificate, deriving->now, pem, err);
	if (good && pem->size > IK_INDEX_SIZE_MAX)
		good = ik_fail(err, IK_E_CMS_LARGE);
	ik_buffer_free(&text);
	return good;
}

static bool write_index(struct deriving *deriving, struct ik_error *err)
{
	struct ik_published published;
	struct ik_statement index;
	struct ik_buffer pem = {0};
	bool good = ik_published_read(deriving->store, &published, err)
		    && describe(deriving, &published, &index, err)
		    && sign(deriving, &index, &pem, err)
		    && ik_store_publish_put(deriving->store, IK_PUBLISH_INDEX, pem.data, pem.size,
					    err);

	if (good) {
		deriving->end->signed_index = true;
		deriving->end->sequence = index.sequence;
		deriving->end->expires = index.expires;
	}
	ik_buffer_free(&pem);
	ik_published_free(&published);
	return good;
}

/* --- all -------------------------------------------------------------------------------------- */

static bool derive(struct deriving *deriving, struct ik_error *err)
{
	struct ik_publish_end *end = deriving->end;

	judge(deriving);
	if (!write_agent(deriving, err))
		return false;
	end->published = true;
	ik_sha256_hex(&deriving->certificate, end->certificate);
	return end->stays.id != IK_E_NONE || write_index(deriving, err);
}

bool ik_publish_derive_pair(ik_store *store, const struct ik_publish_pair *pair, int64_t now,
			    struct ik_publish_end *end, struct ik_error *err)
{
	struct deriving deriving = {.store = store, .now = now, .in_use = *pair, .end = end};

	*end = (struct ik_publish_end){0};
	return ik_sha256_read(pair->sha256, &deriving.certificate) && derive(&deriving, err);
}

/* Its certificate has to be read; a key that cannot be is why the index stays. */
static bool derive_from(struct deriving *deriving, struct ik_generation *in_use, unsigned number,
			struct ik_error *err)
{
	struct ik_error *stays = &deriving->end->stays, damage = {0};
	bool whole = ik_generation_load(deriving->store, number, IK_KEY_LOAD, in_use, &damage);

	if (!in_use->has_facts || !ik_sha256_read(in_use->facts.sha256, &deriving->certificate))
		return damage.id != IK_E_NONE ? ik_pass(err, &damage)
					      : ik_fail_number(err, IK_E_STORE_DAMAGED, number);
	if (!whole)
		ik_fail_because(stays, IK_E_INDEX_KEY, &damage);
	else if (!in_use->key)
		ik_generation_no_key(deriving->store, number, stays);
	deriving->in_use = (struct ik_publish_pair){
		.key = in_use->key,
		.certificate = &in_use->certificate,
		.not_before = in_use->facts.not_before,
		.not_after = in_use->facts.not_after,
		.leads = in_use->facts.leads,
	};
	return derive(deriving, err);
}

bool ik_publish_derive(ik_store *store, int64_t now, struct ik_publish_end *end,
		       struct ik_error *err)
{
	struct deriving deriving = {.store = store, .now = now, .end = end};
	struct ik_generation in_use = {0};
	unsigned number;
	bool good;

	*end = (struct ik_publish_end){0};
	if (!ik_store_current(store, &number, err))
		return false;
	good = number == 0 || derive_from(&deriving, &in_use, number, err);
	ik_generation_free(&in_use);
	return good;
}

bool ik_publish_steps(ik_store *store, struct ik_error *err)
{
	struct ik_publish_end end = {0};
	struct deriving deriving = {.store = store, .end = &end};
	struct ik_generation in_use = {0};
	unsigned number;
	bool good = ik_store_current(store, &number, err);

	if (good && number != 0) {
		/* Where what is in use cannot be read there is more to mend than this. */
		ik_generation_load(store, number, IK_KEY_LOOK, &in_use, NULL);
		deriving.in_use.certificate = &in_use.certificate;
		good = !in_use.has_facts
		       || !ik_sha256_read(in_use.facts.sha256, &deriving.certificate)
		       || write_agent(&deriving, err);
	}
	ik_generation_free(&in_use);
	ik_publish_end_free(&end);
	return good;
}

/* --- as it is asked for ----------------------------------------------------------------------- */

static bool take_source(const char *text, struct ik_published *published, struct ik_error *err)
{
	char *source = NULL;

	if (!strcmp(text, "none"))
		source = ik_strdup("");
	else if (!ik_rule_source(text, &source, err))
		return false;
	free(published->source);
	published->source = source;
	return true;
}

static bool keep_wish(ik_store *store, const struct ik_publish_wish *wish, struct ik_error *err)
{
	struct ik_published published;
	bool good = ik_published_read(store, &published, err);

	if (wish->valid_days)
		published.valid_days = wish->valid_days;
	if (good && wish->source)
		good = take_source(wish->source, &published, err);
	if (good && (wish->source || wish->valid_days))
		good = ik_published_write(store, &published, err);
	ik_published_free(&published);
	return good;
}

bool ik_publish_perform(const struct ik_publish_wish *wish, struct ik_watch *watch,
			struct ik_publish_end *end, struct ik_error *err)
{
	ik_store *store = ik_store_open_change(wish->store, "", watch, err);
	bool good;

	*end = (struct ik_publish_end){0};
	good = store && keep_wish(store, wish, err)
	       && ik_publish_derive(store, wish->now, end, err);
	ik_store_close(store);
	return good;
}

void ik_publish_end_free(struct ik_publish_end *end)
{
	ik_list_free(&end->put_back);
	*end = (struct ik_publish_end){0};
}
