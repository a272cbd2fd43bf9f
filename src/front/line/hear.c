/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hear.c: one line of what somebody types, or of what standard input leads to. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/text.h"
#include "front/line/inside.h"
#include "wizard/flow.h"

/* What the shortest pause in a paste or in held keys does not reach. */
enum { QUIET_MILLISECONDS = 100, QUIET_ROUNDS = 50 };

void ik_plain_settle(struct ik_plain *ui)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	if (!ui->terminal || ui->ended)
		return;
	fflush(stdout);
	for (int i = 0; i < QUIET_ROUNDS; i++) {
		tcflush(STDIN_FILENO, TCIFLUSH);
		if (poll(&input, 1, QUIET_MILLISECONDS) <= 0 || (input.revents & POLLHUP))
			break;
	}
	tcflush(STDIN_FILENO, TCIFLUSH);
	explicit_bzero(ui->input, ui->size);
	ui->size = 0;
	ui->over = false;
}

enum heard { HEARD, LONG, WISH, GONE };

/* A zero byte (^@, noise of a serial line) would end the text and hide the rest of the line: as
 * another control character it is refused. */
static void show_zeros(char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] == '\0')
			bytes[i] = '\1';
}

/* Takes the first N bytes of what was read, and what ends them; caller frees the line without its
 * end. */
static char *take(struct ik_plain *ui, size_t n, size_t end)
{
	size_t size = n - (n > 0 && ui->input[n - 1] == '\r');

	show_zeros(ui->input, size);
	char *line = ik_strndup(ui->input, size);

	memmove(ui->input, ui->input + n + end, ui->size - n - end);
	ui->size -= n + end;
	explicit_bzero(ui->input + ui->size, n + end);
	return line;
}

/* Whether there is a line in what was read: the rest of it is one when nothing more comes. */
static bool take_line(struct ik_plain *ui, char **line, bool *is_long)
{
	const char *newline = memchr(ui->input, '\n', ui->size);

	*is_long = false;
	if (!newline && ui->size == sizeof(ui->input)) {
		ui->over = true;
		ui->size = 0;
	}
	if (!newline && !(ui->ended && ui->size > 0))
		return false;
	*line = take(ui, newline ? (size_t)(newline - ui->input) : ui->size, newline != NULL);
	*is_long = ui->over;
	ui->over = false;
	return true;
}

static void read_more(struct ik_plain *ui)
{
	ssize_t n = read(STDIN_FILENO, ui->input + ui->size, sizeof(ui->input) - ui->size);

	if (n > 0)
		ui->size += (size_t)n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		ui->ended = true;
}

/* What nobody typed does not end the line that asked. */
static void end_prompt(const struct ik_plain *ui, enum heard heard)
{
	if (!ui->terminal || heard == WISH || heard == GONE)
		ik_plain_say_blank();
}

/* Whoever was stopped in between has forgotten what was asked, and on the line stands something
 * else. */
static void ask_anew(const struct ik_plain *ui, const struct ik_field *field, const char *prompt)
{
	ik_plain_say_blank();
	ik_plain_say_question(ui, field);
	ik_print(stdout, prompt);
	fflush(stdout);
}

static enum heard wait_line(struct ik_plain *ui, const struct ik_field *field, const char *prompt,
			    char **line)
{
	bool is_long;

	for (;;) {
		if (ik_plain_signals_deadly())
			return GONE;
		if (ik_plain_signals_interrupted())
			return WISH;
		if (take_line(ui, line, &is_long))
			return is_long ? LONG : HEARD;
		if (ui->ended)
			return GONE;
		if (ik_plain_signals_wait(STDIN_FILENO))
			read_more(ui);
		if (ik_plain_signals_continued())
			ask_anew(ui, field, prompt);
	}
}

/* Without outer blanks, and without the mark that editors on Windows begin a text with, which
 * stands in the middle where texts were joined. */
static char *trimmed(const char *text)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t size;

	if (strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	text += strspn(text, " \t");
	size = strlen(text);
	while (size > 0 && strchr(" \t", text[size - 1]))
		size--;
	return ik_strndup(text, size);
}

