/* SPDX-License-Identifier: GPL-3.0-or-later */
/* processes.c: whole processes side by side, in shuffled rounds.
 *
 *   bench-processes ROUNDS LABEL[*THINGS]=COMMAND...
 *
 * A command is one line for /bin/sh, run in a new empty directory each time.  Wall time from the
 * fork to the end; peak memory is that of the largest single process of the tree.  Ratios are
 * medians of the rounds' pairs with the first command.  With THINGS, the number of those that it
 * works on, the time of each is shown, too. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"

struct contender {
	const char *label, *command;
	unsigned long things; /* 0: not said */
	double wall[ROUNDS_MAX];
	long peak; /* KiB */
	int failures;
};

static void in_scratch(const char *command)
{
	char scratch[] = "/dev/shm/inkan-bench-XXXXXX";
	int null = open("/dev/null", O_RDWR);

	if (!mkdtemp(scratch) || chdir(scratch) != 0)
		_exit(126);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	setenv("D", scratch, 1);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* The scratch directories go between the rounds, where nobody's time is taken. */
static void sweep(void)
{
	if (system("rm -rf /dev/shm/inkan-bench-*") != 0)
		perror("sweeping");
}

static double run_once(struct contender *c)
{
	double start = measure_now();
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		in_scratch(c->command);
	wait4(pid, &status, 0, &usage);
	if (status != 0)
		c->failures++;
	if (usage.ru_maxrss > c->peak)
		c->peak = usage.ru_maxrss;
	return measure_now() - start;
}

static void report(const struct contender *all, size_t n, size_t rounds)
{
	printf("%-34s %9s %19s %7s %9s\n", "", "median ms", "p10..p90", "ratio", "peak KiB");
	for (size_t i = 0; i < n; i++) {
		printf("%-34s %9.2f %9.2f..%-8.2f %7.2f %9ld", all[i].label,
		       measure_median(all[i].wall, rounds), measure_tenth(all[i].wall, rounds, 1),
		       measure_tenth(all[i].wall, rounds, 9),
		       measure_ratio(all[i].wall, all[0].wall, rounds), all[i].peak);
		if (all[i].things)
			printf("  %7.1f us each",
			       measure_median(all[i].wall, rounds) * 1e3 / (double)all[i].things);
		printf(all[i].failures ? "  FAILED %d times\n" : "\n", all[i].failures);
	}
}

int main(int argc, char **argv)
{
	static struct contender all[CONTENDERS_MAX];
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, n = 0, order[CONTENDERS_MAX];

	for (int i = 2; i < argc && n < CONTENDERS_MAX; i++) {
		char *equals = strchr(argv[i], '=');

		if (!equals)
			continue;
		*equals = '\0';
		all[n].label = argv[i];
		all[n].things = strrchr(argv[i], '*') ? strtoul(strrchr(argv[i], '*') + 1, NULL, 10)
						      : 0;
		all[n++].command = equals + 1;
	}
	if (rounds < 1 || rounds > ROUNDS_MAX || n == 0) {
		fprintf(stderr, "usage: bench-processes ROUNDS LABEL[*THINGS]=COMMAND...\n");
		return 2;
	}
	for (size_t i = 0; i < n; i++)
		run_once(&all[i]); /* warms the caches; not counted */
	for (size_t round = 0; round < rounds; round++) {
		sweep();
		measure_shuffle(order, n);
		for (size_t i = 0; i < n; i++)
			all[order[i]].wall[round] = run_once(&all[order[i]]);
	}
	sweep();
	report(all, n, rounds);
	return 0;
}
