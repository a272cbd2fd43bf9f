/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_hooks.c: commands that may not be run after a switch, those that failed after the last one,
 * and those that did not come to it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/change/hooks.h"
#include "ops/records/log.h"
#include "ops/status/check_inside.h"
#include "store/inspect.h"

/* Commands of one name in both directories are told apart by nothing in the log: as many results
 * are theirs. */
static size_t same_names(const struct ik_hooks *hooks, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < hooks->n; i++)
		n += strcmp(hooks->items[i].name, name) == 0;
	return n;
}

static bool is_result(const struct ik_log_entry *entry, const char *name, unsigned generation)
{
	return entry->hook && entry->result && entry->generation == generation
	       && strcmp(entry->hook, name) == 0;
}

/* What the log says of the last time that NAME was run for GENERATION: its failure, if one of its
 * RESULTS is one, else any; NULL if it was not run. */
static const struct ik_log_entry *last_result(const struct ik_log *log, const char *name,
					      unsigned generation, size_t results)
{
	const struct ik_log_entry *found = NULL;

	for (size_t i = log->n; i-- > 0 && results > 0;) {
		if (!is_result(&log->entries[i], name, generation))
			continue;
		found = &log->entries[i];
		results = strcmp(found->result, "done") == 0 ? results - 1 : 0;
	}
	return found;
}

static bool is_switch(const struct ik_log_entry *entry, unsigned generation)
{
	return !entry->hook && entry->new_serial && entry->result && entry->generation == generation
	       && strncmp(entry->result, "done", strlen("done")) == 0;
}

/* A log that was begun anew knows nothing of what ran. */
static bool tells_of_the_switch(const struct ik_log *log, unsigned generation)
{
	for (size_t i = log->n; i-- > 0;)
		if (is_switch(&log->entries[i], generation))
			return true;
	return false;
}

static void tell(struct ik_check *check, enum ik_severity severity, enum ik_error_id id,
		 const char *name, const struct ik_log_entry *entry)
{
	struct ik_error error = {0};

	ik_fail(&error, id, name);
	if (entry)
		ik_error_detail(&error, "%s %s", entry->time ? entry->time : "", entry->result);
	ik_check_add(check, severity, &error,
		     ik_check_cure_by(check, _("Run the commands once more: %s"),
				      "inkan hooks --again", NULL));
}

static void tell_unread(const char *file, struct ik_check *check)
{
	ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNREAD, file, NULL,
		     ik_strdup(_("Run it as root or as the owner of the store.")));
}

static void check_result(const struct ik_log *log, const char *name, size_t results,
			 struct ik_check *check)
{
	const struct ik_log_entry *entry = last_result(log, name, check->generation, results);

	if (entry && strcmp(entry->result, "done") != 0) {
		tell(check, IK_SEVERITY_WARNING, IK_E_CHECK_HOOK, name, entry);
		check->hooks_failed++;
	} else if (!entry && tells_of_the_switch(log, check->generation)) {
		tell(check, IK_SEVERITY_REMARK, IK_E_CHECK_HOOK_UNRUN, name, NULL);
	}
}

/* A command that is gone needs no cure, and one that may not be run has its own finding. */
static void check_results(const char *path, const struct ik_hooks *hooks, struct ik_check *check)
{
	struct ik_error inner = {0};
	struct ik_log log = {0};

	if (!ik_log_read(path, &log, &inner)) {
		if (inner.id == IK_E_STORE_DENIED)
			tell_unread(inner.arg[0], check);
		return;
	}
	for (size_t i = 0; i < hooks->n; i++) {
		const struct ik_hook *hook = &hooks->items[i];
		bool told = i > 0 && hook[-1].refused.id == IK_E_NONE
			    && strcmp(hook[-1].name, hook->name) == 0;

		if (!told && hook->refused.id == IK_E_NONE)
			check_result(&log, hook->name, same_names(hooks, hook->name), check);
	}
	ik_log_free(&log);
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
	if (hooks.n > 0 && check->generation)
		check_results(path, &hooks, check);
	ik_hooks_free(&hooks);
}
