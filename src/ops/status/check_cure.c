/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_cure.c: what helps against what was found of the certificate in use, by who signed it:
 * whoever follows the cure of another one ends up with a certificate that no client accepts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/shell.h"
#include "ops/change/kept.h"
#include "ops/change/key_group.h"
#include "ops/change/lead.h"
#include "ops/change/renew.h"
#include "ops/records/default_store.h"
#include "ops/records/generation.h"
#include "ops/records/served.h"
#include "ops/records/waiting.h"
#include "ops/rules/rules.h"
#include "ops/status/check_inside.h"
#include "ops/status/host.h"

/* Whether no agent follows to another with the same names. */
static bool leaves_behind(const struct ik_generation *in_use, enum ik_error_id damage)
{
	const size_t size = in_use->facts.size;

	return ik_lead_fails(ik_lead_of(in_use, damage)) || !ik_lead_has_room(size, size);
}

/* As "renew" judges it. */
static enum ik_renewing renewing_of(const struct ik_generation *in_use, enum ik_error_id damage,
				    const char *store)
{
	struct ik_list names = {0};
	char *host;
	bool keeps;

	if (damage != IK_E_NONE && !ik_renewal_mends(in_use, damage))
		return IK_RENEWING_UNREAD;
	if (leaves_behind(in_use, damage) && ik_serves_agents(store))
		return IK_RENEWING_LEAVES;
	host = ik_host_look(&names);
	keeps = ik_losses_none(&in_use->facts, &in_use->said, host);
	free(host);
	ik_list_free(&names);
	return keeps ? IK_RENEWING_KEEPS : IK_RENEWING_LOSES;
}

void ik_check_signer(const ik_store *store, const struct ik_generation *in_use,
		     enum ik_error_id damage, struct ik_check *check)
{
	check->renewing = renewing_of(in_use, damage, check->store);
	if (in_use->said.signs_itself)
		check->signer = IK_SIGNER_ITSELF;
	else
		check->signer = ik_request_waits(store) ? IK_SIGNER_ASKED : IK_SIGNER_AUTHORITY;
}

char *ik_check_cure_by(const struct ik_check *check, const char *sentence, const char *command,
		       const char *other)
{
	char *first = ik_command_for(check->store, command);
	char *second = other ? ik_command_for(check->store, other) : NULL;
	char *cure = ik_format(sentence, first, second);

	free(second);
	free(first);
	return cure;
}

/* --- what is in use --------------------------------------------------------------------------- */

struct cure {
	const char *sentence, *command;
};

/* By what becomes of it: alone, and behind the restore of a backup. */
static const struct renewal {
	const char *command, *sentence, *behind_restore;
} renewals[] = {
	[IK_RENEWING_KEEPS] = {"inkan renew", N_("Make it new: %s"), NULL},
	[IK_RENEWING_LOSES] = {"inkan renew --accept-loss",
			       N_("Make it new, though a new one cannot say all that this one "
				  "does: %s"),
			       N_("Restore a backup (%s). Without one make it new, though a new "
				  "one cannot say all that this one does: %s")},
	[IK_RENEWING_LEAVES] = {"inkan create",
				N_("Make it new; agents have to be enrolled again then: %s"),
				N_("Restore a backup (%s). Without one make it new; agents have to "
				   "be enrolled again then: %s")},
	[IK_RENEWING_UNREAD] = {"inkan create", N_("Make it new: %s"),
				N_("Restore a backup (%s). Without one make it new: %s")},
};
_Static_assert(IK_COUNT(renewals) == IK_RENEWING_COUNT, "each has its command");

/* By who signs the next one. */
static const struct cure by_signer[IK_CURE_COUNT][IK_SIGNER_COUNT] = {
	[IK_CURE_NEW] =
		{
			{NULL, NULL}, /* as it is made new */
			{N_("Its authority has to sign a new one: %s"), "inkan request --out FILE"},
			{N_("Its authority has to sign the new one; when it has: %s"),
			 "inkan import FILE"},
		},
	[IK_CURE_NOT_YET] =
		{
			{N_("Check the clock of this server. If it is right, accept a new "
			    "certificate in the wizard: %s"),
			 "inkan"},
			{N_("Check the clock of this server. If it is right, its authority "
			    "has to sign another: %s"),
			 "inkan request --out FILE"},
			{N_("Check the clock of this server. If it is right, its authority "
			    "has to sign another; when it has: %s"),
			 "inkan import FILE"},
		},
	[IK_CURE_NOT_EXPORTABLE] =
		{
			{N_("If this disk fails, only a new certificate helps: %s"),
			 "inkan create"},
			{N_("If this disk fails, only a new certificate of its authority "
			    "helps: %s"),
			 "inkan request --out FILE"},
			{N_("If this disk fails, only a new certificate of its authority "
			    "helps: %s"),
			 "inkan request --out FILE"},
		},
	[IK_CURE_LEADING] =
		{
			{N_("Agents follow no key of this kind. Make one that they follow: "
			    "%s"),
			 "inkan create --key-type ecdsa-p256"},
			{N_("Agents follow no key of this kind. Its authority has to sign "
			    "one that they follow: %s"),
			 "inkan request --out FILE --key-type ecdsa-p256"},
			{N_("Agents follow no key of this kind. If the request that waits "
			    "is for such a one, make another: %s"),
			 "inkan request --out FILE --key-type ecdsa-p256"},
		},
	[IK_CURE_SMALLER] =
		{
			{N_("Make one with fewer names: %s"), "inkan create --alt-name NAME"},
			{N_("Its authority has to sign one with fewer names: %s"),
			 "inkan request --out FILE --alt-name NAME"},
			{N_("If the request that waits is for as many names, make another: "
			    "%s"),
			 "inkan request --out FILE --alt-name NAME"},
		},
};

