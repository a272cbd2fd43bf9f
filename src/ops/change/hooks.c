/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.c: runs the commands that follow a switch. */
#include "config.h"

#include "ops/change/hooks.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/program.h"
#include "base/text.h"
#include "files/trusted.h"
#include "ops/records/audit.h"
#include "ops/records/generation.h"
#include "ops/records/note.h"
#include "store/store.h"

enum { STEPS_MAX = 6, VARIABLES = 6, LINE_MAX_BYTES = 200 };

/* --- steps ------------------------------------------------------------------------------------ */

static bool share_a_step(const struct ik_hooks *hooks)
{
	return hooks->n > STEPS_MAX;
}

size_t ik_hooks_steps(const struct ik_hooks *hooks, struct ik_watch *watch)
{
	size_t first = 0;

	if (share_a_step(hooks)) {
		struct ik_list names = {0};

		for (size_t i = 0; i < hooks->n; i++)
			ik_list_add(&names, hooks->items[i].name);
		char *all = ik_list_join(&names, ", ");
		char *shown = ik_text_squeeze(all, LINE_MAX_BYTES / 4);

		first = ik_watch_add(watch, N_("Run %s"), shown);
		free(shown);
		free(all);
		ik_list_free(&names);
		return first;
	}
	for (size_t i = 0; i < hooks->n; i++) {
		size_t step = ik_watch_add(watch, N_("Run %s"), hooks->items[i].name);

		first = i == 0 ? step : first;
	}
	return first;
}

/* --- running ---------------------------------------------------------------------------------- */

/* What every system has, and at the end the directory of this program: "inkan" in a command is the
 * one that runs it, wherever it was installed, and takes the place of nothing. */
static char *make_path(void)
{
	static const char usual[] = "/usr/sbin:/usr/bin:/sbin:/bin";
	char self[PATH_MAX];
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *end;

	self[size > 0 ? size : 0] = '\0';
	end = strrchr(self, '/');
	if (!end || end == self || strchr(self, ':'))
		return ik_format("PATH=%s", usual);
	*end = '\0';
	return ik_format("PATH=%s:%s", usual, self);
}

/* Everything that a command finds in its environment; freed with free_environment(). */
static void make_environment(const struct ik_hooks_event *event, char *environment[VARIABLES + 1])
{
	char *resolved = realpath(event->store, NULL);
	const char *store = resolved ? resolved : event->store;
	size_t n = 0;

	environment[n++] = make_path();
	environment[n++] = ik_strdup("LANG=C.UTF-8");
	environment[n++] = ik_format(IK_STORE_EVENT "=%s", event->event);
	environment[n++] = ik_format("INKAN_STORE=%s", store);
	environment[n++] = ik_format("INKAN_CERTIFICATE=%s/current/certificate.pem", store);
	environment[n++] = ik_format("INKAN_SERIAL=%s", event->serial ? event->serial : "");
	environment[n] = NULL;
	free(resolved);
}

static void free_environment(char *environment[VARIABLES + 1])
{
	for (size_t i = 0; environment[i]; i++)
		free(environment[i]);
}

/* The last lines of SAID that are not empty, each as it may be shown. */
static void keep_lines(const struct ik_buffer *said, struct ik_list *lines)
{
	const char *start = ik_buffer_string(said);
	const char *end = start + said->size;
	struct ik_list reversed = {0};

	while (end > start && reversed.n < IK_HOOK_LINES) {
		const char *from = end;

		while (from > start && from[-1] != '\n')
			from--;
		if (end > from)
			ik_list_take(&reversed,
				     ik_text_visible(from, ik_text_cut(from, (size_t)(end - from),
								       LINE_MAX_BYTES)));
		end = from > start ? from - 1 : start;
	}
	for (size_t i = reversed.n; i-- > 0;)
		ik_list_add(lines, reversed.items[i]);
	ik_list_free(&reversed);
}

/* Why it did not go well; no error if it did. */
static void judge(const struct ik_hook *hook, const struct ik_program_result *ran,
		  struct ik_hook_result *result)
{
	static const enum ik_error_id ids[] = {
		[IK_PROGRAM_FAILED] = IK_E_HOOK_FAILED,
		[IK_PROGRAM_KILLED] = IK_E_HOOK_KILLED,
		[IK_PROGRAM_SLOW] = IK_E_HOOK_SLOW,
	};
	char *code = ik_format("%d", ran->code);

	if (ran->end == IK_PROGRAM_UNSTARTED)
		ik_error_errno(&result->failure, IK_E_HOOK_START, hook->name, ran->code);
	else if (ran->end != IK_PROGRAM_DONE)
		ik_fail(&result->failure, ids[ran->end], hook->name, code);
	if (result->failure.id != IK_E_NONE && result->said.n > 0 && !result->failure.reason)
		ik_error_detail(&result->failure, "%s", result->said.items[result->said.n - 1]);
	free(code);
}

