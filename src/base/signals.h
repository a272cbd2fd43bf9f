/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signals.h: signals that a front-end takes while it is there: blocked, and let through only where
 * it waits, so that none is lost between a look at its flag and the wait. */
#ifndef IK_BASE_SIGNALS_H
#define IK_BASE_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum { IK_SIGNALS_MOST = 8 };

/* A zeroed struct has taken none. */
struct ik_signals {
	const int *taken; /* lent */
	size_t n;
	struct sigaction before[IK_SIGNALS_MOST];
	sigset_t mask_before;
};

/* Takes the N signals of TAKEN, IK_SIGNALS_MOST at most, for HANDLER; those that whoever started us
 * wants ignored stay so. */
void ik_signals_take(struct ik_signals *signals, const int *taken, size_t n, void (*handler)(int));

/* All is as it was before; twice is fine. */
void ik_signals_give_back(struct ik_signals *signals);

/* The mask for ppoll() that lets them through. */
sigset_t ik_signals_open(const struct ik_signals *signals);

/* Takes signal NUMBER as it would have been without us: most end the program. */
void ik_signals_default(int number);

#endif
