/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_filter.c: the system calls that a contained child is left with.
 *
 * What is not listed fails with an error instead of killing: a library that looks for a file of settings goes
 * on without it, and a child that dies would say nothing about why.
 *
 * Of libseccomp only the numbers are used (negative, so never met, for calls that this processor lacks): its
 * optimizer takes ten times as long as the rest of a child's start, and a child starts for every bit of work. */
#include "config.h"

#include "base/contain_child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "base/alloc.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define ARCHITECTURE AUDIT_ARCH_S390X
#else
#define ARCHITECTURE 0u /* no filter; the limits remain */
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

/* Calls that are harmless in one form only: when an argument is VALUE. */
static const struct {
	int call;
	unsigned argument;
	uint32_t value;
	bool whole;             /* a pointer: its upper half counts too; of an int it is nobody's */
	int error;              /* for every other form */
} forms[] = {
	/* How the C library asks about an open descriptor: this flag and nothing else. */
	{ SCMP_SYS(newfstatat), 3, AT_EMPTY_PATH, false, ENOENT },
	/* Newer allocators name their mappings. */
	{ SCMP_SYS(prctl), 0, PR_SET_VMA, false, EPERM },
	/* Limits may be read, not set. */
	{ SCMP_SYS(prlimit64), 2, 0, true, EPERM },
	{ SCMP_SYS(fcntl), 1, F_GETFL, false, EPERM },
};

/* Room for every table, the head and the end. */
enum { PROGRAM_ROOM = 2 * IK_COUNT(allowed) + 2 * IK_COUNT(refused) + 7 * IK_COUNT(forms) + 8 };

struct program {
	struct sock_filter code[PROGRAM_ROOM];
	unsigned short n;
};

static void say(struct program *program, uint16_t code, uint32_t k)
{
	program->code[program->n++] = (struct sock_filter){ .code = code, .k = k };
}

/* Passes over the next SKIP instructions unless what was loaded is VALUE. */
static void unless(struct program *program, uint32_t value, uint8_t skip)
{
	program->code[program->n++] =
		(struct sock_filter){ .code = BPF_JMP | BPF_JEQ | BPF_K, .jf = skip, .k = value };
}

static uint32_t failing_with(int error)
{
	return SECCOMP_RET_ERRNO | ((uint32_t)error & SECCOMP_RET_DATA);
}

static void load(struct program *program, size_t offset)
{
	say(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

/* Where the lower or upper half of an argument lies. */
static size_t half(unsigned argument, bool upper)
{
	const bool second = upper == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

	return offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t) + (second ? sizeof(uint32_t) : 0);
}

static void add_form(struct program *program, size_t i)
{
	/* Loading an argument forgets the call's number, so that this ends either way. */
	unless(program, (uint32_t)forms[i].call, forms[i].whole ? 6 : 4);
	if (forms[i].whole) {
		load(program, half(forms[i].argument, true));
		unless(program, 0, 3);
	}
	load(program, half(forms[i].argument, false));
	unless(program, forms[i].value, 1);
	say(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	say(program, BPF_RET | BPF_K, failing_with(forms[i].error));
}

static void write_program(struct program *program)
{
	load(program, offsetof(struct seccomp_data, arch));
	unless(program, ARCHITECTURE, 1);
	say(program, BPF_JMP | BPF_JA, 1);
	/* The numbers mean something else there. */
	say(program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	load(program, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < IK_COUNT(allowed); i++) {
		unless(program, (uint32_t)allowed[i], 1);
		say(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	}
	for (size_t i = 0; i < IK_COUNT(refused); i++) {
		unless(program, (uint32_t)refused[i].call, 1);
		say(program, BPF_RET | BPF_K, failing_with(refused[i].error));
	}
	for (size_t i = 0; i < IK_COUNT(forms); i++)
		add_form(program, i);
	say(program, BPF_RET | BPF_K, failing_with(EPERM));
}

void ik_filter_enter(void)
{
	struct program program = { .n = 0 };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (ARCHITECTURE == 0)
		return;
	write_program(&program);
	/* A kernel without filters leaves the limits, which let nothing be opened or grow either. */
	(void)!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
		     &(struct sock_fprog){ .len = program.n, .filter = program.code }, 0, 0);
}
