/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.c: terminal programs side by side on an 80x24 pseudo-terminal, in shuffled rounds.
 *
 *   bench-terminal start ROUNDS LABEL=WORD=COMMAND...          time from exec to the last byte of
 * the first screen bench-terminal keys  ROUNDS LABEL=WORD=PRE=COMMAND...      bytes, writes and
 * time of keys in a text field
 *
 * WORD is on the first screen once it is complete.  PRE are keys that lead to the field
 * ("enter,enter").  Writes are counted by the kernel (/proc/PID/io): a reader of the terminal
 * cannot tell them apart. */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/measure.h"

enum { QUIET_START_MS = 40, QUIET_KEY_MS = 15, FIRST_BYTE_MS = 2000, SCREEN_MAX = 1 << 18 };

static const struct key {
	const char *name, *bytes;
} keys[] = {
	{"ASCII character", "a"},
	{"Japanese character", "\346\274\242"},
	{"Backspace", "\177"},
	{"Tab", "\t"},
	{"paste of 200, one write", NULL},
};
enum { N_KEYS = sizeof keys / sizeof keys[0] };

struct contender {
	const char *label, *word, *pre, *command;
	double start[ROUNDS_MAX];
	double bytes[N_KEYS][ROUNDS_MAX], writes[N_KEYS][ROUNDS_MAX], time[N_KEYS][ROUNDS_MAX];
	double first_bytes, peak;
	int failures;
};

struct program {
	int fd;
	pid_t pid;
	double started, last;
	size_t seen; /* bytes of the present settling */
	char screen[SCREEN_MAX];
	size_t size;
};

static void start_program(struct program *p, const char *command)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	char line[1024], *argv[64];

	snprintf(line, sizeof line, "%s", command);
	measure_split(line, argv, 64);
	p->size = 0;
	p->started = measure_now();
	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid == 0) {
		int answer = open("/dev/null", O_WRONLY);

		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		dup2(answer, 3);
		execvp(argv[0], argv);
		_exit(127);
	}
}

/* Reads until nothing came for QUIET ms; before the first byte (or WORD) it waits longer.  False:
 * it ended. */
static int settle(struct program *p, int quiet, const char *word)
{
	struct pollfd ready = {.events = POLLIN, .fd = p->fd};
	size_t begin = p->size;

	p->last = measure_now();
	for (;;) {
		int complete = p->size > begin
			       && (!word || memmem(p->screen, p->size, word, strlen(word)));

		if (poll(&ready, 1, complete ? quiet : word ? FIRST_BYTE_MS : 150) <= 0)
			break;
		ssize_t n = read(p->fd, p->screen + p->size, SCREEN_MAX - p->size);
		if (n <= 0)
			return 0;
		p->size += (size_t)n;
		p->last = measure_now();
	}
	p->seen = p->size - begin;
	return 1;
}

static double figure(pid_t pid, const char *file, const char *name)
{
	char path[64], line[256];
	double value = 0;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, name, strlen(name)) == 0)
			value = atof(line + strlen(name));
	if (f)
		fclose(f);
	return value;
}

static void end_program(struct program *p)
{
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	close(p->fd);
}

static void send_text(struct program *p, const char *bytes, size_t size)
{
	if (write(p->fd, bytes, size) != (ssize_t)size)
		perror("typing");
}

static void measure_key(struct contender *c, struct program *p, size_t k, size_t round)
{
	char paste[200];
	double writes = figure(p->pid, "io", "syscw:"), begun = measure_now();

	for (size_t i = 0; i < sizeof paste; i++)
		paste[i] = (char)('a' + i % 26); /* no run that a terminal could repeat */
	if (keys[k].bytes)
		send_text(p, keys[k].bytes, strlen(keys[k].bytes));
	else
		send_text(p, paste, sizeof paste);
	settle(p, QUIET_KEY_MS, NULL);
	c->bytes[k][round] = (double)p->seen;
	c->writes[k][round] = figure(p->pid, "io", "syscw:") - writes;
	c->time[k][round] = p->last - begun;
}

