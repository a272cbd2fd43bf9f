/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_open.c: the passwords to try, the work they may cost, and what failing means. */
#include "foreign/import_inside.h"
#include "foreign/protection_open.h"

#include "base/text.h"
#include "pki/names.h"

/* Without a password the empty one is tried, and PKCS#12's "none": RFC 7292 tells them apart, the
 * world's programs mix them up.  One that was given is tried in the form that all new files have,
 * and as it was typed: OpenSSL takes it so. */
void ik_tries_make(struct ik_tries *tries, const ik_secret *password)
{
	size_t size = password ? ik_secret_size(password) : 0;
	bool changed = false;

	*tries = (struct ik_tries){.given = size > 0};
	if (size == 0) {
		tries->list[tries->n++] = (struct ik_try){.text = ""};
		tries->list[tries->n++] = (struct ik_try){.text = "", .null = true};
		return;
	}
	/* What is not text, or would not fit, can be no password of a file that we know. */
	if (size > IK_SECRET_PASSWORD_ROOM || !ik_text_is_utf8(ik_secret_data(password), size))
		return;
	if (ik_password_normalize(password, &tries->normal, &changed, NULL) && changed)
		tries->list[tries->n++] = (struct ik_try){.text = ik_secret_data(tries->normal),
							  .size = ik_secret_size(tries->normal)};
	tries->list[tries->n++] = (struct ik_try){.text = ik_secret_data(password), .size = size};
}

void ik_tries_free(struct ik_tries *tries)
{
	ik_secret_free(tries->normal);
	*tries = (struct ik_tries){0};
}

void ik_tries_prefer(struct ik_tries *tries, size_t i)
{
	struct ik_try first = tries->list[i];

	tries->list[i] = tries->list[0];
	tries->list[0] = first;
}

bool ik_adding_count(struct ik_adding *adding, const struct ik_protection *protection)
{
	if (protection->unsupported[0])
		return ik_fail(adding->err, IK_E_IMPORT_ALGORITHM, protection->unsupported);
	if (protection->rounds <= IK_IMPORT_ROUNDS_MAX
	    && adding->rounds + protection->rounds <= IK_IMPORT_ROUNDS_MAX) {
		adding->rounds += protection->rounds;
		return true;
	}
	return ik_fail_number(adding->err, IK_E_COST,
			      protection->rounds > UINT64_MAX - adding->rounds
				      ? UINT64_MAX
				      : adding->rounds + protection->rounds);
}

bool ik_adding_object(struct ik_adding *adding)
{
	return ++adding->objects <= IK_IMPORT_OBJECTS_MAX
	       || ik_too_many(adding, IK_IMPORT_OBJECTS_MAX);
}

/* A wrong password passes the padding once in 256 times, and then this hardly ever. */
static bool looks_right(const ik_secret *clear, bool key)
{
	struct ik_der der = ik_der_of(clear), list;
	ik_secret *settled = NULL;
	bool right = ik_der_settle(&der, &settled);

	if (right && key) {
		enum ik_der_kind kind = ik_der_kind(der);

		right = kind == IK_DER_PKCS8 || kind == IK_DER_PKCS1 || kind == IK_DER_SEC1
			|| kind == IK_DER_DSA;
	} else if (right) {
		right = ik_der_expect(&der, IK_DER_SEQUENCE, &list) && der.size == 0
			&& (list.size == 0 || ik_der_peek(&list) == IK_DER_SEQUENCE);
	}
	ik_secret_free(settled);
	return right;
}

/* Once the MAC is right nobody changed the file: what stays shut has a password of its own. */
static enum ik_error_id why_not_open(const struct ik_adding *adding, bool key, bool opened)
{
	if (!adding->mac_right)
		return adding->tries->given ? IK_E_IMPORT_PASSWORD : IK_E_IMPORT_PASSWORD_NEEDED;
	if (!opened)
		return IK_E_IMPORT_SHUT;
	return key ? IK_E_IMPORT_KEY_BAD : IK_E_IMPORT_PART;
}

ik_secret *ik_adding_open(struct ik_adding *adding, const struct ik_protection *protection,
			  struct ik_der data, bool key)
{
	const struct ik_tries *tries = adding->tries;
	bool opened = false;

	for (size_t i = 0; i < tries->n; i++) {
		/* Only PKCS#12's own derivation tells "none" from empty. */
		if (i > 0 && !tries->given && protection->derivation != IK_DERIVE_PKCS12)
			break;

		ik_secret *clear = ik_protection_open(protection, data, &tries->list[i]);

		if (clear && looks_right(clear, key))
			return clear;
		opened = opened || clear;
		ik_secret_free(clear);
	}
	ik_fail(adding->err, why_not_open(adding, key, opened), "PKCS#12");
	return NULL;
}
