/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop.c: waiting for keys, signals and the work at once. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/signals.h"
#include "front/tui/draw.h"
#include "front/tui/screen.h"
#include "front/tui/ui.h"

/* Longer than the pause between two repeats of a key that is held down, shorter than anybody reads.
 */
enum { QUIET_MILLISECONDS = 100, PASTE_MILLISECONDS = 1000 };

/* Linux tells of a new size a moment before it can be asked for. */
enum { SIZE_MILLISECONDS = 100 };

static const int handled[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT};

/* A handler has nowhere else to write to. */
static struct {
	volatile sig_atomic_t deadly; /* the signal, or 0 */
	volatile sig_atomic_t stop;
	volatile sig_atomic_t resume;
	volatile sig_atomic_t resized;
	volatile sig_atomic_t unsettled; /* the size is to be looked at once more */
	struct ik_signals taken;
} signals;

static void on_signal(int number)
{
	if (number == SIGTSTP)
		signals.stop = 1;
	else if (number == SIGCONT)
		signals.resume = 1;
	else if (number == SIGWINCH)
		signals.resized = signals.unsettled = 1;
	else
		signals.deadly = number;
}

void ik_loop_start(void)
{
	ik_signals_take(&signals.taken, handled, IK_COUNT(handled), on_signal);
}

void ik_loop_end(void)
{
	ik_signals_give_back(&signals.taken);
}

bool ik_loop_is_deadly(void)
{
	return signals.deadly != 0;
}

void ik_loop_die(void)
{
	ik_screen_close();
	ik_signals_default(signals.deadly);
}

static void suspend(struct ik_tui *ui)
{
	struct sigaction ours = {.sa_handler = on_signal};
	sigset_t stop;

	sigemptyset(&ours.sa_mask);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	signals.stop = 0;
	ik_screen_leave();
	ik_signals_default(SIGTSTP);
	/* Stopped here, until fg. */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	signals.resume = 0;
	ik_screen_return();
	ik_screen_fit(&ui->columns, &ui->rows);
}

static void heed_signals(struct ik_tui *ui)
{
	if (signals.stop)
		suspend(ui);
	if (signals.resume) {
		signals.resume = 0;
		ik_screen_return();
	}
	/* Even where the size is as it was: a terminal that was smaller for a moment has cut what
	 * stood in it. */
	if (signals.resized) {
		signals.resized = 0;
		ik_draw_again();
	}
	ik_screen_fit(&ui->columns, &ui->rows);
}

/* Everything that waits at the terminal, as far as there is room for it. */
static void read_input(struct ik_tui *ui)
{
	struct pollfd poll_one = {.fd = STDIN_FILENO, .events = POLLIN};

	if (ui->input_at == ui->input_size)
		ui->input_at = ui->input_size = 0;
	while (ui->input_size < sizeof(ui->input) && poll(&poll_one, 1, 0) > 0) {
		ssize_t n = read(STDIN_FILENO, ui->input + ui->input_size,
				 sizeof(ui->input) - ui->input_size);
		if (n <= 0) {
			ui->lost |= n == 0 || (errno != EINTR && errno != EAGAIN);
			return;
		}
		ui->input_size += (size_t)n;
	}
}

/* For how long to wait at most, where nothing came yet; less than 0: for ever. */
static int patience(const struct ik_tui *ui, int milliseconds)
{
	if (ui->input_at < ui->input_size)
		return 0;
	if (signals.unsettled && (milliseconds < 0 || milliseconds > SIZE_MILLISECONDS))
		return SIZE_MILLISECONDS;
	return milliseconds;
}

unsigned ik_loop_wait(struct ik_tui *ui, int fd, int milliseconds)
{
	/* A negative descriptor is skipped: a terminal that is gone would wake us for ever. */
	struct pollfd fds[2] = {
		{.fd = ui->lost ? -1 : STDIN_FILENO, .events = POLLIN},
		{.fd = fd, .events = POLLIN},
	};
	int wait = patience(ui, milliseconds);
	struct timespec time = {.tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000L};
	const sigset_t open = ik_signals_open(&signals.taken);
	unsigned woke = 0;

	int n = ppoll(fds, 2, wait < 0 ? NULL : &time, &open);
	if (n == 0)
		signals.unsettled = 0;
	if (signals.stop || signals.resume || n <= 0)
		heed_signals(ui);
	if (n > 0 && fds[0].revents)
		read_input(ui);
	woke |= ui->input_at < ui->input_size ? IK_WOKE_INPUT : 0;
	woke |= n > 0 && fds[1].revents ? IK_WOKE_FD : 0;
	woke |= ui->lost ? IK_WOKE_LOST : 0;
	woke |= signals.deadly ? IK_WOKE_DEADLY : 0;
	return woke;
}

bool ik_loop_keys(struct ik_tui *ui)
{
	/* Nothing is decided by the time; it is only said that the end may never come. */
	enum ik_keys_wait wait = ik_keys_wait(&ui->keys);
	bool pasting = wait == IK_WAIT_PASTE || wait == IK_WAIT_STOP;
	bool silent = pasting && ui->silent;
	unsigned woke = ik_loop_wait(ui, -1, pasting && !silent ? PASTE_MILLISECONDS : -1);

	if (woke & IK_WOKE_DEADLY)
		ik_loop_die();
	ui->silent = silent || (pasting && woke == 0);
	return (woke & (IK_WOKE_LOST | IK_WOKE_INPUT)) != IK_WOKE_LOST;
}

static bool next_event(struct ik_tui *ui, struct ik_event *event)
{
	event->kind = IK_EVENT_NONE;
	ik_keys_forget(&ui->keys);
	while (event->kind == IK_EVENT_NONE) {
		if (ui->input_at == ui->input_size)
			read_input(ui);
		if (ui->input_at == ui->input_size)
			return false;
		unsigned char *bytes = ui->input + ui->input_at;
		size_t taken = ik_keys_read(&ui->keys, bytes, ui->input_size - ui->input_at, event);

		/* They may have been a password. */
		explicit_bzero(bytes, taken);
		ui->input_at += taken;
		ui->dropped = event->kind == IK_EVENT_DROPPED;
		if (event->kind == IK_EVENT_PLACE) {
			ui->wizard->ascii |= ik_screen_answered(event->column);
			event->kind = IK_EVENT_NONE;
		}
	}
	return true;
}

bool ik_loop_event(struct ik_tui *ui, struct ik_event *event)
{
	while (next_event(ui, event)) {
		bool action = event->kind == IK_EVENT_ACTION;

		if (action && event->action == IK_ACTION_REDRAW) {
			ik_draw_again();
			ik_screen_fit(&ui->columns, &ui->rows);
		} else if (action && event->action == IK_ACTION_SUSPEND) {
			suspend(ui);
		} else {
			return true;
		}
	}
	return false;
}

/* Decoded rather than flushed: of a paste that is on its way nothing may arrive as keys. */
void ik_loop_discard(struct ik_tui *ui)
{
	struct ik_event event;

	while (!ui->lost && next_event(ui, &event))
		;
}

void ik_loop_settle(struct ik_tui *ui)
{
	const unsigned over = IK_WOKE_LOST | IK_WOKE_DEADLY;
	unsigned woke;

	do {
		ik_loop_discard(ui);
		woke = ik_loop_wait(ui, -1, QUIET_MILLISECONDS);
	} while ((woke & IK_WOKE_INPUT) && !(woke & over));
}
