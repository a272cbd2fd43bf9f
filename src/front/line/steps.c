/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.c: the work: a line for each step that has ended, and which certificate is in use. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "front/line/inside.h"
#include "wizard/progress.h"
#include "wizard/task.h"

static void begin(struct ik_plain *ui, const struct ik_progress *progress)
{
	ui->working = true;
	ui->switched = false;
	ui->steps = 0;
	/* What was typed twice on Accept is not meant to stop it. */
	ik_plain_signals_interrupted();
	if (progress->can_cancel && !ui->wizard->opening) {
		ik_plain_say_blank();
		ik_plain_say(ui, ik_task(ui->wizard)->switches
					 ? _("Working. Control C stops it until the switch.")
					 : _("Working. Control C stops it."));
	}
}

static void say_step(const struct ik_plain *ui, const struct ik_step *step)
{
	char *label = ik_format(_(step->label), step->arg);

	ik_plain_say_taken(
		ui,
		ik_format(step->state == IK_STEP_DONE ? _("Done: %s.") : _("Failed: %s."), label));
	free(label);
}

static void say_steps(struct ik_plain *ui, const struct ik_progress *progress)
{
	/* Other work has begun: a plan that was overtaken is performed again, and files are opened
	 * before they are taken. */
	if (ui->steps > progress->n
	    || (ui->steps > 0 && progress->steps[ui->steps - 1].state < IK_STEP_DONE))
		ui->steps = 0;
	while (ui->steps < progress->n && progress->steps[ui->steps].state >= IK_STEP_DONE) {
		if (ui->steps == 0 && ui->wizard->opening)
			ik_plain_say_blank();
		say_step(ui, &progress->steps[ui->steps++]);
	}
}

static void say_switch(struct ik_plain *ui, const struct ik_progress *progress)
{
	enum ik_tone tone;
	const char *in_use;

	if (!progress->switched || ui->switched)
		return;
	ui->switched = true;
	in_use = ik_progress_in_use(ui->wizard, progress, &tone);
	if (in_use)
		ik_plain_say(ui, in_use);
}

bool ik_plain_pulse(void *self, const struct ik_progress *progress, int fd)
{
	struct ik_plain *ui = self;

	if (!ui->working)
		begin(ui, progress);
	say_steps(ui, progress);
	say_switch(ui, progress);
	fflush(stdout);
	for (;;) {
		bool ready = ik_plain_signals_wait(fd);
		bool stop = ik_plain_signals_interrupted() || ik_plain_signals_deadly();

		if (stop && progress->can_cancel)
			return false;
		/* From the switch on the work is finished, whatever becomes of the terminal. */
		if (fd < 0 || ready)
			return true;
	}
}
