/* SPDX-License-Identifier: GPL-3.0-or-later */
/* losses.c: what a certificate says that the one in its place will not. */
#include "config.h"

#include "ops/change/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/rules/identity.h"
#include "pki/key.h"

/* What facts name, but a new certificate cannot have as it stands. */
static void add_unkept(const struct ik_facts *facts, struct ik_list *said)
{
	struct ik_kept kept;

	ik_kept_find(facts, "", &kept);
	if (facts->common_name && *facts->common_name && !ik_kept_common_name(facts))
		ik_list_take(said, ik_format("CN=%s", facts->common_name));
	if (facts->organization && *facts->organization && !*kept.organization)
		ik_list_take(said, ik_format("O=%s", facts->organization));
	ik_kept_free(&kept);
}

static void add_missing(const struct ik_list *old, const struct ik_list *names,
			struct ik_list *missing)
{
	for (size_t i = 0; i < old->n; i++)
		if (!ik_names_have(names, old->items[i]))
			ik_list_add(missing, old->items[i]);
}

/* Another type that was asked for is no loss. */
static void find_key(const struct ik_facts *facts, const char *key_type, struct ik_losses *losses)
{
	if (!facts->key_type || ik_key_type_is_kept(facts->key_type))
		return;
	losses->key_was = ik_strdup(ik_key_type_name(facts->key_type));
	losses->key_now = ik_strdup(ik_key_type_name(key_type));
}

void ik_losses_find(const struct ik_facts *facts, const struct ik_said *said,
		    const struct ik_new *new, struct ik_losses *losses)
{
	*losses = (struct ik_losses){0};
	add_unkept(facts, &losses->said);
	for (size_t i = 0; i < said->rest.n; i++)
		ik_list_add(&losses->said, said->rest.items[i]);
	add_missing(&facts->dns_names, new->dns_names, &losses->names);
	add_missing(&facts->ip_addresses, new->ip_addresses, &losses->names);
	find_key(facts, new->key_type, losses);
	if (!new->signs_itself)
		return;
	losses->chain = said->certificates > 1 ? said->certificates - 1 : 0;
	if (!said->signs_itself)
		losses->issuer = ik_strdup(facts->issuer ? facts->issuer : "");
}

bool ik_losses_none(const struct ik_facts *facts, const struct ik_said *said, const char *host)
{
	struct ik_identity identity = {0};
	struct ik_losses losses = {0};
	struct ik_kept kept;
	bool none;

	ik_kept_find(facts, host, &kept);
	const struct ik_identity_wish wish = {.name = kept.name,
					      .alt_names = kept.alt_names,
					      .organization = kept.organization,
					      .in_use = ik_kept_common_name(facts)};

	none = ik_identity_plan(&wish, &identity, NULL);
	if (none) {
		const struct ik_new new = {&identity.dns_names, &identity.ip_addresses,
					   kept.key_type, .signs_itself = true};

		ik_losses_find(facts, said, &new, &losses);
		none = !ik_losses_any(&losses);
	}
	ik_losses_free(&losses);
	ik_identity_free(&identity);
	ik_kept_free(&kept);
	return none;
}

void ik_losses_free(struct ik_losses *losses)
{
	ik_list_free(&losses->said);
	ik_list_free(&losses->names);
	free(losses->key_was);
	free(losses->key_now);
	free(losses->issuer);
	*losses = (struct ik_losses){0};
}

bool ik_losses_any(const struct ik_losses *losses)
{
	return losses->said.n > 0 || losses->names.n > 0 || losses->key_was || losses->chain > 0
	       || losses->issuer;
}

void ik_losses_lines(const struct ik_losses *losses, struct ik_list *lines)
{
	for (size_t i = 0; i < losses->names.n; i++)
		ik_list_add(lines, losses->names.items[i]);
	for (size_t i = 0; i < losses->said.n; i++)
		ik_list_add(lines, losses->said.items[i]);
	if (losses->key_was)
		ik_list_take(lines, ik_format(_("the kind of key: %s becomes %s"), losses->key_was,
					      losses->key_now));
	if (losses->chain > 0)
		ik_list_take(lines,
			     ik_format(ngettext("%u certificate of the chain",
						"%u certificates of the chain", losses->chain),
				       losses->chain));
	if (losses->issuer)
		ik_list_take(lines,
			     ik_format(_("the signature of the authority: %s"), losses->issuer));
}
