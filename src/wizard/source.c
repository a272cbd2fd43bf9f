/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.c: looking at the files that are named on the source page, and opening them. */
#include "wizard/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ops/backup/backup_look.h"
#include "wizard/inside.h"
#include "wizard/task.h"

struct ik_source *ik_source_new(void)
{
	return ik_alloc(sizeof(struct ik_source));
}

static void forget_look(struct ik_looked *looked)
{
	free(looked->file);
	ik_import_look_free(&looked->look);
	ik_backup_claim_free(&looked->claim);
	*looked = (struct ik_looked){0};
}

static void forget_try(struct ik_source *source)
{
	struct ik_tried *tried = &source->tried;

	free(tried->action);
	free(tried->file);
	free(tried->key_file);
	ik_secret_free(tried->password);
	ik_secret_free(tried->inner);
	*tried = (struct ik_tried){0};
	ik_import_free(source->import);
	source->import = NULL;
	ik_restore_plan_free(source->compared);
	source->compared = NULL;
	ik_restore_source_free(source->backup);
	source->backup = NULL;
}

/* Wiped and not freed: who is at work on it may still look at the rest. */
void ik_source_forget_secrets(struct ik_source *source)
{
	ik_import_forget_brought();
	source->tried.once = false;
	ik_secret_wipe(source->tried.password);
	ik_secret_wipe(source->tried.inner);
	for (size_t i = 0; source->import && i < source->import->n_keys; i++)
		ik_secret_wipe(source->import->keys[i].key);
	ik_restore_source_wipe(source->backup);
}

void ik_source_free(struct ik_source *source)
{
	if (!source)
		return;
	forget_look(&source->file);
	forget_look(&source->key_file);
	forget_try(source);
	free(source);
}

char *ik_source_path(const struct ik_wizard *wizard, enum ik_field_id id)
{
	char *text = ik_wizard_expand(ik_answer(wizard->answers, id));
	char *disk = ik_wizard_on_disk(text);

	free(text);
	return disk;
}

static struct stat stat_of(const struct ik_wizard *wizard, enum ik_field_id id)
{
	char *path = ik_source_path(wizard, id);
	struct stat st;

	if (stat(path, &st) != 0)
		memset(&st, 0, sizeof(st));
	free(path);
	return st;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
	       && a->st_mtim.tv_sec == b->st_mtim.tv_sec
	       && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Whether what is at PATH brings no key, and fits one that waits. */
static bool completes(const struct ik_wizard *wizard, const char *path,
		      const struct ik_content_look *look)
{
	const struct ik_import_source source = {.file = path, .now = wizard->clock()};
	struct ik_import *import = NULL;
	bool found = false;

	if (wizard->n_waiting == 0 || look->keys > 0 || look->certificates == 0
	    || look->needs_password)
		return false;
	if (ik_import_open(&source, wizard->store, NULL, &import, NULL))
		for (size_t i = 0; i < import->n_keys; i++)
			found = found || import->keys[i].from == IK_KEY_FROM_REQUEST;
	ik_import_free(import);
	return found;
}

const struct ik_looked *ik_source_look(const struct ik_wizard *wizard, enum ik_field_id id)
{
	struct ik_looked *looked = id == IK_F_FILE ? &wizard->source->file
						   : &wizard->source->key_file;
	const char *typed = ik_answer(wizard->answers, id);
	struct stat now = stat_of(wizard, id);
	bool as_backup = ik_task_is(wizard, "restore");

	if (looked->file && strcmp(looked->file, typed) == 0 && is_same(&looked->stat, &now)
	    && looked->as_backup == as_backup)
		return looked;
	forget_look(looked);
	looked->file = ik_strdup(typed);
	looked->stat = now;
	looked->as_backup = as_backup;
	if (!*typed) {
		ik_fail(&looked->error, IK_E_PATH_EMPTY);
		return looked;
	}
	char *path = ik_source_path(wizard, id);

	if (as_backup)
		ik_backup_look(path, &looked->claim, &looked->error);
	else if (ik_import_look(path, &looked->look, &looked->error))
		looked->completes = id == IK_F_FILE && !wizard->unattended
				    && completes(wizard, path, &looked->look.content);
	free(path);
	return looked;
}

static const char *action_of(const struct ik_wizard *wizard)
{
	return ik_answer(wizard->answers, IK_F_ACTION);
}

/* Whether the answers and the files are still those of the last try. */
static bool is_the_same_try(const struct ik_wizard *wizard)
{
	const struct ik_tried *tried = &wizard->source->tried;
	struct stat file = stat_of(wizard, IK_F_FILE), key_file = stat_of(wizard, IK_F_KEY_FILE);

	return tried->once && strcmp(tried->action, action_of(wizard)) == 0
	       && strcmp(tried->file, ik_answer(wizard->answers, IK_F_FILE)) == 0
	       && strcmp(tried->key_file, ik_answer(wizard->answers, IK_F_KEY_FILE)) == 0
	       && is_same(&tried->stat, &file) && is_same(&tried->key_stat, &key_file)
	       && ik_secret_equal(tried->password,
				  ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD))
	       && ik_secret_equal(tried->inner,
				  ik_answer_secret(wizard->answers, IK_F_INNER_PASSWORD));
}

