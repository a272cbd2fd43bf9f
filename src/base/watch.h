/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch.h: how an operation tells whoever looks on what it is doing, and learns that it should
 * stop. */
#ifndef IK_BASE_WATCH_H
#define IK_BASE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

enum ik_step_state { IK_STEP_WAITING, IK_STEP_NOW, IK_STEP_DONE, IK_STEP_FAILED };

struct ik_step {
	const char *label; /* message id, possibly with one %s for ARG */
	char arg[256];     /* already filtered */
	enum ik_step_state state;
	double since;   /* CLOCK_MONOTONIC seconds at which it became NOW */
	double seconds; /* how long it took, once DONE or FAILED */
};

enum { IK_WATCH_STEPS_MAX = 12 };

struct ik_progress {
	struct ik_step steps[IK_WATCH_STEPS_MAX];
	size_t n;
	bool can_cancel; /* false from the switch on */
	bool switches;   /* another certificate comes in use */
	bool switched;   /* and is by now */
};

/* WAIT shows PROGRESS; with FD >= 0 it returns true as soon as FD is readable, with FD -1 at once.
 * False: the operator cancelled.  A NULL watch, or one with a NULL WAIT, waits without showing
 * anything. */
struct ik_watch {
	bool (*wait)(void *self, const struct ik_progress *progress, int fd);
	void *self;
	struct ik_progress progress;
	bool cancelled; /* WAIT said so once; remembered as long as PROGRESS can be cancelled */
	/* Called when the work is done and cannot be tried again, before the commands that follow
	 * it and may take minutes: whoever keeps secrets forgets them now.  May be NULL. */
	void (*settled)(void *keeper);
	void *keeper;
};

/* Adds a step that waits; returns its index.  ARG may be NULL. */
size_t ik_watch_add(struct ik_watch *watch, const char *label, const char *arg);

/* Changes a step's state, keeps its times, shows it.  False: cancelled. All take a NULL watch. */
bool ik_watch_begin(struct ik_watch *watch, size_t step);
void ik_watch_done(struct ik_watch *watch, size_t step);
void ik_watch_fail(struct ik_watch *watch); /* whatever is NOW has FAILED */
bool ik_watch_wait(struct ik_watch *watch, int fd);
void ik_watch_settled(struct ik_watch *watch);

#endif
