/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.c: what surrounds every page. */
#include "front/tui/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/text.h"
#include "wizard/action.h"
#include "wizard/flow.h"

enum { RAIL_TOP = 2, RAIL_LINE = 16, RAIL_NAME = 3, MORE_FROM_RIGHT = 2, KEY_GAP = 2 };

bool ik_frame_fits(int columns, int rows)
{
	return columns >= IK_COLUMNS_MIN && rows >= IK_ROWS_MIN;
}

static char *blanks(int n)
{
	char *text = ik_alloc((size_t)n + 1);

	memset(text, ' ', (size_t)n);
	return text;
}

/* The work belongs to the page that was accepted. */
static bool stands_for(const struct ik_page *step, const struct ik_page *page)
{
	return step == page || (page->kind == IK_PAGE_PROGRESS && step->kind == IK_PAGE_REVIEW);
}

static char *page_number(const struct ik_frame *frame)
{
	const struct ik_page *way[IK_FLOW_MAX];
	size_t n = ik_flow_path(frame->wizard, way);

	for (size_t i = 0; i < n; i++)
		if (stands_for(way[i], frame->page))
			return ik_format("%zu/%zu", i + 1, n);
	return ik_strdup("");
}

static void compose_top(const struct ik_frame *frame, struct ik_canvas *screen)
{
	char *left = ik_format(" inkan  %s", _(frame->page->rail));
	char *number = page_number(frame);
	int end = frame->columns - 2;
	int left_columns = ik_text_columns(left);
	int number_column = end - ik_text_columns(number);
	int host_room = number_column - 5 - left_columns - 2;
	char *host = ik_text_squeeze(frame->wizard->situation.host ? frame->wizard->situation.host
								   : "",
				     host_room > 4 ? host_room : 4);

	ik_canvas_take(screen, 0, 0, IK_STYLE_FOCUS, blanks(frame->columns));
	ik_canvas_take(screen, 0, 0, IK_STYLE_FOCUS, left);
	ik_canvas_text(screen, 0, number_column - 5 - ik_text_columns(host), IK_STYLE_FOCUS, host);
	ik_canvas_take(screen, 0, number_column, IK_STYLE_FOCUS, number);
	free(host);
}

/* The steps of the way: where they stand is said by the sign; style repeats it. */
enum { DONE, NOW, COMING };

static const struct step {
	const char *sign;
	enum ik_style sign_style, style;
} steps[] = {
	[DONE] = {"+", IK_STYLE_GOOD, IK_STYLE_PLAIN},
	[NOW] = {">", IK_STYLE_KEY, IK_STYLE_STRONG},
	[COMING] = {" ", IK_STYLE_DIM, IK_STYLE_DIM},
};

static void compose_rail(const struct ik_frame *frame, struct ik_canvas *screen)
{
	const struct ik_page *way[IK_FLOW_MAX];
	size_t n = ik_flow_path(frame->wizard, way);

	bool reached = false;

	for (int row = 0; row < frame->space.rows; row++)
		ik_canvas_text(screen, row + 1, RAIL_LINE, IK_STYLE_DOWN, " ");
	for (size_t i = 0; i < n && (int)i + 1 < frame->space.rows; i++) {
		bool here = stands_for(way[i], frame->page);
		const struct step *step = &steps[here ? NOW : reached ? COMING : DONE];

		ik_canvas_text(screen, (int)i + RAIL_TOP, 1, step->sign_style, step->sign);
		ik_canvas_text(screen, (int)i + RAIL_TOP, RAIL_NAME, step->style, _(way[i]->rail));
		reached |= here;
	}
}

static void compose_rule(const struct ik_frame *frame, struct ik_canvas *screen)
{
	int row = frame->rows - IK_FRAME_ROWS_BELOW;

	ik_canvas_take(screen, row, 0, IK_STYLE_ACROSS, blanks(frame->columns));
	if (!frame->still
	    && (frame->more || frame->top + frame->space.rows < frame->body->height)) {
		char *more = ik_format(" %s ", _("more: PgDn"));
		int columns = ik_text_columns(more);
		ik_canvas_take(screen, row, frame->columns - MORE_FROM_RIGHT - columns,
			       IK_STYLE_STRONG, more);
	}
}

/* A key with what it does, as wide as it will be drawn. */
struct key {
	char *name;
	char *label;
};

struct key_bar {
	struct key keys[IK_ACTION_COUNT + 1];
	size_t n;
	int columns;
};

static void add_key(struct key_bar *bar, char *name, char *label)
{
	bar->columns += (bar->n ? KEY_GAP : 0) + ik_text_columns(name) + 1 + ik_text_columns(label);
	bar->keys[bar->n++] = (struct key){.name = name, .label = label};
}

static void clear_bar(struct key_bar *bar)
{
	for (size_t i = 0; i < bar->n; i++) {
		free(bar->keys[i].name);
		free(bar->keys[i].label);
	}
	*bar = (struct key_bar){.n = 0};
}