bool ik_source_is_open(const struct ik_wizard *wizard)
{
	return is_the_same_try(wizard) && wizard->source->tried.error.id == IK_E_NONE;
}

const struct ik_error *ik_source_failure(const struct ik_wizard *wizard)
{
	const struct ik_error *error = &wizard->source->tried.error;

	return error->id != IK_E_NONE && is_the_same_try(wizard) ? error : NULL;
}

/* What more is asked because of how a try ended; it stays asked as long as the file is the same. */
static void learn(struct ik_source *source, enum ik_error_id id)
{
	source->needs_inner |= id == IK_E_IMPORT_INNER;
	source->needs_key |= id == IK_E_IMPORT_NO_KEY || id == IK_E_IMPORT_REQUEST;
}

static void begin_try(struct ik_wizard *wizard)
{
	struct ik_source *source = wizard->source;
	const char *file = ik_answer(wizard->answers, IK_F_FILE);

	if (!source->tried.once || strcmp(source->tried.file, file) != 0)
		source->needs_inner = source->needs_key = false;
	forget_try(source);
	source->tried = (struct ik_tried){
		.once = true,
		.action = ik_strdup(action_of(wizard)),
		.file = ik_strdup(file),
		.key_file = ik_strdup(ik_answer(wizard->answers, IK_F_KEY_FILE)),
		.stat = stat_of(wizard, IK_F_FILE),
		.key_stat = stat_of(wizard, IK_F_KEY_FILE),
		.password = ik_secret_copy(ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD)),
		.inner = ik_secret_copy(ik_answer_secret(wizard->answers, IK_F_INNER_PASSWORD)),
	};
}

static const ik_secret *given(const ik_secret *secret)
{
	return ik_secret_size(secret) > 0 ? secret : NULL;
}

bool ik_source_read_import(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	char *file = ik_source_path(wizard, IK_F_FILE);
	char *key_file = ik_source_path(wizard, IK_F_KEY_FILE);
	struct ik_import_source source = {
		.file = file,
		.key_file = *key_file ? key_file : NULL,
		.more = &wizard->more_files,
		.password = given(ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD)),
		.inner_password = given(ik_answer_secret(wizard->answers, IK_F_INNER_PASSWORD)),
		.now = wizard->clock(),
	};
	size_t step = ik_watch_add(watch, N_("Reading the file and opening it"), NULL);
	bool ok;

	ik_watch_begin(watch, step);
	ok = ik_import_open(&source, wizard->store, watch, &wizard->source->import, err);

	free(key_file);
	free(file);
	return ok;
}

bool ik_source_read_backup(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	struct ik_source *source = wizard->source;
	char *file = ik_source_path(wizard, IK_F_FILE);
	const ik_secret *password = ik_answer_secret(wizard->answers, IK_F_FILE_PASSWORD);
	bool ok = ik_restore_open(file, password, watch, &source->backup, err)
		  && ik_restore_compare(source->backup, wizard->store, wizard->clock(),
					&source->compared, err);

	free(file);
	return ok;
}

const struct ik_restore_plan *ik_source_compared(const struct ik_wizard *wizard)
{
	struct ik_source *source = wizard->source;

	if (!source->backup || !ik_source_is_open(wizard))
		return NULL;
	if (!source->compared)
		ik_restore_compare(source->backup, wizard->store, wizard->clock(),
				   &source->compared, NULL);
	return source->compared;
}

void ik_source_look_again(struct ik_wizard *wizard)
{
	ik_restore_plan_free(wizard->source->compared);
	wizard->source->compared = NULL;
}

bool ik_source_open(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err)
{
	struct ik_tried *tried = &wizard->source->tried;
	const struct ik_task *task = ik_task(wizard);

	if (!task->open || ik_source_is_open(wizard))
		return true;
	begin_try(wizard);
	ik_choices_forget(wizard);
	watch->progress.can_cancel = true;
	bool ok = task->open(wizard, watch, &tried->error);

	learn(wizard->source, tried->error.id);
	/* A try that the operator stopped tells nothing of the file: the next one asks again. */
	if (tried->error.id == IK_E_CANCELLED)
		tried->once = false;
	if (!ok && err)
		*err = tried->error;
	return ok;
}
