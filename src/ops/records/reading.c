/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reading.c: certificates, and the keys beside them, are read where that can do no harm. */
#include "config.h"

#include "ops/records/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "pki/request.h"

/* What one child may answer, and how long it may take; a share that is smaller is not worth a child
 * of its own. */
enum { ANSWER_MAX = 64 * 1024 * 1024, SECONDS = 20, SHARES = 2, SHARE_MIN = 32 };

void ik_said_free(struct ik_said *said)
{
	ik_list_free(&said->rest);
	*said = (struct ik_said){0};
}

void ik_reading_free(struct ik_reading *reading)
{
	ik_facts_free(&reading->facts);
	ik_said_free(&reading->said);
	ik_secret_free(reading->exact);
	*reading = (struct ik_reading){0};
}

/* --- in the child ----------------------------------------------------------------------------- */

static void find_said(const struct ik_buffer *pem, struct ik_said *said)
{
	ik_certificate_rest(pem->data, pem->size, &said->rest);
	said->signs_itself = ik_certificate_signs_itself(pem->data, pem->size);
	said->certificates = ik_certificate_count(pem->data, pem->size);
}

static bool tell_said(const struct ik_buffer *pem, ik_secret *out)
{
	struct ik_said said = {0};

	find_said(pem, &said);
	bool ok = ik_pack_list(out, &said.rest) && ik_pack_number(out, said.signs_itself)
		  && ik_pack_number(out, said.certificates);

	ik_said_free(&said);
	return ok;
}

static bool tell_facts(const struct ik_reading *reading, ik_secret *out)
{
	const struct ik_buffer *pem = reading->certificate;
	struct ik_error unread = {0};
	struct ik_facts facts;
	bool has = ik_certificate_facts(pem->data, pem->size, &facts, &unread);
	bool ok = ik_pack_error(out, &unread)
		  && (!has
		      || (ik_facts_pack(&facts, out)
			  && (!reading->wants_said || tell_said(pem, out))));

	ik_facts_free(&facts);
	return ok;
}

static bool tell_key(const struct ik_reading *reading, const ik_secret *key, ik_secret *out)
{
	const struct ik_buffer *pem = reading->certificate;
	struct ik_error misfit = {0};
	ik_secret *exact = NULL;
	bool fits = ik_key_fits(key, pem->data, pem->size, &misfit)
		    && (!reading->wants_key || ik_key_rewrite(key, &exact, &misfit));
	bool ok = ik_pack_error(out, &misfit) && (!fits || ik_pack_secret(out, exact));

	ik_secret_free(exact);
	return ok;
}

/* What is read by one child. */
struct share {
	struct ik_reading **of;
	size_t n;
};

static bool read_share(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	const struct share *share = argument;

	for (size_t i = 0; i < share->n; i++)
		if (!tell_facts(share->of[i], result)
		    || (secret && !tell_key(share->of[i], secret, result)))
			return ik_fail(err, IK_E_CHILD_LIED);
	return true;
}

/* --- what it answered ------------------------------------------------------------------------- */

/* Readers of facts rely on these being there; whoever took the child over may have left them out.
 */
static bool is_whole(const struct ik_facts *facts)
{
	return facts->subject && facts->issuer && facts->key_type && facts->serial && *facts->serial
	       && facts->sha256 && strlen(facts->sha256) == 64 && facts->sha1
	       && strlen(facts->sha1) == 40;
}

static void take_facts(struct ik_unpack *in, struct ik_reading *reading)
{
	ik_unpack_error(in, &reading->unread);
	reading->has_facts = !in->failed && reading->unread.id == IK_E_NONE;
	if (!reading->has_facts)
		return;
	ik_facts_unpack(in, &reading->facts);
	if (!is_whole(&reading->facts))
		in->failed = true;
	if (!reading->wants_said)
		return;
	ik_unpack_list(in, &reading->said.rest);
	reading->said.signs_itself = ik_unpack_number(in) != 0;
	reading->said.certificates = (unsigned)ik_unpack_number(in);
}

static void take_key(struct ik_unpack *in, struct ik_reading *reading)
{
	if (!reading->key)
		return;
	ik_unpack_error(in, &reading->misfit);
	reading->fits = !in->failed && reading->misfit.id == IK_E_NONE;
	if (reading->fits)
		ik_unpack_secret(in, &reading->exact);
}

static void forget(struct ik_reading *reading)
{
	const struct ik_reading asked = {.certificate = reading->certificate,
					 .key = reading->key,
					 .wants_key = reading->wants_key,
					 .wants_said = reading->wants_said};

	ik_reading_free(reading);
	*reading = asked;
}

static bool take_share(const struct share *share, const ik_secret *result, struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(result);

	for (size_t i = 0; i < share->n; i++) {
		take_facts(&in, share->of[i]);
		take_key(&in, share->of[i]);
	}
	if (ik_unpack_done(&in, err))
		return true;
	for (size_t i = 0; i < share->n; i++)
		forget(share->of[i]);
	return false;
}

/* --- children --------------------------------------------------------------------------------- */

static struct ik_job job_of(const struct share *share)
{
	return (struct ik_job){.run = read_share,
			       .argument = share,
			       .secret = share->of[0]->key,
			       .result_cap = ANSWER_MAX,
			       .seconds = SECONDS};
}

/* What its child came to is the certificate's fault; that none could be started, or is not wanted
 * any more, is not. */
static void blame(struct ik_reading *reading, const struct ik_error *why)
{
	bool its_fault = why->id == IK_E_CHILD_DIED || why->id == IK_E_CHILD_SLOW
			 || why->id == IK_E_CHILD_LIED;

	if (its_fault)
		ik_fail_because(&reading->unread, IK_E_CERT_READ, why);
	else
		ik_pass(&reading->unread, why);
	reading->misfit = reading->unread;
}

