/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signals.c: ^C is a wish, and what ends the program ends it between two steps of the work. */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "base/alloc.h"
#include "front/line/inside.h"

static const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGCONT};

/* A handler has nowhere else to write to. */
static struct {
	volatile sig_atomic_t deadly; /* the signal, or 0 */
	volatile sig_atomic_t interrupted;
	volatile sig_atomic_t continued;
	struct sigaction before[IK_COUNT(handled)];
	sigset_t mask_before;
	bool started;
} signals;

static void on_signal(int number)
{
	if (number == SIGINT)
		signals.interrupted = 1;
	else if (number == SIGCONT)
		signals.continued = 1;
	else
		signals.deadly = number;
}

void ik_signals_start(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t block;

	sigemptyset(&block);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < IK_COUNT(handled); i++) {
		sigaddset(&block, handled[i]);
		sigaction(handled[i], NULL, &signals.before[i]);
		/* Who starts us with hang-ups ignored means it. */
		if (signals.before[i].sa_handler != SIG_IGN)
			sigaction(handled[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &block, &signals.mask_before);
	signals.started = true;
}

void ik_signals_end(void)
{
	if (!signals.started)
		return;
	for (size_t i = 0; i < IK_COUNT(handled); i++)
		sigaction(handled[i], &signals.before[i], NULL);
	sigprocmask(SIG_SETMASK, &signals.mask_before, NULL);
	signals.started = false;
}

bool ik_signals_wait(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};
	const struct timespec at_once = {0, 0};
	sigset_t open = signals.mask_before;

	for (size_t i = 0; i < IK_COUNT(handled); i++)
		sigdelset(&open, handled[i]);
	return ppoll(&one, 1, fd < 0 ? &at_once : NULL, &open) >= 0;
}

bool ik_signals_interrupted(void)
{
	bool was = signals.interrupted;

	signals.interrupted = 0;
	return was;
}

bool ik_signals_continued(void)
{
	bool was = signals.continued;

	signals.continued = 0;
	return was;
}

bool ik_signals_deadly(void)
{
	return signals.deadly != 0;
}

void ik_signals_die(void)
{
	const int number = signals.deadly;
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t only;

	sigemptyset(&action.sa_mask);
	sigemptyset(&only);
	sigaddset(&only, number);
	sigaction(number, &action, NULL);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
}
