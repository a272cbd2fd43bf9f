/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch.c: steps and their times, and waiting with somebody looking on. */
#include "base/watch.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* As much of ARG as fits, cut between two characters. */
static void keep_arg(struct ik_step *step, const char *arg)
{
	const size_t length = ik_text_cut(arg, strlen(arg), sizeof(step->arg) - 1);

	memcpy(step->arg, arg, length);
	step->arg[length] = '\0';
}

size_t ik_watch_add(struct ik_watch *watch, const char *label, const char *arg)
{
	if (!watch)
		return 0;

	struct ik_progress *progress = &watch->progress;

	/* A step too many takes the place of the last: the display is poorer, the work is done. */
	if (progress->n == IK_WATCH_STEPS_MAX)
		progress->n--;

	struct ik_step *step = &progress->steps[progress->n];

	*step = (struct ik_step){.label = label, .state = IK_STEP_WAITING};
	if (arg)
		keep_arg(step, arg);
	return progress->n++;
}

bool ik_watch_begin(struct ik_watch *watch, size_t step)
{
	if (watch && step < watch->progress.n) {
		watch->progress.steps[step].state = IK_STEP_NOW;
		watch->progress.steps[step].since = now();
	}
	return ik_watch_wait(watch, -1);
}

static void end_step(struct ik_step *step, enum ik_step_state state)
{
	if (step->state == IK_STEP_NOW)
		step->seconds = now() - step->since;
	step->state = state;
}

void ik_watch_done(struct ik_watch *watch, size_t step)
{
	if (!watch || step >= watch->progress.n)
		return;
	end_step(&watch->progress.steps[step], IK_STEP_DONE);
	ik_watch_wait(watch, -1);
}

void ik_watch_fail(struct ik_watch *watch)
{
	if (!watch)
		return;
	for (size_t i = 0; i < watch->progress.n; i++)
		if (watch->progress.steps[i].state == IK_STEP_NOW)
			end_step(&watch->progress.steps[i], IK_STEP_FAILED);
	ik_watch_wait(watch, -1);
}

static bool wait_alone(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	while (fd >= 0 && poll(&one, 1, -1) < 0 && errno == EINTR)
		continue;
	return true;
}

bool ik_watch_wait(struct ik_watch *watch, int fd)
{
	if (!watch || !watch->wait)
		return wait_alone(fd);
	/* A cancel that came while a step was only being shown is still due. */
	if (watch->cancelled && watch->progress.can_cancel)
		return false;

	bool go_on = watch->wait(watch->self, &watch->progress, fd);

	if (!go_on)
		watch->cancelled = true;
	return go_on;
}

void ik_watch_settled(struct ik_watch *watch)
{
	if (watch && watch->settled)
		watch->settled(watch->keeper);
}
