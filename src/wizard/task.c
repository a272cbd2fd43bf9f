/* SPDX-License-Identifier: GPL-3.0-or-later */
/* task.c: the table of what can be done, and the plan of each from what was answered. */
#include "wizard/task.h"

#include <string.h>

#include "base/alloc.h"
#include "wizard/inside.h"
#include "wizard/reported.h"
#include "wizard/review.h"
#include "wizard/source.h"

/* The group that may read the new key, where somebody said which; NULL: nobody did, and the plan
 * decides. */
static const char *given_group(const struct ik_wizard *wizard)
{
	if (wizard->key_group)
		return wizard->key_group;
	if (ik_answer_origin(wizard->answers, IK_F_KEY_GROUP) <= IK_FROM_DEFAULT)
		return NULL;
	return ik_answer(wizard->answers, IK_F_KEY_GROUP);
}

/* --- generate --------------------------------------------------------------------------------- */

static bool plan_create(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_answers *answers = wizard->answers;
	struct ik_create_wish wish = {
		.name = ik_answer(answers, IK_F_NAME),
		.alt_names = ik_answer(answers, IK_F_ALT_NAMES),
		.organization = ik_answer(answers, IK_F_ORGANIZATION),
		.days = ik_answer(answers, IK_F_DAYS),
		.key_type = ik_answer(answers, IK_F_KEY_TYPE),
		.key_group = given_group(wizard),
		.keep_keys = wizard->keep_keys,
	};

	if (!wizard->no_backup) {
		wish.backup_file = ik_answer(answers, IK_F_BACKUP_FILE);
		wish.password = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);
	}
	if (wizard->renews)
		return ik_renew_plan(&wizard->renew, &wish, wizard->store, wizard->clock(),
				     &wizard->renewal, &wizard->create, err);
	return ik_create_plan(&wish, wizard->store, wizard->clock(), &wizard->create, err);
}

static bool perform_create(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	return ik_create_perform(wizard->create, watch, &wizard->outcome, err);
}

/* --- request ---------------------------------------------------------------------------------- */

static bool plan_request(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_answers *answers = wizard->answers;
	struct ik_request_wish wish = {
		.name = ik_answer(answers, IK_F_NAME),
		.alt_names = ik_answer(answers, IK_F_ALT_NAMES),
		.organization = ik_answer(answers, IK_F_ORGANIZATION),
		.key_type = ik_answer(answers, IK_F_KEY_TYPE),
		.same_key = wizard->same_key,
		.key_group = given_group(wizard),
		.request_file = ik_answer(answers, IK_F_REQUEST_FILE),
	};

	return ik_request_plan(&wish, wizard->store, wizard->clock(), &wizard->request, err);
}

static bool perform_request(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	return ik_request_perform(wizard->request, watch, &wizard->outcome, err);
}

/* --- backup ----------------------------------------------------------------------------------- */

static bool plan_backup(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_backup_plan(wizard->store, ik_answer(wizard->answers, IK_F_BACKUP_FILE),
			      ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD),
			      wizard->clock(), &wizard->backup, err);
}

static bool perform_backup(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	return ik_backup_perform(wizard->backup, watch, &wizard->outcome, err);
}

/* --- import ----------------------------------------------------------------------------------- */

static bool accepts_expired(const struct ik_wizard *wizard)
{
	return strcmp(ik_answer(wizard->answers, IK_F_ACCEPT_EXPIRED), "yes") == 0;
}

/* Where the certificate is in use already, a backup that was asked for by its name is made all the
 * same; who is asked page by page is told, and can choose. */
static bool plan_only_backup(struct ik_wizard *wizard, const struct ik_error *why,
			     struct ik_error *err)
{
	bool named = wizard->unattended
		     && ik_answer_origin(wizard->answers, IK_F_BACKUP_FILE) > IK_FROM_DEFAULT;

	if (why->id != IK_E_IN_USE_ALREADY || !named)
		return ik_pass(err, why);
	/* Without one it is only asked whether it could: see ik_wizard_could(). */
	return wizard->no_backup || plan_backup(wizard, err);
}

static bool plan_import(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_answers *answers = wizard->answers;
	struct ik_error why = {0};
	struct ik_import_wish wish = {
		.key_choice = ik_answer(answers, IK_F_KEY_CHOICE),
		.accept_unprotected = strcmp(ik_answer(answers, IK_F_ACCEPT_UNPROTECTED), "yes")
				      == 0,
		.accept_expired = accepts_expired(wizard),
		.key_group = given_group(wizard),
		.keep_keys = wizard->keep_keys,
	};

	if (!wizard->no_backup) {
		wish.backup_file = ik_answer(answers, IK_F_BACKUP_FILE);
		wish.password = ik_answer_secret(wizard->answers, IK_F_BACKUP_PASSWORD);
	}
	if (!wizard->source->import)
		return ik_fail(err, IK_E_PATH_EMPTY);
	return ik_import_plan(wizard->source->import, &wish, wizard->store, wizard->clock(),
			      &wizard->import, &why)
	       || plan_only_backup(wizard, &why, err);
}

static bool perform_import(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	if (wizard->backup)
		return perform_backup(wizard, watch, err);
	return ik_import_perform(wizard->import, watch, &wizard->outcome, err);
}

