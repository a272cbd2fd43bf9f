/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c: copying and freeing what is known of a certificate. */
#include "base/facts.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"

/* Every string of the struct, so that a new one is copied and freed by naming it once. */
static const size_t strings[] = {
	offsetof(struct ik_facts, subject),     offsetof(struct ik_facts, issuer),
	offsetof(struct ik_facts, common_name), offsetof(struct ik_facts, organization),
	offsetof(struct ik_facts, serial),      offsetof(struct ik_facts, sha256),
	offsetof(struct ik_facts, sha1),        offsetof(struct ik_facts, key_type),
};

static char **string_at(struct ik_facts *facts, size_t i)
{
	return (char **)((char *)facts + strings[i]);
}

void ik_facts_copy(struct ik_facts *to, const struct ik_facts *from)
{
	if (to == from)
		return;

	struct ik_facts copy = *from;

	for (size_t i = 0; i < IK_COUNT(strings); i++)
		*string_at(&copy, i) = ik_strdup(*string_at(&copy, i));
	copy.dns_names = (struct ik_list){0};
	copy.dns_shown = (struct ik_list){0};
	copy.ip_addresses = (struct ik_list){0};
	ik_list_copy(&copy.dns_names, &from->dns_names);
	ik_list_copy(&copy.dns_shown, &from->dns_shown);
	ik_list_copy(&copy.ip_addresses, &from->ip_addresses);
	ik_facts_free(to);
	*to = copy;
}

void ik_facts_free(struct ik_facts *facts)
{
	for (size_t i = 0; i < IK_COUNT(strings); i++)
		free(*string_at(facts, i));
	ik_list_free(&facts->dns_names);
	ik_list_free(&facts->dns_shown);
	ik_list_free(&facts->ip_addresses);
	*facts = (struct ik_facts){0};
}

bool ik_facts_pack(const struct ik_facts *facts, ik_secret *out)
{
	struct ik_facts look = *facts;
	bool ok = true;

	for (size_t i = 0; ok && i < IK_COUNT(strings); i++)
		ok = ik_pack_text(out, *string_at(&look, i));
	return ok && ik_pack_list(out, &facts->dns_names) && ik_pack_list(out, &facts->dns_shown)
	       && ik_pack_list(out, &facts->ip_addresses) && ik_pack_number(out, facts->not_before)
	       && ik_pack_number(out, facts->not_after) && ik_pack_number(out, facts->self_signed)
	       && ik_pack_number(out, facts->common_name_escaped)
	       && ik_pack_number(out, facts->organization_escaped)
	       && ik_pack_number(out, (int64_t)facts->size) && ik_pack_number(out, facts->leads);
}

/* A child that somebody took over might answer what was never filtered. */
static bool is_shown(const char *text)
{
	return !text || ik_text_is_visible(text);
}

static bool are_shown(const struct ik_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!is_shown(list->items[i]))
			return false;
	return true;
}

void ik_facts_unpack(struct ik_unpack *in, struct ik_facts *facts)
{
	*facts = (struct ik_facts){0};
	for (size_t i = 0; i < IK_COUNT(strings); i++) {
		char **string = string_at(facts, i);

		*string = ik_unpack_text(in);
		if (!is_shown(*string))
			in->failed = true;
	}
	ik_unpack_list(in, &facts->dns_names);
	ik_unpack_list(in, &facts->dns_shown);
	ik_unpack_list(in, &facts->ip_addresses);
	if (!are_shown(&facts->dns_names) || !are_shown(&facts->dns_shown)
	    || !are_shown(&facts->ip_addresses))
		in->failed = true;
	facts->not_before = ik_unpack_number(in);
	facts->not_after = ik_unpack_number(in);
	facts->self_signed = ik_unpack_number(in) != 0;
	facts->common_name_escaped = ik_unpack_number(in) != 0;
	facts->organization_escaped = ik_unpack_number(in) != 0;
	facts->size = (size_t)ik_unpack_number(in);
	facts->leads = ik_unpack_number(in) != 0;
}