static void collect_keys(const struct ik_frame *frame, unsigned long keys, bool first,
			 struct key_bar *bar)
{
	clear_bar(bar);
	if (first && frame->first.key)
		add_key(bar, ik_strdup(frame->first.key),
			ik_strndup(frame->first.label, frame->first.size));
	for (int action = 0; action < IK_ACTION_COUNT; action++) {
		const struct ik_action_info *info = ik_action_info((enum ik_action)action);
		if (!(keys & IK_KEY(action)) || !info->bar[0])
			continue;
		add_key(bar, ik_strndup(info->keys, strcspn(info->keys, " ")),
			ik_strdup(action == IK_ACTION_LANGUAGE ? ik_i18n_label(ik_i18n_next())
							       : _(info->bar)));
	}
}

/* A narrow window leaves out what is said elsewhere too, or is missed least. */
static void fit_keys(const struct ik_frame *frame, struct key_bar *bar)
{
	const unsigned long fewer = frame->keys & ~IK_KEY(IK_ACTION_DETAILS);
	int room = frame->columns - 2; /* the last cell of the screen would scroll it */

	if (frame->columns >= IK_COLUMNS_WIDE)
		collect_keys(frame, frame->keys, true, bar);
	if (frame->columns >= IK_COLUMNS_WIDE && bar->columns > room)
		collect_keys(frame, frame->keys, false, bar);
	if (frame->columns < IK_COLUMNS_WIDE || bar->columns > room)
		collect_keys(frame, fewer, !fewer, bar);
}

static void compose_keys(const struct ik_frame *frame, struct ik_canvas *screen)
{
	struct key_bar bar = {.n = 0};
	int row = frame->rows - 1, column = 1;

	fit_keys(frame, &bar);
	for (size_t i = 0; i < bar.n; i++) {
		const struct key *key = &bar.keys[i];

		ik_canvas_text(screen, row, column, IK_STYLE_KEY, key->name);
		column += ik_text_columns(key->name) + 1;
		ik_canvas_text(screen, row, column, IK_STYLE_PLAIN, key->label);
		column += ik_text_columns(key->label) + KEY_GAP;
	}
	clear_bar(&bar);
}

static void compose_help(const struct ik_frame *frame, struct ik_canvas *screen)
{
	char *help = ik_text_squeeze(frame->help, frame->columns - 2);

	ik_canvas_take(screen, frame->rows - 2, 1, IK_STYLE_PLAIN, help);
}

void ik_frame_too_small(int columns, int rows, struct ik_canvas *screen)
{
	int width = columns > 1 ? columns - 1 : 1;
	char *line = ik_format(_("inkan needs %dx%d, this window is %dx%d."), IK_COLUMNS_MIN,
			       IK_ROWS_MIN, columns, rows);
	int row = ik_canvas_wrap(screen, 0, 0, width, IK_STYLE_STRONG, line);

	ik_canvas_wrap(screen, row, 0, width, IK_STYLE_PLAIN,
		       _("Make it larger, or press q to quit."));
	free(line);
}

void ik_frame_band(const struct ik_canvas *body, int columns, int top, struct ik_canvas *screen)
{
	ik_canvas_take(screen, top - 1, 0, IK_STYLE_ACROSS, blanks(columns));
	for (int row = 0; row < body->height; row++)
		ik_canvas_take(screen, top + row, 0, IK_STYLE_PLAIN, blanks(columns));
	ik_canvas_copy(screen, top, 1, body, 0, body->height);
}

int ik_frame_row(const struct ik_frame *frame, int row)
{
	bool air = !frame->more && frame->body->height < frame->space.rows;

	return row - frame->top + 1 + air;
}

void ik_frame_compose(const struct ik_frame *frame, struct ik_canvas *screen)
{
	compose_top(frame, screen);
	if (frame->space.rail)
		compose_rail(frame, screen);
	ik_canvas_copy(screen, ik_frame_row(frame, frame->top), frame->space.left, frame->body,
		       frame->top, frame->space.rows);
	compose_rule(frame, screen);
	compose_help(frame, screen);
	compose_keys(frame, screen);
}

unsigned long ik_frame_keys(const struct ik_wizard *wizard, const struct ik_page *page)
{
	unsigned long keys = IK_KEY(IK_ACTION_HELP) | IK_KEY(IK_ACTION_LANGUAGE)
			     | IK_KEY(IK_ACTION_QUIT);

	if (page->kind == IK_PAGE_PROGRESS)
		return IK_KEY(IK_ACTION_LANGUAGE);
	if (page->kind == IK_PAGE_PROOF)
		return keys | IK_KEY(IK_ACTION_DETAILS) | IK_KEY(IK_ACTION_BACK);
	if (page->has_details)
		keys |= IK_KEY(IK_ACTION_DETAILS);
	if (ik_flow_previous(wizard, page))
		keys |= IK_KEY(IK_ACTION_BACK);
	return keys | IK_KEY(IK_ACTION_NEXT);
}