static void run_one(const struct ik_hook *hook, const struct ik_hooks_event *event,
		    struct ik_watch *watch, struct ik_hook_result *result)
{
	struct ik_program_result ran = {0};
	char *environment[VARIABLES + 1];
	char *path = NULL;

	result->name = ik_strdup(hook->name);
	result->failure = hook->refused;
	if (hook->refused.id != IK_E_NONE
	    || !ik_trusted_program(hook->directory, hook->name, &path, &result->failure))
		return;
	make_environment(event, environment);
	struct ik_program program = {
		.path = path,
		.environment = environment,
		.seconds = event->seconds ? event->seconds : IK_HOOK_SECONDS,
	};
	ik_program_run(&program, watch, &ran);
	result->seconds = ran.seconds;
	keep_lines(&ran.said, &result->said);
	judge(hook, &ran, result);
	ik_buffer_free(&ran.said);
	free_environment(environment);
	free(path);
}

/* At once: if this run is cut, those that ran are known, and the others are known to be missing. */
static bool log_result(const struct ik_hooks_event *event, const struct ik_hook_result *result,
		       struct ik_error *err)
{
	const struct ik_error *failure = &result->failure;
	ik_store *store = ik_store_open_change(event->store, "", NULL, err);
	const struct ik_audit entry = {
		.when = event->when,
		.operation = "hook",
		.new_serial = event->serial,
		.generation = event->generation,
		.hook = result->name,
		.done = failure->id == IK_E_NONE,
		.failure = failure->id == IK_E_NONE ? NULL : failure,
	};
	bool ok = store && ik_audit_log(store, &entry, err);

	ik_store_close(store);
	return ok;
}

void ik_hooks_run(const struct ik_hooks *hooks, const struct ik_hooks_event *event,
		  struct ik_watch *watch, struct ik_outcome *outcome)
{
	struct ik_error inner = {0};
	bool failed = false, logged = true;

	if (hooks->n == 0)
		return;
	outcome->hooks = ik_alloc_array(hooks->n, sizeof(*outcome->hooks));
	for (size_t i = 0; i < hooks->n; i++) {
		struct ik_hook_result *result = &outcome->hooks[outcome->n_hooks++];
		bool last_of_step = !share_a_step(hooks) || i + 1 == hooks->n;
		size_t step = event->step + (share_a_step(hooks) ? 0 : i);

		if (!share_a_step(hooks) || i == 0)
			ik_watch_begin(watch, step);
		run_one(&hooks->items[i], event, watch, result);
		logged = log_result(event, result, logged ? &inner : NULL) && logged;
		failed = failed || result->failure.id != IK_E_NONE;
		if (result->failure.id != IK_E_NONE && outcome->late.id == IK_E_NONE)
			outcome->late = result->failure;
		if (last_of_step && failed)
			ik_watch_fail(watch);
		else if (last_of_step)
			ik_watch_done(watch, step);
		failed = failed && !last_of_step;
	}
	if (!logged)
		ik_fail_because(&outcome->late, IK_E_AUDIT_LOG, &inner);
}

/* --- again ------------------------------------------------------------------------------------ */

static bool look_at_current(const char *path, struct ik_outcome *outcome, struct ik_error *err)
{
	struct ik_generation generation = {0};
	ik_store *store = ik_store_open(path, err);
	bool ok = store && ik_store_may_change(path, err)
		  && ik_store_current(store, &outcome->generation, err);

	if (ok && outcome->generation == 0)
		ok = ik_fail(err, IK_E_STORE_NONE, path);
	if (ok)
		ok = ik_generation_load(store, outcome->generation, IK_KEY_LOOK, &generation, err);
	if (ok)
		ik_facts_copy(&outcome->now, &generation.facts);
	ik_generation_free(&generation);
	ik_store_close(store);
	return ok;
}

/* What a change that was cut after its switch had still to do was this. */
static void settle_note(const char *path, unsigned generation)
{
	ik_store *store = ik_store_open_change(path, "", NULL, NULL);
	unsigned current = 0;
	struct ik_note note;

	/* The lock that is held hides no note from its holder. */
	if (store && ik_note_read(store, &note)) {
		if (note.to == generation && note.from != note.to
		    && ik_store_current(store, &current, NULL) && current == generation)
			ik_store_note(store, NULL, NULL);
		ik_note_free(&note);
	}
	ik_store_close(store);
}

bool ik_hooks_again(const char *store, int64_t now, struct ik_watch *watch,
		    struct ik_outcome *outcome, struct ik_error *err)
{
	struct ik_hooks hooks;
	size_t step;

	*outcome = (struct ik_outcome){0};
	if (!look_at_current(store, outcome, err))
		return false;
	ik_hooks_look(store, &hooks);
	step = ik_hooks_steps(&hooks, watch);
	const struct ik_hooks_event event = {
		.event = "again",
		.store = store,
		.generation = outcome->generation,
		.serial = outcome->now.serial,
		.when = now,
		.step = step,
	};
	ik_hooks_run(&hooks, &event, watch, outcome);
	ik_hooks_free(&hooks);
	settle_note(store, outcome->generation);
	return true;
}
