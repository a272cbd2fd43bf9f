/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.c: the terminal, taken over and given back. */
#include "config.h"

#include "front/tui/screen.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
/* term.h names its macros like everyday words. */
#undef columns
#undef lines

#include "base/alloc.h"
#include "base/i18n.h"
#include "front/tui/draw.h"
#include "front/tui/terminal_type.h"

/* Answered by terminals that know bracketed paste, ignored by the rest. */
static const char paste_marks_on[] = "\033[?2004h";
static const char paste_marks_off[] = "\033[?2004l";

/* The terminal is one for the whole process, and a handler that must not touch the heap has to find
 * it. */
static struct {
	SCREEN *screen;
	const char *type; /* NULL: what TERM says */
	struct termios before;
	volatile bool taken; /* raw and in use */
	bool asked;          /* how wide its lines are */
	struct sequence {
		char bytes[128];
		size_t size;
	} restore,     /* what puts the picture right, for the emergency */
		clear; /* empties the screen, where no other one comes back; else nothing */
} terminal;

/* Past ncurses, which has no word for it; its putp() would leave the bytes in stdio's buffer. */
static void send(const char *text, size_t size)
{
	if (size > 0 && write(STDOUT_FILENO, text, size) < 0) {
		/* The terminal is gone; there is nobody to tell. */
	}
}

/* tigetstr() returns (char *)-1 for what is no string capability. */
static const char *capability(const char *name)
{
	const char *text = tigetstr(name);

	return text == (const char *)-1 ? NULL : text;
}

/* Whether this system has a description of TERM. */
static bool is_known(const char *term)
{
	int found = 0;

	if (setupterm(term, STDOUT_FILENO, &found) != OK)
		return found == 1; /* it is none to draw on */
	/* newterm() reads it again, for itself. */
	del_curterm(cur_term);
	return true;
}

static bool can_place_cursor(const char *term)
{
	int found = 0;

	if (setupterm(term, STDOUT_FILENO, &found) != OK)
		return false;
	bool can = capability("cup") != NULL;
	del_curterm(cur_term);
	return can;
}

bool ik_screen_possible(const char **stands_in, struct ik_error *err)
{
	const char *term = getenv("TERM");

	*stands_in = terminal.type = NULL;
	if (!isatty(STDIN_FILENO) && !isatty(STDOUT_FILENO) && getenv("SSH_CONNECTION"))
		return ik_fail(err, IK_E_TERMINAL_SSH);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return ik_fail(err, IK_E_TERMINAL_NONE);
	if (!term || !*term)
		return ik_fail(err, IK_E_TERMINAL_UNTOLD);
	if (!is_known(term)) {
		terminal.type = ik_terminal_stand_in(term);
		if (!terminal.type || !is_known(terminal.type))
			return ik_fail(err, IK_E_TERMINAL_UNKNOWN, term);
	}
	if (!can_place_cursor(terminal.type ? terminal.type : term))
		return ik_fail(err, IK_E_TERMINAL_POOR, term);
	*stands_in = terminal.type;
	return true;
}

static void add_bytes(struct sequence *sequence, const char *text, size_t size)
{
	if (size > sizeof(sequence->bytes) - sequence->size)
		return;
	memcpy(sequence->bytes + sequence->size, text, size);
	sequence->size += size;
}

/* The capability NAME without its delays, "$<50>": they are for a terminal at 9,600 baud. */
static void add_capability(struct sequence *sequence, const char *name)
{
	const char *text = capability(name);

	while (text && *text) {
		const char *delay = strstr(text, "$<");
		const char *end = delay ? strchr(delay, '>') : NULL;

		add_bytes(sequence, text, end ? (size_t)(delay - text) : strlen(text));
		text = end ? end + 1 : NULL;
	}
}

static void prepare_leaving(void)
{
	terminal.restore.size = terminal.clear.size = 0;
	/* Otherwise the last page would stay, and what is printed next would stand in the middle of
	 * it. */
	if (!capability("rmcup"))
		add_capability(&terminal.clear, "clear");
	add_bytes(&terminal.restore, paste_marks_off, sizeof(paste_marks_off) - 1);
	add_capability(&terminal.restore, "sgr0");
	add_capability(&terminal.restore, "cnorm");
	add_capability(&terminal.restore, "rmcup");
	add_bytes(&terminal.restore, terminal.clear.bytes, terminal.clear.size);
}

