/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cell_look.h: how a cell of an emulated screen looks, apart from its character. */
#ifndef IK_TESTS_CELL_LOOK_H
#define IK_TESTS_CELL_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <vterm.h>

/* Two looks are the same if all members are. */
struct cell_look {
	bool reverse, bold, dim,
		other;      /* other: what no page has, such as underlined or blinking */
	int colour, ground; /* 0 to 255, or CELL_PLAIN */
};

enum { CELL_PLAIN = -1 };

/* What is seen of CELL: neither bold nor a colour is seen on a blank. */
struct cell_look cell_look(const VTermScreenCell *cell);
bool cell_look_same(struct cell_look a, struct cell_look b);
bool cell_look_plain(struct cell_look look);

/* Cells of one row that look the same, both ends in it.  A single blank between two of them belongs
 * to it. */
struct cell_run {
	int row, from, to;
	struct cell_look look;
};

/* The next run of RUN's row at or after its FROM that does not look plain, or of any later row
 * above ROWS; false at the end.  Start with a zeroed one; go on from TO + 1. */
bool cell_run_next(VTermScreen *screen, int rows, int columns, struct cell_run *run);

/* The emulator knows no dim; it keeps fonts, of which no program here has any.  Copies the SIZE
 * bytes at FROM to TO, which has room for CELL_DIM_ROOM(SIZE); "dim" in an attribute sequence
 * becomes such a font.  STATE, zeroed at first, is where the sequence stands that the bytes before
 * began.  Returns the number of bytes. */
#define CELL_DIM_ROOM(size) (3 * (size) + 256)
struct dim_state {
	enum { DIM_TEXT, DIM_ESCAPE, DIM_SEQUENCE } at;
	char parameters[64];
	size_t size;
};
size_t cell_keep_dim(struct dim_state *state, char *to, const char *from, size_t size);

/* A line a run: row, columns, what they look like, what stands there; the caller frees. */
char *screen_attributes(VTermScreen *screen, int rows, int columns);

#endif
