/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_apart.c: one signature, made in a child that sees the key, the certificate and the text. */
#include "config.h"

#include "ops/change/sign_apart.h"

#include "base/contain.h"
#include "ops/records/clock.h"
#include "pki/cms.h"

bool ik_sign_may(bool leads, int64_t not_before, int64_t not_after, int64_t now,
		 struct ik_error *err)
{
	if (!leads)
		return ik_fail(err, IK_E_CMS_KEY_LEADS_NOT);
	return ik_clock_rule(now, 0, err)
	       && ((now >= not_before && now <= not_after) || ik_fail(err, IK_E_INDEX_DATES));
}

/* For the signature.  Base64 makes four of three, and the certificate comes along. */
enum { ROOM = 64 * 1024 };

struct wish {
	const struct ik_buffer *text, *certificate;
	int64_t now;
};

static bool sign(const void *argument, const ik_secret *key, ik_secret *result,
		 struct ik_error *err)
{
	const struct wish *wish = argument;
	const struct ik_cms_signer signer = {key, wish->certificate->data, wish->certificate->size};
	struct ik_buffer pem = {0};
	bool ok = ik_cms_sign(wish->text->data, wish->text->size, &signer, 1, wish->now, &pem, err)
		  && ik_secret_append(result, pem.data, pem.size, err);

	ik_buffer_free(&pem);
	return ok;
}

bool ik_sign_apart(const struct ik_buffer *text, const ik_secret *key,
		   const struct ik_buffer *certificate, int64_t now, struct ik_buffer *pem,
		   struct ik_error *err)
{
	const struct wish wish = {text, certificate, now};
	const struct ik_job job = {.run = sign,
				   .argument = &wish,
				   .secret = key,
				   .result_cap = 2 * (text->size + certificate->size) + ROOM};
	ik_secret *result = NULL;
	bool ok = ik_contain_one(&job, NULL, &result, err);

	if (ok)
		ik_buffer_add(pem, ik_secret_data(result), ik_secret_size(result));
	ik_secret_free(result);
	return ok;
}
