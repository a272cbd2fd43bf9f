/* SPDX-License-Identifier: GPL-3.0-or-later */
/* editor.c: the line editor. */
#include "config.h"

#include "front/tui/editor.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

/* FIRST of a line that was not looked at yet: as much as fits before the cursor. */
static const size_t UNPLACED = (size_t)-1;

const char *ik_editor_text(const struct ik_editor *editor)
{
	return editor->secret ? ik_secret_data(editor->secret) : ik_buffer_string(&editor->text);
}

size_t ik_editor_size(const struct ik_editor *editor)
{
	return editor->secret ? ik_secret_size(editor->secret) : editor->text.size;
}

void ik_editor_set(struct ik_editor *editor, const char *text)
{
	editor->text.size = 0;
	ik_buffer_text(&editor->text, text);
	editor->at = editor->text.size;
	editor->first = UNPLACED;
}

void ik_editor_set_secret(struct ik_editor *editor, ik_secret *secret)
{
	editor->secret = secret;
	editor->at = ik_secret_size(secret);
	editor->first = UNPLACED;
}

/* The line as it is can be had again. */
static void keep(struct ik_editor *editor)
{
	if (editor->secret && !editor->cleared_secret)
		editor->cleared_secret = ik_secret_new(ik_secret_room(editor->secret));
	if (editor->secret) {
		ik_secret_set(editor->cleared_secret, ik_secret_data(editor->secret),
			      ik_secret_size(editor->secret), NULL);
	} else {
		editor->cleared_text.size = 0;
		ik_buffer_text(&editor->cleared_text, ik_editor_text(editor));
	}
	editor->cleared_at = editor->at;
	editor->cleared = true;
}

/* The line and the one before its last clear change places, so that a second undo takes back the
 * first. */
static enum ik_edited undo(struct ik_editor *editor)
{
	size_t at = editor->cleared_at;

	if (!editor->cleared)
		return IK_EDITED_MOVED;
	editor->cleared_at = editor->at;
	if (editor->secret) {
		ik_secret *now = ik_secret_copy(editor->secret);
		ik_secret_set(editor->secret, ik_secret_data(editor->cleared_secret),
			      ik_secret_size(editor->cleared_secret), NULL);
		ik_secret_free(editor->cleared_secret);
		editor->cleared_secret = now;
	} else {
		struct ik_buffer now = editor->text;
		editor->text = editor->cleared_text;
		editor->cleared_text = now;
	}
	editor->at = at;
	editor->first = UNPLACED;
	return IK_EDITED_CHANGED;
}

void ik_editor_clear(struct ik_editor *editor)
{
	if (ik_editor_size(editor) > 0)
		keep(editor);
	if (editor->secret)
		ik_secret_wipe(editor->secret);
	else
		ik_editor_set(editor, "");
	editor->at = 0;
	editor->first = UNPLACED;
}

void ik_editor_free(struct ik_editor *editor)
{
	ik_secret_free(editor->cleared_secret);
	ik_buffer_free(&editor->cleared_text);
	ik_buffer_free(&editor->text);
	memset(editor, 0, sizeof(*editor));
}

static bool insert_text(struct ik_buffer *buffer, size_t at, const char *text, size_t size,
			struct ik_error *err)
{
	if (buffer->size + size > IK_EDITOR_ROOM)
		return ik_fail(err, IK_E_TEXT_LONG);
	ik_buffer_add(buffer, text, size);
	memmove(buffer->data + at + size, buffer->data + at, buffer->size - size - at);
	memcpy(buffer->data + at, text, size);
	return true;
}

bool ik_editor_insert(struct ik_editor *editor, const char *text, size_t size, struct ik_error *err)
{
	bool ok = editor->secret ? ik_secret_insert(editor->secret, editor->at, text, size, err)
				 : insert_text(&editor->text, editor->at, text, size, err);

	if (ok)
		editor->at += size;
	return ok;
}

static enum ik_edited erase(struct ik_editor *editor, size_t from, size_t to)
{
	if (from >= to)
		return IK_EDITED_MOVED;
	if (editor->secret) {
		ik_secret_erase(editor->secret, from, to - from);
	} else {
		struct ik_buffer *b = &editor->text;
		memmove(b->data + from, b->data + to, b->size - to);
		b->size -= to - from;
		b->data[b->size] = '\0';
	}
	editor->at = from;
	return IK_EDITED_CHANGED;
}

static enum ik_edited clear(struct ik_editor *editor, size_t from, size_t to)
{
	if (from < to)
		keep(editor);
	return erase(editor, from, to);
}

void ik_editor_take_back(struct ik_editor *editor, size_t size)
{
	erase(editor, editor->at - size, editor->at);
}

