/* SPDX-License-Identifier: GPL-3.0-or-later */
/* step.c: one statement, signed twice in a child that sees both keys and nothing else. */
#include "config.h"

#include "ops/change/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "ops/records/published.h"
#include "ops/records/steps.h"
#include "pki/certificate.h"
#include "pki/cms.h"
#include "pki/digest.h"
#include "pki/key.h"
#include "trust/opened.h"

enum { HEADS = 64, NAME_ROOM = 256 };

/* --- in the child ----------------------------------------------------------------------------- */

struct signing {
	const struct ik_buffer *from, *to; /* certificates */
	uint64_t number;
	enum ik_step_reason reason;
	int64_t now;
};

static bool name_of(const struct ik_buffer *certificate, struct ik_sha256 *sha256,
		    struct ik_error *err)
{
	struct ik_buffer der = {0};
	char hex[IK_SHA256_HEX + 1];
	bool ok = ik_certificate_der(certificate->data, certificate->size, &der, err)
		  && ik_digest_sha256(der.data, der.size, hex, err) && ik_sha256_read(hex, sha256);

	ik_buffer_free(&der);
	return ok;
}

/* Whether FROM's key is good for it.  What takes its place was seen to be whole. */
static enum ik_lead judge(const struct signing *signing, const ik_secret *from)
{
	if (!ik_key_fits(from, signing->from->data, signing->from->size, NULL))
		return IK_LEAD_DAMAGED;
	if (!ik_cms_key_leads(signing->from->data, signing->from->size))
		return IK_LEAD_KIND;
	return ik_cms_key_leads(signing->to->data, signing->to->size) ? IK_LEAD_LEADS
								      : IK_LEAD_NEXT_KIND;
}

static bool write_statement(const struct signing *signing, struct ik_statement *step,
			    struct ik_buffer *text, struct ik_error *err)
{
	*step = (struct ik_statement){.kind = IK_STATEMENT_HANDOVER,
				      .sequence = signing->number,
				      .reason = signing->reason,
				      .issued = signing->now};
	if (!name_of(signing->from, &step->from, err) || !name_of(signing->to, &step->to, err))
		return false;
	ik_statement_write(step, text);
	return true;
}

/* Whether both lead was judged before: a signing that fails is a failure of this machine, and to go
 * on without a step would leave all agents behind for it. */
static bool sign(const struct signing *signing, const ik_secret *from, const ik_secret *to,
		 ik_secret *result, struct ik_error *err)
{
	const struct ik_cms_signer by[] = {
		{from, signing->from->data, signing->from->size},
		{to, signing->to->data, signing->to->size},
	};
	struct ik_statement step;
	struct ik_buffer text = {0}, pem = {0};
	char *name = NULL;
	bool ok = write_statement(signing, &step, &text, err)
		  && ik_cms_sign(text.data, text.size, by, IK_COUNT(by), signing->now, &pem, err);

	if (ok && pem.size > IK_STATEMENT_SIZE_MAX) {
		ok = ik_pack_number(result, IK_LEAD_LARGE) || ik_fail(err, IK_E_CHILD_LIED);
	} else if (ok) {
		name = ik_step_name(&step);
		ok = (ik_pack_number(result, IK_LEAD_LEADS) && ik_pack_text(result, name)
		      && ik_pack_bytes(result, pem.data, pem.size))
		     || ik_fail(err, IK_E_CMS_LARGE);
	}
	free(name);
	ik_buffer_free(&text);
	ik_buffer_free(&pem);
	return ok;
}

/* The secret is both keys. */
static bool judge_and_sign(const void *argument, const ik_secret *secret, ik_secret *result,
			   struct ik_error *err)
{
	const struct signing *signing = argument;
	struct ik_unpack in = ik_unpack_begin(secret);
	ik_secret *from = NULL, *to = NULL;
	enum ik_lead lead;
	bool ok;

	ik_unpack_secret(&in, &from);
	ik_unpack_secret(&in, &to);
	ok = ik_unpack_done(&in, err);
	lead = ok ? judge(signing, from) : IK_LEAD_DAMAGED;
	if (ok && lead == IK_LEAD_LEADS)
		ok = sign(signing, from, to, result, err);
	else if (ok)
		ok = ik_pack_number(result, lead) || ik_fail(err, IK_E_CHILD_LIED);
	ik_secret_free(from);
	ik_secret_free(to);
	return ok;
}

/* --- its answer ------------------------------------------------------------------------------- */

