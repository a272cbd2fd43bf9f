/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.c: the front-ends that show no page.  What has a default takes it, what has none must have
 * been given; being run is the Accept.  The one for commands asks for passwords, if there is a
 * terminal to ask on. */
#include "front/batch/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "wizard/wizard.h"

/* A front-end's own. */
struct batch {
	struct ik_step_lines lines;
	bool remarked;   /* what is worth knowing of the import was said */
	int asked_file;  /* how often its password was asked for */
	int asked_inner; /* that of what is in the ZIP */
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

static bool answer_secret(struct ik_wizard *wizard, enum ik_field_id id, const ik_secret *typed,
			  struct ik_error *err)
{
	return ik_secret_set(ik_answer_secret(wizard->answers, id), ik_secret_data(typed),
			     ik_secret_size(typed), err);
}

static bool ask_backup_password(struct ik_wizard *wizard, struct ik_error *err)
{
	ik_secret *typed = NULL;
	bool ok = ik_ask_new_password(N_("Backup password (typing is not shown): "), &typed, err)
		  && answer_secret(wizard, IK_F_BACKUP_PASSWORD, typed, err)
		  && answer_secret(wizard, IK_F_BACKUP_PASSWORD_AGAIN, typed, err);

	ik_secret_free(typed);
	return ok;
}

/* --- the password of a file that is opened ---------------------------------------------------- */

static bool is_wrong_password(const struct ik_error *notice)
{
	return notice->id == IK_E_IMPORT_PASSWORD || notice->id == IK_E_BACKUP_PASSWORD;
}

/* Whether NOTICE is to be answered by asking for ID: it was not brought, and was not asked for too
 * often.  FIRST is what the file says that wants it. */
static bool may_ask(int asked, const struct ik_wizard *wizard, enum ik_field_id id,
		    const struct ik_error *notice, bool first)
{
	if (!ik_secret_terminal_exists())
		return false;
	if (asked == 0)
		return first && ik_secret_size(ik_answer_secret(wizard->answers, id)) == 0;
	return is_wrong_password(notice) && asked < IK_ASK_TRIES;
}

/* NEEDED: the empty one opens nothing. */
static bool ask_for(struct ik_wizard *wizard, enum ik_field_id id, const char *prompt, bool needed,
		    const struct ik_error *notice, int *asked, struct ik_error *err)
{
	ik_secret *typed = NULL;
	bool ok;

	if ((*asked)++ > 0)
		ik_print_failure(notice);
	ok = ik_ask_password(prompt, &typed, err)
	     && (!needed || ik_secret_size(typed) > 0 || ik_fail(err, IK_E_PW_EMPTY))
	     && answer_secret(wizard, id, typed, err);
	ik_secret_free(typed);
	return ok;
}

/* Opening the file said that it wants a password, or that this is not the one.  True: it was asked
 * for, so that the page may be left once more. */
static bool ask_file_password(struct batch *batch, struct ik_wizard *wizard,
			      const struct ik_error *notice, struct ik_error *err)
{
	const bool is_backup = notice->id == IK_E_PASSWORD_MISSING
			       || notice->id == IK_E_BACKUP_PASSWORD;

	if (may_ask(batch->asked_inner, wizard, IK_F_INNER_PASSWORD, notice,
		    notice->id == IK_E_IMPORT_INNER))
		return ask_for(wizard, IK_F_INNER_PASSWORD,
			       N_("Password of what is in the ZIP file (typing is not shown): "),
			       false, notice, &batch->asked_inner, err);
	if (batch->asked_inner == 0
	    && may_ask(batch->asked_file, wizard, IK_F_FILE_PASSWORD, notice,
		       notice->id == IK_E_IMPORT_PASSWORD_NEEDED
			       || notice->id == IK_E_PASSWORD_MISSING))
		return ask_for(wizard, IK_F_FILE_PASSWORD,
			       is_backup ? N_("Password of the backup (typing is not shown): ")
					 : N_("Password of the file (typing is not shown): "),
			       is_backup, notice, &batch->asked_file, err);
	if (notice->id == IK_E_IMPORT_PASSWORD_NEEDED && !ik_secret_terminal_exists())
		ik_fail(err, IK_E_IMPORT_PASSWORD_MISSING);
	return false;
}

/* A backup is never opened without one, so it is asked for first. */
static bool lacks_password(struct ik_wizard *wizard, const struct ik_page *page)
{
	struct ik_error why = {0};
	const struct ik_field *field = ik_page_check(wizard, page, &why);

	return field && field->id == IK_F_FILE_PASSWORD && why.id == IK_E_PASSWORD_MISSING;
}

static enum ik_leave command_page(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
				  const struct ik_error *notice, struct ik_error *err)
{
	const struct ik_field *missing = first_missing(wizard, page);
	const struct ik_error no_password = {.id = IK_E_PASSWORD_MISSING};

	if (!notice && lacks_password(wizard, page))
		ask_file_password(ui, wizard, &no_password, err);
	else if (notice && ask_file_password(ui, wizard, notice, err))
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

const struct ik_frontend ik_frontend_batch_json = {
	.name = "batch-json",
	.open = open_batch,
	.page = batch_page,
	.pulse = pulse,
	.close = close_batch,
	.end = ik_batch_json_end,
};

const struct ik_frontend ik_frontend_json = {
	.name = "json",
	.open = open_batch,
	.page = command_page,
	.pulse = pulse,
	.close = close_batch,
	.end = ik_batch_json_end,
};
