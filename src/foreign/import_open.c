/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_open.c: the passwords to try, the work they may cost, and what failing means. */
#include "foreign/import_inside.h"
#include "foreign/protection_open.h"

#include <iconv.h>

#include "base/text.h"
#include "pki/names.h"

static iconv_t to_cp932 = (iconv_t)-1;

void ik_import_prepare(void)
{
	to_cp932 = iconv_open("CP932", "UTF-8");
}

/* The bytes of CP932, if the password has any and the system knows them. */
static ik_secret *in_cp932(const ik_secret *password)
{
	char *from = (char *)(uintptr_t)ik_secret_data(password), *to;
	size_t left = ik_secret_size(password), room = 2 * left + 8, most = room;
	ik_secret *out;
	bool ok;

	if (to_cp932 == (iconv_t)-1)
		return NULL;
	out = ik_secret_new(room);
	to = ik_secret_tail(out);
	ok = iconv(to_cp932, &from, &left, &to, &room) != (size_t)-1 && left == 0;
	iconv(to_cp932, NULL, NULL, NULL, NULL);
	ik_secret_grown(out, most - room);
	if (ok)
		return out;
	ik_secret_free(out);
	return NULL;
}

/* ISO 8859-1, if that has all characters of the password. */
static ik_secret *in_latin_1(const ik_secret *password)
{
	const uint8_t *text = (const uint8_t *)ik_secret_data(password);
	size_t size = ik_secret_size(password), n = 0;
	ik_secret *out = ik_secret_new(size + 1);
	char *to = ik_secret_tail(out);

	for (size_t i = 0; i < size; i++) {
		if (text[i] < 0x80) {
			to[n++] = (char)text[i];
		} else if ((text[i] & 0xfe) == 0xc2 && i + 1 < size) {
			to[n++] = (char)(text[i] << 6 | (text[i + 1] & 0x3f));
			i++;
		} else {
			ik_secret_free(out);
			return NULL;
		}
	}
	ik_secret_grown(out, n);
	return out;
}

/* UTF-8 of a text that has each byte of BYTES as one character. */
static ik_secret *as_characters(const ik_secret *bytes)
{
	const uint8_t *from = (const uint8_t *)ik_secret_data(bytes);
	size_t size = ik_secret_size(bytes), n = 0;
	ik_secret *out = ik_secret_new(2 * size + 1);
	char *to = ik_secret_tail(out);

	for (size_t i = 0; i < size; i++) {
		if (from[i] >= 0x80)
			to[n++] = (char)(0xc0 | from[i] >> 6);
		to[n++] = (char)(from[i] < 0x80 ? from[i] : 0x80 | (from[i] & 0x3f));
	}
	ik_secret_grown(out, n);
	return out;
}

/* RAW: bytes that are no UTF-8, which PKCS#12's own derivation cannot take. */
static void add_old(struct ik_tries *tries, ik_secret *text, enum ik_password_form form, bool raw)
{
	if (!text)
		return;
	tries->old[tries->n_old++] = text;
	if (ik_secret_size(text) <= IK_SECRET_PASSWORD_ROOM)
		tries->list[tries->n++] = (struct ik_try){.text = ik_secret_data(text),
							  .size = ik_secret_size(text),
							  .form = form,
							  .only_others = raw};
}

/* What is ASCII is the same in all of them. */
static void add_old_forms(struct ik_tries *tries, const ik_secret *password)
{
	ik_secret *cp932 = in_cp932(password);

	add_old(tries, as_characters(password), IK_PASSWORD_BYTES, false);
	add_old(tries, cp932 ? as_characters(cp932) : NULL, IK_PASSWORD_CP932, false);
	add_old(tries, cp932, IK_PASSWORD_CP932, true);
	add_old(tries, in_latin_1(password), IK_PASSWORD_LATIN_1, true);
}

static bool is_ascii(const ik_secret *password)
{
	for (size_t i = 0; i < ik_secret_size(password); i++)
		if ((uint8_t)ik_secret_data(password)[i] >= 0x80)
			return false;
	return true;
}

