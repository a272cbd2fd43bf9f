/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console.c: a program on a pseudo-terminal whose screen can be read. */
#include "config.h"

#include "lib/console.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "lib/cell_look.h"
#include "lib/screen_text.h"

enum { PIECE = 4096 };

struct console {
	int fd;
	pid_t pid;
	int status;
	bool ended;
	VTerm *vt;
	VTermScreen *screen;
	struct dim_state dim;
	bool cursor_hidden;
	int columns, rows;
	char *text;
	char *output;
	size_t output_size, output_room;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Sanitizers and valgrind make the program many times slower; a test never fails faster for it. */
static double patience(void)
{
	const char *factor = getenv("CONSOLE_PATIENCE");

	return factor ? atof(factor) : 30.0;
}

static void apply_environment(const char *const *environment)
{
	for (; environment && *environment; environment++) {
		const char *equals = strchr(*environment, '=');

		if (!equals) {
			unsetenv(*environment);
			continue;
		}
		char *name = strndup(*environment, (size_t)(equals - *environment));
		setenv(name, equals + 1, 1);
		free(name);
	}
}

/* Whoever runs the tests may ignore or block signals (nohup does); a program on a terminal is
 * started without that. */
static void usual_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void child(const struct console_setup *setup, const char *program)
{
	char *argv[64] = {strdup(program)};
	size_t n = 1;
	const char *world = getenv("FIXED_WORLD");

	for (const char *const *a = setup->arguments; a && *a && n < 63; a++)
		argv[n++] = strdup(*a);
	usual_signals();
	setenv("TERM", "xterm-256color", 1);
	setenv("LANG", "C.UTF-8", 1);
	setenv("TZ", "Asia/Tokyo", 1);
	unsetenv("LC_ALL");
	unsetenv("LC_MESSAGES");
	unsetenv("LANGUAGE");
	if (!setup->real_world && world)
		setenv("LD_PRELOAD", world, 1);
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0",
	       0); /* or it would refuse the preloaded world */
	apply_environment(setup->environment);
	execv(program, argv);
	_exit(127);
}

static int take_property(VTermProp property, VTermValue *value, void *self)
{
	struct console *c = self;

	if (property == VTERM_PROP_CURSORVISIBLE)
		c->cursor_hidden = !value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = take_property};

struct console *console_start(const struct console_setup *setup)
{
	struct console *c = calloc(1, sizeof *c);
	const char *program = setup->program ? setup->program : getenv("INKAN");

	ck_assert_ptr_nonnull(c);
	ck_assert_msg(program, "INKAN does not name the program");
	c->columns = setup->columns ? setup->columns : 80;
	c->rows = setup->rows ? setup->rows : 24;
	if (getenv("LOOK_SIZE"))
		sscanf(getenv("LOOK_SIZE"), "%dx%d", &c->columns, &c->rows);
	struct winsize size = {.ws_row = (unsigned short)c->rows,
			       .ws_col = (unsigned short)c->columns};
	c->pid = forkpty(&c->fd, NULL, NULL, &size);
	ck_assert_int_ge(c->pid, 0);
	if (c->pid == 0)
		child(setup, program);
	fcntl(c->fd, F_SETFD, FD_CLOEXEC);
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
	c->vt = vterm_new(c->rows, c->columns);
	vterm_set_utf8(c->vt, 1);
	c->screen = vterm_obtain_screen(c->vt);
	vterm_screen_set_callbacks(c->screen, &callbacks, c);
	vterm_screen_enable_altscreen(c->screen, 1);
	vterm_screen_reset(c->screen, 1);
	return c;
}

static void keep(struct console *c, const char *bytes, size_t size)
{
	if (c->output_size + size + 1 > c->output_room) {
		c->output_room = (c->output_size + size + 1) * 2;
		c->output = realloc(c->output, c->output_room);
		ck_assert_ptr_nonnull(c->output);
	}
	memcpy(c->output + c->output_size, bytes, size);
	c->output_size += size;
	c->output[c->output_size] = '\0';
}

static void show(struct console *c, const char *bytes, size_t size)
{
	char kept[CELL_DIM_ROOM(PIECE)];

	vterm_input_write(c->vt, kept, cell_keep_dim(&c->dim, kept, bytes, size));
}

