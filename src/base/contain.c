/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain.c: the parent's side: starts children, feeds them, counts what they answer, ends them. */
#include "config.h"

#include "base/contain.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/contain_child.h"
#include "base/pack.h"

enum { SECONDS_USUAL = 60, WALL_FACTOR = 3, SIDE_BY_SIDE_MAX = 64 };

struct child {
	struct ik_job *job;
	pid_t pid; /* 0: this place is free */
	int in[2]; /* both ends stay open here while the secret is sent: no SIGPIPE */
	int out;
	int self; /* the process itself, to see it end; -1 where the kernel has no such thing */
	size_t sent;
	unsigned ticks; /* seconds left */
	struct ik_answer_head head;
	size_t head_size; /* bytes of HEAD that came so far */
	ik_secret *body;
	bool lied;
	time_t spent; /* seconds of processor time, once it has ended */
};

/* The children that work side by side, and what tells of them. */
struct pool {
	struct child *children;
	size_t width;
	size_t running;
	int epoll;
	int timer;
};

/* What an event is about: a child's place, and which of its two pipes, or its end; or the timer. */
enum { ABOUT_OUT, ABOUT_IN, ABOUT_END, ABOUT_TIMER };

static bool watch_fd(struct pool *pool, int fd, uint32_t events, size_t place, unsigned about)
{
	struct epoll_event event = {.events = events, .data.u64 = (uint64_t)place << 2 | about};

	return epoll_ctl(pool->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* Taken out by hand: a child forked meanwhile may share the file for a moment, and would keep it in
 * the set. */
static void close_watched(struct pool *pool, int *fd)
{
	if (*fd < 0)
		return;
	epoll_ctl(pool->epoll, EPOLL_CTL_DEL, *fd, NULL);
	close(*fd);
	*fd = -1;
}

static void close_plain(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Ends the child if it has not ended, and leaves nothing of it.  Returns how it ended. */
static int reap(struct pool *pool, struct child *child)
{
	struct rusage used = {0};
	int status = -1;

	/* One that is already dying keeps the cause it is dying of. */
	kill(child->pid, SIGKILL);
	while (wait4(child->pid, &status, 0, &used) < 0 && errno == EINTR)
		continue;
	child->spent = used.ru_utime.tv_sec + used.ru_stime.tv_sec;
	close_watched(pool, &child->in[1]);
	close_plain(&child->in[0]);
	close_watched(pool, &child->out);
	close_watched(pool, &child->self);
	child->pid = 0;
	pool->running--;
	return status;
}

/* By its name, which is the same in every language. */
static void tell_signal(int number, struct ik_error *err)
{
	const char *name = sigabbrev_np(number);

	if (name)
		ik_error_detail(err, "SIG%s", name);
}

static void blame(const struct child *child, int status, struct ik_error *err)
{
	enum ik_error_id id = IK_E_CHILD_DIED;

	if (child->lied
	    || (child->head_size > 0 && WIFEXITED(status) && WEXITSTATUS(status) == IK_CHILD_DONE))
		id = IK_E_CHILD_LIED;
	else if (WIFEXITED(status) && WEXITSTATUS(status) == IK_CHILD_NO_MEMORY)
		id = IK_E_NO_MEMORY;
	else if (WIFEXITED(status) && WEXITSTATUS(status) == IK_CHILD_NO_FILES)
		id = IK_E_FILES_MANY;
	else if (WIFSIGNALED(status)
		 && (WTERMSIG(status) == SIGXCPU || child->spent >= (time_t)child->job->seconds))
		id = IK_E_CHILD_SLOW;
	ik_fail(err, id);
	if (id == IK_E_CHILD_DIED && WIFSIGNALED(status))
		tell_signal(WTERMSIG(status), err);
}

/* What a job's failure is: its own affair, or that of all. */
static bool lose(const struct ik_job *job, const struct ik_error *failure, struct ik_error *err)
{
	if (!job->failure)
		return ik_pass(err, failure);
	*job->failure = *failure;
	return true;
}

/* The child has said all it will say. */
static bool finish(struct pool *pool, struct child *child, struct ik_error *err)
{
	const int status = reap(pool, child);
	ik_secret *body = child->body;
	const bool whole = !child->lied && body && ik_secret_size(body) == child->head.size;
	struct ik_error failure = {0};

	child->body = NULL;
	if (whole && child->head.kind == IK_ANSWER_RESULT) {
		child->job->result = body;
		return true;
	}
	if (whole)
		ik_answer_error(body, &failure);
	else
		blame(child, status, &failure);
	ik_secret_free(body);
	return lose(child->job, &failure, err);
}

/* Its time is over. */
static bool stop(struct pool *pool, struct child *child, struct ik_error *err)
{
	struct ik_error slow = {0};

	ik_fail(&slow, IK_E_CHILD_SLOW);
	reap(pool, child);
	ik_secret_free(child->body);
	return lose(child->job, &slow, err);
}

/* The head is there: room for what it announces, if that is something a child may say. */
static void open_body(struct child *child)
{
	const bool result = child->head.kind == IK_ANSWER_RESULT;
	const size_t most = result ? child->job->result_cap : IK_ANSWER_ERROR_ROOM;

	if ((!result && child->head.kind != IK_ANSWER_ERROR) || child->head.size > most)
		child->lied = true;
	else
		child->body = ik_secret_new(child->head.size);
}

/* Reads what is there now.  False once nothing more will come, or nothing more is wanted. */
static bool hear(struct child *child)
{
	char extra;
	char *to = &extra;
	size_t room = sizeof(extra);

	if (child->head_size < sizeof(child->head)) {
		to = (char *)&child->head + child->head_size;
		room = sizeof(child->head) - child->head_size;
	} else if (ik_secret_size(child->body) < child->head.size) {
		to = ik_secret_tail(child->body);
		room = child->head.size - ik_secret_size(child->body);
	}

	const ssize_t n = read(child->out, to, room);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0)
		return false;
	if (to == &extra) {
		child->lied = true;
	} else if (child->body) {
		ik_secret_grown(child->body, (size_t)n);
	} else {
		child->head_size += (size_t)n;
		if (child->head_size == sizeof(child->head))
			open_body(child);
	}
	return !child->lied;
}

/* It has ended: what stands in the pipe is all it said, even if the pipe itself is held open by
 * what it left behind. */
static bool hear_last(struct pool *pool, struct child *child, struct ik_error *err)
{
	int waiting = 0;

	while (ioctl(child->out, FIONREAD, &waiting) == 0 && waiting > 0 && hear(child))
		continue;
	return finish(pool, child, err);
}

/* Sends what the pipe takes now; a child that went away is noticed by its silence, not here. */
static void feed(struct pool *pool, struct child *child)
{
	const ik_secret *secret = child->job->secret;
	const size_t left = ik_secret_size(secret) - child->sent;
	const ssize_t n = write(child->in[1], ik_secret_data(secret) + child->sent, left);

	if (n > 0)
		child->sent += (size_t)n;
	if (child->sent == ik_secret_size(secret)) {
		close_watched(pool, &child->in[1]);
		close_plain(&child->in[0]);
	}
}

/* Read here and not in the child, for whom /proc would first have to make a directory. */
static size_t memory_now(void)
{
	char text[128] = "";
	const int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	if (statm < 0)
		return 0;
	(void)!read(statm, text, sizeof(text) - 1);
	close(statm);
	return strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static pid_t fork_child(const struct ik_job *job, int in, int out)
{
	sigset_t all, before;
	const struct ik_birth birth = {.parent = getpid(), .memory = memory_now()};

	/* No handler of the parent may run in the child, where it would act on what is the
	 * parent's. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);

	const pid_t pid = fork();

	if (pid == 0)
		ik_child_live(job, in, out, &birth);

	const int saved = errno;

	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return pid;
}

static void watch_end(struct pool *pool, struct child *child, size_t place)
{
#ifdef SYS_pidfd_open
	child->self = (int)syscall(SYS_pidfd_open, child->pid, 0);
#endif
	if (child->self >= 0 && !watch_fd(pool, child->self, EPOLLIN, place, ABOUT_END))
		close_plain(&child->self);
}

static bool start(struct pool *pool, size_t place, struct ik_job *job, struct ik_error *err)
{
	struct child *child = &pool->children[place];
	int out[2] = {-1, -1};

	*child = (struct child){.job = job, .in = {-1, -1}, .out = -1, .self = -1};
	if (job->seconds == 0)
		job->seconds = SECONDS_USUAL;
	child->ticks = (job->wall_seconds ? job->wall_seconds : job->seconds * WALL_FACTOR)
		       + 1; /* the first may come at once */
	if (pipe2(out, O_CLOEXEC) != 0 || (job->secret && pipe2(child->in, O_CLOEXEC) != 0))
		goto failed;
	child->out = out[0];
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	if (job->secret)
		fcntl(child->in[1], F_SETFL, O_NONBLOCK);
	if (!watch_fd(pool, child->out, EPOLLIN, place, ABOUT_OUT)
	    || (job->secret && !watch_fd(pool, child->in[1], EPOLLOUT, place, ABOUT_IN)))
		goto failed;
	child->pid = fork_child(job, child->in[0], out[1]);
	if (child->pid < 0)
		goto failed;
	pool->running++;
	close_plain(&out[1]);
	watch_end(pool, child, place);
	return true;
failed:
	/* The limit of a user's processes is the one reason for which a fork is to be tried again.
	 */
	ik_error_errno(err,
		       child->pid < 0 && errno == EAGAIN ? IK_E_PROCESSES_MANY : IK_E_CHILD_START,
		       NULL, errno);
	child->pid = 0;
	close_plain(&out[0]);
	close_plain(&out[1]);
	close_plain(&child->in[0]);
	close_plain(&child->in[1]);
	return false;
}

/* Leaves it to be buried. */
static bool has_ended(const struct child *child)
{
	siginfo_t info = {0};

	return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0
	       && info.si_pid == child->pid;
}

/* A second has passed for all of them.  A parent that was stopped or busy for long counts as one
 * that was not: its children may have been stopped with it. */
static bool tick(struct pool *pool, struct ik_error *err)
{
	uint64_t ticks;

	if (read(pool->timer, &ticks, sizeof(ticks)) != sizeof(ticks))
		return true;
	for (size_t i = 0; i < pool->width; i++) {
		struct child *child = &pool->children[i];

		if (!child->pid)
			continue;
		if (child->self < 0 && has_ended(child)) {
			if (!hear_last(pool, child, err))
				return false;
		} else if (--child->ticks == 0 && !stop(pool, child, err)) {
			return false;
		}
	}
	return true;
}

/* Does all that can be done without waiting.  False: a job has failed. */
static bool attend(struct pool *pool, struct ik_error *err)
{
	struct epoll_event events[16];
	const int n = epoll_wait(pool->epoll, events, IK_COUNT(events), 0);

	for (int i = 0; i < n; i++) {
		struct child *child = &pool->children[events[i].data.u64 >> 2];
		const unsigned about = events[i].data.u64 & 3;

		if (about == ABOUT_TIMER) {
			if (!tick(pool, err))
				return false;
		} else if (!child->pid) {
			continue; /* ended by an event before this one */
		} else if (about == ABOUT_IN) {
			if (child->in[1] >= 0)
				feed(pool, child);
		} else if (about == ABOUT_END) {
			if (!hear_last(pool, child, err))
				return false;
		} else if (!hear(child) && !finish(pool, child, err)) {
			return false;
		}
	}
	return true;
}

static size_t processors(void)
{
	cpu_set_t set;
	const int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return n < 1 ? 1 : n > SIDE_BY_SIDE_MAX ? SIDE_BY_SIDE_MAX : (size_t)n;
}

static bool open_pool(struct pool *pool, const struct ik_job *jobs, size_t n, struct ik_error *err)
{
	const struct itimerspec second = {.it_interval.tv_sec = 1, .it_value.tv_sec = 1};

	pool->width = n > 0 && jobs[0].idles ? SIDE_BY_SIDE_MAX : processors();
	if (pool->width > n)
		pool->width = n;
	pool->children = ik_alloc_array(pool->width, sizeof(*pool->children));
	pool->epoll = epoll_create1(EPOLL_CLOEXEC);
	pool->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (pool->epoll < 0 || pool->timer < 0
	    || timerfd_settime(pool->timer, 0, &second, NULL) != 0
	    || !watch_fd(pool, pool->timer, EPOLLIN, 0, ABOUT_TIMER))
		return ik_error_errno(err, IK_E_CHILD_START, NULL, errno);
	return true;
}

static void close_pool(struct pool *pool)
{
	for (size_t i = 0; i < pool->width; i++)
		if (pool->children[i].pid) {
			reap(pool, &pool->children[i]);
			ik_secret_free(pool->children[i].body);
		}
	close_plain(&pool->timer);
	close_plain(&pool->epoll);
	free(pool->children);
}

/* Starts jobs wherever a place is free. */
static bool fill(struct pool *pool, struct ik_job *jobs, size_t n, size_t *next,
		 struct ik_error *err)
{
	for (size_t i = 0; i < pool->width && *next < n; i++)
		if (!pool->children[i].pid && !start(pool, i, &jobs[(*next)++], err))
			return false;
	return true;
}

bool ik_contain(struct ik_job *jobs, size_t n, struct ik_watch *watch, struct ik_error *err)
{
	struct pool pool = {.epoll = -1, .timer = -1};
	const struct sigaction normal = {.sa_handler = SIG_DFL};
	struct sigaction before;
	size_t next = 0;
	bool ok = false;

	for (size_t i = 0; i < n; i++)
		jobs[i].result = NULL;
	ik_filter_write();
	/* Whoever reaps or ignores children meanwhile would take ours away, and their process ids
	 * with them. */
	sigaction(SIGCHLD, &normal, &before);
	if (!open_pool(&pool, jobs, n, err))
		goto out;
	while (next < n || pool.running > 0) {
		if (!fill(&pool, jobs, n, &next, err))
			goto out;
		if (!ik_watch_wait(watch, pool.epoll)) {
			ik_fail(err, IK_E_CANCELLED);
			goto out;
		}
		if (!attend(&pool, err))
			goto out;
	}
	ok = true;
out:
	close_pool(&pool);
	sigaction(SIGCHLD, &before, NULL);
	if (!ok)
		ik_job_free(jobs, n);
	return ok;
}

bool ik_contain_one(const struct ik_job *job, struct ik_watch *watch, ik_secret **out,
		    struct ik_error *err)
{
	struct ik_job copy = *job;
	const bool ok = ik_contain(&copy, 1, watch, err);

	if (out) {
		*out = copy.result;
		copy.result = NULL;
	}
	ik_job_free(&copy, 1);
	return ok;
}

void ik_job_free(struct ik_job *jobs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ik_secret_free(jobs[i].result);
		jobs[i].result = NULL;
	}
}