/* LINE as text that may be shown, or why it is none. */
static char *read_text(const char *line, bool is_long, struct ik_error *err)
{
	char *text = is_long ? NULL : ik_text_typed(line), *answer = NULL;

	if (is_long)
		ik_fail(err, IK_E_TEXT_LONG);
	else if (!text)
		ik_fail(err, IK_E_TEXT_BYTES);
	else
		answer = trimmed(text);
	free(text);
	if (answer && !ik_text_check_visible(answer, err)) {
		free(answer);
		return NULL;
	}
	return answer;
}

static bool is_sign(const char *answer, const char *sign)
{
	char *narrow = NULL;

	ik_text_narrow(answer, &narrow);
	bool same = narrow && strcmp(narrow, sign) == 0;

	free(narrow);
	return same;
}

static bool has_back(const struct ik_plain *ui)
{
	return ui->page->kind == IK_PAGE_PROOF || ik_flow_previous(ui->wizard, ui->page);
}

enum ik_plain_end ik_plain_hear_end(struct ik_plain *ui)
{
	enum ik_plain_end end = IK_PLAIN_QUIT;

	if (ik_plain_signals_deadly())
		return IK_PLAIN_LOST;
	if (ui->ended || ui->asking || ui->page->kind == IK_PAGE_PROOF
	    || !ik_answers_touched(ui->wizard->answers))
		return IK_PLAIN_QUIT;
	ui->asking = true;
	ik_plain_say(ui, _("Nothing was changed."));
	bool yes = ik_plain_ask_yes(ui, _("Quit? What you typed is lost."), &end);

	ui->asking = false;
	return yes || end != IK_PLAIN_ON ? IK_PLAIN_QUIT : IK_PLAIN_ON;
}

/* What ANSWER asks for besides being one.  False: it is one. */
static bool is_wish(struct ik_plain *ui, const struct ik_field *field, const char *answer,
		    enum ik_plain_end *end)
{
	*end = IK_PLAIN_ON;
	if (is_sign(answer, "?")) {
		ik_plain_say_help(ui, field);
		return true;
	}
	if (!is_sign(answer, "<"))
		return false;
	if (ui->asking || has_back(ui))
		*end = IK_PLAIN_BACK;
	else
		ik_plain_say(ui, _("This is the first page."));
	return true;
}

/* One try.  *ANSWER stays NULL where it came to nothing. */
static enum ik_plain_end hear_once(struct ik_plain *ui, const struct ik_field *field,
				   const char *prompt, char **answer)
{
	struct ik_error err = {0};
	enum ik_plain_end end = IK_PLAIN_ON;
	char *line = NULL;

	/* What was continued before this was asked interrupts nothing. */
	ik_plain_signals_wait(-1);
	ik_plain_signals_continued();
	ik_print(stdout, prompt);
	fflush(stdout);
	/* Nobody hears the question, so nothing is an answer to it: else an input without an end is
	 * asked for ever. */
	if (ferror(stdout)) {
		ui->ended = true;
		return IK_PLAIN_QUIT;
	}
	enum heard heard = wait_line(ui, field, prompt, &line);

	end_prompt(ui, heard);
	if (heard == WISH || heard == GONE)
		return ik_plain_hear_end(ui);
	*answer = read_text(line, heard == LONG, &err);
	free(line);
	if (!*answer) {
		ik_plain_say_error(ui, ik_error_sentence(&err));
	} else if (is_wish(ui, field, *answer, &end)) {
		free(*answer);
		*answer = NULL;
	}
	return end;
}

enum ik_plain_end ik_plain_hear(struct ik_plain *ui, const struct ik_field *field,
				const char *prompt, char **answer)
{
	enum ik_plain_end end = IK_PLAIN_ON;

	*answer = NULL;
	while (end == IK_PLAIN_ON && !*answer)
		end = hear_once(ui, field, prompt, answer);
	return end;
}
