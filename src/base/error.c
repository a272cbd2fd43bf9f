/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.c: errors as values; sentences are looked up when they are shown. */
#include "config.h"

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/reason.h"
#include "base/text.h"

static const struct {
	unsigned number;
	int status;
	const char *sentence;
} rows[IK_E_COUNT] = {[IK_E_NONE] = {0, 0, ""},
#define X(id, no, st, text) [IK_E_##id] = {.number = no, .status = st, .sentence = text},
		      IK_ERRORS(X)
#undef X
};

/* Filters TEXT into a fixed room; what does not fit is cut between two characters. */
static void store(char *room, size_t size, const char *text)
{
	/* What is no UTF-8 is mostly a path as it is on disk, in the locale's encoding. */
	char *decoded = ik_text_is_utf8(text, strlen(text)) ? NULL : ik_text_from_locale(text);
	const char *readable = decoded ? decoded : text;
	char *visible = ik_text_visible(readable, strlen(readable));
	size_t length = ik_text_cut(visible, strlen(visible), size - 1);

	memcpy(room, visible, length);
	room[length] = '\0';
	free(visible);
	free(decoded);
}

bool ik_error_set(struct ik_error *err, enum ik_error_id id, const char *const args[IK_ERROR_ARGS])
{
	if (!err || err->id != IK_E_NONE)
		return false;
	ik_error_clear(err);
	err->id = id;
	for (size_t i = 0; i < IK_ERROR_ARGS; i++)
		if (args[i])
			store(err->arg[i], sizeof(err->arg[i]), args[i]);
	return false;
}

bool ik_fail_number(struct ik_error *err, enum ik_error_id id, unsigned long long number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", number);
	return ik_fail(err, id, text);
}

bool ik_pass(struct ik_error *err, const struct ik_error *inner)
{
	if (err && err->id == IK_E_NONE)
		*err = *inner;
	return false;
}

bool ik_error_detail(struct ik_error *err, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	if (!err)
		return false;
	va_start(args, format);
	if (vasprintf(&text, format, args) >= 0) {
		store(err->detail, sizeof(err->detail), text);
		free(text);
	}
	va_end(args);
	return false;
}

bool ik_error_because(struct ik_error *err, enum ik_error_id id, const struct ik_error *inner,
		      const char *const args[IK_ERROR_ARGS])
{
	if (!err || err->id != IK_E_NONE)
		return false;
	ik_error_set(err, id, args);
	if (*inner->detail)
		return ik_error_detail(err, "%s", inner->detail);
	err->reason = inner->reason;
	return false;
}

bool ik_error_errno(struct ik_error *err, enum ik_error_id id, const char *a, int saved_errno)
{
	if (!err || err->id != IK_E_NONE)
		return false;
	if (saved_errno == ENOSPC || saved_errno == EDQUOT)
		id = IK_E_DISK_FULL;
	else if (saved_errno == EROFS)
		id = IK_E_READ_ONLY;
	else if (saved_errno == EMFILE || saved_errno == ENFILE)
		id = IK_E_FILES_MANY;
	ik_fail(err, id, a);
	err->reason = saved_errno;
	return false;
}

void ik_error_clear(struct ik_error *err)
{
	if (err)
		memset(err, 0, sizeof(*err));
}

static enum ik_error_id known(enum ik_error_id id)
{
	return (unsigned)id < IK_E_COUNT ? id : IK_E_NONE;
}

bool ik_error_is_limit(enum ik_error_id id)
{
	return id == IK_E_FILES_MANY || id == IK_E_PROCESSES_MANY || id == IK_E_CHILD_START
	       || id == IK_E_NO_MEMORY;
}

unsigned ik_error_number(enum ik_error_id id)
{
	return rows[known(id)].number;
}

int ik_error_status(enum ik_error_id id)
{
	return rows[known(id)].status;
}

const char *ik_error_msgid(enum ik_error_id id)
{
	return rows[known(id)].sentence;
}

char *ik_error_sentence(const struct ik_error *err)
{
	return ik_format(_(ik_error_msgid(err->id)), err->arg[0], err->arg[1], err->arg[2]);
}

bool ik_error_tells_more(const struct ik_error *err)
{
	return *err->detail || err->reason != 0;
}

char *ik_error_below(const struct ik_error *err)
{
	if (*err->detail)
		return ik_strdup(err->detail);
	return err->reason ? ik_reason(err->reason) : NULL;
}

static const char *program = "inkan";

void ik_error_program(const char *name)
{
	program = name;
}

char *ik_error_lines(const struct ik_error *err)
{
	char *sentence = ik_error_sentence(err);
	char *below = ik_error_below(err);
	char *lines = ik_format("%s: INK-%04u: %s\n%s%s%s", program, ik_error_number(err->id),
				sentence, below ? "  " : "", below ? below : "", below ? "\n" : "");

	free(below);
	free(sentence);
	return lines;
}
