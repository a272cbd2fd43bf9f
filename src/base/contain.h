/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain.h: slow or foreign work in a child that can do no harm and can be killed.
 *
 * The child is forked, not executed: it sees the plain data of its job, and of all secrets only the
 * one that its job names, which arrives through a pipe.  Before it works it closes every other
 * descriptor, takes its own limits (processor time, memory, no files, no core), dies with its
 * parent, and as the last step gives up files and network by a seccomp filter where the kernel has
 * one.  What it answers is counted and capped by the parent and is only ever bytes. */
#ifndef IK_BASE_CONTAIN_H
#define IK_BASE_CONTAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"

struct ik_job {
	/* Runs in the child.  SECRET is the job's secret or NULL.  RESULT has room for RESULT_CAP
	 * bytes.  An error set here reaches the parent whole. */
	bool (*run)(const void *argument, const ik_secret *secret, ik_secret *result,
		    struct ik_error *err);
	/* Runs in the child before files and network are given up: to open converters, tables,
	 * libraries, a connection.  May be NULL. */
	void (*prepare)(const void *argument);
	const void *argument;    /* plain data, seen by the child as it was at the fork */
	const ik_secret *secret; /* the one secret the child gets, or NULL */
	size_t result_cap;       /* bytes; more is an error */
	unsigned seconds;        /* processor time and, three times that, wall time; 0: 60 */
	unsigned wall_seconds;   /* wall time, where that is another; 0: it is not */
	bool idles; /* it waits for others more than it works: all of these run side by side */
	struct ik_error *failure; /* where its own error goes, and the other jobs go on; NULL: that
				     is the error of all */
	ik_secret *result;        /* out: what RUN wrote; the caller frees it */
};

/* Runs the N jobs, as many side by side as there are processors (if the first idles, all up to 64),
 * until all have ended or one failed that has no FAILURE of its own.  While they run WATCH waits
 * and shows.  False: ERR is the first job's error, IK_E_CHILD_DIED, IK_E_CHILD_SLOW,
 * IK_E_CHILD_LIED or IK_E_CANCELLED; every child is gone by then and no result is left. */
bool ik_contain(struct ik_job *jobs, size_t n, struct ik_watch *watch, struct ik_error *err);

/* ik_contain() of one JOB, whose result becomes *OUT; caller frees.  OUT may be NULL: nobody needs
 * the answer.  On failure *OUT is NULL. */
bool ik_contain_one(const struct ik_job *job, struct ik_watch *watch, ik_secret **out,
		    struct ik_error *err);

void ik_job_free(struct ik_job *jobs, size_t n); /* frees the results */

#endif
