/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_filter.c: the system calls that a contained child is left with.
 *
 * What is not listed fails with an error instead of killing: a library that looks for a file of
 * settings goes on without it, and a child that dies would say nothing about why.
 *
 * libseccomp writes the filter once for the process, before its first child: each child then only
 * installs it. */
#include "config.h"

#include "base/contain_child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/alloc.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

/* Reading and writing what is open, memory, time, itself. */
static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(readv),
	SCMP_SYS(writev),
	SCMP_SYS(close),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(mmap),
	SCMP_SYS(munmap),
	SCMP_SYS(mprotect),
	SCMP_SYS(mremap),
	SCMP_SYS(brk),
	SCMP_SYS(madvise),
	SCMP_SYS(mlock),
	SCMP_SYS(mlock2),
	SCMP_SYS(munlock),
	SCMP_SYS(membarrier),
	SCMP_SYS(futex),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rseq),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(times),
	SCMP_SYS(getrusage),
	SCMP_SYS(sysinfo),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(sigreturn),
	SCMP_SYS(sigaction),
	SCMP_SYS(sigprocmask),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getppid),
	SCMP_SYS(getuid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getgid),
	SCMP_SYS(getegid),
	SCMP_SYS(uname),
	SCMP_SYS(getcpu),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
};

static const struct {
	int call;
	int error;
} refused[] = {
	{SCMP_SYS(open), EACCES},       {SCMP_SYS(openat), EACCES},
	{SCMP_SYS(openat2), EACCES},    {SCMP_SYS(creat), EACCES},
	{SCMP_SYS(access), EACCES},     {SCMP_SYS(faccessat), EACCES},
	{SCMP_SYS(faccessat2), EACCES}, {SCMP_SYS(readlink), EACCES},
	{SCMP_SYS(readlinkat), EACCES}, {SCMP_SYS(stat), ENOENT},
	{SCMP_SYS(lstat), ENOENT},      {SCMP_SYS(statx), ENOENT},
	{SCMP_SYS(socket), EACCES},     {SCMP_SYS(connect), EACCES},
};

/* Calls that are harmless in one form only.  Of an argument that is an int, the upper half is
 * nobody's. */
#define INT_IS(n, value) SCMP_CMP(n, SCMP_CMP_MASKED_EQ, UINT32_MAX, value)
#define INT_LACKS(n, bit) SCMP_CMP(n, SCMP_CMP_MASKED_EQ, bit, 0)

static const struct {
	int call;
	uint32_t action;
	struct scmp_arg_cmp form;
} forms[] = {
	/* How the C library asks about an open descriptor: this flag and nothing else.  Without it,
	   a name is meant. */
	{SCMP_SYS(newfstatat), SCMP_ACT_ALLOW, INT_IS(3, AT_EMPTY_PATH)},
	{SCMP_SYS(newfstatat), SCMP_ACT_ERRNO(ENOENT), INT_LACKS(3, AT_EMPTY_PATH)},
	/* Newer allocators name their mappings. */
	{SCMP_SYS(prctl), SCMP_ACT_ALLOW, INT_IS(0, PR_SET_VMA)},
	/* Limits may be read, not set. */
	{SCMP_SYS(prlimit64), SCMP_ACT_ALLOW, SCMP_CMP(2, SCMP_CMP_EQ, 0, 0)},
	{SCMP_SYS(fcntl), SCMP_ACT_ALLOW, INT_IS(1, F_GETFL)},
};

/* Written once, before the first child; children have it from their parent. */
static struct {
	bool written;
	unsigned short n; /* 0: there is none for this processor or kernel */
	struct sock_filter *code;
} filter;

/* A rule that this processor or this library cannot express leaves the call to the default, which
 * refuses. */
static void add_rules(scmp_filter_ctx rules)
{
	/* The numbers mean something else there; an older kernel, which cannot do this, ends the
	 * thread. */
	seccomp_attr_set(rules, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	for (size_t i = 0; i < IK_COUNT(allowed); i++)
		seccomp_rule_add(rules, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < IK_COUNT(refused); i++)
		seccomp_rule_add(rules, SCMP_ACT_ERRNO((uint32_t)refused[i].error), refused[i].call,
				 0);
	for (size_t i = 0; i < IK_COUNT(forms); i++)
		seccomp_rule_add_array(rules, forms[i].action, forms[i].call, 1, &forms[i].form);
}

/* The library gives the program to a descriptor only. */
static void take_program(scmp_filter_ctx rules)
{
	const int fd = memfd_create("filter", MFD_CLOEXEC);
	const off_t size = fd >= 0 && seccomp_export_bpf(rules, fd) == 0 ? lseek(fd, 0, SEEK_END)
									 : 0;

	if (size > 0 && size / (off_t)sizeof(*filter.code) <= BPF_MAXINSNS) {
		filter.code = ik_alloc((size_t)size);
		if (pread(fd, filter.code, (size_t)size, 0) == size)
			filter.n = (unsigned short)((size_t)size / sizeof(*filter.code));
	}
	if (fd >= 0)
		close(fd);
}

void ik_filter_write(void)
{
	scmp_filter_ctx rules;

	if (filter.written)
		return;
	filter.written = true;
	rules = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!rules)
		return;
	add_rules(rules);
	take_program(rules);
	seccomp_release(rules);
}

void ik_filter_enter(void)
{
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	/* Without a filter the limits remain, which let nothing be opened or grow either. */
	if (filter.n > 0)
		(void)!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
			     &(struct sock_fprog){.len = filter.n, .filter = filter.code}, 0, 0);
}