/* Every byte as it comes, no echo, no signals: ^C, ^Z and ^S are keys here. */
static void set_raw(void)
{
	struct termios raw = terminal.before;

	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | ISTRIP | BRKINT);
	raw.c_oflag &= ~(tcflag_t)ONLCR;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	def_prog_mode();
}

/* As https://no-color.org has it: set, and not empty. */
static bool wants_colours(void)
{
	const char *no_colour = getenv("NO_COLOR");

	return !no_colour || !*no_colour;
}

/* Terminals for readers of Japanese may draw a line of a box two cells wide: the next cell's place
 * tells.  The line is wiped before anybody sees it.  The answer comes when it comes, or never. */
static void ask_for_width(void)
{
	static const char line[] = "\r─";
	struct sequence question = {.size = 0};

	if (!capability("u7") || !capability("el") || !ik_i18n_is_utf8())
		return;
	add_bytes(&question, line, sizeof(line) - 1);
	add_capability(&question, "u7");
	add_bytes(&question, "\r", 1);
	add_capability(&question, "el");
	send(question.bytes, question.size);
	terminal.asked = true;
}

bool ik_screen_answered(unsigned column)
{
	enum { NARROW = 2 };
	bool wide = terminal.asked && column != NARROW;

	if (wide)
		ik_draw_lines(true);
	terminal.asked = false;
	return wide;
}

bool ik_screen_open(bool ascii, struct ik_error *err)
{
	if (tcgetattr(STDIN_FILENO, &terminal.before) != 0)
		return ik_fail(err, IK_E_TERMINAL_NONE);
	terminal.screen = newterm(terminal.type, stdout, stdin);
	if (!terminal.screen)
		return ik_fail(err, IK_E_TERMINAL_POOR, getenv("TERM"));
	set_raw();
	prepare_leaving();
	/* ncurses would stop painting as soon as a key waits. */
	typeahead(-1);
	ik_draw_colours(wants_colours());
	ik_draw_lines(ascii || strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0);
	if (!ascii)
		ask_for_width();
	send(paste_marks_on, sizeof(paste_marks_on) - 1);
	terminal.taken = true;
	return true;
}

void ik_screen_teach(struct ik_lessons *lessons)
{
	static const struct {
		const char *capability;
		enum ik_action action;
	} keys[] = {
		{"kf1", IK_ACTION_HELP},      {"kf2", IK_ACTION_LANGUAGE},
		{"kf3", IK_ACTION_DETAILS},   {"kf7", IK_ACTION_BACK},
		{"kf8", IK_ACTION_NEXT},      {"kf10", IK_ACTION_QUIT},
		{"kcbt", IK_ACTION_BACKWARD}, {"kpp", IK_ACTION_PAGE_UP},
		{"knp", IK_ACTION_PAGE_DOWN}, {"khome", IK_ACTION_HOME},
		{"kend", IK_ACTION_END},      {"kdch1", IK_ACTION_DELETE},
	};

	for (size_t i = 0; i < IK_COUNT(keys); i++)
		ik_lessons_add(lessons, capability(keys[i].capability), keys[i].action);
}

void ik_screen_leave(void)
{
	if (!terminal.taken)
		return;
	send(paste_marks_off, sizeof(paste_marks_off) - 1);
	endwin();
	send(terminal.clear.bytes, terminal.clear.size);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.before);
	terminal.taken = false;
}

void ik_screen_return(void)
{
	if (!terminal.screen)
		return;
	/* While we were away somebody may have changed the modes: what was found at the start still
	 * counts. */
	set_raw();
	send(paste_marks_on, sizeof(paste_marks_on) - 1);
	terminal.taken = true;
	clearok(curscr, TRUE);
}

void ik_screen_close(void)
{
	/* What was typed ahead was for the wizard: the shell would run it, and remember it. */
	if (terminal.taken)
		tcflush(STDIN_FILENO, TCIFLUSH);
	ik_screen_leave();
	if (terminal.screen)
		delscreen(terminal.screen);
	terminal.screen = NULL;
}

void ik_screen_fit(int *columns, int *rows)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0
	    && (size.ws_row != LINES || size.ws_col != COLS)) {
		/* ncurses frees lines as they are, and a password may stand there. */
		ik_draw_forget();
		resizeterm(size.ws_row, size.ws_col);
	}
	*columns = COLS;
	*rows = LINES;
}

void ik_screen_emergency(void)
{
	if (!terminal.taken)
		return;
	terminal.taken = false;
	send(terminal.restore.bytes, terminal.restore.size);
	tcflush(STDIN_FILENO, TCIFLUSH);
	tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
}
