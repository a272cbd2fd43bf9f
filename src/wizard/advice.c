/* SPDX-License-Identifier: GPL-3.0-or-later */
/* advice.c: whether anything was changed, and commands as they can be typed. */
#include "wizard/advice.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/default_store.h"
#include "rows/words.h"
#include "wizard/task.h"

char *ik_advice_command(const struct ik_wizard *wizard, const char *command)
{
	return ik_command_for(wizard->store, command);
}

/* The one before is whole as far as is known, and its key is still there. */
static char *unproven(const struct ik_wizard *wizard)
{
	char *command, *sentence;

	if (wizard->outcome.generation_before == 0)
		return ik_strdup(_("The new certificate is in use, but it could not be proven that "
				   "it is whole on disk."));
	command = ik_advice_command(wizard, "inkan rollback");
	sentence = ik_format(_("The new certificate is in use, but it could not be proven that it "
			       "is whole on disk. To go back to "
			       "the one before: %s"),
			     command);
	free(command);
	return sentence;
}

/* Whether what is in use is still what the operator saw: what cannot be read may well hold a
 * certificate, and what somebody else put in use meanwhile is not the old one. */
static bool is_as_seen(const struct ik_wizard *wizard)
{
	const struct ik_situation *situation = &wizard->situation;

	if (wizard->failure.id == IK_E_STORE_MOVED || !ik_situation_stands(situation))
		return false;
	return situation->generation > 0 || situation->damage.id == IK_E_NONE;
}

char *ik_advice_changed(const struct ik_wizard *wizard)
{
	if (wizard->outcome.unproven)
		return unproven(wizard);
	if (wizard->outcome.switched)
		return ik_strdup(_("The certificate is replaced; only what came after it failed."));
	if (ik_outcome_restored(&wizard->outcome))
		return ik_strdup(_("The backup is restored; only what came after it failed."));
	if (wizard->done && wizard->outcome.request_file)
		return ik_strdup(_("The request is made; only what came after it failed."));
	if (wizard->done && wizard->outcome.backup_file)
		return ik_strdup(_("The backup is made; only what came after it failed."));
	if (!ik_task(wizard)->may_change)
		return ik_strdup(_("Nothing was changed."));
	if (!is_as_seen(wizard))
		return ik_strdup(_("Nothing was changed."));
	if (wizard->situation.generation == 0)
		return ik_strdup(_("Nothing was changed; there is no certificate yet."));
	return ik_strdup(_("Nothing was changed; the old certificate is in use."));
}

char *ik_wizard_notice(const struct ik_wizard *wizard, const struct ik_error *notice)
{
	char *sentence = ik_error_sentence(notice);

	/* The title of a review that failed says it already. */
	if (wizard->failure.id == IK_E_NONE || wizard->tried)
		return sentence;
	char *changed = ik_advice_changed(wizard);
	char *both = ik_format("%s\n%s", changed, sentence);

	free(changed);
	free(sentence);
	return both;
}
