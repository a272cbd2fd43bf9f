/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signals.c: taking signals, and giving them back. */
#include "base/signals.h"

void ik_signals_take(struct ik_signals *signals, const int *taken, size_t n, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler};
	sigset_t block;

	sigemptyset(&block);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < n; i++) {
		sigaddset(&block, taken[i]);
		sigaction(taken[i], NULL, &signals->before[i]);
		/* Who starts us with hang-ups ignored means it. */
		if (signals->before[i].sa_handler != SIG_IGN)
			sigaction(taken[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &block, &signals->mask_before);
	signals->taken = taken;
	signals->n = n;
}

void ik_signals_give_back(struct ik_signals *signals)
{
	if (!signals->taken)
		return;
	for (size_t i = 0; i < signals->n; i++)
		sigaction(signals->taken[i], &signals->before[i], NULL);
	sigprocmask(SIG_SETMASK, &signals->mask_before, NULL);
	signals->taken = NULL;
}

sigset_t ik_signals_open(const struct ik_signals *signals)
{
	sigset_t open = signals->mask_before;

	for (size_t i = 0; i < signals->n; i++)
		sigdelset(&open, signals->taken[i]);
	return open;
}

void ik_signals_default(int number)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t only;

	sigemptyset(&action.sa_mask);
	sigemptyset(&only);
	sigaddset(&only, number);
	sigaction(number, &action, NULL);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
}