/* Reads what the program wrote within MS; false once the terminal is closed from its side. */
static bool pump(struct console *c, int ms)
{
	struct pollfd p = {.fd = c->fd, .events = POLLIN};
	char bytes[PIECE];

	if (c->fd < 0)
		return false;
	if (poll(&p, 1, ms) <= 0)
		return true;
	for (;;) {
		ssize_t n = read(c->fd, bytes, sizeof bytes);

		if (n < 0 && errno == EAGAIN)
			return true;
		if (n <= 0)
			return false;
		keep(c, bytes, (size_t)n);
		show(c, bytes, (size_t)n);
	}
}

const char *console_screen(struct console *c)
{
	pump(c, 0);
	free(c->text);
	c->text = screen_text(c->screen, c->rows, c->columns);
	return c->text;
}

bool console_shows(struct console *c, const char *text)
{
	return strstr(console_screen(c), text) != NULL;
}

bool console_until(struct console *c, bool (*holds)(struct console *c, void *self), void *self)
{
	double end = now() + patience();
	bool open = true;

	while (!holds(c, self)) {
		if (!open || now() > end)
			return false;
		open = pump(c, 50);
	}
	return true;
}

struct sought {
	const char *text;
	bool wanted;
};

static bool is_as_sought(struct console *c, void *self)
{
	const struct sought *sought = self;

	return console_shows(c, sought->text) == sought->wanted;
}

static void wait_for(struct console *c, const char *text, bool wanted)
{
	struct sought sought = {text, wanted};

	if (!console_until(c, is_as_sought, &sought))
		ck_abort_msg("the screen %s: %s\n%s\n(%s)", wanted ? "lacks" : "still has", text,
			     console_screen(c), pump(c, 0) ? "timed out" : "the program has ended");
}

void console_wait(struct console *c, const char *text)
{
	wait_for(c, text, true);
}

void console_wait_gone(struct console *c, const char *text)
{
	wait_for(c, text, false);
}

void console_send(struct console *c, const void *bytes, size_t size)
{
	const char *at = bytes;
	double end = now() + patience();

	while (size > 0) {
		ssize_t n = write(c->fd, at, size);

		if (n > 0) {
			at += n;
			size -= (size_t)n;
			continue;
		}
		ck_assert_msg(errno == EAGAIN && now() < end, "typing failed: %s", strerror(errno));
		pump(c, 20);
	}
}

static const struct {
	const char *name, *bytes;
} key_bytes[] = {
	{"F1", "\033OP"},   {"F2", "\033OQ"},    {"F3", "\033OR"},    {"F4", "\033OS"},
	{"F5", "\033[15~"}, {"F6", "\033[17~"},  {"F7", "\033[18~"},  {"F8", "\033[19~"},
	{"F9", "\033[20~"}, {"F10", "\033[21~"}, {"F11", "\033[23~"}, {"F12", "\033[24~"},
	{"Enter", "\r"},    {"Tab", "\t"},       {"S-Tab", "\033[Z"}, {"Up", "\033OA"},
	{"Down", "\033OB"}, {"Right", "\033OC"}, {"Left", "\033OD"},  {"Home", "\033OH"},
	{"End", "\033OF"},  {"PgUp", "\033[5~"}, {"PgDn", "\033[6~"}, {"Esc", "\033"},
	{"BS", "\177"},     {"Del", "\033[3~"},
};

static void send_key(struct console *c, const char *name, size_t size)
{
	if (size == 3 && name[0] == 'C' && name[1] == '-') {
		char control = (char)(name[2] & 0x1f);

		console_send(c, &control, 1);
		return;
	}
	for (size_t i = 0; i < sizeof key_bytes / sizeof key_bytes[0]; i++)
		if (strlen(key_bytes[i].name) == size
		    && strncmp(key_bytes[i].name, name, size) == 0) {
			console_send(c, key_bytes[i].bytes, strlen(key_bytes[i].bytes));
			return;
		}
	ck_abort_msg("no key called %.*s", (int)size, name);
}

