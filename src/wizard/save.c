/* SPDX-License-Identifier: GPL-3.0-or-later */
/* save.c: --save-answers: what was answered, in the form that --answers reads; never a password. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/pairs.h"
#include "wizard/inside.h"
#include "wizard/page.h"

/* A file name made for this moment would be in the way the next time, and a field that is empty by
 * itself would take away what a later certificate has, so they are only remarked. */
static void add(const struct ik_wizard *wizard, const struct ik_field *field,
		struct ik_buffer *text)
{
	const char *answer = ik_answer(wizard->answers, field->id);

	if ((field->kind == IK_FIELD_PATH || !*answer)
	    && ik_answer_origin(wizard->answers, field->id) <= IK_FROM_DEFAULT)
		ik_buffer_text(text, "# ");
	ik_pairs_write(text, ik_field_name(field->id), answer);
}

/* Whether FIELD belongs to what was answered: it is asked wherever somebody answers, or an answer
 * was given. */
static bool is_answered(const struct ik_wizard *wizard, const struct ik_field *field)
{
	struct ik_wizard asked = *wizard;

	asked.unattended = false;
	return ik_field_shown(wizard, field)
	       && (ik_field_shown(&asked, field)
		   || ik_answer_origin(wizard->answers, field->id) > IK_FROM_DEFAULT);
}

/* A file's name may hold what a line cannot, or what would be lost at its ends when it is read
 * again. */
static bool fits_a_line(const char *value)
{
	static const char blanks[] = " \t\r";
	size_t size = strlen(value);

	return size == 0
	       || (!strchr(value, '\n') && !strchr(blanks, value[0])
		   && !strchr(blanks, value[size - 1]));
}

/* False: the field whose answer cannot be written is *WRONG. */
static bool collect(const struct ik_wizard *wizard, struct ik_buffer *text,
		    const struct ik_field **wrong)
{
	ik_buffer_text(text, "# inkan --answers\n");
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];

			if (field->kind == IK_FIELD_PASSWORD || !is_answered(wizard, field))
				continue;
			*wrong = field;
			if (!fits_a_line(ik_answer(wizard->answers, field->id)))
				return false;
			add(wizard, field, text);
		}
	return true;
}

static bool write_all(int fd, const struct ik_buffer *text)
{
	size_t done = 0;

	while (done < text->size) {
		ssize_t n = write(fd, text->data + done, text->size - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool write_file(const char *path, const struct ik_buffer *text, bool again,
		       struct ik_error *err)
{
	int flags = O_WRONLY | O_NOFOLLOW | O_CLOEXEC | (again ? O_TRUNC : O_CREAT | O_EXCL);
	int fd = open(path, flags, 0600);

	if (fd < 0)
		return ik_error_errno(err, IK_E_ANSWERS_SAVE, path, errno);
	bool ok = write_all(fd, text);
	int saved_errno = errno;

	if (close(fd) != 0 && ok) {
		saved_errno = errno;
		ok = false;
	}
	return ok || ik_error_errno(err, IK_E_ANSWERS_SAVE, path, saved_errno);
}

bool ik_wizard_save_answers(const struct ik_wizard *wizard, bool again, struct ik_error *err)
{
	const char *path = wizard->save_answers;
	const struct ik_field *wrong;
	struct ik_buffer text = {0};
	bool ok = collect(wizard, &text, &wrong);

	if (ok) {
		ok = write_file(path, &text, again, err);
	} else {
		ik_fail(err, IK_E_ANSWERS_SAVE, path);
		ik_error_detail(err, "%s = %s", ik_field_name(wrong->id),
				ik_answer(wizard->answers, wrong->id));
	}
	ik_buffer_free(&text);
	return ok;
}
