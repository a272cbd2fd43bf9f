/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_open.c: strangers' CMS, read in a contained child. */
#include "pki/cms.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "pki/cms_verify.h"
#include "pki/pem.h"

/* A certificate and its dates beside a text that is as long as its file at most. */
enum { ROOM_EACH = 512, SECONDS = 60 };

struct asked {
	const char *pem;
	size_t size, max, limit;
};

static bool pack_cms(ik_secret *out, const struct ik_cms *cms)
{
	bool good = ik_pack_bytes(out, cms->text.data, cms->text.size)
		    && ik_pack_number(out, (int64_t)cms->n);

	for (size_t i = 0; good && i < cms->n; i++) {
		const struct ik_cms_signed *by = &cms->by[i];

		good = ik_pack_text(out, by->sha256)
		       && ik_pack_bytes(out, by->der.data, by->der.size)
		       && ik_pack_number(out, by->signed_at) && ik_pack_number(out, by->not_before)
		       && ik_pack_number(out, by->not_after);
	}
	return good;
}

static void unpack_signed(struct ik_unpack *in, struct ik_cms_signed *by)
{
	char *sha256 = ik_unpack_text(in);

	*by = (struct ik_cms_signed){0};
	if (sha256 && strlen(sha256) == sizeof(by->sha256) - 1)
		memcpy(by->sha256, sha256, sizeof(by->sha256));
	else
		in->failed = true;
	free(sha256);
	ik_unpack_bytes(in, &by->der);
	by->signed_at = ik_unpack_number(in);
	by->not_before = ik_unpack_number(in);
	by->not_after = ik_unpack_number(in);
}

static void unpack_cms(struct ik_unpack *in, struct ik_cms *out)
{
	int64_t n;

	*out = (struct ik_cms){0};
	ik_unpack_bytes(in, &out->text);
	n = ik_unpack_number(in);
	if (n < 1 || n > IK_CMS_SIGNERS_MAX)
		in->failed = true;
	while (!in->failed && (int64_t)out->n < n)
		unpack_signed(in, &out->by[out->n++]);
}

static bool open_one(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	const struct asked *asked = argument;
	struct ik_cms cms;
	bool good = ik_cms_verify(asked->pem, asked->size, asked->max, &cms, err)
		    && (pack_cms(result, &cms) || ik_fail(err, IK_E_CMS_LARGE));

	(void)secret;
	ik_cms_free(&cms);
	return good;
}

/* The next block that is one, with its lines; NULL: none. */
static const char *next_block(struct ik_pem_part *text, size_t *size)
{
	struct ik_pem_block block;
	const char *from = text->data;

	while (ik_pem_next(text, &block)) {
		*size = (size_t)(text->data - from);
		if (block.whole && ik_pem_is(&block, "PKCS7"))
			return from;
		from = text->data;
	}
	return NULL;
}

static bool open_several(const void *argument, const ik_secret *secret, ik_secret *result,
			 struct ik_error *err)
{
	const struct asked *asked = argument;
	struct ik_pem_part text = {asked->pem, asked->size};
	const char *block;
	bool good = true;
	size_t size;

	(void)secret;
	for (size_t i = 0; good && i < asked->limit && (block = next_block(&text, &size)); i++) {
		struct ik_cms cms;

		if (ik_cms_verify(block, size, asked->max, &cms, NULL))
			good = pack_cms(result, &cms);
		ik_cms_free(&cms);
	}
	return good || ik_fail(err, IK_E_CMS_LARGE);
}

static bool contain(const struct asked *asked, size_t count,
		    bool (*run)(const void *, const ik_secret *, ik_secret *, struct ik_error *),
		    ik_secret **out, struct ik_error *err)
{
	struct ik_job job = {
		.run = run,
		.argument = asked,
		.result_cap = asked->size + count * ROOM_EACH,
		.seconds = SECONDS,
	};

	return ik_contain_one(&job, NULL, out, err);
}

bool ik_cms_open(const void *pem, size_t size, size_t max, struct ik_cms *out, struct ik_error *err)
{
	struct asked asked = {.pem = pem, .size = size, .max = max};
	ik_secret *answer;
	struct ik_unpack in;

	*out = (struct ik_cms){0};
	if (!contain(&asked, 1, open_one, &answer, err))
		return false;
	in = ik_unpack_begin(answer);
	unpack_cms(&in, out);

	bool good = ik_unpack_done(&in, err);

	ik_secret_free(answer);
	return good;
}

bool ik_cms_open_all(const void *pem, size_t size, size_t max, size_t limit,
		     struct ik_cms_several *out, struct ik_error *err)
{
	struct asked asked = {.pem = pem, .size = size, .max = max, .limit = limit};
	ik_secret *answer;
	struct ik_unpack in;

	*out = (struct ik_cms_several){0};
	if (!contain(&asked, limit, open_several, &answer, err))
		return false;
	in = ik_unpack_begin(answer);
	while (!in.failed && in.left > 0 && out->n < limit) {
		out->items = ik_realloc(out->items, (out->n + 1) * sizeof(*out->items));
		unpack_cms(&in, &out->items[out->n++]);
	}

	bool good = ik_unpack_done(&in, err);

	ik_secret_free(answer);
	return good;
}

void ik_cms_free(struct ik_cms *cms)
{
	ik_buffer_free(&cms->text);
	for (size_t i = 0; i < cms->n; i++)
		ik_buffer_free(&cms->by[i].der);
	*cms = (struct ik_cms){0};
}

void ik_cms_several_free(struct ik_cms_several *several)
{
	for (size_t i = 0; i < several->n; i++)
		ik_cms_free(&several->items[i]);
	free(several->items);
	*several = (struct ik_cms_several){0};
}
