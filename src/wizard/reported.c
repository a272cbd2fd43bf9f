/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reported.c: reads what agents report for the pages that show it, and writes their list. */
#include "wizard/reported.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/served.h"
#include "ops/rules/rules.h"
#include "wizard/inside.h"
#include "wizard/task.h"

/* Reports of so many are read in less than a tenth of a second. */
enum { GLANCE = 5000 };

void ik_reported_look(struct ik_reported *reported, const char *store, int64_t now)
{
	struct ik_agents_count count = {0};

	if (reported->read)
		return;
	reported->served = ik_serves_agents(store);
	reported->failure = (struct ik_error){0};
	if (reported->served)
		ik_agents_count(store, now, GLANCE, &count, &reported->failure);
	reported->count = count;
}

void ik_reported_complete(struct ik_wizard *wizard)
{
	struct ik_reported *reported = &wizard->reported;

	reported->all_known = ik_task(wizard)->switches && reported->count.more
			      && ik_agents_count(wizard->store, wizard->clock(), 0, &reported->all,
						 NULL);
}

const struct ik_agents_count *ik_reported_concerned(const struct ik_wizard *wizard)
{
	const struct ik_reported *reported = &wizard->reported;

	return reported->all_known ? &reported->all : &reported->count;
}

void ik_reported_free(struct ik_reported *reported)
{
	ik_agents_free(reported->agents);
	free(reported->csv_file);
	*reported = (struct ik_reported){0};
}

bool ik_reported_read(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	const struct ik_agents_wish wish = {
		.store = wizard->store, .now = wizard->clock(), .watch = watch};
	struct ik_reported *reported = &wizard->reported;

	ik_agents_free(reported->agents);
	reported->failure = (struct ik_error){0};
	reported->count = (struct ik_agents_count){0};
	reported->agents = ik_agents_read(&wish, &reported->failure);
	if (reported->agents)
		reported->count = *ik_agents_counted(reported->agents);
	ik_choices_forget(wizard);
	/* Without a folder nobody can have reported: the page says so, and where it looked. */
	reported->read = reported->agents || reported->failure.id == IK_E_AGENTS_FOLDER_NONE;
	return reported->read || ik_pass(err, &reported->failure);
}

bool ik_reported_write(struct ik_wizard *wizard, struct ik_error *err)
{
	const char *typed = ik_answer(wizard->answers, IK_F_CSV_FILE);
	char *path = NULL;
	bool ok = true;

	free(wizard->reported.csv_file);
	wizard->reported.csv_file = NULL;
	if (*typed && !wizard->reported.agents)
		return ik_pass(err, &wizard->reported.failure);
	if (*typed)
		ok = ik_agents_csv_file(typed, wizard->store, &path, err)
		     && ik_agents_save_csv(wizard->reported.agents, false, typed, err);
	if (ok)
		wizard->reported.csv_file = path;
	else
		free(path);
	return ok;
}

/* --- words ------------------------------------------------------------------------------------ */

/* Those that have no cause are a choice as well. */
const char *ik_reported_word(enum ik_agent_cause cause)
{
	return cause == IK_AGENT_FINE      ? "none"
	       : cause == IK_AGENT_UNHEARD ? "not-heard"
					   : ik_agent_cause_word(cause);
}

bool ik_reported_cause(const char *word, enum ik_agent_cause *cause)
{
	for (*cause = 0; *cause < IK_AGENT_CAUSE_COUNT; (*cause)++)
		if (strcmp(ik_reported_word(*cause), word) == 0)
			return true;
	return false;
}

char *ik_reported_counts(const struct ik_reported *reported)
{
	const struct ik_agents_count *count = &reported->count;
	const size_t rest = count->reported - count->follow;

	if (reported->failure.id != IK_E_NONE)
		return ik_error_sentence(&reported->failure);
	if (count->reported == 0)
		return ik_strdup(_("none has reported yet"));
	char *follow = ik_format(ngettext("%zu follows", "%zu follow", count->follow),
				 count->follow);
	char *lag = ik_format(ngettext("%zu does not", "%zu do not", rest), rest);
	char *text = ik_format("%s%s%s", follow, _(", "), lag);

	free(lag);
	free(follow);
	if (!count->more)
		return text;

	char *some = ik_format(_("of the first %zu reports: %s"), count->reported, text);

	free(text);
	return some;
}
