/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c: a wizard on a server that never changes. */
#include "world.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "front/tui/ui.h"
#include "wizard/inside.h"

/* Sun 22 Nov 2026 03:12:00 UTC */
enum { NOW = 1795317120 };

struct ik_wizard world_wizard;
struct ik_view world_view;
static bool entered;
static char *screen_text;

static int64_t fixed_clock(void)
{
	return NOW;
}

void world_begin(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	setenv("INKAN_LOCALEDIR", "locale", 0);
	ik_i18n_start("en");
	world_wizard = (struct ik_wizard){.store = ik_strdup("/var/lib/inkan"),
					  .clock = fixed_clock};
	world_wizard.answers = ik_answers_new();
	world_wizard.choices = ik_choices_new();
	world_wizard.backup_look = ik_backup_look_new();
	world_wizard.situation.store = ik_strdup("/var/lib/inkan");
	world_wizard.situation.host = ik_strdup("srv01.example.jp");
	world_wizard.situation.now = NOW;
	ik_list_add(&world_wizard.situation.host_names, "srv01.example.jp");
	ik_list_add(&world_wizard.situation.host_names, "srv01");
	ik_list_add(&world_wizard.situation.host_names, "192.0.2.7");
	ik_answer_set(world_wizard.answers, IK_F_ACTION, "generate", IK_FROM_DEFAULT);
}

void world_end(void)
{
	if (entered)
		ik_view_close(&world_view);
	entered = false;
	free(screen_text);
	screen_text = NULL;
	ik_wizard_free(&world_wizard);
}

void world_enter(const char *id)
{
	const struct ik_page *page = ik_page_find(id);

	ck_assert_ptr_nonnull(page);
	if (entered)
		ik_view_close(&world_view);
	ik_wizard_enter(&world_wizard, page);
	ik_view_open(&world_view, &world_wizard, page, NULL);
	entered = true;
}

void world_lay(int columns, int rows)
{
	struct ik_space space = ik_space_for(world_view.page, columns, rows);

	ik_view_renew(&world_view);
	ik_view_lay(&world_view, &space);
}

const char *world_screen(int columns, int rows)
{
	struct ik_canvas screen = {0};

	world_lay(columns, rows);
	struct ik_frame frame = {
		.wizard = &world_wizard,
		.page = world_view.page,
		.columns = columns,
		.rows = rows,
		.space = ik_space_for(world_view.page, columns, rows),
		.body = &world_view.layout.canvas,
		.top = world_view.top,
		.help = ik_view_help(&world_view),
		.keys = ik_frame_keys(&world_wizard, world_view.page),
		.first = ik_view_first_key(&world_view),
	};
	ik_frame_compose(&frame, &screen);
	free(screen_text);
	screen_text = ik_canvas_string(&screen, columns, rows);
	ik_canvas_free(&screen);
	return screen_text;
}

struct ik_focus world_field(enum ik_field_id id)
{
	const struct ik_field *field = ik_field_find(id);

	ck_assert_ptr_nonnull(field);
	return (struct ik_focus){.field = field};
}

void world_type(const char *text)
{
	struct ik_event event = {.kind = IK_EVENT_TEXT, .text = text, .size = strlen(text)};

	ik_line_type(&world_view, &event);
}
