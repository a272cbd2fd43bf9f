/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console.h: the real program on a real pseudo-terminal, its output read by a terminal emulator.
 *
 * Nothing here sleeps: each call waits until the screen shows what it should, or fails the test
 * with the screen as it stands.  Golden screens are text, so that a reviewer reads the page in the
 * diff. */
#ifndef IK_TESTS_CONSOLE_H
#define IK_TESTS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <vterm.h>

struct console;

struct console_setup {
	int columns, rows;            /* 0: 80x24 */
	const char *const *arguments; /* after the program's name; NULL-terminated; NULL for none */
	const char *const *environment; /* "NAME=value", or "NAME" to remove one; NULL-terminated;
					   NULL for none */
	const char *program;            /* NULL: $INKAN */
	bool real_world;                /* leave clock, host name and addresses as they are */
};

/* Starts the program with TERM=xterm-256color, LANG=C.UTF-8, TZ=Asia/Tokyo, in the fixed world:
 * host srv01.example.jp, address 192.0.2.7, clock standing at Sat 21 Nov 2026 14:05 JST (or
 * $FIXED_NOW seconds since 1970). */
struct console *console_start(const struct console_setup *setup);

/* Waits until TEXT is somewhere on the screen (or no longer is). */
void console_wait(struct console *c, const char *text);
void console_wait_gone(struct console *c, const char *text);
/* Waits until HOLDS of C and SELF; false if it did not, however patiently. */
bool console_until(struct console *c, bool (*holds)(struct console *c, void *self), void *self);
bool console_shows(struct console *c, const char *text); /* now, after reading what is there */

/* Types BYTES; names in angle brackets are keys: <F1>..<F12> <Enter> <Tab> <S-Tab> <Up> <Down>
 * <Left> <Right> <Home> <End> <PgUp> <PgDn> <Esc> <BS> <C-x>; "<<" is one "<". */
void console_type(struct console *c, const char *keys);
void console_send(struct console *c, const void *bytes, size_t size);
void console_paste(struct console *c, const char *text); /* as a bracketed paste */

/* Whether the program waits for something: all that it said until then is whole.  True of a shell
 * that waits for it, too. */
bool console_rests(struct console *c);
/* Reads until the program rests and has nothing more to say for a moment. */
void console_settle(struct console *c);
/* The same, and on until HOLDS of C and SELF; false if it did not, and nothing more came. */
bool console_comes_to(struct console *c, bool (*holds)(struct console *c, void *self), void *self);

void console_resize(struct console *c, int columns, int rows);
void console_signal(struct console *c, int signal);
void console_hang_up(struct console *c); /* closes the terminal, as a cut SSH session does */

/* What is on the screen, line by line without trailing blanks; valid until the next call. */
const char *console_screen(struct console *c);
void console_cursor(struct console *c, int *row, int *column);
/* All bytes the program ever wrote; SIZE may be NULL. */
const char *console_output(struct console *c, size_t *size);
size_t console_pid(struct console *c);

/* Its cells, and its cursor: in row -1 while that is hidden. */
struct console_page {
	VTermScreen *screen;
	int columns, rows;
	VTermPos cursor;
};
struct console_page console_page(struct console *c);

/* Compares the screen, what changes from run to run masked, with tests/screens/NAME, once it is as
 * agreed or has come to rest.  With UPDATE_SCREENS set in the environment it writes that file
 * instead.  The attributes of its cells stand beside it.  With LOOK_INTO set to a folder it draws
 * the page there and compares nothing; LOOK_SIZE (132x43) then starts programs at another size. */
void console_compare(struct console *c, const char *name);

/* The screen as an SVG picture under TITLE, and as lines, the same for the same page; the caller
 * frees. */
char *console_picture(struct console *c, const char *title);
char *console_picture_text(struct console *c);

/* Waits for the program to end; returns its exit status, or 128 + the signal that ended it. */
int console_end(struct console *c);
void console_kill(struct console *c); /* ends it, whatever it does; NULL is fine */

#endif
