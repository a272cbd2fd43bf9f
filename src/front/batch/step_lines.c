/* SPDX-License-Identifier: GPL-3.0-or-later */
/* step_lines.c: progress for commands: a line on standard error for each step that has ended, if
 * somebody looks. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "wizard/wizard.h"

static void tell(const struct ik_step *step)
{
	char *label = ik_format(_(step->label), step->arg);

	ik_print_note(step->state == IK_STEP_DONE ? _("done: %s (%.1f s)\n")
						  : _("failed: %s (%.1f s)\n"),
		      label, step->seconds);
	free(label);
}

bool ik_step_lines_wait(void *self, const struct ik_progress *progress, int fd)
{
	struct ik_step_lines *lines = self;

	/* Other work has begun: opening a file comes before taking it, and a plan that was
	 * overtaken is performed again. */
	if (lines->told > progress->n
	    || (lines->told > 0 && progress->steps[lines->told - 1].state < IK_STEP_DONE))
		lines->told = 0;
	while (lines->told < progress->n && progress->steps[lines->told].state >= IK_STEP_DONE) {
		if (isatty(STDERR_FILENO))
			tell(&progress->steps[lines->told]);
		lines->told++;
	}
	if (fd >= 0) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};

		while (poll(&wait, 1, -1) < 0 && errno == EINTR)
			continue;
	}
	return true;
}
