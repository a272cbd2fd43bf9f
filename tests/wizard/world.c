/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c: the world that the wizard is tested in. */
#include "config.h"

#include "world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/list.h"
#include "rows/proof.h"
#include "rows/report.h"
#include "wizard/page.h"

int64_t world_now = NOW;
static char *folder;
static struct ik_list paths;
static struct script *current;

int64_t world_clock(void)
{
	return world_now;
}

void world_begin(void)
{
	const char *temp = getenv("TMPDIR");

	setenv("TZ", "UTC", 1);
	tzset();
	setenv("INKAN_LOCALEDIR", "locale", 0);
	ik_i18n_start("en");
	world_now = NOW;
	folder = ik_format("%s/inkan-wizard-XXXXXX", temp && *temp ? temp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	chmod(folder, 0755);
}

static int discard(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void world_end(void)
{
	nftw(folder, discard, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
	folder = NULL;
	ik_list_free(&paths);
}

const char *world_path(const char *name)
{
	ik_list_take(&paths, ik_format("%s/%s", folder, name));
	return paths.items[paths.n - 1];
}

bool world_has(const char *name)
{
	return access(world_path(name), F_OK) == 0;
}

char *world_read(const char *name)
{
	FILE *file = fopen(world_path(name), "rb");
	char *text = ik_alloc(65536);

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_lt(fread(text, 1, 65535, file), 65535);
	fclose(file);
	return text;
}

void world_write(const char *name, const char *text)
{
	FILE *file = fopen(world_path(name), "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

void world_wizard(struct ik_wizard *wizard)
{
	ck_assert(ik_wizard_start(wizard, world_path("store"), world_clock, NULL));
}

void world_create(const char *name)
{
	struct ik_create_wish wish = {.name = name, .days = "730", .key_type = "ecdsa-p256"};
	struct ik_create_plan *plan = NULL;
	struct ik_outcome outcome = {0};

	ck_assert(ik_create_plan(&wish, world_path("store"), world_now, &plan, NULL));
	ck_assert(ik_create_perform(plan, NULL, &outcome, NULL));
	ik_create_plan_free(plan);
	ik_outcome_free(&outcome);
}

void world_set_secret(struct ik_wizard *wizard, enum ik_field_id id, const char *text)
{
	ck_assert(ik_secret_set(ik_answer_secret(wizard->answers, id), text, strlen(text), NULL));
}

void world_answer_all(struct ik_wizard *wizard, const char *name)
{
	ik_answer_set(wizard->answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_NAME, name, IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_BACKUP_FILE, world_path("backup.zip"),
		      IK_FROM_OPERATOR);
	world_set_secret(wizard, IK_F_BACKUP_PASSWORD, PASSWORD);
	world_set_secret(wizard, IK_F_BACKUP_PASSWORD_AGAIN, PASSWORD);
}

void answer_srv01(struct ik_wizard *wizard)
{
	world_answer_all(wizard, "srv01.example.jp");
}

void begins(const char *text, const char *start)
{
	ck_assert_msg(strncmp(text, start, strlen(start)) == 0, "not \"%s\" first:\n%s", start,
		      text);
}

void contains(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "\"%s\" is not in:\n%s", part, text);
}

const struct step whole_way[WHOLE_WAY] = {
	{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_srv01},
	{.page = "identity", .leave = IK_LEAVE_NEXT},
	{.page = "password", .leave = IK_LEAVE_NEXT},
	{.page = "backup", .leave = IK_LEAVE_NEXT},
	{.page = "review", .leave = IK_LEAVE_NEXT},
	{.page = "proof", .leave = IK_LEAVE_QUIT},
};

char *world_rows(struct ik_wizard *wizard, const char *page)
{
	struct ik_report report = {0};

	ik_page_find(page)->rows(wizard, &report);
	char *text = ik_report_plain(&report);

	ik_report_free(&report);
	return text;
}

static bool open_script(struct ik_wizard *wizard, void **ui, struct ik_error *err)
{
	(void)wizard;
	(void)err;
	*ui = current;
	return true;
}

static enum ik_leave page_script(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
				 const struct ik_error *notice, struct ik_error *err)
{
	struct script *script = ui;
	const struct step *step = &script->steps[script->at];

	ck_assert_msg(script->at < script->n, "page %s comes after the last one", page->id);
	ck_assert_str_eq(page->id, step->page);
	ck_assert_msg((notice ? notice->id : IK_E_NONE) == step->notice,
		      "step %zu, page %s: notice %u", script->at, page->id,
		      notice ? ik_error_number(notice->id) : 0);
	script->at++;
	if (notice) {
		free(script->notice);
		script->notice = ik_wizard_notice(wizard, notice);
	}
	if (step->act)
		step->act(wizard);
	if (step->leave == IK_LEAVE_FAILED)
		*err = script->lost;
	return step->leave;
}

static bool ask_script(void *ui, struct ik_wizard *wizard, const char *question)
{
	struct script *script = ui;

	(void)wizard;
	ck_assert_ptr_nonnull(question);
	script->asked++;
	return script->yes;
}

static bool pulse_script(void *ui, const struct ik_progress *progress, int fd)
{
	struct script *script = ui;

	(void)fd;
	script->pulses++;
	return !(script->cancels && progress->can_cancel);
}

static void close_script(void *ui)
{
	struct script *script = ui;

	if (script)
		script->closed++;
}

static const struct ik_frontend frontend = {
	.name = "script",
	.open = open_script,
	.page = page_script,
	.asks = true,
	.ask = ask_script,
	.pulse = pulse_script,
	.close = close_script,
};

/* Sends STREAM into the file NAME; returns what is needed to undo that. */
static int redirect(FILE *stream, const char *name)
{
	fflush(stream);
	int saved = dup(fileno(stream));
	FILE *file = fopen(world_path(name), "w");

	ck_assert_ptr_nonnull(file);
	dup2(fileno(file), fileno(stream));
	fclose(file);
	return saved;
}

static void restore(FILE *stream, int saved)
{
	fflush(stream);
	dup2(saved, fileno(stream));
	close(saved);
}

int world_run(struct ik_wizard *wizard, struct script *script)
{
	int out = redirect(stdout, "stdout");
	int err = redirect(stderr, "stderr");

	current = script;
	int status = ik_wizard_run(wizard, &frontend);

	restore(stdout, out);
	restore(stderr, err);
	ck_assert_uint_eq(script->at, script->n);
	ck_assert_uint_ge(script->closed, 1);
	script->out = world_read("stdout");
	script->err = world_read("stderr");
	return status;
}

void script_free(struct script *script)
{
	free(script->notice);
	free(script->out);
	free(script->err);
}
