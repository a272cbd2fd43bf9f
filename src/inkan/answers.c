/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.c: inkan --answers FILE: the whole wizard without a question. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/pairs.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "front/batch/json.h"
#include "inkan/commands.h"

enum { ANSWERS_MAX = 256 * 1024, WRITER_PATIENCE = 10000 };

static bool read_descriptor(int fd, struct ik_buffer *text)
{
	char part[4096];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		ik_buffer_add(text, part, (size_t)n);
		if (text->size > ANSWERS_MAX) {
			errno = EFBIG;
			return false;
		}
	}
	return true;
}

/* Whether somebody writes into the pipe FD, or has: whoever starts both begins them at once, and
 * not much later. */
static bool has_writer(int fd)
{
	struct stat st;
	struct pollfd poller = {.fd = fd, .events = POLLIN};

	return fstat(fd, &st) != 0 || !S_ISFIFO(st.st_mode)
	       || poll(&poller, 1, WRITER_PATIENCE) != 0;
}

/* A pipe that nobody writes into would be waited for without end, so it is opened without waiting.
 */
static int open_answers(const char *path, struct ik_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return -1;
	if (!has_writer(fd)) {
		close(fd);
		ik_fail(err, IK_E_ANSWERS_PIPE, path);
		return -1;
	}
	if (fcntl(fd, F_SETFL, 0) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool read_answers(const char *path, struct ik_buffer *text, struct ik_error *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open_answers(path, err);

	if (fd < 0)
		return ik_error_errno(err, IK_E_ANSWERS_READ, path, errno);
	bool ok = read_descriptor(fd, text);
	int saved_errno = errno;

	if (!standard)
		close(fd);
	return ok || ik_error_errno(err, IK_E_ANSWERS_READ, path, saved_errno);
}

/* The error ID about line LINE and the answer NAME. */
static bool refuse(enum ik_error_id id, const struct ik_pair *pair, struct ik_error *err)
{
	char line[16];

	snprintf(line, sizeof(line), "%u", pair->line);
	return ik_fail(err, id, line, pair->id);
}

static bool check_ids(const struct ik_pairs *pairs, struct ik_error *err)
{
	for (size_t i = 0; i < pairs->n; i++) {
		const struct ik_field *field = ik_field_named(pairs->items[i].id);

		/* Whatever it is called: what was meant is a password. */
		if (field ? field->kind == IK_FIELD_PASSWORD
			  : !!strstr(pairs->items[i].id, "password"))
			return refuse(IK_E_ANSWERS_SECRET, &pairs->items[i], err);
		if (!field)
			return refuse(IK_E_ANSWERS_UNKNOWN, &pairs->items[i], err);
		for (size_t k = 0; k < i; k++)
			if (strcmp(pairs->items[k].id, pairs->items[i].id) == 0)
				return refuse(IK_E_ANSWERS_TWICE, &pairs->items[i], err);
	}
	return true;
}

/* What is asked depends on the action alone, so it comes first. */
static bool take_action(struct ik_wizard *wizard, const struct ik_pairs *pairs,
			struct ik_error *err)
{
	const char *action = ik_pairs_get(pairs, ik_field_name(IK_F_ACTION));

	if (!action)
		return ik_fail(err, IK_E_ANSWERS_MISSING, ik_field_name(IK_F_ACTION));
	ik_answer_set(wizard->answers, IK_F_ACTION, action, IK_FROM_COMMAND);
	wizard->unattended = true;
	return ik_field_check(wizard, ik_field_find(IK_F_ACTION), err);
}

static bool take_pairs(struct ik_wizard *wizard, const struct ik_pairs *pairs, struct ik_error *err)
{
	if (!check_ids(pairs, err) || !take_action(wizard, pairs, err))
		return false;
	for (size_t i = 0; i < pairs->n; i++) {
		const struct ik_pair *pair = &pairs->items[i];
		enum ik_field_id id = ik_field_named(pair->id)->id;

		if (!ik_field_asked(wizard, id))
			return refuse(IK_E_ANSWERS_HIDDEN, pair, err);
		ik_answer_set(wizard->answers, id, pair->value, IK_FROM_COMMAND);
	}
	return true;
}

bool ik_answers_take(struct ik_wizard *wizard, const void *text, size_t size, struct ik_error *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct ik_pairs pairs = {0};
	struct ik_error why = {0};
	bool ok = false;
	/* Editors on Windows begin UTF-8 with this mark, and show nothing of it. */
	size_t skip = size >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0 ? strlen(mark)
										    : 0;

	if (ik_pairs_parse((const char *)text + skip, size - skip, &pairs, &why))
		ok = take_pairs(wizard, &pairs, err);
	else if (why.id == IK_E_PAIRS_LINE)
		ik_fail(err, IK_E_ANSWERS_LINE, why.arg[0]);
	else
		ik_fail(err, IK_E_ANSWERS_TEXT);
	ik_pairs_free(&pairs);
	return ok;
}

/* Standard input can be read only once. */
static bool check_input(const struct ik_line *line, struct ik_error *err)
{
	const char *fd = line->value[IK_OPTION_PASSWORD_FD];

	if (fd && strcmp(fd, "0") == 0 && strcmp(line->value[IK_OPTION_ANSWERS], "-") == 0)
		return ik_fail(err, IK_E_OPTION_CONFLICT, "--answers -", "--password-fd 0");
	return true;
}

/* What agents report is told as "inkan agents --json" tells it. */
static int end_json(struct ik_wizard *wizard, bool left, const struct ik_error *err)
{
	const struct ik_reported *reported = &wizard->reported;

	if (!wizard->done || !reported->read)
		return ik_batch_json_end(wizard, left, err);
	if (!reported->agents)
		return ik_json_fail(&reported->failure);
	ik_cli_agents_json(reported->agents, false);
	return 0;
}

int ik_command_answers(const struct ik_line *line)
{
	struct ik_frontend json = ik_frontend_batch_json;
	struct ik_wizard wizard = {0};
	struct ik_buffer text = {0};
	struct ik_error err = {0};
	int status;

	json.end = end_json;
	if (check_input(line, &err) && read_answers(line->value[IK_OPTION_ANSWERS], &text, &err)
	    && ik_cli_wizard_start(line, &wizard, &err)
	    && ik_cli_take_file_password(line, &wizard, &err)
	    && ik_answers_take(&wizard, text.data, text.size, &err)
	    && ik_cli_password_opens(&wizard, &err))
		status = ik_cli_run(line, &wizard,
				    line->given[IK_OPTION_JSON] ? &json : &ik_frontend_batch);
	else
		status = ik_cli_fail(line, &err);
	ik_wizard_free(&wizard);
	ik_buffer_free(&text);
	return status;
}