static bool take(const ik_secret *result, uint64_t number, struct ik_made_step *out,
		 struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(result);
	int64_t lead = ik_unpack_number(&in);

	if (lead < IK_LEAD_LEADS || lead >= IK_LEAD_COUNT)
		return ik_fail(err, IK_E_CHILD_LIED);
	out->lead = (enum ik_lead)lead;
	if (lead == IK_LEAD_LEADS) {
		out->name = ik_unpack_text(&in);
		ik_unpack_bytes(&in, &out->pem);
		out->number = number;
	}
	return ik_unpack_done(&in, err);
}

/* One secret for the child, of both keys; caller frees. */
static ik_secret *both_keys(const ik_secret *from, const ik_secret *to, struct ik_error *err)
{
	ik_secret *both = ik_secret_new(ik_secret_size(from) + ik_secret_size(to) + HEADS);

	if (ik_pack_secret(both, from) && ik_pack_secret(both, to))
		return both;
	ik_secret_free(both);
	ik_fail(err, IK_E_CMS_SIGN);
	return NULL;
}

static bool run(const struct signing *signing, const ik_secret *from, const ik_secret *to,
		struct ik_watch *watch, struct ik_made_step *out, struct ik_error *err)
{
	struct ik_job job = {.run = judge_and_sign,
			     .argument = signing,
			     .secret = both_keys(from, to, err),
			     .result_cap = IK_STATEMENT_SIZE_MAX + NAME_ROOM};
	ik_secret *result = NULL;
	bool ok = job.secret && ik_contain_one(&job, watch, &result, err)
		  && take(result, signing->number, out, err);

	ik_secret_free(result);
	ik_secret_free((ik_secret *)(uintptr_t)job.secret);
	return ok;
}

/* --- both ends -------------------------------------------------------------------------------- */

/* What stands in the way of reading one: a limit is none of the file's. */
static bool read_failed(const struct ik_error *inner, enum ik_lead missing, enum ik_lead *lead,
			struct ik_error *err)
{
	*lead = inner->id == IK_E_FILE_NONE ? missing : IK_LEAD_DAMAGED;
	return !ik_error_is_limit(inner->id) || ik_pass(err, inner);
}

static bool read_pair(const ik_store *store, unsigned number, struct ik_buffer *certificate,
		      ik_secret **key, enum ik_lead *lead, struct ik_error *err)
{
	ik_folder *folder = ik_folder_open(store, number);
	struct ik_error inner = {0};
	bool ok = true;

	*key = NULL;
	*lead = IK_LEAD_LEADS;
	if (!ik_folder_read(folder, "certificate.pem", certificate, &inner))
		ok = read_failed(&inner, IK_LEAD_DAMAGED, lead, err);
	else if (!ik_folder_read_secret(folder, "key.pem", key, &inner))
		ok = read_failed(&inner, IK_LEAD_NO_KEY, lead, err);
	ik_folder_close(folder);
	return ok;
}

/* Above all steps that are there, too: whoever lost the count still leads. */
static bool take_number(ik_store *store, const struct ik_step_wish *wish, uint64_t *number,
			struct ik_error *err)
{
	uint64_t least = 0, now = wish->now > 0 ? (uint64_t)wish->now : 0;

	if (!ik_step_next(store, &least, err))
		return false;
	least = wish->above >= least ? wish->above + 1 : least;
	return ik_published_number(store, (int64_t)(now > least ? now : least), number, err);
}

bool ik_step_make(ik_store *store, const struct ik_step_wish *wish, struct ik_watch *watch,
		  struct ik_made_step *out, struct ik_error *err)
{
	struct ik_buffer certificate = {0};
	ik_secret *key = NULL;
	struct signing signing = {.from = &certificate,
				  .to = wish->certificate,
				  .reason = wish->reason,
				  .now = wish->now};
	bool ok;

	*out = (struct ik_made_step){0};
	ok = read_pair(store, wish->from, &certificate, &key, &out->lead, err);
	if (ok && out->lead == IK_LEAD_LEADS)
		ok = take_number(store, wish, &signing.number, err)
		     && run(&signing, key, wish->key, watch, out, err);
	ik_secret_free(key);
	ik_buffer_free(&certificate);
	return ok;
}

void ik_made_step_free(struct ik_made_step *step)
{
	free(step->name);
	ik_buffer_free(&step->pem);
	*step = (struct ik_made_step){0};
}
