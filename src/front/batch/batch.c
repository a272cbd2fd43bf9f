/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.c: the front-ends that show no page.  What has a default takes it, what has none must have
 * been given; being run is the Accept.  The one for commands asks for passwords, if there is a
 * terminal to ask on. */
#include "front/batch/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/secret_input.h"
#include "wizard/wizard.h"

/* A front-end's own. */
struct batch {
	struct ik_step_lines lines;
	bool remarked;    /* what is worth knowing of the import was said */
	bool asked_file;  /* its password was asked for */
	bool asked_inner; /* that of what is in the ZIP */
};

static bool open_batch(struct ik_wizard *wizard, void **ui, struct ik_error *err)
{
	(void)wizard;
	(void)err;
	*ui = ik_alloc(sizeof(struct batch));
	return true;
}

static bool pulse(void *ui, const struct ik_progress *progress, int fd)
{
	struct batch *batch = ui;

	return ik_step_lines_wait(&batch->lines, progress, fd);
}

static bool is_given(const struct ik_wizard *wizard, const struct ik_field *field)
{
	if (field->kind == IK_FIELD_PASSWORD)
		return ik_secret_size(ik_answer_secret(wizard->answers, field->id)) > 0;
	return ik_answer_origin(wizard->answers, field->id) > IK_FROM_DEFAULT;
}

static const struct ik_field *first_missing(const struct ik_wizard *wizard,
					    const struct ik_page *page)
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
	if (field->kind != IK_FIELD_PASSWORD && !ik_error_tells_more(err))
		ik_error_detail(err, "%s = %s", ik_field_name(field->id),
				ik_answer(wizard->answers, field->id));
	return false;
}

static enum ik_leave answer_page(struct ik_wizard *wizard, const struct ik_page *page,
				 const struct ik_error *notice, struct ik_error *err)
{
	const struct ik_field *missing = first_missing(wizard, page);

	/* Nothing here can be answered better the second time; only a plan that somebody else
	 * overtook is made anew. */
	if (notice && notice->id != IK_E_STORE_MOVED) {
		*err = *notice;
		return IK_LEAVE_FAILED;
	}
	if (missing) {
		ik_fail(err,
			missing->kind == IK_FIELD_PASSWORD ? IK_E_PASSWORD_MISSING
							   : IK_E_ANSWERS_MISSING,
			ik_field_name(missing->id));
		return IK_LEAVE_FAILED;
	}
	return check(wizard, page, err) ? IK_LEAVE_NEXT : IK_LEAVE_FAILED;
}

/* Who is not shown the review is told what it would warn of, once, however often it is made anew.
 */
static void remark(struct batch *batch, struct ik_wizard *wizard, const struct ik_page *page)
{
	if (page->kind != IK_PAGE_REVIEW || batch->remarked)
		return;
	batch->remarked = true;
	ik_batch_remark(wizard, page);
}

static enum ik_leave batch_page(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
				const struct ik_error *notice, struct ik_error *err)
{
	remark(ui, wizard, page);
	enum ik_leave leave = answer_page(wizard, page, notice, err);

	if (err->id == IK_E_PASSWORD_MISSING) {
		ik_error_clear(err);
		ik_fail(err, IK_E_ANSWERS_PASSWORD);
	} else if (err->id == IK_E_IMPORT_PASSWORD_NEEDED) {
		ik_error_detail(err, "--file-password-file FILE, --file-password-fd N");
	}
	return leave;
}

bool ik_batch_ask(struct ik_wizard *wizard, enum ik_field_id id, const char *prompt,
		  struct ik_error *err)
{
	ik_secret *typed = NULL;
	bool ok = ik_secret_from_terminal(_(prompt), &typed, err)
		  && ik_secret_set(ik_answer_secret(wizard->answers, id), ik_secret_data(typed),
				   ik_secret_size(typed), err);

	ik_secret_free(typed);
	return ok;
}

static bool ask_backup_password(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_batch_ask(wizard, IK_F_BACKUP_PASSWORD,
			    N_("Backup password (typing is not shown): "), err)
	       && ik_batch_ask(wizard, IK_F_BACKUP_PASSWORD_AGAIN, N_("The same once more: "), err);
}

/* What was brought or typed once is not asked for again: a wrong password is an error here, not a
 * dialogue. */
static bool may_ask(bool *asked, struct ik_wizard *wizard, enum ik_field_id id)
{
	bool may = !*asked && ik_secret_size(ik_answer_secret(wizard->answers, id)) == 0
		   && ik_secret_terminal_exists();

	*asked = true;
	return may;
}

/* Opening the file said that it wants a password.  True: it was asked for, so that the page may be
 * left once more. */
static bool ask_file_password(struct batch *batch, struct ik_wizard *wizard,
			      const struct ik_error *notice, struct ik_error *err)
{
	if (notice->id == IK_E_IMPORT_PASSWORD_NEEDED
	    && may_ask(&batch->asked_file, wizard, IK_F_FILE_PASSWORD))
		return ik_batch_ask(wizard, IK_F_FILE_PASSWORD,
				    N_("Password of the file (typing is not shown): "), err);
	if (notice->id == IK_E_IMPORT_INNER
	    && may_ask(&batch->asked_inner, wizard, IK_F_INNER_PASSWORD))
		return ik_batch_ask(
			wizard, IK_F_INNER_PASSWORD,
			N_("Password of what is in the ZIP file (typing is not shown): "), err);
	if (notice->id == IK_E_IMPORT_PASSWORD_NEEDED && !ik_secret_terminal_exists())
		ik_fail(err, IK_E_IMPORT_PASSWORD_MISSING);
	return false;
}

static enum ik_leave command_page(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
				  const struct ik_error *notice, struct ik_error *err)
{
	const struct ik_field *missing = first_missing(wizard, page);

	if (notice && ask_file_password(ui, wizard, notice, err))
		notice = NULL;
	else if (missing && missing->id == IK_F_BACKUP_PASSWORD && ik_secret_terminal_exists())
		ask_backup_password(wizard, err);
	if (err->id != IK_E_NONE)
		return IK_LEAVE_FAILED;
	remark(ui, wizard, page);
	return answer_page(wizard, page, notice, err);
}

static void tell(void *ui, const struct ik_report *report)
{
	(void)ui;
	ik_report_print(report);
}

static void close_batch(void *ui)
{
	free(ui);
}

const struct ik_frontend ik_frontend_batch = {
	.name = "batch",
	.open = open_batch,
	.page = batch_page,
	.tell = tell,
	.pulse = pulse,
	.close = close_batch,
};

const struct ik_frontend ik_frontend_command = {
	.name = "command",
	.open = open_batch,
	.page = command_page,
	.tell = tell,
	.pulse = pulse,
	.close = close_batch,
};

const struct ik_frontend ik_frontend_json = {
	.name = "json",
	.open = open_batch,
	.page = command_page,
	.pulse = pulse,
	.close = close_batch,
	.end = ik_batch_json_end,
};
