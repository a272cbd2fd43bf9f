/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wizard.c: the state of one conversation, its defaults, and the plan of what was answered. */
#include "wizard/wizard.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/records/default_store.h"
#include "wizard/inside.h"
#include "wizard/page.h"
#include "wizard/reported.h"
#include "wizard/reveal.h"
#include "wizard/source.h"
#include "wizard/task.h"

static void look(struct ik_wizard *wizard)
{
	ik_situation_free(&wizard->situation);
	ik_waiting_free(wizard->waiting, wizard->n_waiting);
	wizard->waiting = NULL;
	wizard->n_waiting = 0;
	ik_situation_look(wizard->store, wizard->clock(), &wizard->situation);
	if (!ik_requests_waiting(wizard->store, &wizard->waiting, &wizard->n_waiting, NULL))
		wizard->n_waiting = 0;
	ik_rollback_choices_free(&wizard->ways_back);
	wizard->can_roll_back = ik_rollback_choices(wizard->store, wizard->situation.facts.sha256,
						    wizard->clock(), &wizard->ways_back, NULL)
				&& wizard->ways_back.n > 0;
	ik_reported_look(&wizard->reported, wizard->store, wizard->clock());
	ik_choices_forget(wizard);
	ik_source_look_again(wizard);
}

static void begin_questions(struct ik_wizard *wizard)
{
	wizard->answers = ik_answers_new();
	wizard->choices = ik_choices_new();
	wizard->source = ik_source_new();
	wizard->backup_look = ik_backup_look_new();
}

static void end_questions(struct ik_wizard *wizard)
{
	ik_choices_free(wizard->choices);
	ik_source_free(wizard->source);
	ik_backup_look_free(wizard->backup_look);
	ik_answers_free(wizard->answers);
}

bool ik_wizard_details(const struct ik_wizard *wizard)
{
	return wizard->details == IK_DETAILS_SHOWN
	       || (wizard->details == IK_DETAILS_BY_ROOM && wizard->roomy);
}

void ik_wizard_toggle_details(struct ik_wizard *wizard)
{
	wizard->details = ik_wizard_details(wizard) ? IK_DETAILS_HIDDEN : IK_DETAILS_SHOWN;
}

bool ik_wizard_start(struct ik_wizard *wizard, const char *store, int64_t (*clock)(void),
		     struct ik_error *err)
{
	*wizard = (struct ik_wizard){.clock = clock};
	begin_questions(wizard);
	wizard->store = store ? ik_strdup(store) : ik_default_store();
	if (!wizard->store)
		return ik_fail(err, IK_E_STORE_HOME);
	look(wizard);
	return true;
}

void ik_wizard_forget_plans(struct ik_wizard *wizard)
{
	ik_create_plan_free(wizard->create);
	ik_request_plan_free(wizard->request);
	ik_import_plan_free(wizard->import);
	ik_restore_plan_free(wizard->restore);
	ik_rollback_plan_free(wizard->rollback);
	ik_backup_plan_free(wizard->backup);
	wizard->create = NULL;
	wizard->request = NULL;
	wizard->import = NULL;
	wizard->restore = NULL;
	wizard->rollback = NULL;
	wizard->backup = NULL;
}

void ik_wizard_forget_secrets(struct ik_wizard *wizard)
{
	ik_answers_forget_secrets(wizard->answers);
	ik_source_forget_secrets(wizard->source);
	ik_wizard_hide_all(wizard);
	wizard->password_made = false;
	wizard->verdict = (struct ik_verdict){0};
	ik_secret_wipe(wizard->create ? wizard->create->head.backup.password : NULL);
	ik_secret_wipe(wizard->backup ? wizard->backup->target.password : NULL);
	ik_secret_wipe(wizard->import ? wizard->import->head.backup.password : NULL);
	ik_secret_wipe(wizard->import ? wizard->import->taken.key : NULL);
}

void ik_wizard_free(struct ik_wizard *wizard)
{
	ik_wizard_forget_plans(wizard);
	ik_outcome_free(&wizard->outcome);
	ik_followed_free(&wizard->followed);
	ik_reported_free(&wizard->reported);
	ik_renewal_free(&wizard->renewal);
	ik_situation_free(&wizard->situation);
	ik_waiting_free(wizard->waiting, wizard->n_waiting);
	ik_rollback_choices_free(&wizard->ways_back);
	end_questions(wizard);
	ik_list_free(&wizard->more_files);
	ik_buffer_free(&wizard->earlier);
	free(wizard->sheet);
	free(wizard->store);
	*wizard = (struct ik_wizard){0};
}

