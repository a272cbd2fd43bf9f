/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hostile.c: starts hostile.py and learns its ports. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/hostile.h"
#include "base/alloc.h"

enum { SERVERS = 16 };

static struct {
	char name[32];
	unsigned port;
} servers[SERVERS];
static size_t n_servers;
static char folder[] = "/tmp/inkan-fetch-XXXXXX";
static pid_t server;
static int keeps_it; /* closed, it ends */

static pid_t start(int *in, int *out)
{
	int to[2], from[2];
	char *script = ik_format("%s/agent/hostile.py", getenv("srcdir"));
	pid_t pid;

	if (pipe(to) != 0 || pipe(from) != 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[1]);
		close(from[0]);
		execlp("python3", "python3", "-W", "ignore", script, folder, NULL);
		_exit(HOSTILE_NONE);
	}
	free(script);
	close(to[0]);
	close(from[1]);
	*in = to[1];
	*out = from[0];
	fcntl(*in, F_SETFD, FD_CLOEXEC);
	return pid;
}

static bool learn_ports(int from)
{
	FILE *lines = fdopen(from, "r");
	char line[64];
	bool ready = false;

	while (!ready && fgets(line, sizeof(line), lines) != NULL && n_servers < SERVERS) {
		ready = strcmp(line, "ready\n") == 0;
		if (!ready
		    && sscanf(line, "%31s %u", servers[n_servers].name, &servers[n_servers].port)
			       == 2)
			n_servers++;
	}
	fclose(lines);
	return ready;
}

static unsigned port_of(const char *name)
{
	for (size_t i = 0; i < n_servers; i++)
		if (strcmp(servers[i].name, name) == 0)
			return servers[i].port;
	ck_abort_msg("no server %s", name);
}

char *hostile_url(const char *name, const char *path)
{
	const bool plain = strcmp(name, "plain") == 0;

	return ik_format("%s://127.0.0.1:%u/%s", plain ? "http" : "https", port_of(name), path);
}

char *hostile_file(const char *name)
{
	return ik_format("%s/%s", folder, name);
}

static void remove_folder(void)
{
	char *command = ik_format("rm -rf %s", folder);

	if (system(command) != 0)
		fprintf(stderr, "%s was left\n", folder);
	free(command);
}

bool hostile_begin(void)
{
	int from;

	/* A proxy of the machine's is none of these servers' business. */
	setenv("no_proxy", "127.0.0.1", 1);
	if (mkdtemp(folder) == NULL)
		return false;
	server = start(&keeps_it, &from);
	if (learn_ports(from))
		return true;
	hostile_end();
	return false;
}

void hostile_end(void)
{
	int status;

	close(keeps_it);
	waitpid(server, &status, 0);
	remove_folder();
}