/* One at a time, which shows at which of them a child dies. */
static void run_alone(struct ik_reading *reading, struct ik_watch *watch)
{
	const struct share share = {.of = &reading, .n = 1};
	const struct ik_job job = job_of(&share);
	struct ik_error why = {0};
	ik_secret *result = NULL;

	if (!ik_contain_one(&job, watch, &result, &why) || !take_share(&share, result, &why))
		blame(reading, &why);
	ik_secret_free(result);
}

/* Those that have a key are shares of their own, in front of up to SHARES of the others. */
static size_t make_shares(struct ik_reading **all, size_t n, size_t keyed, struct share *shares)
{
	size_t rest = n - keyed, n_shares = keyed;
	size_t of = rest / SHARE_MIN < SHARES ? rest / SHARE_MIN : SHARES;

	for (size_t i = 0; i < keyed; i++)
		shares[i] = (struct share){.of = &all[i], .n = 1};
	if (rest > 0 && of == 0)
		of = 1;
	for (size_t i = 0; i < of; i++) {
		size_t begin = rest * i / of, end = rest * (i + 1) / of;

		shares[n_shares++] = (struct share){.of = &all[keyed + begin], .n = end - begin};
	}
	return n_shares;
}

/* Where the child of several fails, each of them is tried alone. */
static void take_or_part(const struct share *share, const ik_secret *result, struct ik_error *why,
			 struct ik_watch *watch)
{
	if (why->id == IK_E_NONE && take_share(share, result, why))
		return;
	if (share->n == 1)
		blame(share->of[0], why);
	for (size_t i = 0; share->n > 1 && i < share->n; i++)
		run_alone(share->of[i], watch);
}

static void run_shares(const struct share *shares, size_t n, struct ik_watch *watch)
{
	struct ik_job *jobs = ik_alloc_array(n, sizeof(*jobs));
	struct ik_error *failures = ik_alloc_array(n, sizeof(*failures));
	struct ik_error all = {0};

	for (size_t i = 0; i < n; i++) {
		jobs[i] = job_of(&shares[i]);
		jobs[i].failure = &failures[i];
	}
	ik_contain(jobs, n, watch, &all);
	for (size_t i = 0; i < n; i++) {
		if (all.id == IK_E_NONE)
			take_or_part(&shares[i], jobs[i].result, &failures[i], watch);
		else
			for (size_t k = 0; k < shares[i].n; k++)
				blame(shares[i].of[k], &all);
	}
	ik_job_free(jobs, n);
	free(failures);
	free(jobs);
}

void ik_readings_run(struct ik_reading *readings, size_t n, struct ik_watch *watch)
{
	struct ik_reading **all = ik_alloc_array(n + 1, sizeof(struct ik_reading *));
	struct share *shares = ik_alloc_array(n + SHARES, sizeof(*shares));
	size_t keyed = 0, some = 0;

	for (size_t i = 0; i < n; i++)
		if (readings[i].certificate && readings[i].key)
			all[keyed++] = &readings[i];
	some = keyed;
	for (size_t i = 0; i < n; i++)
		if (readings[i].certificate && !readings[i].key)
			all[some++] = &readings[i];
	if (some == 1)
		run_alone(all[0], watch);
	else if (some > 1)
		run_shares(shares, make_shares(all, some, keyed, shares), watch);
	free(shares);
	free(all);
}

void ik_reading_run(struct ik_reading *reading, struct ik_watch *watch)
{
	ik_readings_run(reading, 1, watch);
}

bool ik_reading_facts(const struct ik_buffer *certificate, struct ik_watch *watch,
		      struct ik_facts *facts, struct ik_error *err)
{
	struct ik_reading reading = {.certificate = certificate};

	ik_reading_run(&reading, watch);
	*facts = reading.facts;
	reading.facts = (struct ik_facts){0};
	if (!reading.has_facts)
		ik_pass(err, &reading.unread);
	return reading.has_facts;
}

/* --- requests --------------------------------------------------------------------------------- */

struct completion {
	const struct ik_buffer *request;
	const struct ik_buffer *const *certificates;
	size_t n;
};

static bool find_completion(const void *argument, const ik_secret *secret, ik_secret *result,
			    struct ik_error *err)
{
	const struct completion *completion = argument;
	char asked[IK_KEY_ID_SIZE], given[IK_KEY_ID_SIZE];
	bool found = false;

	(void)secret;
	(void)err;
	if (!ik_request_key_id(completion->request->data, completion->request->size, asked))
		return ik_pack_number(result, 0);
	for (size_t i = 0; i < completion->n && !found; i++)
		found = ik_certificate_key_id(completion->certificates[i]->data,
					      completion->certificates[i]->size, given)
			&& strcmp(asked, given) == 0;
	return ik_pack_number(result, found);
}

bool ik_reading_completes(const struct ik_buffer *request,
			  const struct ik_buffer *const *certificates, size_t n)
{
	const struct completion completion = {
		.request = request, .certificates = certificates, .n = n};
	const struct ik_job job = {.run = find_completion,
				   .argument = &completion,
				   .result_cap = 64,
				   .seconds = SECONDS};
	ik_secret *result = NULL;
	bool found = false;

	if (ik_contain_one(&job, NULL, &result, NULL)) {
		struct ik_unpack in = ik_unpack_begin(result);

		found = ik_unpack_number(&in) == 1 && ik_unpack_end(&in);
	}
	ik_secret_free(result);
	return found;
}