static void one_run(struct contender *c, int with_keys, size_t round)
{
	static struct program p;
	char pre[64];

	start_program(&p, c->command);
	if (!settle(&p, QUIET_START_MS, c->word))
		c->failures++;
	c->start[round] = p.last - p.started;
	c->first_bytes = (double)p.seen;
	snprintf(pre, sizeof pre, "%s", c->pre ? c->pre : "");
	for (char *key = strtok(pre, ","); key && with_keys; key = strtok(NULL, ",")) {
		send_text(&p, "\r", 1);
		settle(&p, QUIET_KEY_MS, NULL);
	}
	/* The first character replaces hints and remarks once; only what follows is a key like any
	 * other. */
	static const size_t order[] = {0, 0, 1, 2, 4, 3};
	for (size_t i = 0; i < sizeof order / sizeof order[0] && with_keys; i++)
		measure_key(c, &p, order[i], round);
	c->peak = figure(p.pid, "status", "VmHWM:");
	end_program(&p);
}

static void report_start(const struct contender *all, size_t n, size_t rounds)
{
	printf("%-24s %9s %19s %7s %7s %9s\n", "", "median ms", "p10..p90", "ratio", "bytes",
	       "peak KiB");
	for (size_t i = 0; i < n; i++)
		printf("%-24s %9.2f %9.2f..%-8.2f %7.2f %7.0f %9.0f%s\n", all[i].label,
		       measure_median(all[i].start, rounds), measure_tenth(all[i].start, rounds, 1),
		       measure_tenth(all[i].start, rounds, 9),
		       measure_ratio(all[i].start, all[0].start, rounds), all[i].first_bytes,
		       all[i].peak, all[i].failures ? "  FAILED" : "");
}

static void report_keys(const struct contender *all, size_t n, size_t rounds)
{
	for (size_t k = 0; k < N_KEYS; k++) {
		printf("%-24s %9s %9s %9s %7s\n", keys[k].name, "bytes", "writes", "ms", "ratio");
		for (size_t i = 0; i < n; i++)
			printf("  %-22s %9.0f %9.0f %9.2f %7.2f\n", all[i].label,
			       measure_median(all[i].bytes[k], rounds),
			       measure_median(all[i].writes[k], rounds),
			       measure_median(all[i].time[k], rounds),
			       measure_ratio(all[i].time[k], all[0].time[k], rounds));
	}
}

static char *cut(char *text)
{
	char *equals = strchr(text, '=');

	if (!equals)
		return text + strlen(text);
	*equals = '\0';
	return equals + 1;
}

int main(int argc, char **argv)
{
	static struct contender all[CONTENDERS_MAX];
	int with_keys = argc > 1 && strcmp(argv[1], "keys") == 0;
	size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 0, n = 0, order[CONTENDERS_MAX];

	for (int i = 3; i < argc && n < CONTENDERS_MAX; i++, n++) {
		all[n].label = argv[i];
		all[n].word = cut(argv[i]);
		char *rest = cut(argv[i] + strlen(argv[i]) + 1);
		if (with_keys) {
			all[n].pre = rest;
			rest = cut(rest);
		}
		all[n].command = rest;
	}
	if (rounds < 1 || rounds > ROUNDS_MAX || n == 0) {
		fprintf(stderr,
			"usage: bench-terminal start|keys ROUNDS LABEL=WORD=[PRE=]COMMAND...\n");
		return 2;
	}
	for (size_t i = 0; i < n; i++)
		one_run(&all[i], with_keys, 0); /* warms the caches; overwritten */
	for (size_t round = 0; round < rounds; round++) {
		measure_shuffle(order, n);
		for (size_t i = 0; i < n; i++)
			one_run(&all[order[i]], with_keys, round);
	}
	if (with_keys)
		report_keys(all, n, rounds);
	else
		report_start(all, n, rounds);
	return 0;
}
