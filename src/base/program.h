/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.h: another program, run with nothing of ours but what it is given, and for no longer than
 * it may. */
#ifndef IK_BASE_PROGRAM_H
#define IK_BASE_PROGRAM_H

#include "base/buffer.h"
#include "base/watch.h"

enum { IK_PROGRAM_SAID_MAX = 64 * 1024, IK_PROGRAM_GRACE = 5 };

enum ik_program_end {
	IK_PROGRAM_DONE,
	IK_PROGRAM_FAILED,    /* CODE is its exit status */
	IK_PROGRAM_KILLED,    /* CODE is the signal */
	IK_PROGRAM_SLOW,      /* CODE is how many seconds it had */
	IK_PROGRAM_UNSTARTED, /* CODE is the errno */
};

struct ik_program {
	const char *path;
	char *const *environment; /* all of it, NULL at the end */
	unsigned seconds; /* then SIGTERM to all its processes, and IK_PROGRAM_GRACE seconds later
			     SIGKILL */
};

struct ik_program_result {
	enum ik_program_end end;
	int code;
	double seconds;        /* that it took */
	struct ik_buffer said; /* the last IK_PROGRAM_SAID_MAX bytes of its output; foreign bytes */
};

/* Runs PROGRAM without arguments: in a session of its own without a terminal, in the root
 * directory, its input empty, output and errors caught, every other descriptor closed, all signals
 * as usual, the umask as the caller of inkan had it.  WATCH shows and waits; it cannot cancel. What
 * the program leaves behind in the background is not waited for. */
void ik_program_run(const struct ik_program *program, struct ik_watch *watch,
		    struct ik_program_result *result);

#endif
