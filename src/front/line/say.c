/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say.c: what is said, line by line.  Nothing is said in a way that only eyes would see: one thing
 * stands on a line, and a line is understood without those around it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/text.h"
#include "front/line/inside.h"

/* Below this a terminal does not say how wide it is, but nonsense. */
enum { WIDTH_MIN = 20 };

void ik_plain_measure(struct ik_plain *ui)
{
	struct winsize size;

	ui->width = 0;
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0
	    && size.ws_col >= WIDTH_MIN)
		ui->width = size.ws_col;
}

/* What has no place to break, such as a path, is broken by nobody but the terminal, so that it can
 * be copied, and stays behind what it is. */
static bool has_long_word(const char *line, int width)
{
	while (*line) {
		size_t size = strcspn(line, " ");

		if (ik_text_is_ascii(line) && (int)size > width / 2)
			return true;
		line += size + strspn(line + size, " ");
	}
	return false;
}

static void say_line(const struct ik_plain *ui, const char *line)
{
	struct ik_list parts = {0};

	/* The last column stays free: some terminals would begin a line of their own behind it. */
	if (ui->width && ik_text_columns(line) >= ui->width && !has_long_word(line, ui->width))
		ik_text_wrap(line, ui->width - 1, &parts);
	else
		ik_list_add(&parts, line);
	for (size_t i = 0; i < parts.n; i++)
		ik_printf(stdout, "%s\n", parts.items[i]);
	ik_list_free(&parts);
}

void ik_plain_say(const struct ik_plain *ui, const char *text)
{
	while (*text) {
		size_t size = strcspn(text, "\n");
		char *line = ik_strndup(text, size);

		say_line(ui, line);
		free(line);
		text += size + (text[size] == '\n');
	}
}

void ik_plain_say_taken(const struct ik_plain *ui, char *text)
{
	if (text)
		ik_plain_say(ui, text);
	free(text);
}

/* TEXT as it stands, on a line of its own, so that it can be copied. */
static void say_whole(const char *text)
{
	ik_print(stdout, text);
}

void ik_plain_say_blank(void)
{
	ik_print(stdout, "\n");
}

void ik_plain_say_error(const struct ik_plain *ui, char *text)
{
	ik_plain_say_taken(ui, ik_format(_("Error: %s"), text));
	free(text);
}

/* On the terminal alone: what standard output leads to may be kept. */
static void say_secret(struct ik_plain *ui, const ik_secret *secret)
{
	const struct {
		const char *text;
		size_t size;
	} parts[] = {{"\n", 1}, {ik_secret_data(secret), ik_secret_size(secret)}, {"\n\n", 2}};

	if (ui->secret_said || !ui->terminal)
		return;
	fflush(stdout);
	ui->secret_said = true;
	for (size_t i = 0; i < IK_COUNT(parts); i++)
		if (write(STDIN_FILENO, parts[i].text, parts[i].size) < 0)
			return; /* The terminal is gone, which is found out at the next question. */
}

/* Among the first N. */
static bool was_said(const struct ik_plain *ui, const char *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(ui->said.items[i], lines) == 0)
			return true;
	return false;
}

/* What is among the first BEFORE lines was said another time.  HEAD: of the last pair that had one;
 * a row that goes on with it says it again, since nobody hears what stands above. */
static void say_row(struct ik_plain *ui, const struct ik_row *row, char *head, size_t before)
{
	struct ik_row whole = *row;
	const struct ik_report alone = {.rows = &whole, .n = 1};

	if (row->kind == IK_ROW_SECRET) {
		say_secret(ui, row->secret);
		return;
	}
	if (row->kind == IK_ROW_PAIR && !row->head)
		whole.head = head;
	char *lines = ik_report_plain(&alone);

	if (*lines && !was_said(ui, lines, before)) {
		if (row->kind == IK_ROW_COMMAND)
			say_whole(lines);
		else
			ik_plain_say(ui, lines);
		ik_list_add(&ui->said, lines);
	}
	free(lines);
}

void ik_plain_say_rows(struct ik_plain *ui)
{
	struct ik_report report = {0};
	const size_t before = ui->said.n;
	char *head = NULL;

	if (!ui->page->rows)
		return;
	ui->page->rows(ui->wizard, &report);
	for (size_t i = 0; i < report.n; i++) {
		head = report.rows[i].head ? report.rows[i].head : head;
		say_row(ui, &report.rows[i], head, before);
	}
	ik_report_free(&report);
}

static void say_hints(const struct ik_plain *ui, const struct ik_field *field)
{
	size_t n;
	const struct ik_choice *list = ik_field_choices(ui->wizard, field, &n);

	for (size_t i = 0; i < n; i++) {
		char *hint = ik_choice_shown(ui->wizard, &list[i])
				     ? ik_choice_hint(ui->wizard, &list[i])
				     : NULL;

		if (hint)
			ik_plain_say_taken(ui, ik_format("%s: %s", _(list[i].label), hint));
		free(hint);
	}
}

void ik_plain_say_help(struct ik_plain *ui, const struct ik_field *field)
{
	const char *text = field ? field->explain : ui->page->explain;

	ik_plain_say(ui, text ? _(text)
			      : _("Help: question mark. Back: less-than sign. Empty: hyphen."));
	if (field && field->kind == IK_FIELD_PATH)
		ik_plain_say(ui, _("A directory with a slash behind it is listed."));
	if (field && (field->kind == IK_FIELD_RADIO || field->kind == IK_FIELD_PICK))
		say_hints(ui, field);
	/* On a form the details have no place of their own. */
	if (ui->page->has_details && ui->page->kind == IK_PAGE_FORM) {
		ui->wizard->details = IK_DETAILS_SHOWN;
		ik_plain_say_rows(ui);
		ui->wizard->details = IK_DETAILS_HIDDEN;
	}
}
