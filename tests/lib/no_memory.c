/* SPDX-License-Identifier: GPL-3.0-or-later */
/* no_memory.c: preloaded into the program under test: once a file has got the name $NO_MEMORY_AFTER
 * by being renamed, there is no memory any more for whoever wants it zeroed, as all plain
 * allocations of inkan do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int exhausted;

int renameat(int from_directory, const char *from, int to_directory, const char *to)
{
	const char *last = getenv("NO_MEMORY_AFTER");
	int result = (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 0);

	if (result == 0 && last && strcmp(to, last) == 0)
		exhausted = 1;
	return result;
}

void *calloc(size_t n, size_t size)
{
	static void *(*real)(size_t n, size_t size);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "calloc");
	if (!exhausted && real)
		return real(n, size);
	errno = ENOMEM;
	return NULL;
}
