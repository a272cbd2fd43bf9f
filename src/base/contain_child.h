/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_child.h: what contain.c and its children share; no other file needs it. */
#ifndef IK_BASE_CONTAIN_CHILD_H
#define IK_BASE_CONTAIN_CHILD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/contain.h"

/* An answer: this head, then SIZE bytes: the result, or an error as contain_child.c packs it. */
struct ik_answer_head {
	uint64_t kind;
	uint64_t size;
};

enum { IK_ANSWER_RESULT = 0x494b5245, IK_ANSWER_ERROR = 0x494b4552 };
enum { IK_ANSWER_ERROR_ROOM = sizeof(struct ik_error) + 128 };

/* The exit status of a child that ran out of memory or may not have the files that it needs, and so
 * could not say more. */
enum { IK_CHILD_DONE = 0, IK_CHILD_FAILED = 1, IK_CHILD_NO_MEMORY = 3, IK_CHILD_NO_FILES = 4 };

/* What a child is born with. */
struct ik_birth {
	pid_t parent;
	size_t memory; /* bytes of its parent; its own limit is counted from there */
};

/* The whole life of a child, all signals blocked: reads the job's secret from IN (-1: none), works,
 * answers on OUT. */
void ik_child_live(const struct ik_job *job, int in, int out, const struct ik_birth *birth)
	__attribute__((noreturn));

/* Makes ERR the error that a child answered with, believed only as far as it makes sense. */
void ik_answer_error(const ik_secret *body, struct ik_error *err);

/* Has the filter written that the children will enter.  The first call does it, before the first
 * fork. */
void ik_filter_write(void);

/* Gives up files, network, other processes.  Does what the kernel can; there is no way back. */
void ik_filter_enter(void);

#endif
