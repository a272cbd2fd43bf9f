/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line.c: what is typed and pasted into a field goes into its answer. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "front/tui/ui.h"
#include "wizard/reveal.h"

static struct ik_line *focused_line(struct ik_view *view)
{
	return view->focus.field ? ik_view_line(view, view->focus.field) : NULL;
}

static bool is_secret(const struct ik_view *view)
{
	return view->focus.field->kind == IK_FIELD_PASSWORD;
}

/* What cannot be taken is said under the field, until the next key. */
static void refuse(struct ik_view *view, enum ik_error_id id)
{
	view->said = (struct ik_error){.id = id};
	view->said_about = view->focus.field;
}

static void changed(struct ik_view *view, struct ik_line *line)
{
	line->typed = true;
	/* The secret was edited in its own home. */
	if (line->editor.secret)
		ik_wizard_password_edited(view->wizard, view->focus.field);
	else
		ik_answer_set(view->wizard->answers, view->focus.field->id,
			      ik_editor_text(&line->editor), IK_FROM_OPERATOR);
}

static bool check_visible(struct ik_view *view, const struct ik_editor *editor)
{
	struct ik_error err = {0};
	bool visible = ik_text_check_visible(ik_editor_text(editor), &err);

	if (!visible) {
		view->said = err;
		view->said_about = view->focus.field;
	}
	return visible;
}

static bool has_newline(const char *text, size_t size)
{
	return memchr(text, '\n', size) || memchr(text, '\r', size);
}

static bool has_control(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return true;
	return false;
}

static void insert(struct ik_view *view, struct ik_line *line, const char *text, size_t size)
{
	struct ik_editor *editor = &line->editor;

	if (has_control(text, size)) {
		refuse(view, is_secret(view) ? IK_E_PW_CONTROL : IK_E_TEXT_CONTROL);
		return;
	}
	if (line->afresh && !ik_wizard_reveals(view->wizard, view->focus.field))
		ik_editor_clear(editor);
	line->afresh = false;
	if (!ik_editor_insert(editor, text, size, NULL)) {
		refuse(view, is_secret(view) ? IK_E_PW_LONG : IK_E_TEXT_LONG);
		return;
	}
	/* Judged as a whole, since a mark is only visible on what stands before it. */
	if (!is_secret(view) && !check_visible(view, editor)) {
		ik_editor_take_back(editor, size);
		return;
	}
	changed(view, line);
}

/* Line ends at the end of a paste are only how it was copied; inside they separate, as a blank
 * does. */
static void paste_text(struct ik_view *view, struct ik_line *line, const char *text, size_t size)
{
	char *one_line = ik_alloc(size + 1);

	while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r'))
		size--;
	for (size_t i = 0; i < size; i++)
		one_line[i] = text[i] == '\n' || text[i] == '\r' || text[i] == '\t' ? ' ' : text[i];
	insert(view, line, one_line, size);
	free(one_line);
}

/* One line end at the end of a password is how it was copied; --password-file takes it the same. */
static size_t without_line_end(const char *text, size_t size)
{
	size -= size > 0 && text[size - 1] == '\n';
	size -= size > 0 && text[size - 1] == '\r';
	return size;
}

static void paste_secret(struct ik_view *view, struct ik_line *line, const char *text, size_t size)
{
	size = without_line_end(text, size);
	if (has_newline(text, size))
		refuse(view, IK_E_PW_NEWLINE);
	else
		insert(view, line, text, size);
}

/* The mark that editors put before a text is no part of it. */
static void paste(struct ik_view *view, struct ik_line *line, const char *text, size_t size)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skipped = size >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;

	if (is_secret(view))
		paste_secret(view, line, text + skipped, size - skipped);
	else
		paste_text(view, line, text + skipped, size - skipped);
}

void ik_line_type(struct ik_view *view, const struct ik_event *event)
{
	struct ik_line *line = focused_line(view);

	if (!line)
		return;
	view->said_about = NULL;
	if (event->kind == IK_EVENT_DROPPED)
		return;
	if (event->kind == IK_EVENT_BAD_TEXT)
		refuse(view, is_secret(view) ? IK_E_PW_BYTES : IK_E_TEXT_BYTES);
	else if (event->kind == IK_EVENT_LONG_TEXT)
		refuse(view, is_secret(view) ? IK_E_PW_LONG : IK_E_TEXT_LONG);
	else if (event->kind == IK_EVENT_PASTE)
		paste(view, line, event->text, event->size);
	else
		insert(view, line, event->text, event->size);
}

bool ik_line_act(struct ik_view *view, enum ik_action action)
{
	struct ik_line *line = focused_line(view);
	enum ik_edited edited = line ? ik_editor_act(&line->editor, action) : IK_EDITED_NOT;

	if (edited != IK_EDITED_NOT) {
		view->said_about = NULL;
		line->afresh = false;
	}
	if (edited == IK_EDITED_CHANGED)
		changed(view, line);
	return edited != IK_EDITED_NOT;
}

bool ik_line_complete(struct ik_view *view)
{
	struct ik_line *line = focused_line(view);

	if (!line || view->focus.field->kind != IK_FIELD_PATH
	    || line->editor.at != ik_editor_size(&line->editor))
		return false;
	char *longer = ik_wizard_complete(view->wizard, view->focus.field);
	if (!longer)
		return false;
	ik_editor_set(&line->editor, longer);
	free(longer);
	changed(view, line);
	return true;
}

void ik_line_put(struct ik_view *view, const struct ik_field *field, const char *text)
{
	struct ik_line *line = ik_view_line(view, field);

	if (!line || !ik_view_move(view, (struct ik_focus){.field = field}))
		return;
	ik_editor_set(&line->editor, text);
	changed(view, line);
	line->judged = true;
}

void ik_line_reload(struct ik_view *view)
{
	for (size_t i = 0; i < view->page->n_fields; i++) {
		struct ik_line *line = ik_view_line(view, &view->page->fields[i]);
		if (!line)
			continue;
		line->judged = line->typed = false;
		line->editor.at = ik_editor_size(&line->editor);
	}
}
