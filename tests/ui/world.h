/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h: a wizard on a server that never changes, and what its pages look like as text. */
#ifndef TESTS_UI_WORLD_H
#define TESTS_UI_WORLD_H

#include "front/tui/frame.h"
#include "front/tui/view.h"

extern struct ik_wizard world_wizard;
extern struct ik_view world_view;

void world_begin(void); /* a checked fixture: no certificate yet, English, UTC */
void world_end(void);

/* Enters the page ID; world_view shows it from now on. */
void world_enter(const char *id);

/* Lays world_view out for a screen of this size. */
void world_lay(int columns, int rows);

/* The whole screen as text; valid until the next call. */
const char *world_screen(int columns, int rows);

/* The field ID of the page. */
struct ik_focus world_field(enum ik_field_id id);

void world_type(const char *text); /* into the focused field */

#endif
