/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_cure.c: what helps against what was found of the certificate in use, by who signed it:
 * whoever follows the cure of another one ends up with a certificate that no client accepts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/change/key_group.h"
#include "ops/records/waiting.h"
#include "ops/status/check_inside.h"
#include "pki/certificate.h"

void ik_check_signer(const ik_store *store, const struct ik_buffer *certificate,
		     struct ik_check *check)
{
	if (ik_certificate_signs_itself(certificate->data, certificate->size))
		check->signer = IK_SIGNER_ITSELF;
	else
		check->signer = ik_request_waits(store) ? IK_SIGNER_ASKED : IK_SIGNER_AUTHORITY;
}

char *ik_check_cure(const struct ik_check *check, enum ik_cure cure)
{
	static const char *const cures[IK_CURE_COUNT][IK_SIGNER_COUNT] = {
		[IK_CURE_NEW] =
			{
				N_("Make it new: inkan renew"),
				N_("Its authority has to sign a new one: inkan request --out FILE"),
				N_("Its authority has to sign the new one; when it has: inkan "
				   "import FILE"),
			},
		[IK_CURE_NOT_YET] =
			{
				N_("Check the clock of this server. If it is right, accept a new "
				   "certificate in the wizard: inkan"),
				N_("Check the clock of this server. If it is right, its authority "
				   "has to sign another: inkan request --out FILE"),
				N_("Check the clock of this server. If it is right, its authority "
				   "has to sign another; when it has: inkan import FILE"),
			},
		[IK_CURE_HOST] =
			{
				N_("If clients use that name, make a new certificate that has it: "
				   "inkan create"),
				N_("If clients use that name, its authority has to sign one that "
				   "has it: inkan request --out FILE"),
				N_("If clients use that name and the request that waits lacks it, "
				   "make another: inkan request --out FILE"),
			},
		[IK_CURE_NOT_EXPORTABLE] =
			{
				N_("If this disk fails, only a new certificate helps: inkan "
				   "create"),
				N_("If this disk fails, only a new certificate of its authority "
				   "helps: inkan request --out FILE"),
				N_("If this disk fails, only a new certificate of its authority "
				   "helps: inkan request --out FILE"),
			},
	};

	return ik_strdup(_(cures[cure][check->signer]));
}

char *ik_check_cure_of_key(const struct ik_check *check, bool exportable)
{
	unsigned number = check->generation;

	/* No backup has it. */
	if (!exportable)
		return ik_check_cure(check, IK_CURE_NEW);
	switch (check->signer) {
	case IK_SIGNER_AUTHORITY:
		return ik_format(_("Restore a backup: inkan restore FILE --use %u. Without one its "
				   "authority has to sign a new one: inkan request --out FILE"),
				 number);
	case IK_SIGNER_ASKED:
		return ik_format(
			_("Restore a backup: inkan restore FILE --use %u. Without one its "
			  "authority has to sign the new one; when it has: inkan import FILE"),
			number);
	default:
		return ik_format(_("Make it new: inkan renew. To keep the certificate, restore a "
				   "backup: inkan restore FILE --use %u"),
				 number);
	}
}

/* --- a group that lost the key -------------------------------------------------------------------
 */

static char *cure_of_group(const struct ik_check *check, const char *group)
{
	switch (check->signer) {
	case IK_SIGNER_AUTHORITY:
		return ik_format(_("If a service needs it: inkan request --out FILE --key-group "
				   "%s. If none does: inkan request --out FILE --no-key-group"),
				 group);
	case IK_SIGNER_ASKED:
		return ik_format(_("If a service needs it: inkan import FILE --key-group %s. If "
				   "none does: inkan import FILE --no-key-group"),
				 group);
	default:
		return ik_format(_("If a service needs it: inkan renew --key-group %s. If none "
				   "does: inkan renew --no-key-group"),
				 group);
	}
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
