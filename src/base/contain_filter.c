/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_filter.c: the system calls that a contained child is left with.
 *
 * What is not listed fails with an error instead of killing: a library that looks for a file of settings goes
 * on without it, and a child that dies would say nothing about why. */
#include "config.h"

#include "base/contain_child.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/alloc.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

/* Reading and writing what is open, memory, time, itself. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek),
	SCMP_SYS(fstat), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mprotect), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
	SCMP_SYS(mlock), SCMP_SYS(mlock2), SCMP_SYS(munlock), SCMP_SYS(membarrier),
	SCMP_SYS(futex), SCMP_SYS(restart_syscall), SCMP_SYS(rseq), SCMP_SYS(set_robust_list),
	SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(times), SCMP_SYS(getrusage), SCMP_SYS(sysinfo),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(sigreturn), SCMP_SYS(sigaction), SCMP_SYS(sigprocmask),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(getcpu), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
};

static const struct {
	int call;
	int error;
} refused[] = {
	{ SCMP_SYS(open), EACCES },     { SCMP_SYS(openat), EACCES },     { SCMP_SYS(openat2), EACCES },
	{ SCMP_SYS(creat), EACCES },    { SCMP_SYS(access), EACCES },     { SCMP_SYS(faccessat), EACCES },
	{ SCMP_SYS(faccessat2), EACCES }, { SCMP_SYS(readlink), EACCES }, { SCMP_SYS(readlinkat), EACCES },
	{ SCMP_SYS(stat), ENOENT },     { SCMP_SYS(lstat), ENOENT },      { SCMP_SYS(statx), ENOENT },
	{ SCMP_SYS(socket), EACCES },   { SCMP_SYS(connect), EACCES },
};

/* Calls that are harmless in one form only: when their argument ARG compares so. */
static void add_forms(scmp_filter_ctx filter)
{
	const struct {
		int call;
		uint32_t action;
		struct scmp_arg_cmp when;
	} forms[] = {
		/* How the C library asks about an open descriptor: the flag AT_EMPTY_PATH and nothing else. */
		{ SCMP_SYS(newfstatat), SCMP_ACT_ALLOW, { .arg = 3, .op = SCMP_CMP_EQ, .datum_a = AT_EMPTY_PATH } },
		{ SCMP_SYS(newfstatat), SCMP_ACT_ERRNO(ENOENT),
		  { .arg = 3, .op = SCMP_CMP_NE, .datum_a = AT_EMPTY_PATH } },
		/* abort() raises its signal in the thread itself. */
		{ SCMP_SYS(tgkill), SCMP_ACT_ALLOW,
		  { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid() } },
		/* Newer allocators name their mappings. */
		{ SCMP_SYS(prctl), SCMP_ACT_ALLOW, { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_VMA } },
		/* Limits may be read, not set. */
		{ SCMP_SYS(prlimit64), SCMP_ACT_ALLOW, { .arg = 2, .op = SCMP_CMP_EQ, .datum_a = 0 } },
		{ SCMP_SYS(fcntl), SCMP_ACT_ALLOW, { .arg = 1, .op = SCMP_CMP_EQ, .datum_a = F_GETFL } },
		{ SCMP_SYS(fcntl), SCMP_ACT_ALLOW, { .arg = 1, .op = SCMP_CMP_EQ, .datum_a = F_GETFD } },
	};

	for (size_t i = 0; i < IK_COUNT(forms); i++)
		seccomp_rule_add_array(filter, forms[i].action, forms[i].call, 1, &forms[i].when);
}

void ik_filter_enter(void)
{
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));

	if (!filter)
		return;
	/* A call that this processor does not have cannot be added, and need not be. */
	for (size_t i = 0; i < IK_COUNT(allowed); i++)
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < IK_COUNT(refused); i++)
		seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)refused[i].error), refused[i].call, 0);
	add_forms(filter);
	/* A kernel without filters leaves the limits, which let nothing be opened or grow either. */
	(void)!seccomp_load(filter);
	seccomp_release(filter);
}
