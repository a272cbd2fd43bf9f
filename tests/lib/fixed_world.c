/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fixed_world.c: preloaded into the program under test: its clock, host name and addresses stand
 * still, so that golden screens do.  The monotonic clock goes on: time-outs are real. */
#define _GNU_SOURCE /* RTLD_DEFAULT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

enum { SATURDAY_1405_JST = 1795237500 };

/* When the program was built: $FIXED_BUILT_AT, or long ago, since this world stands at a moment of
 * the past. */
__attribute__((constructor)) static void build_before(void)
{
	int64_t *built_at = dlsym(RTLD_DEFAULT, "ik_built_at");
	const char *text = getenv("FIXED_BUILT_AT");

	if (built_at)
		*built_at = text ? atoll(text) : 0;
}

static time_t fixed_now(void)
{
	const char *text = getenv("FIXED_NOW");

	return text ? (time_t)atoll(text) : (time_t)SATURDAY_1405_JST;
}

time_t time(time_t *out)
{
	time_t now = fixed_now();

	if (out)
		*out = now;
	return now;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
	if (clock != CLOCK_REALTIME)
		return (int)syscall(SYS_clock_gettime, clock, out);
	out->tv_sec = fixed_now();
	out->tv_nsec = 0;
	return 0;
}

int gettimeofday(struct timeval *out, void *zone)
{
	(void)zone;
	out->tv_sec = fixed_now();
	out->tv_usec = 0;
	return 0;
}

/* The kernel's word on whether the clock is synchronised. */
int adjtimex(struct timex *out)
{
	out->status = getenv("FIXED_CLOCK_FREE") ? STA_UNSYNC : 0;
	return 0;
}

int gethostname(char *name, size_t size)
{
	strncpy(name, "srv01.example.jp", size);
	return 0;
}

static struct sockaddr_in address = {.sin_family = AF_INET};
static char interface[] = "eth0";
static struct ifaddrs only = {
	.ifa_name = interface,
	.ifa_flags = IFF_UP | IFF_RUNNING,
	.ifa_addr = (struct sockaddr *)&address,
};

int getifaddrs(struct ifaddrs **out)
{
	address.sin_addr.s_addr = htonl(0xc0000207); /* 192.0.2.7 */
	*out = &only;
	return 0;
}

void freeifaddrs(struct ifaddrs *list)
{
	(void)list;
}

/* Every disk has 100 GB free. */
int fstatvfs(int fd, struct statvfs *out)
{
	(void)fd;
	memset(out, 0, sizeof *out);
	out->f_bsize = out->f_frsize = 4096;
	out->f_blocks = out->f_bfree = out->f_bavail = 24414063;
	return 0;
}

/* The table of IPv6 addresses is a file; this world has none. */
static int open_but(int directory, const char *path, int flags, mode_t mode)
{
	if (strcmp(path, "/proc/net/if_inet6") == 0) {
		errno = ENOENT;
		return -1;
	}
	return (int)syscall(SYS_openat, directory, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open_but(directory, path, flags, mode);
}

int openat64(int directory, const char *path, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open_but(directory, path, flags, mode);
}

/* What a fortified openat() without a mode becomes. */
int __openat_2(int directory, const char *path, int flags);
int __openat_2(int directory, const char *path, int flags)
{
	return open_but(directory, path, flags, 0);
}
