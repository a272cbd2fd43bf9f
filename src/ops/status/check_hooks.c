/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_hooks.c: commands that may not be run after a switch, those that failed after the last one,
 * those that did not come to it, and what lies among them and is none. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/shell.h"
#include "ops/change/hooks.h"
#include "ops/records/default_store.h"
#include "ops/status/check_inside.h"
#include "ops/status/last_commands.h"
#include "store/inspect.h"

/* Of those that do not count; whoever has more of them has one cause for all. */
enum { IGNORED_MAX = 10 };

static void tell(struct ik_check *check, enum ik_severity severity, enum ik_error_id id,
		 const struct ik_last_command *command)
{
	struct ik_error error = {0};

	ik_fail(&error, id, command->name);
	if (command->told)
		ik_error_detail(&error, "%s", command->told);
	ik_check_add(check, severity, &error,
		     ik_check_cure_by(check, _("Run the commands once more: %s"),
				      "inkan hooks --again", NULL));
}

static void tell_unread(const char *file, struct ik_check *check)
{
	ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNREAD, file, NULL,
		     ik_strdup(_("Run it as root or as the owner of the store.")));
}

/* A command that is gone needs no cure, and one that may not be run has its own finding. */
static void check_results(const ik_store *store, const char *path, const struct ik_hooks *hooks,
			  struct ik_check *check)
{
	struct ik_last_commands last;

	ik_last_commands_look(store, path, hooks, check->generation, &last);
	if (last.unread.id == IK_E_STORE_DENIED)
		tell_unread(last.unread.arg[0], check);
	for (size_t i = 0; i < last.n; i++) {
		const enum ik_last_result result = last.items[i].result;

		if (result == IK_LAST_FAILED)
			tell(check, IK_SEVERITY_WARNING, IK_E_CHECK_HOOK, &last.items[i]);
		else if (result == IK_LAST_UNRUN)
			tell(check, IK_SEVERITY_WARNING, IK_E_CHECK_HOOK_UNRUN, &last.items[i]);
		check->hooks_failed += result == IK_LAST_FAILED;
	}
	ik_last_commands_free(&last);
}

static char *cure_of_ignored(const struct ik_hook *hook)
{
	char *path, *word, *cure;

	if (hook->refused.id != IK_E_HOOK_MODE)
		return ik_strdup(hook->refused.id == IK_E_HOOK_NAME
					 ? _("If it is to run, rename it; else remove it.")
					 : _("Nothing has to be done. It may be removed."));
	path = ik_format("%s/%s", hook->directory, hook->name);
	word = ik_shell_word(path);
	cure = ik_format(_("If it is not needed, remove it. To have it run: chmod 755 %s"), word);
	free(word);
	free(path);
	return cure;
}

/* A text that explains the others lies there by right, so that this is no more than a remark. */
static void check_ignored(const struct ik_hook_list *ignored, struct ik_check *check)
{
	for (size_t i = 0; i < ignored->n && i < IGNORED_MAX; i++)
		ik_check_add(check, IK_SEVERITY_REMARK, &ignored->items[i].refused,
			     cure_of_ignored(&ignored->items[i]));
}

static void check_refused(const struct ik_error *refused, struct ik_check *check)
{
	if (refused->id == IK_E_STORE_READ)
		tell_unread(refused->arg[0], check);
	else
		ik_check_add(
			check, IK_SEVERITY_WARNING, refused,
			refused->id == IK_E_HOOK_START
				? ik_strdup(_("Put the command back, or remove what leads to it."))
				: ik_strdup(_("Let nobody write there but root and the owner of "
					      "the store.")));
}

/* Whether a command may be run is a question for those who may change the store. */
void ik_check_hooks(const ik_store *store, const char *path, struct ik_check *check)
{
	struct ik_hooks hooks;

	if (!ik_store_is_own(store))
		return;
	ik_hooks_look(path, &hooks);
	for (size_t i = 0; i < hooks.n; i++)
		if (hooks.items[i].refused.id != IK_E_NONE)
			check_refused(&hooks.items[i].refused, check);
	check_results(store, path, &hooks, check);
	check_ignored(&hooks.ignored, check);
	ik_hooks_free(&hooks);
}
