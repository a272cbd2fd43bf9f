/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.c: what the process does to itself before it does anything else. */
#include "config.h"

#include "base/process.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static mode_t umask_of_caller;

/* A file that is opened later must not end up as standard output. */
static void open_standard(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0
		    && open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY) != fd)
			abort();
}

/* What may steer the cryptographic library, or write its secrets to a file. */
static bool is_unwanted(const char *variable)
{
	static const char gnutls[] = "GNUTLS_", log[] = "SSLKEYLOGFILE=";

	return strncmp(variable, gnutls, strlen(gnutls)) == 0
	       || strncmp(variable, log, strlen(log)) == 0;
}

static void clear_environment(void)
{
	char **to = environ;

	if (!environ)
		return;
	for (char **from = environ; *from; from++)
		if (!is_unwanted(*from))
			*to++ = *from;
	*to = NULL;
}

void ik_process_start(void)
{
	const struct rlimit none = {0, 0};

	open_standard();
	umask_of_caller = umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	clear_environment();
}

mode_t ik_process_umask(void)
{
	return umask_of_caller;
}
