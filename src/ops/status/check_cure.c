/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_cure.c: what helps against what was found of the certificate in use, by who signed it:
 * whoever follows the cure of another one ends up with a certificate that no client accepts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/change/key_group.h"
#include "ops/records/default_store.h"
#include "ops/records/waiting.h"
#include "ops/status/check_inside.h"

void ik_check_signer(const ik_store *store, bool signs_itself, struct ik_check *check)
{
	if (signs_itself)
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

char *ik_check_cure(const struct ik_check *check, enum ik_cure cure)
{
	static const struct {
		const char *sentence, *command;
	} cures[IK_CURE_COUNT][IK_SIGNER_COUNT] = {
		[IK_CURE_NEW] =
			{
				{N_("Make it new: %s"), "inkan renew"},
				{N_("Its authority has to sign a new one: %s"),
				 "inkan request --out FILE"},
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
		[IK_CURE_HOST] =
			{
				{N_("If clients use that name, make a new certificate that has it: "
				    "%s"),
				 "inkan create"},
				{N_("If clients use that name, its authority has to sign one that "
				    "has it: %s"),
				 "inkan request --out FILE"},
				{N_("If clients use that name and the request that waits lacks it, "
				    "make another: %s"),
				 "inkan request --out FILE"},
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
	};

	return ik_check_cure_by(check, _(cures[cure][check->signer].sentence),
				cures[cure][check->signer].command, NULL);
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
		return ik_check_cure_by(
			check, _("Make it new (%s). To keep the certificate, restore a backup: %s"),
			"inkan renew", restore);
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
	static const char *const commands[IK_SIGNER_COUNT] = {
		"inkan renew", "inkan request --out FILE", "inkan import FILE"};
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