bool ik_tries_may(struct ik_adding *adding, size_t i, bool pkcs12, uint64_t rounds)
{
	const struct ik_try *one = &adding->tries->list[i];

	if (pkcs12 && one->only_others)
		return false;
	if (i == 0 || one->form == IK_PASSWORD_RIGHT)
		return true;
	if (rounds > IK_IMPORT_ROUNDS_MAX - adding->rounds)
		return false;
	adding->rounds += rounds;
	return true;
}

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
	if (size > IK_SECRET_PASSWORD_ROOM)
		return; /* it can be no password of a file that we know */
	/* Bytes that are no text may be those of another encoding, or of none. */
	if (!ik_text_is_utf8(ik_secret_data(password), size)) {
		add_old(tries, as_characters(password), IK_PASSWORD_RIGHT, false);
		add_old(tries, ik_secret_copy(password), IK_PASSWORD_RIGHT, true);
		return;
	}
	if (ik_password_normalize(password, &tries->normal, &changed, NULL) && changed)
		tries->list[tries->n++] = (struct ik_try){.text = ik_secret_data(tries->normal),
							  .size = ik_secret_size(tries->normal)};
	tries->list[tries->n++] = (struct ik_try){.text = ik_secret_data(password), .size = size};
	if (!is_ascii(password))
		add_old_forms(tries, password);
}

void ik_tries_free(struct ik_tries *tries)
{
	ik_secret_free(tries->normal);
	for (size_t i = 0; i < tries->n_old; i++)
		ik_secret_free(tries->old[i]);
	*tries = (struct ik_tries){0};
}

void ik_tries_prefer(struct ik_tries *tries, size_t i)
{
	struct ik_try first = tries->list[i];

	tries->list[i] = tries->list[0];
	tries->list[0] = first;
}

void ik_note_form(struct ik_adding *adding, size_t i)
{
	if (adding->tries->list[i].form != IK_PASSWORD_RIGHT)
		adding->material->password_form =
			(enum ik_password_form)adding->tries->list[i].form;
}

bool ik_adding_count(struct ik_adding *adding, const struct ik_protection *protection)
{
	if (protection->unsupported[0])
		return ik_import_refuse(IK_E_IMPORT_ALGORITHM, protection->unsupported,
					adding->err);
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

/* What was decrypted.  A wrong password passes the padding once in 256 times, and one whole
 * SEQUENCE then comes out hardly ever. */
enum sight { NONSENSE, SOMETHING, WANTED };

static bool is_key(struct ik_der der)
{
	const enum ik_der_kind kind = ik_der_kind(der);

	return kind == IK_DER_PKCS8 || kind == IK_DER_PKCS1 || kind == IK_DER_SEC1
	       || kind == IK_DER_DSA;
}

static bool is_contents(struct ik_der list)
{
	return list.size == 0 || ik_der_peek(&list) == IK_DER_SEQUENCE;
}

static enum sight look_at(const ik_secret *clear, bool key)
{
	struct ik_der der = ik_der_of(clear), rest, list;
	ik_secret *settled = NULL;
	enum sight sight = NONSENSE;

	if (ik_der_settle(&der, &settled)) {
		rest = der;
		if (ik_der_expect(&rest, IK_DER_SEQUENCE, &list) && rest.size == 0)
			sight = (key ? is_key(der) : is_contents(list)) ? WANTED : SOMETHING;
	}
	ik_secret_free(settled);
	return sight;
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
	bool opened = false, pkcs12 = protection->derivation == IK_DERIVE_PKCS12;

	for (size_t i = 0; i < tries->n; i++) {
		/* Only PKCS#12's own derivation tells "none" from empty. */
		if (i > 0 && !tries->given && !pkcs12)
			break;
		if (!ik_tries_may(adding, i, pkcs12, protection->rounds))
			continue;

		ik_secret *clear = ik_protection_open(protection, data, &tries->list[i]);
		const enum sight sight = clear ? look_at(clear, key) : NONSENSE;

		if (sight == WANTED) {
			ik_note_form(adding, i);
			return clear;
		}
		opened = opened || sight == SOMETHING;
		ik_secret_free(clear);
	}
	ik_fail(adding->err, why_not_open(adding, key, opened), "PKCS#12");
	return NULL;
}
