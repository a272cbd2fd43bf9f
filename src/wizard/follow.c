/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.c: what follows a switch, as rows of the review and of the proof: commands that run, old
 * keys that go. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/places.h"
#include "base/shell.h"
#include "base/text.h"
#include "ops/change/hooks.h"
#include "ops/records/default_store.h"
#include "ops/status/enrolling.h"
#include "wizard/follow.h"

static char *numbers_of(const struct ik_old_keys *keys)
{
	struct ik_list list = {0};

	for (size_t i = 0; i < keys->n; i++)
		ik_list_take(&list, ik_format("%u", keys->numbers[i]));
	char *text = ik_list_join(&list, ", ");

	ik_list_free(&list);
	return text;
}

static void add_keys(struct ik_report *report, const char *format, const struct ik_old_keys *keys)
{
	char *text = numbers_of(keys);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Delete")), ik_format(format, text));
	free(text);
}

/* So many of them are named on a page; "inkan hooks" has them all. */
enum { NAMES_COLUMNS = 200 };

static char *joined(const struct ik_list *names)
{
	char *all = ik_list_join(names, ", ");
	char *shown = ik_text_visible(all, strlen(all));
	char *text = ik_text_squeeze(shown, NAMES_COLUMNS);

	free(shown);
	free(all);
	return text;
}

char *ik_follow_ignored(const char *store, const struct ik_hooks *hooks)
{
	struct ik_list names = {0};

	if (hooks->ignored.n == 0)
		return NULL;
	for (size_t i = 0; i < hooks->ignored.n; i++)
		ik_list_add(&names, hooks->ignored.items[i].name);
	char *text = joined(&names);
	char *command = ik_command_for(store, "inkan hooks");
	char *sentence = ik_format(_("%s (why: %s)"), text, command);

	free(command);
	free(text);
	ik_list_free(&names);
	return sentence;
}

char *ik_follow_elsewhere(const char *store, const struct ik_hooks *hooks)
{
	if (hooks->elsewhere.n == 0)
		return NULL;
	char *names = joined(&hooks->elsewhere);
	char *own = ik_format("%s/hooks.d", store);
	char *word = ik_shell_word(own);
	char *command = ik_format("mkdir -p %s && ln -s %s/NAME %s", word, IK_SYSTEM_HOOKS, word);
	char *sentence = ik_format(_("These commands run for %s only, not for this store: %s. To "
				     "have one run here, too: %s"),
				   IK_STORE_OF_ROOT, names, command);

	free(command);
	free(word);
	free(own);
	free(names);
	return sentence;
}

static void add_unrun(const struct ik_plan *plan, struct ik_report *report)
{
	char *ignored = ik_follow_ignored(plan->store, &plan->hooks);
	char *elsewhere = ik_follow_elsewhere(plan->store, &plan->hooks);

	if (ignored)
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Not run")), ignored);
	if (elsewhere)
		ik_report_text(report, IK_TONE_WARNING, elsewhere);
}

void ik_review_follow(const struct ik_plan *plan, struct ik_report *report)
{
	const struct ik_hooks *hooks = &plan->hooks;
	struct ik_list names = {0};

	for (size_t i = 0; i < hooks->n; i++)
		if (hooks->items[i].refused.id == IK_E_NONE)
			ik_list_add(&names, hooks->items[i].name);
	if (names.n > 0)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Run")),
			       ik_list_join(&names, ", "));
	for (size_t i = 0; i < hooks->n; i++)
		if (hooks->items[i].refused.id != IK_E_NONE)
			ik_report_text(report, IK_TONE_WARNING,
				       ik_error_sentence(&hooks->items[i].refused));
	add_unrun(plan, report);
	if (plan->old_keys.n > 0)
		add_keys(report, _("old keys of the generations: %s"), &plan->old_keys);
	ik_list_free(&names);
}

static void add_result(const struct ik_hook_result *result, bool told, struct ik_report *report)
{
	char *head = ik_strdup(_("Run"));

	if (result->failure.id == IK_E_NONE) {
		ik_report_pair(report, IK_TONE_GOOD, head,
			       ik_format(_("%s: done (%.1f s)"), result->name, result->seconds));
		return;
	}
	ik_report_pair(report, IK_TONE_ERROR, head,
		       told ? ik_format(_("%s: failed"), result->name)
			    : ik_error_sentence(&result->failure));
	for (size_t i = 0; i < result->said.n && !(told && result->said.n == 1); i++)
		ik_report_pair(report, IK_TONE_QUIET, NULL, ik_strdup(result->said.items[i]));
}

void ik_proof_hooks(const struct ik_outcome *outcome, bool told, struct ik_report *report)
{
	for (size_t i = 0; i < outcome->n_hooks; i++)
		add_result(&outcome->hooks[i], told, report);
}

void ik_proof_again(const char *store, const struct ik_outcome *outcome, struct ik_report *report)
{
	bool failed = false;

	for (size_t i = 0; i < outcome->n_hooks; i++)
		failed = failed || outcome->hooks[i].failure.id != IK_E_NONE;
	if (!failed)
		return;
	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(_("Repair it, then run the commands again:")));
	ik_report_command(report, NULL, ik_command_for(store, "inkan hooks --again"));
}

void ik_proof_follow(const struct ik_outcome *outcome, struct ik_report *report)
{
	ik_proof_hooks(outcome, true, report);
	if (outcome->keys_deleted.n > 0)
		add_keys(report, _("old keys deleted, of the generations: %s"),
			 &outcome->keys_deleted);
}

void ik_proof_publish(const char *store, const struct ik_outcome *outcome, struct ik_report *report)
{
	const struct ik_publish_end *end = &outcome->publish;
	char *line = end->published ? ik_enrolling_line(store, end->certificate) : NULL;

	for (size_t i = 0; i < end->put_back.n; i++)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(_("Put back, since the store had lost it: steps/%s"),
					 end->put_back.items[i]));
	if (line && end->stays.id != IK_E_NONE)
		ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&end->stays));
	else if (line)
		ik_report_command(report, ik_strdup(_("To enrol an agent, type there")),
				  ik_strdup(line));
	free(line);
}

static void add_service(const char *store, const struct ik_service *service,
			const struct ik_seen *seen, bool first, struct ik_report *report)
{
	struct ik_error error = {0};
	char *head = first ? ik_strdup(_("Services")) : NULL, *cure;

	if (!ik_seen_error(service, seen, &error)) {
		ik_report_pair(report, IK_TONE_GOOD, head,
			       ik_format(_("%s shows the certificate in use."), service->name));
		return;
	}
	ik_report_pair(report, IK_TONE_WARNING, head, ik_error_sentence(&error));
	cure = ik_seen_cure(store, service, seen);
	if (cure)
		ik_report_pair(report, IK_TONE_PLAIN, NULL, cure);
}

void ik_proof_services(const char *store, const struct ik_followed *followed,
		       struct ik_report *report)
{
	if (followed->failure.id != IK_E_NONE)
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Services")),
			       ik_error_sentence(&followed->failure));
	for (size_t i = 0; followed->seen && i < followed->services.n; i++)
		add_service(store, &followed->services.items[i], &followed->seen[i], i == 0,
			    report);
}

const char *ik_follow_word(const struct ik_seen *seen)
{
	return ik_seen_word(seen->state);
}

bool ik_follow_is_whole(const struct ik_followed *followed)
{
	for (size_t i = 0; followed->seen && i < followed->services.n; i++)
		if (followed->seen[i].state != IK_SEEN_IN_USE)
			return false;
	return followed->failure.id == IK_E_NONE;
}