void console_type(struct console *c, const char *keys)
{
	while (*keys) {
		const char *end = *keys == '<' && keys[1] != '<' ? strchr(keys, '>') : NULL;

		if (end) {
			send_key(c, keys + 1, (size_t)(end - keys - 1));
			keys = end + 1;
			continue;
		}
		console_send(c, keys, 1);
		keys += keys[0] == '<' ? 2 : 1;
	}
}

void console_paste(struct console *c, const char *text)
{
	console_send(c, "\033[200~", 6);
	console_send(c, text, strlen(text));
	console_send(c, "\033[201~", 6);
}

void console_resize(struct console *c, int columns, int rows)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	pump(c, 0);
	c->columns = columns;
	c->rows = rows;
	vterm_set_size(c->vt, rows, columns);
	ck_assert_int_eq(ioctl(c->fd, TIOCSWINSZ, &size), 0);
}

void console_signal(struct console *c, int number)
{
	ck_assert_int_eq(kill(c->pid, number), 0);
}

void console_hang_up(struct console *c)
{
	close(c->fd);
	c->fd = -1;
}

void console_cursor(struct console *c, int *row, int *column)
{
	VTermPos position;

	pump(c, 0);
	vterm_state_get_cursorpos(vterm_obtain_state(c->vt), &position);
	*row = position.row;
	*column = position.col;
}

const char *console_output(struct console *c, size_t *size)
{
	pump(c, 0);
	if (size)
		*size = c->output_size;
	return c->output ? c->output : "";
}

size_t console_pid(struct console *c)
{
	return (size_t)c->pid;
}

/* The kernel tells, of programs that keep secrets, too.  Who is woken by a key is running from then
 * on, even if it has to wait for a processor. */
bool console_rests(struct console *c)
{
	char path[64], line[512] = "";

	snprintf(path, sizeof path, "/proc/%d/stat", (int)c->pid);
	FILE *file = fopen(path, "r");

	if (file && !fgets(line, sizeof line, file))
		line[0] = '\0';
	if (file)
		fclose(file);
	const char *end = strrchr(line, ')');

	return !end || !strchr("RD", end[2]);
}

/* A frame may arrive in pieces: reads until the program has nothing more to say. */
void console_settle(struct console *c)
{
	double end = now() + patience();
	bool rests;
	size_t size;

	do {
		rests = console_rests(c);
		size = c->output_size;
		pump(c, 80);
	} while (c->output_size != size || (!rests && now() < end));
}

/* Counts the times that nothing came, not the time: all of this machine may have stood still. */
bool console_comes_to(struct console *c, bool (*holds)(struct console *c, void *self), void *self)
{
	enum { ROUNDS = 60 };
	double end = now() + patience();

	console_settle(c);
	for (int silent = 0; !holds(c, self); silent++) {
		size_t size = c->output_size;

		if (silent == ROUNDS || now() > end)
			return false;
		pump(c, 50);
		if (c->output_size != size)
			silent = 0;
	}
	return true;
}

struct console_page console_page(struct console *c)
{
	struct console_page page = {
		.screen = c->screen, .columns = c->columns, .rows = c->rows, .cursor = {.row = -1}};

	if (!c->cursor_hidden)
		vterm_state_get_cursorpos(vterm_obtain_state(c->vt), &page.cursor);
	return page;
}

static bool reap(struct console *c, int flags)
{
	if (c->ended)
		return true;
	if (waitpid(c->pid, &c->status, flags) != c->pid)
		return false;
	c->ended = true;
	return true;
}

int console_end(struct console *c)
{
	double end = now() + patience();
	int status;

	while (!reap(c, WNOHANG)) {
		if (now() > end)
			ck_abort_msg("the program has not ended\n%s", console_screen(c));
		if (!pump(c, 20))
			poll(NULL, 0,
			     5); /* its side is closed: only the exit is left to wait for */
	}
	pump(c, 0);
	status = WIFSIGNALED(c->status) ? 128 + WTERMSIG(c->status) : WEXITSTATUS(c->status);
	console_kill(c);
	return status;
}

void console_kill(struct console *c)
{
	if (!c)
		return;
	if (!c->ended) {
		kill(c->pid, SIGKILL);
		reap(c, 0);
	}
	if (c->fd >= 0)
		close(c->fd);
	vterm_free(c->vt);
	free(c->text);
	free(c->output);
	free(c);
}
