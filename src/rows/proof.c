/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proof.c: the facts of two certificates side by side. */
#include "rows/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "rows/words.h"

/* One row: how to say it of a certificate, and whether it is the same of two. */
struct line {
	const char *head;
	char *(*say)(const struct ik_facts *facts, int64_t clock);
	bool (*same)(const struct ik_facts *a, const struct ik_facts *b);
	bool details;
};

static bool equal(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static char *say_serial(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_words_hex(facts->serial);
}

static bool same_serial(const struct ik_facts *a, const struct ik_facts *b)
{
	return equal(a->serial, b->serial);
}

static char *say_from(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_date_full(facts->not_before);
}

static bool same_from(const struct ik_facts *a, const struct ik_facts *b)
{
	return a->not_before == b->not_before;
}

static char *say_until(const struct ik_facts *facts, int64_t clock)
{
	char *date = ik_date_full(facts->not_after);
	char *left = ik_words_days_left(facts->not_after, clock);
	char *both = ik_format("%s\n%s", date, left);

	free(date);
	free(left);
	return both;
}

static bool same_until(const struct ik_facts *a, const struct ik_facts *b)
{
	return a->not_after == b->not_after;
}

static char *say_subject(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_strdup(facts->subject ? facts->subject : "");
}

static bool same_subject(const struct ik_facts *a, const struct ik_facts *b)
{
	return equal(a->subject, b->subject);
}

static char *say_issuer(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_strdup(facts->issuer ? facts->issuer : "");
}

static bool same_issuer(const struct ik_facts *a, const struct ik_facts *b)
{
	return equal(a->issuer, b->issuer);
}

static char *say_names(const struct ik_facts *facts, int64_t clock)
{
	struct ik_list names = {0};

	(void)clock;
	ik_list_copy(&names, &facts->dns_names);
	for (size_t i = 0; i < facts->ip_addresses.n; i++)
		ik_list_add(&names, facts->ip_addresses.items[i]);
	char *text = names.n > 0 ? ik_list_join(&names, ", ") : ik_strdup(_("none"));

	ik_list_free(&names);
	return text;
}

static bool same_names(const struct ik_facts *a, const struct ik_facts *b)
{
	return ik_list_equal(&a->dns_names, &b->dns_names) && ik_list_equal(&a->ip_addresses, &b->ip_addresses);
}

static char *say_key(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_strdup(facts->key_type ? ik_key_type_name(facts->key_type) : "");
}

static bool same_key(const struct ik_facts *a, const struct ik_facts *b)
{
	return equal(a->key_type, b->key_type);
}

static char *say_sha256(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_words_hex(facts->sha256);
}

static bool same_sha256(const struct ik_facts *a, const struct ik_facts *b)
{
	return equal(a->sha256, b->sha256);
}

static char *say_sha1(const struct ik_facts *facts, int64_t clock)
{
	(void)clock;
	return ik_words_hex(facts->sha1);
}

static bool same_sha1(const struct ik_facts *a, const struct ik_facts *b)
{
	return equal(a->sha1, b->sha1);
}

static const struct line lines[] = {
	{N_("Serial number"), say_serial, same_serial, false},
	{N_("Valid from"), say_from, same_from, false},
	{N_("Valid until"), say_until, same_until, false},
	{N_("Subject"), say_subject, same_subject, false},
	{N_("Other names (SAN)"), say_names, same_names, false},
	{N_("Key"), say_key, same_key, false},
	{N_("Fingerprint (SHA-256)"), say_sha256, same_sha256, false},
	{N_("Thumbprint (SHA-1)"), say_sha1, same_sha1, true},
	{N_("Issuer"), say_issuer, same_issuer, true},
};

void ik_proof_facts(struct ik_report *report, const struct ik_facts *before, const struct ik_facts *now, int64_t clock,
		    bool details)
{
	for (size_t i = 0; i < IK_COUNT(lines); i++) {
		const struct line *line = &lines[i];
		enum ik_changed changed = IK_CHANGED_UNSAID;

		/* Who signed it is no detail where that has changed between an authority and the key itself. */
		if (line->details && !details && !(line->say == say_issuer && before && before->self_signed != now->self_signed))
			continue;
		if (before)
			changed = line->same(before, now) ? IK_CHANGED_NO : IK_CHANGED_YES;
		ik_report_compare(report, ik_strdup(_(line->head)), before ? line->say(before, clock) : NULL,
				  line->say(now, clock), changed);
	}
}