void ik_wizard_begin_again(struct ik_wizard *wizard)
{
	ik_wizard_forget_plans(wizard);
	ik_wizard_forget_secrets(wizard);
	ik_outcome_free(&wizard->outcome);
	ik_followed_free(&wizard->followed);
	ik_reported_free(&wizard->reported);
	wizard->outcome = (struct ik_outcome){0};
	wizard->failure = (struct ik_error){0};
	wizard->attention = NULL;
	wizard->details = IK_DETAILS_BY_ROOM;
	wizard->done = wizard->told = false;
	end_questions(wizard);
	begin_questions(wizard);
	look(wizard);
}

static void fill(struct ik_wizard *wizard, const struct ik_field *field)
{
	char *value = field->fill ? field->fill(wizard) : NULL;

	if (value)
		ik_answer_set(wizard->answers, field->id, value, IK_FROM_DEFAULT);
	free(value);
}

/* Where a backup is restored, the password that was brought is the one that opens it. */
static void give_brought(struct ik_wizard *wizard)
{
	ik_secret *opens = ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD);
	const ik_secret *brought = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);

	if (wizard->password_brought && ik_task_is(wizard, "restore") && ik_secret_size(opens) == 0)
		ik_secret_set(opens, ik_secret_data(brought), ik_secret_size(brought), NULL);
}

void ik_wizard_enter(struct ik_wizard *wizard, const struct ik_page *page)
{
	ik_wizard_hide_all(wizard);
	give_brought(wizard);
	for (size_t i = 0; i < page->n_fields; i++)
		if (ik_answer_origin(wizard->answers, page->fields[i].id) <= IK_FROM_DEFAULT)
			fill(wizard, &page->fields[i]);
	if (page->look)
		page->look(wizard);
}

void ik_wizard_look_again(struct ik_wizard *wizard)
{
	look(wizard);
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];

			if (field->id != IK_F_ACTION
			    && ik_answer_origin(wizard->answers, field->id) == IK_FROM_DEFAULT)
				fill(wizard, field);
		}
}

bool ik_wizard_plan(struct ik_wizard *wizard, struct ik_error *err)
{
	ik_wizard_forget_plans(wizard);
	return !ik_task(wizard)->plan || ik_task(wizard)->plan(wizard, err);
}

bool ik_wizard_could(struct ik_wizard *wizard, struct ik_error *err)
{
	bool no_backup = wizard->no_backup;

	/* Without one the plan comes next anyway. */
	if (!ik_task_saves(wizard))
		return true;
	wizard->no_backup = true;
	bool could = ik_wizard_plan(wizard, err);

	wizard->no_backup = no_backup;
	ik_wizard_forget_plans(wizard);
	return could;
}

bool ik_wizard_has_plan(const struct ik_wizard *wizard)
{
	return ik_wizard_head(wizard) || wizard->backup;
}

const struct ik_plan *ik_wizard_head(const struct ik_wizard *wizard)
{
	return wizard->create     ? &wizard->create->head
	       : wizard->request  ? &wizard->request->head
	       : wizard->import   ? &wizard->import->head
	       : wizard->restore  ? &wizard->restore->head
	       : wizard->rollback ? &wizard->rollback->head
				  : NULL;
}

/* Which errors are about an answer: from FIRST to LAST in the order of the table of errors. */
const struct ik_field *ik_wizard_field_at_fault(const struct ik_wizard *wizard,
						const struct ik_error *err)
{
	static const struct {
		enum ik_error_id first, last;
		enum ik_field_id id;
	} ranges[] = {
		{IK_E_HOST_EMPTY, IK_E_HOST_LOOKALIKE, IK_F_NAME},
		{IK_E_ALT_BAD, IK_E_ALT_NONE, IK_F_ALT_NAMES},
		{IK_E_ORGANIZATION_LONG, IK_E_ORGANIZATION_LONG, IK_F_ORGANIZATION},
		{IK_E_DAYS_RANGE, IK_E_DAYS_FAR, IK_F_DAYS},
		{IK_E_KEY_TYPE_UNKNOWN, IK_E_KEY_TYPE_UNKNOWN, IK_F_KEY_TYPE},
		{IK_E_KEY_GROUP_UNKNOWN, IK_E_KEY_GROUP_DENIED, IK_F_KEY_GROUP},
		{IK_E_PW_EMPTY, IK_E_SECRET_LONG, IK_F_BACKUP_PASSWORD},
		{IK_E_PATH_EMPTY, IK_E_PATH_READ_ONLY, IK_F_BACKUP_FILE},
		{IK_E_RESTORE_NONE, IK_E_RESTORE_NO_KEY, IK_F_USE},
	};

	for (size_t i = 0; i < IK_COUNT(ranges); i++)
		if (err->id >= ranges[i].first && err->id <= ranges[i].last)
			return ik_field_asked(wizard, ranges[i].id);
	return NULL;
}
