/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.c: starting a program, catching what it says, ending it when its time is over. */
#include "config.h"

#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/process.h"

enum { TICK_MS = 20, FIRST_FREE_FD = 3, PIECE = 4096 };

struct run {
	const struct ik_program *program;
	struct ik_program_result *result;
	pid_t pid;
	int out; /* our end of its output; -1: closed */
	int timer;
	int epoll;
	double since;
	bool told; /* SIGTERM was sent */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- starting --------------------------------------------------------------------------------- */

static int set_actions(posix_spawn_file_actions_t *actions, int out)
{
	int error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY,
						     0);

	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, out, STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(actions, out, STDERR_FILENO);
	/* A password may have come through a descriptor that the caller left open. */
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(actions, FIRST_FREE_FD);
	return error ? error : posix_spawn_file_actions_addchdir_np(actions, "/");
}

static int set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t all, none;
	int error;

	sigfillset(&all);
	sigemptyset(&none);
	error = posix_spawnattr_setsigdefault(attributes, &all);
	if (!error)
		error = posix_spawnattr_setsigmask(attributes, &none);
	return error ? error
		     : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF
								    | POSIX_SPAWN_SETSIGMASK
								    | POSIX_SPAWN_SETSID);
}

/* 0 or an errno. */
static int spawn(struct run *run, int out)
{
	char *name = (char *)(uintptr_t)run->program->path;
	char *const arguments[] = {name, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (!error) {
		error = set_actions(&actions, out);
		if (!error)
			error = set_attributes(&attributes);
		mode_t ours = umask(ik_process_umask());
		if (!error)
			error = posix_spawn(&run->pid, name, &actions, &attributes, arguments,
					    run->program->environment);
		umask(ours);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static bool watch_over(const struct run *run, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(run->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* 0 or an errno. */
static int start(struct run *run)
{
	const struct itimerspec tick = {{0, TICK_MS * 1000000L}, {0, TICK_MS * 1000000L}};
	int ends[2];
	int error;

	run->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	run->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (run->timer < 0 || run->epoll < 0 || timerfd_settime(run->timer, 0, &tick, NULL) != 0
	    || !watch_over(run, run->timer) || pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	run->out = ends[0];
	if (fcntl(run->out, F_SETFL, O_NONBLOCK) != 0 || !watch_over(run, run->out))
		error = errno;
	else
		error = spawn(run, ends[1]);
	close(ends[1]);
	return error;
}

/* --- running ---------------------------------------------------------------------------------- */

static void close_output(struct run *run)
{
	if (run->out >= 0)
		close(run->out);
	run->out = -1;
}

/* The end of what it says is what tells why it failed. */
static void keep(struct ik_buffer *said, const char *piece, size_t size)
{
	ik_buffer_add(said, piece, size);
	if (said->size <= 2 * IK_PROGRAM_SAID_MAX)
		return;
	memmove(said->data, said->data + said->size - IK_PROGRAM_SAID_MAX, IK_PROGRAM_SAID_MAX);
	said->size = IK_PROGRAM_SAID_MAX;
	said->data[said->size] = '\0';
}

/* Takes what is there, and no more than the pipe holds: somebody who never stops must not hold us
 * up. */
static void listen_once(struct run *run)
{
	char piece[PIECE];
	ssize_t n = 1;

	for (int i = 0; i < 64 && n > 0 && run->out >= 0; i++) {
		n = read(run->out, piece, sizeof(piece));
		if (n > 0)
			keep(&run->result->said, piece, (size_t)n);
		else if (n == 0 || (errno != EAGAIN && errno != EINTR))
			close_output(run);
	}
}

static bool has_ended(struct run *run)
{
	struct ik_program_result *result = run->result;
	int status;
	pid_t pid = waitpid(run->pid, &status, WNOHANG);

	if (pid == 0 || (pid < 0 && errno == EINTR))
		return false;
	if (run->told) {
		result->end = IK_PROGRAM_SLOW;
		result->code = (int)run->program->seconds;
	} else if (pid > 0 && WIFEXITED(status)) {
		result->code = WEXITSTATUS(status);
		result->end = result->code == 0 ? IK_PROGRAM_DONE : IK_PROGRAM_FAILED;
	} else {
		result->end = IK_PROGRAM_KILLED;
		result->code = pid > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	}
	return true;
}

static void hurry(struct run *run)
{
	double spent = now() - run->since;

	if (spent >= (double)run->program->seconds + IK_PROGRAM_GRACE) {
		kill(-run->pid, SIGKILL);
	} else if (spent >= (double)run->program->seconds && !run->told) {
		run->told = true;
		kill(-run->pid, SIGTERM);
	}
}

static void accompany(struct run *run, struct ik_watch *watch)
{
	uint64_t ticks;

	while (!has_ended(run)) {
		hurry(run);
		ik_watch_wait(watch, run->epoll);
		(void)!read(run->timer, &ticks, sizeof(ticks));
		listen_once(run);
	}
	/* Whoever did not hear the first signal is still in that session. */
	if (run->told)
		kill(-run->pid, SIGKILL);
	listen_once(run);
}

static void trim(struct ik_buffer *said)
{
	size_t extra = said->size > IK_PROGRAM_SAID_MAX ? said->size - IK_PROGRAM_SAID_MAX : 0;

	if (!extra)
		return;
	memmove(said->data, said->data + extra, IK_PROGRAM_SAID_MAX + 1);
	said->size = IK_PROGRAM_SAID_MAX;
}

void ik_program_run(const struct ik_program *program, struct ik_watch *watch,
		    struct ik_program_result *result)
{
	struct run run = {.program = program,
			  .result = result,
			  .out = -1,
			  .timer = -1,
			  .epoll = -1,
			  .since = now()};
	const struct sigaction normal = {.sa_handler = SIG_DFL};
	struct sigaction before;

	/* Where children are ignored, how they ended is never told. */
	sigaction(SIGCHLD, &normal, &before);
	*result = (struct ik_program_result){.end = IK_PROGRAM_UNSTARTED};
	result->code = start(&run);
	if (result->code == 0)
		accompany(&run, watch);
	sigaction(SIGCHLD, &before, NULL);
	result->seconds = now() - run.since;
	trim(&result->said);
	close_output(&run);
	if (run.timer >= 0)
		close(run.timer);
	if (run.epoll >= 0)
		close(run.epoll);
}
