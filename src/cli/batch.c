/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.c: the front-end that never asks.  What has a default takes it, what has none must have been given; being run is
 * the Accept. */
#include "cli/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "cli/commands.h"
#include "ops/password.h"

static bool open_batch(struct ik_wizard *wizard, void **ui, struct ik_error *err)
{
	(void)wizard;
	(void)err;
	*ui = ik_alloc(sizeof(struct ik_teller));
	return true;
}

static bool is_given(const struct ik_wizard *wizard, const struct ik_field *field)
{
	if (field->kind == IK_FIELD_PASSWORD)
		return ik_secret_size(ik_answer_secret(wizard->answers, field->id)) > 0;
	return ik_answer_origin(wizard->answers, field->id) > IK_FROM_DEFAULT;
}

static const struct ik_field *first_missing(const struct ik_wizard *wizard, const struct ik_page *page)
{
	for (size_t i = 0; i < page->n_fields; i++) {
		const struct ik_field *field = &page->fields[i];

		if (field->needed && ik_field_shown(wizard, field) && !is_given(wizard, field))
			return field;
	}
	return NULL;
}

/* The answers stand in a file or in options, so the error names the one it is about. */
static bool check(struct ik_wizard *wizard, const struct ik_page *page, struct ik_error *err)
{
	const struct ik_field *field = ik_page_check(wizard, page, err);

	if (!field)
		return true;
	if (field->kind != IK_FIELD_PASSWORD && !*err->detail)
		ik_error_detail(err, "%s = %s", field->id, ik_answer(wizard->answers, field->id));
	return false;
}

static enum ik_leave answer_page(struct ik_wizard *wizard, const struct ik_page *page, const struct ik_error *notice,
				 struct ik_error *err)
{
	const struct ik_field *missing = first_missing(wizard, page);

	/* Nothing here can be answered better the second time; only a plan that somebody else overtook is made anew. */
	if (notice && notice->id != IK_E_STORE_MOVED) {
		*err = *notice;
		return IK_LEAVE_FAILED;
	}
	if (missing) {
		ik_error_set(err, missing->kind == IK_FIELD_PASSWORD ? IK_E_PASSWORD_MISSING : IK_E_ANSWERS_MISSING,
			     missing->id, NULL, NULL);
		return IK_LEAVE_FAILED;
	}
	return check(wizard, page, err) ? IK_LEAVE_NEXT : IK_LEAVE_FAILED;
}

static enum ik_leave batch_page(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
				const struct ik_error *notice, struct ik_error *err)
{
	enum ik_leave leave = answer_page(wizard, page, notice, err);

	(void)ui;
	if (err->id == IK_E_PASSWORD_MISSING) {
		ik_error_clear(err);
		ik_error_set(err, IK_E_ANSWERS_PASSWORD, NULL, NULL, NULL);
	}
	return leave;
}

/* Asks for the password and for its repetition, into the answers. */
static bool ask_passwords(struct ik_wizard *wizard, struct ik_error *err)
{
	static const struct {
		const char *id;
		const char *prompt;
	} questions[] = {
		{"backup_password", N_("Backup password (typing is not shown): ")},
		{"backup_password_again", N_("The same once more: ")},
	};

	for (size_t i = 0; i < IK_COUNT(questions); i++) {
		ik_secret *typed = NULL;
		bool ok = ik_secret_from_terminal(_(questions[i].prompt), &typed, err) &&
			  ik_secret_set(ik_answer_secret(wizard->answers, questions[i].id), ik_secret_data(typed),
					ik_secret_size(typed), err);

		ik_secret_free(typed);
		if (!ok)
			return false;
	}
	return true;
}

bool ik_cli_backup_password(struct ik_wizard *wizard, struct ik_error *err)
{
	const ik_secret *password = ik_answer_secret(wizard->answers, "backup_password");

	if (ik_secret_size(password) == 0) {
		if (!ik_secret_terminal_exists())
			return ik_error_set(err, IK_E_PASSWORD_MISSING, NULL, NULL, NULL);
		if (!ask_passwords(wizard, err))
			return false;
	}
	if (!ik_secret_equal(password, ik_answer_secret(wizard->answers, "backup_password_again")))
		return ik_error_set(err, IK_E_PW_DIFFER, NULL, NULL, NULL);
	if (ik_password_strength(password) == IK_STRENGTH_WEAK)
		ik_printf(stderr, "inkan: %s\n", _("Warning: the backup password is weak and could be guessed."));
	return true;
}

static enum ik_leave command_page(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
				  const struct ik_error *notice, struct ik_error *err)
{
	const struct ik_field *missing = first_missing(wizard, page);

	(void)ui;
	if (missing && missing->kind == IK_FIELD_PASSWORD && ik_secret_terminal_exists() && !ask_passwords(wizard, err))
		return IK_LEAVE_FAILED;
	return answer_page(wizard, page, notice, err);
}

static void close_batch(void *ui)
{
	free(ui);
}

const struct ik_frontend ik_frontend_batch = {
	.name = "batch",
	.open = open_batch,
	.page = batch_page,
	.pulse = ik_teller_wait,
	.close = close_batch,
};

const struct ik_frontend ik_frontend_command = {
	.name = "command",
	.open = open_batch,
	.page = command_page,
	.pulse = ik_teller_wait,
	.close = close_batch,
};