char *ik_check_cure(const struct ik_check *check, enum ik_cure cure)
{
	const struct renewal *renewal = &renewals[check->renewing];
	const struct cure *row = &by_signer[cure][check->signer];

	if (cure == IK_CURE_NEW && check->signer == IK_SIGNER_ITSELF)
		return ik_check_cure_by(check, _(renewal->sentence), renewal->command, NULL);
	return ik_check_cure_by(check, _(row->sentence), row->command, NULL);
}

/* --- a name that it lacks --------------------------------------------------------------------- */

static void add_names(const struct ik_list *names, struct ik_buffer *command)
{
	for (size_t i = 0; i < names->n; i++) {
		char *word = ik_shell_word(names->items[i]);

		ik_buffer_format(command, " --alt-name %s", word);
		free(word);
	}
}

/* COMMAND with all names that are kept where none is given, and HOST: those that are given take the
 * place of all. */
static char *command_with_name(const struct ik_check *check, const char *command, const char *host)
{
	struct ik_list names = {0}, addresses = {0};
	struct ik_buffer text = {0};
	struct ik_kept kept;
	char *typed;

	ik_kept_find(&check->facts, host, &kept);
	ik_rule_alt_names(kept.alt_names, &names, &addresses, NULL);
	if (!ik_names_have(&names, host))
		ik_list_add(&names, host);
	ik_buffer_text(&text, command);
	add_names(&names, &text);
	add_names(&addresses, &text);
	typed = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	ik_kept_free(&kept);
	ik_list_free(&addresses);
	ik_list_free(&names);
	return typed;
}

char *ik_check_cure_of_host(const struct ik_check *check, const char *host)
{
	static const struct cure cures[IK_SIGNER_COUNT] = {
		{N_("If clients use that name, make a new certificate that has it: %s"),
		 "inkan create"},
		{N_("If clients use that name, its authority has to sign one that has it: %s"),
		 "inkan request --out FILE"},
		{N_("If clients use that name and the request that waits lacks it, make another: "
		    "%s"),
		 "inkan request --out FILE"},
	};
	const struct cure *row = &cures[check->signer];
	char *command = command_with_name(check, row->command, host);
	char *cure = ik_check_cure_by(check, _(row->sentence), command, NULL);

	free(command);
	return cure;
}

/* --- a key that is lost or damaged ------------------------------------------------------------ */

/* With a backup the certificate can stay; without trouble in the way a new one is as good. */
static char *cure_of_own_key(const struct ik_check *check, const char *restore)
{
	const struct renewal *renewal = &renewals[check->renewing];

	if (check->renewing == IK_RENEWING_KEEPS)
		return ik_check_cure_by(
			check, _("Make it new (%s). To keep the certificate, restore a backup: %s"),
			renewal->command, restore);
	return ik_check_cure_by(check, _(renewal->behind_restore), restore, renewal->command);
}

static char *cure_of_key(const struct ik_check *check, const char *restore)
{
	switch (check->signer) {
	case IK_SIGNER_AUTHORITY:
		return ik_check_cure_by(check,
					_("Restore a backup (%s). Without one its authority has to "
					  "sign a new one: %s"),
					restore, "inkan request --out FILE");
	case IK_SIGNER_ASKED:
		return ik_check_cure_by(check,
					_("Restore a backup (%s). Without one its authority has to "
					  "sign the new one; when it "
					  "has: %s"),
					restore, "inkan import FILE");
	default:
		return cure_of_own_key(check, restore);
	}
}

char *ik_check_cure_of_key(const struct ik_check *check, bool exportable)
{
	char *restore = ik_format("inkan restore FILE --use %u", check->generation);
	/* Of one that is not exportable no backup has it. */
	char *cure = exportable ? cure_of_key(check, restore) : ik_check_cure(check, IK_CURE_NEW);

	free(restore);
	return cure;
}

/* --- a group that lost the key ---------------------------------------------------------------- */

static char *cure_of_group(const struct ik_check *check, const char *group)
{
	const char *const commands[IK_SIGNER_COUNT] = {
		renewals[check->renewing].command, "inkan request --out FILE", "inkan import FILE"};
	const char *command = commands[check->signer];
	char *with = ik_format("%s --key-group %s", command, group);
	char *without = ik_format("%s --no-key-group", command);
	char *cure = ik_check_cure_by(
		check, _("Give it the key again (%s). If no service needs it: %s"), with, without);

	free(without);
	free(with);
	return cure;
}

char *ik_check_cure_of_group(const struct ik_check *check, const char *group)
{
	struct ik_error refused = {0};
	char *cure = cure_of_group(check, group);
	char *all;

	if (ik_key_group_rule(group, NULL, &refused))
		return cure;
	all = ik_format(refused.id == IK_E_KEY_GROUP_UNKNOWN
				? _("The group does not exist on this server; if it is needed, "
				    "make it first. %s")
				: _("Root or a member of the group can give it the key. %s"),
			cure);
	free(cure);
	return all;
}
