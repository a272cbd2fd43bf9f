/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_commands.c: looks for the commands after a switch in the audit log. */
#include "config.h"

#include "ops/status/last_commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/records/log.h"
#include "ops/records/note.h"

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

/* --- the switch ------------------------------------------------------------------------------- */

/* Where a command was run, there was a switch, though it was cut before its own line. */
static bool is_switch(const struct ik_log_entry *entry, unsigned generation)
{
	return entry->new_serial && entry->result && entry->generation == generation
	       && (entry->hook || strncmp(entry->result, "done", strlen("done")) == 0);
}

/* A log that was begun anew knows nothing of what ran. */
static bool tells_of_the_switch(const struct ik_log *log, unsigned generation)
{
	for (size_t i = log->n; i-- > 0;)
		if (is_switch(&log->entries[i], generation))
			return true;
	return false;
}

/* A change that was cut between its switch and its line in the log has left its note. */
static bool was_cut_after_the_switch(const ik_store *store, unsigned generation)
{
	struct ik_note note;
	bool was = ik_note_read(store, &note) && note.to == generation && note.from != note.to;

	ik_note_free(&note);
	return was;
}

/* --- all -------------------------------------------------------------------------------------- */

static void judge(const struct ik_log_entry *entry, bool switched, struct ik_last_command *command)
{
	if (!entry) {
		command->result = switched ? IK_LAST_UNRUN : IK_LAST_UNKNOWN;
	} else if (strcmp(entry->result, "done") == 0) {
		command->result = IK_LAST_DONE;
	} else {
		command->result = IK_LAST_FAILED;
		command->told = ik_format("%s %s", entry->time ? entry->time : "", entry->result);
	}
}

/* Whether the one before it, of the same name, has told already. */
static bool is_told(const struct ik_hooks *hooks, size_t i)
{
	const struct ik_hook *hook = &hooks->items[i];

	return i > 0 && hook[-1].refused.id == IK_E_NONE && strcmp(hook[-1].name, hook->name) == 0;
}

void ik_last_commands_look(const ik_store *store, const char *path, const struct ik_hooks *hooks,
			   unsigned generation, struct ik_last_commands *last)
{
	struct ik_log log = {0};
	bool switched;

	*last = (struct ik_last_commands){0};
	if (hooks->n == 0 || !generation || !ik_log_read(path, &log, &last->unread))
		return;
	switched = !ik_store_in_command()
		   && (tells_of_the_switch(&log, generation)
		       || was_cut_after_the_switch(store, generation));
	last->items = ik_alloc_array(hooks->n, sizeof(*last->items));
	for (size_t i = 0; i < hooks->n; i++) {
		const char *name = hooks->items[i].name;

		if (is_told(hooks, i) || hooks->items[i].refused.id != IK_E_NONE)
			continue;
		last->items[last->n].name = ik_strdup(name);
		judge(last_result(&log, name, generation, same_names(hooks, name)), switched,
		      &last->items[last->n++]);
	}
	ik_log_free(&log);
}

void ik_last_commands_free(struct ik_last_commands *last)
{
	for (size_t i = 0; i < last->n; i++) {
		free(last->items[i].name);
		free(last->items[i].told);
	}
	free(last->items);
	*last = (struct ik_last_commands){0};
}