/* --- restore ---------------------------------------------------------------------------------- */

/* What stays in use needs no second yes. */
static bool judge_restore(const struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_restore_entry *entry = ik_restore_in_use(wizard->restore);

	if (!wizard->restore->switches || !entry || !entry->has_facts)
		return true;
	return ik_plan_dates(&wizard->restore->head, &entry->facts, accepts_expired(wizard), err);
}

/* Who follows nothing that comes back, where no step leads to it either: nothing is in use that
 * could sign one.  What cannot be read of reports keeps nobody from a restore. */
static void count_unled(struct ik_wizard *wizard)
{
	const struct ik_restore_plan *plan = wizard->restore;
	struct ik_list certificates = {0};

	wizard->reported.unled = 0;
	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].has_facts)
			ik_list_add(&certificates, plan->entries[i].facts.sha256);
	if (plan->switches && plan->head.from == 0)
		ik_agents_unled(wizard->store, &certificates, wizard->clock(),
				&wizard->reported.unled, NULL);
	ik_list_free(&certificates);
}

static bool plan_restore(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_answers *answers = wizard->answers;
	struct ik_restore_wish wish = {
		.use = ik_answer(answers, IK_F_USE),
		.not_exportable = strcmp(ik_answer(answers, IK_F_NOT_EXPORTABLE), "yes") == 0,
		.keep_keys = wizard->keep_keys,
		.key_group = wizard->key_group,
	};

	if (!wizard->source->backup)
		return ik_fail(err, IK_E_PATH_EMPTY);
	if (!ik_restore_plan(wizard->source->backup, wizard->store, &wish, wizard->clock(),
			     &wizard->restore, err))
		return false;
	count_unled(wizard);
	return judge_restore(wizard, err);
}

static bool perform_restore(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	return ik_restore_perform(wizard->source->backup, wizard->restore, watch, &wizard->outcome,
				  err);
}

/* --- rollback --------------------------------------------------------------------------------- */

static bool plan_rollback(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_rollback_wish wish = {
		.generation = ik_answer(wizard->answers, IK_F_GENERATION),
		.accept_expired = accepts_expired(wizard),
		.key_group = wizard->key_group,
		.keep_keys = wizard->keep_keys,
	};

	return ik_rollback_plan(&wish, wizard->store, wizard->clock(), &wizard->rollback, err);
}

static bool perform_rollback(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	return ik_rollback_perform(wizard->rollback, watch, &wizard->outcome, err);
}

/* ---------------------------------------------------------------------------------------------- */

static const struct ik_task tasks[] = {
	{
		.id = "generate",
		.asks_identity = true,
		.saves = true,
		.may_change = true,
		.plan = plan_create,
		.perform = perform_create,
		.review = ik_review_create,
		.switches = true,
	},
	{
		.id = "request",
		.asks_identity = true,
		.may_change = true,
		.plan = plan_request,
		.perform = perform_request,
		.review = ik_review_request,
	},
	{
		.id = "import",
		.open = ik_source_read_import,
		.saves = true,
		.may_change = true,
		.plan = plan_import,
		.perform = perform_import,
		.review = ik_review_import,
		.switches = true,
	},
	{
		.id = "restore",
		.open = ik_source_read_backup,
		.may_change = true,
		.announces = true,
		.plan = plan_restore,
		.perform = perform_restore,
		.review = ik_review_restore,
		.switches = true,
		/* What came back knows what came before it there, not here. */
		.back_by_number = true,
	},
	{
		.id = "rollback",
		.may_change = true,
		.plan = plan_rollback,
		.perform = perform_rollback,
		.review = ik_review_rollback,
		.switches = true,
	},
	{
		.id = "backup",
		.saves = true,
		.plan = plan_backup,
		.perform = perform_backup,
		.review = ik_review_backup,
	},
	{.id = "verify", .looks = true},
	{
		.id = "agents",
		.looks = true,
		.read = ik_reported_read,
		.again = "inkan agents",
	},
};

/* Before anything was chosen. */
static const struct ik_task nothing = {.id = "", .saves = true};

const struct ik_task *ik_task(const struct ik_wizard *wizard)
{
	const char *action = ik_answer(wizard->answers, IK_F_ACTION);

	for (size_t i = 0; i < IK_COUNT(tasks); i++)
		if (strcmp(tasks[i].id, action) == 0)
			return &tasks[i];
	return &nothing;
}

/* What a restore brings back was made when the clock was right. */
const struct ik_error *ik_task_clock(const struct ik_wizard *wizard)
{
	const struct ik_plan *plan = ik_wizard_head(wizard);

	return plan && !wizard->restore && plan->clock.id != IK_E_NONE ? &plan->clock : NULL;
}

bool ik_task_is(const struct ik_wizard *wizard, const char *id)
{
	return strcmp(ik_task(wizard)->id, id) == 0;
}

bool ik_task_saves(const struct ik_wizard *wizard)
{
	return ik_task(wizard)->saves && !wizard->no_backup;
}

bool ik_task_changes(const struct ik_wizard *wizard)
{
	return !ik_task(wizard)->looks;
}
