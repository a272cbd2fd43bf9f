/* SPDX-License-Identifier: GPL-3.0-or-later */
/* editor.h: one line being edited, by whole characters as a reader sees them; it scrolls sideways.
 * Pure. */
#ifndef IK_FRONT_TUI_EDITOR_H
#define IK_FRONT_TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "wizard/action.h"

enum { IK_EDITOR_ROOM = 64 * 1024 };

/* A zeroed struct is an empty line. */
struct ik_editor {
	ik_secret *secret; /* edited in its own home, not owned; NULL: TEXT is edited */
	struct ik_buffer text;
	size_t at;    /* the cursor, in bytes */
	size_t first; /* the first character shown: in bytes, or in stars while masked */
	bool masked;  /* what FIRST counts */
	/* What stood here before the last clear: the one of the two that is edited. */
	bool cleared;
	ik_secret *cleared_secret; /* owned */
	struct ik_buffer cleared_text;
	size_t cleared_at;
};

enum ik_edited { IK_EDITED_NOT, IK_EDITED_MOVED, IK_EDITED_CHANGED };

void ik_editor_set(struct ik_editor *editor, const char *text);         /* cursor at its end */
void ik_editor_set_secret(struct ik_editor *editor, ik_secret *secret); /* cursor at its end */
const char *ik_editor_text(const struct ik_editor *editor);
size_t ik_editor_size(const struct ik_editor *editor);
void ik_editor_clear(struct ik_editor *editor); /* empty; IK_ACTION_UNDO takes that back */
void ik_editor_free(struct ik_editor *editor);

/* False, nothing inserted, if there is no room: IK_E_SECRET_LONG or IK_E_TEXT_LONG. */
bool ik_editor_insert(struct ik_editor *editor, const char *text, size_t size,
		      struct ik_error *err);

/* Takes back what was inserted last: SIZE bytes before the cursor. */
void ik_editor_take_back(struct ik_editor *editor, size_t size);

/* Does what ACTION says if it is about a line.  IK_EDITED_NOT: it is not. */
enum ik_edited ik_editor_act(struct ik_editor *editor, enum ik_action action);

/* What is seen of it in WIDTH columns, filled up with "_"; "<" and ">" stand where it goes on.
 * CURSOR is the column. MASKED: one * a character.  Caller wipes and frees. */
char *ik_editor_view(struct ik_editor *editor, int width, bool masked, int *cursor);

#endif
