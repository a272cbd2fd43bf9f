/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opened.c: signed statements, opened. */
#include "config.h"

#include "trust/opened.h"

#include <stdlib.h>

#include "base/alloc.h"

/* The signer of WHICH whose certificate is CERTIFICATE; NULL: it did not sign that. */
static const struct ik_cms_signed *signer(const struct ik_opened *opened, size_t which,
					  const struct ik_sha256 *certificate)
{
	const struct ik_cms *cms = &opened->cms[which];

	for (size_t i = 0; i < cms->n; i++) {
		struct ik_sha256 by;

		if (ik_sha256_read(cms->by[i].sha256, &by) && ik_sha256_equal(&by, certificate))
			return &cms->by[i];
	}
	return NULL;
}

static bool verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	return signer(context, which, certificate) != NULL;
}

/* Parses what CMS says, and keeps both; CMS then is OPENED's.  False: it is no statement. */
static bool add(struct ik_opened *opened, struct ik_cms *cms, struct ik_error *err)
{
	struct ik_statement statement;

	if (!ik_statement_parse(cms->text.data, cms->text.size, &statement, err)) {
		ik_statement_free(&statement);
		return false;
	}
	opened->items = ik_realloc(opened->items, (opened->n + 1) * sizeof(*opened->items));
	opened->cms = ik_realloc(opened->cms, (opened->n + 1) * sizeof(*opened->cms));
	opened->items[opened->n] = statement;
	opened->cms[opened->n++] = *cms;
	*cms = (struct ik_cms){0};
	return true;
}

/* Of the statement alone. */
static size_t size_max(enum ik_statement_kind kind)
{
	return kind == IK_STATEMENT_INDEX ? IK_INDEX_SIZE_MAX : IK_STATEMENT_SIZE_MAX;
}

/* With the steps behind it. */
static size_t whole_max(enum ik_statement_kind kind)
{
	return kind == IK_STATEMENT_MESSAGE ? IK_MESSAGE_SIZE_MAX : size_max(kind);
}

bool ik_opened_one(const void *pem, size_t size, enum ik_statement_kind kind, struct ik_opened *out,
		   struct ik_error *err)
{
	struct ik_cms cms = {0};

	*out = (struct ik_opened){0};
	if (size > whole_max(kind))
		return ik_fail(err, IK_E_CMS_LARGE);

	bool good = ik_cms_open(pem, size, size_max(kind), &cms, err) && add(out, &cms, err);

	ik_cms_free(&cms);
	if (good && out->items[0].kind != kind)
		return ik_fail(err, IK_E_STATEMENT_KIND);
	return good;
}

static bool is_step(const struct ik_opened *opened, size_t which)
{
	return opened->items[which].kind == IK_STATEMENT_HANDOVER
	       || opened->items[which].kind == IK_STATEMENT_RECOVERY;
}

static void drop_last(struct ik_opened *opened)
{
	opened->n--;
	ik_statement_free(&opened->items[opened->n]);
	ik_cms_free(&opened->cms[opened->n]);
}

bool ik_opened_steps(const void *pem, size_t size, struct ik_opened *out, struct ik_error *err)
{
	struct ik_cms_several several;

	*out = (struct ik_opened){0};
	if (size > IK_BUNDLE_SIZE_MAX)
		return ik_fail(err, IK_E_CMS_LARGE);

	bool good = ik_cms_open_all(pem, size, IK_STATEMENT_SIZE_MAX, IK_STEPS_MAX, &several, err);

	for (size_t i = 0; good && i < several.n; i++)
		if (add(out, &several.items[i], NULL) && !is_step(out, out->n - 1))
			drop_last(out);
	ik_cms_several_free(&several);
	return good;
}

/* What asks only reads; the walk's context has no const. */
static void *lent(const struct ik_opened *opened)
{
	return (void *)(uintptr_t)opened;
}

struct ik_steps ik_opened_as_steps(const struct ik_opened *opened)
{
	return (struct ik_steps){opened->items, opened->n, verified, lent(opened)};
}

struct ik_signed ik_opened_as_signed(const struct ik_opened *opened)
{
	return (struct ik_signed){opened->items, verified, lent(opened)};
}

const struct ik_buffer *ik_opened_certificate(const struct ik_opened *opened,
					      const struct ik_sha256 *sha256)
{
	for (size_t i = 0; i < opened->n; i++) {
		const struct ik_cms_signed *by = signer(opened, i, sha256);

		if (by)
			return &by->der;
	}
	return NULL;
}

bool ik_opened_in_validity(const struct ik_opened *opened, size_t which,
			   const struct ik_sha256 *certificate)
{
	const struct ik_cms_signed *by = signer(opened, which, certificate);

	return by && by->signed_at >= by->not_before - IK_GRACE
	       && by->signed_at <= by->not_after + IK_GRACE;
}

void ik_opened_free(struct ik_opened *opened)
{
	while (opened->n > 0)
		drop_last(opened);
	free(opened->items);
	free(opened->cms);
	*opened = (struct ik_opened){0};
}
