/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_apart.c: what tells one of several keys in a file from the others. */
#include "wizard/key_apart.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/list.h"
#include "rows/words.h"

static const char *name_of(const struct ik_import_key *key)
{
	return key->name;
}

static const char *member_of(const struct ik_import_key *key)
{
	return key->member;
}

/* A certificate that issued itself has said it with its name. */
static const char *issuer_of(const struct ik_import_key *key)
{
	const struct ik_facts *facts = &key->facts;

	return facts->issuer && facts->subject && strcmp(facts->issuer, facts->subject) == 0
		       ? NULL
		       : facts->issuer;
}

static const char *serial_of(const struct ik_import_key *key)
{
	return key->facts.serial;
}

static char *as_it_is(const char *text)
{
	return ik_strdup(text);
}

static char *say_issuer(const char *issuer)
{
	return ik_format(_("issuer %s"), issuer);
}

static char *say_serial(const char *serial)
{
	char *hex = ik_words_hex(serial);
	char *text = ik_format(_("serial number %s"), hex);

	free(hex);
	return text;
}

static const struct {
	const char *(*of)(const struct ik_import_key *key);
	char *(*say)(const char *text);
} marks[] = {
	{name_of, as_it_is},
	{member_of, as_it_is},
	{issuer_of, say_issuer},
	{serial_of, say_serial},
};

static const char *mark_of(const struct ik_import_key *key, size_t mark)
{
	const char *text = marks[mark].of(key);

	return text ? text : "";
}

/* Whether keys I and K look the same by the marks before MARK, and by name and end. */
static bool is_alike(const struct ik_import *import, size_t i, size_t k, size_t mark)
{
	const struct ik_facts *one = &import->keys[i].facts, *other = &import->keys[k].facts;
	bool alike = one->not_after == other->not_after
		     && strcmp(one->subject ? one->subject : "",
			       other->subject ? other->subject : "")
				== 0;

	while (alike && mark-- > 0)
		alike = strcmp(mark_of(&import->keys[i], mark), mark_of(&import->keys[k], mark))
			== 0;
	return alike;
}

/* Whether another key with a certificate has another MARK; with BRIEF only one that nothing before
 * it tells apart counts. */
static bool differs(const struct ik_import *import, size_t i, size_t mark, bool brief)
{
	for (size_t k = 0; k < import->n_keys; k++)
		if (k != i && import->keys[k].fits && (!brief || is_alike(import, i, k, mark))
		    && strcmp(mark_of(&import->keys[k], mark), mark_of(&import->keys[i], mark))
			       != 0)
			return true;
	return false;
}

char *ik_key_apart(const struct ik_import *import, size_t i, bool brief)
{
	enum { ISSUER = 2 }; /* the first mark that is not a name */
	struct ik_list parts = {0};
	char *text;

	for (size_t mark = 0; mark < IK_COUNT(marks); mark++) {
		const char *own = mark_of(&import->keys[i], mark);

		/* Names are short and say most. */
		if (*own && differs(import, i, mark, brief && mark >= ISSUER)) {
			char *said = marks[mark].say(own);

			ik_list_add(&parts, said);
			free(said);
		}
	}
	text = ik_list_join(&parts, _(", "));
	ik_list_free(&parts);
	return text;
}
