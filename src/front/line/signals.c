/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signals.c: ^C is a wish, and what ends the program ends it between two steps of the work. */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/signals.h"
#include "front/line/inside.h"

static const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGCONT};

/* A handler has nowhere else to write to. */
static struct {
	volatile sig_atomic_t deadly; /* the signal, or 0 */
	volatile sig_atomic_t interrupted;
	volatile sig_atomic_t continued;
	struct ik_signals taken;
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

void ik_plain_signals_start(void)
{
	ik_signals_take(&signals.taken, handled, IK_COUNT(handled), on_signal);
}

void ik_plain_signals_end(void)
{
	ik_signals_give_back(&signals.taken);
}

bool ik_plain_signals_wait(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};
	const struct timespec at_once = {0, 0};
	const sigset_t open = ik_signals_open(&signals.taken);

	return ppoll(&one, 1, fd < 0 ? &at_once : NULL, &open) >= 0;
}

bool ik_plain_signals_interrupted(void)
{
	bool was = signals.interrupted;

	signals.interrupted = 0;
	return was;
}

bool ik_plain_signals_continued(void)
{
	bool was = signals.continued;

	signals.continued = 0;
	return was;
}

bool ik_plain_signals_deadly(void)
{
	return signals.deadly != 0;
}

void ik_plain_signals_die(void)
{
	ik_signals_default(signals.deadly);
}