/* Back over what separates words, then over the word. */
static size_t word_before(const char *text, size_t at)
{
	static const char between[] = " ,/.";

	while (at > 0 && strchr(between, text[at - 1]))
		at--;
	while (at > 0 && !strchr(between, text[at - 1]))
		at--;
	return at;
}

static enum ik_edited move(struct ik_editor *editor, size_t to)
{
	editor->at = to;
	return IK_EDITED_MOVED;
}

enum ik_edited ik_editor_act(struct ik_editor *editor, enum ik_action action)
{
	const char *text = ik_editor_text(editor);
	size_t size = ik_editor_size(editor);
	size_t at = editor->at;

	switch (action) {
	case IK_ACTION_LEFT:
		return move(editor, at - ik_text_previous(text, at));
	case IK_ACTION_RIGHT:
		return move(editor, at + ik_text_next(text, at));
	case IK_ACTION_HOME:
		return move(editor, 0);
	case IK_ACTION_END:
		return move(editor, size);
	case IK_ACTION_ERASE:
		return erase(editor, at - ik_text_previous(text, at), at);
	case IK_ACTION_DELETE:
		return erase(editor, at, at + ik_text_next(text, at));
	case IK_ACTION_ERASE_LINE:
		return clear(editor, 0, at);
	case IK_ACTION_ERASE_END:
		return clear(editor, at, size);
	case IK_ACTION_ERASE_WORD:
		/* Where words end in a password is nobody's business: it goes as a whole. */
		return clear(editor, editor->secret ? 0 : word_before(text, at), at);
	case IK_ACTION_UNDO:
		return undo(editor);
	default:
		return IK_EDITED_NOT;
	}
}

/* The whole line as it looks, and where in it the cursor is; masked ones as stars.  Caller wipes
 * and frees. */
static char *appearance(const struct ik_editor *editor, bool masked, size_t *at)
{
	const char *text = ik_editor_text(editor);
	size_t stars = 0;
	size_t before = 0;

	*at = editor->at;
	if (!masked)
		return ik_strdup(text);
	for (size_t i = 0; text[i]; i += ik_text_next(text, i)) {
		before += i < editor->at;
		stars++;
	}
	char *look = ik_alloc(stars + 1);
	memset(look, '*', stars);
	*at = before;
	return look;
}

/* Where to begin so that about COLUMNS of LOOK stand before AT. */
static size_t begin_before(const char *look, size_t at, int columns)
{
	size_t first = at;

	while (first > 0) {
		size_t step = ik_text_previous(look, first);
		if (ik_text_columns_n(look + first - step, at - first + step) > columns)
			break;
		first -= step;
	}
	return first;
}

/* Scrolls in leaps of a third, so that typing on does not repaint the field for each character. */
static void scroll(struct ik_editor *editor, const char *look, size_t at, int width)
{
	int room = width - 1 - (look[at] ? 2 : 0);

	if (ik_text_columns(look) < width) {
		editor->first = 0;
		return;
	}
	if (editor->first > strlen(look))
		editor->first = begin_before(look, at, room - 1);
	else if (at < editor->first || (at == editor->first && at > 0))
		editor->first = begin_before(look, at, width / 3);
	if (ik_text_columns_n(look + editor->first, at - editor->first) + (editor->first > 0)
	    > room)
		editor->first = begin_before(look, at, width * 2 / 3 - 1);
}

static char *filled(const char *look, size_t first, int width)
{
	int room = width - (first > 0);
	size_t fits = ik_text_fit(look + first, room);
	bool more = look[first + fits] != '\0';

	if (more)
		fits = ik_text_fit(look + first, room - 1);
	int blanks = room - more - ik_text_columns_n(look + first, fits);
	size_t left = first > 0;
	char *view = ik_alloc(left + fits + (size_t)blanks + more + 1);
	if (left)
		view[0] = '<';
	memcpy(view + left, look + first, fits);
	memset(view + left + fits, more ? ' ' : '_', (size_t)blanks);
	if (more)
		view[left + fits + (size_t)blanks] = '>';
	return view;
}

char *ik_editor_view(struct ik_editor *editor, int width, bool masked, int *cursor)
{
	size_t at;

	if (editor->masked != masked)
		editor->first = UNPLACED;
	editor->masked = masked;
	if (editor->at > ik_editor_size(editor))
		editor->at = ik_editor_size(editor);
	char *look = appearance(editor, masked, &at);
	scroll(editor, look, at, width);
	*cursor = ik_text_columns_n(look + editor->first, at - editor->first) + (editor->first > 0);
	char *view = filled(look, editor->first, width);
	explicit_bzero(look, strlen(look));
	free(look);
	return view;
}
