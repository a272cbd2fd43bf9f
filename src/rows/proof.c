/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proof.c: the facts of two certificates side by side. */
#include "rows/proof.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "rows/words.h"

/* How a fact is shown; by that, what it is in struct ik_facts. */
enum kind {
	SHOWN_AS_IT_IS, /* text */
	SHOWN_AS_HEX,   /* text */
	SHOWN_AS_KEY,   /* text: a type of key */
	SHOWN_AS_DATE,  /* a time */
	SHOWN_AS_END,   /* a time, and how far it is */
	SHOWN_AS_NAMES, /* both lists of names */
};

/* One row. */
struct line {
	const char *head;
	enum kind kind;
	size_t at; /* where the fact is in struct ik_facts */
	bool details;
};

static const struct line lines[] = {
	{N_("Serial number"), SHOWN_AS_HEX, offsetof(struct ik_facts, serial), false},
	{N_("Valid from"), SHOWN_AS_DATE, offsetof(struct ik_facts, not_before), false},
	{N_("Valid until"), SHOWN_AS_END, offsetof(struct ik_facts, not_after), false},
	{N_("Subject"), SHOWN_AS_IT_IS, offsetof(struct ik_facts, subject), false},
	{N_("Other names (SAN)"), SHOWN_AS_NAMES, offsetof(struct ik_facts, dns_names), false},
	{N_("Key"), SHOWN_AS_KEY, offsetof(struct ik_facts, key_type), false},
	{N_("Fingerprint (SHA-256)"), SHOWN_AS_HEX, offsetof(struct ik_facts, sha256), false},
	{N_("Thumbprint (SHA-1)"), SHOWN_AS_HEX, offsetof(struct ik_facts, sha1), true},
	{N_("Issuer"), SHOWN_AS_IT_IS, offsetof(struct ik_facts, issuer), true},
};

static const void *at(const struct line *line, const struct ik_facts *facts)
{
	return (const char *)facts + line->at;
}

static const char *text_at(const struct line *line, const struct ik_facts *facts)
{
	const char *text = *(char *const *)at(line, facts);

	return text ? text : "";
}

static int64_t time_at(const struct line *line, const struct ik_facts *facts)
{
	return *(const int64_t *)at(line, facts);
}

/* What all values of a table are said with. */
struct saying {
	int64_t clock;
	bool offsets; /* the dates are not all as far from UTC, so each says how far */
};

static bool is_across_a_change(const struct ik_facts *before, const struct ik_facts *now)
{
	const int64_t first = now->not_before;

	return !ik_date_same_offset(first, now->not_after)
	       || (before
		   && (!ik_date_same_offset(first, before->not_before)
		       || !ik_date_same_offset(first, before->not_after)));
}

static char *say_date(int64_t when, const struct saying *saying)
{
	return saying->offsets ? ik_date_offset(when) : ik_date_full(when);
}

static char *say_end(int64_t when, const struct saying *saying)
{
	char *date = say_date(when, saying);
	char *left = ik_words_days_left(when, saying->clock);
	char *both = ik_format("%s\n%s", date, left);

	free(date);
	free(left);
	return both;
}

static char *say_names(const struct ik_facts *facts)
{
	struct ik_list names = {0};

	ik_list_copy(&names, facts->dns_shown.n > 0 ? &facts->dns_shown : &facts->dns_names);
	ik_list_append(&names, &facts->ip_addresses);
	char *text = names.n > 0 ? ik_list_join(&names, ", ") : ik_strdup(_("none"));

	ik_list_free(&names);
	return text;
}

static char *say(const struct line *line, const struct ik_facts *facts, const struct saying *saying)
{
	switch (line->kind) {
	case SHOWN_AS_IT_IS:
		return ik_strdup(text_at(line, facts));
	case SHOWN_AS_HEX:
		return ik_words_hex(text_at(line, facts));
	case SHOWN_AS_KEY:
		return ik_strdup(*text_at(line, facts) ? ik_key_type_name(text_at(line, facts))
						       : "");
	case SHOWN_AS_DATE:
		return say_date(time_at(line, facts), saying);
	case SHOWN_AS_END:
		return say_end(time_at(line, facts), saying);
	case SHOWN_AS_NAMES:
		break;
	}
	return say_names(facts);
}

/* The facts themselves are compared: two moments of one minute are shown alike, and so is an
 * address among the DNS names. */
static bool same(const struct line *line, const struct ik_facts *a, const struct ik_facts *b)
{
	if (line->kind == SHOWN_AS_NAMES)
		return ik_list_equal(&a->dns_names, &b->dns_names)
		       && ik_list_equal(&a->ip_addresses, &b->ip_addresses);
	if (line->kind == SHOWN_AS_DATE || line->kind == SHOWN_AS_END)
		return time_at(line, a) == time_at(line, b);
	return strcmp(text_at(line, a), text_at(line, b)) == 0;
}

/* Who signed it is no detail where that is an authority, or was one before. */
static bool is_detail(const struct line *line, const struct ik_facts *before,
		      const struct ik_facts *now)
{
	const bool issuer = line->at == offsetof(struct ik_facts, issuer);

	return line->details
	       && !(issuer && (!now->self_signed || (before && !before->self_signed)));
}

enum { BRIEF_GROUPS = 4 };

/* The first groups of HEX, which nobody compares by eye to its end. */
static char *brief_hex(const char *hex)
{
	char *start = ik_strndup(hex, 4 * (size_t)BRIEF_GROUPS);
	char *groups = ik_words_hex(start);
	char *brief = ik_format("%s ...", groups);

	free(groups);
	free(start);
	return brief;
}

static char *brief_names(const struct ik_facts *facts)
{
	size_t n = facts->dns_names.n + facts->ip_addresses.n;

	return ik_format(ngettext("%zu name", "%zu names", n), n);
}

/* The serial number, which operators compare, has nothing shorter. */
static void add_brief(struct ik_report *report, const struct line *line,
		      const struct ik_facts *before, const struct ik_facts *now,
		      enum ik_changed changed)
{
	if (line->at == offsetof(struct ik_facts, sha256))
		ik_report_brief(report, brief_hex(text_at(line, before)),
				brief_hex(text_at(line, now)));
	else if (line->kind == SHOWN_AS_NAMES && changed == IK_CHANGED_NO
		 && now->dns_names.n + now->ip_addresses.n > 1)
		ik_report_brief(report, brief_names(before), NULL);
}

void ik_proof_facts(struct ik_report *report, const struct ik_facts *before,
		    const struct ik_facts *now, int64_t clock, bool details)
{
	const struct saying saying = {.clock = clock, .offsets = is_across_a_change(before, now)};

	for (size_t i = 0; i < IK_COUNT(lines); i++) {
		const struct line *line = &lines[i];
		enum ik_changed changed = IK_CHANGED_UNSAID;

		if (!details && is_detail(line, before, now))
			continue;
		if (before)
			changed = same(line, before, now) ? IK_CHANGED_NO : IK_CHANGED_YES;
		ik_report_compare(report, ik_strdup(_(line->head)),
				  before ? say(line, before, &saying) : NULL,
				  say(line, now, &saying), changed);
		if (before && !details)
			add_brief(report, line, before, now, changed);
	}
}

void ik_proof_zone(struct ik_report *report, const struct ik_facts *before,
		   const struct ik_facts *now)
{
	if (!is_across_a_change(before, now))
		ik_report_text(report, IK_TONE_QUIET, ik_date_zone_sentence(now->not_after));
}
