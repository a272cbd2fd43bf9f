/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_child.c: the life of a contained child, from the fork to its answer. */
#include "config.h"

#include "base/contain_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/pack.h"

/* Where a child finds its pipes, and the first descriptor that it does not have. */
enum { IN_FD = 3, OUT_FD = 4, NO_FD = 5 };

/* A sanitizer maps terabytes for itself, and has only standard error to say what it found. */
#ifdef IK_SANITIZED
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static const rlim_t memory_limit = 512UL * 1024 * 1024;

/* What is open when a parent runs out of memory is no business of its child: only the parent may
 * clean up. */
static void out_of_memory(bool late)
{
	(void)late;
	_exit(IK_CHILD_NO_MEMORY);
}

/* The keyboard's signals reach the whole foreground group; what they mean is for the parent to say,
 * and a child never outlives it. */
static void own_signals(void)
{
	static const int ignored[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
	const struct sigaction normal = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		sigaction(number, &normal, NULL);
	for (size_t i = 0; i < IK_COUNT(ignored); i++)
		sigaction(ignored[i], &ignore, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool tied_to(pid_t parent)
{
	/* A parent that died before the first line sends nothing. */
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == parent;
}

static void close_from(int first)
{
	if (close_range((unsigned)first, ~0U, 0) == 0)
		return;

	const long end = sysconf(_SC_OPEN_MAX);

	for (int fd = first; fd < end; fd++)
		close(fd);
}

/* Copies FD above all places that something is about to be put in. */
static int lifted(int fd, int fallback)
{
	return fcntl(fd >= 0 ? fd : fallback, F_DUPFD, NO_FD);
}

static bool keep_only(int in, int out)
{
	const int null = open("/dev/null", O_RDWR);
	const int high_null = lifted(null, null), high_in = lifted(in, null),
		  high_out = lifted(out, null);

	if (high_null < 0 || high_in < 0 || high_out < 0)
		return false;
	for (int fd = 0; fd <= (SANITIZED ? 1 : 2); fd++)
		if (dup2(high_null, fd) < 0)
			return false;
	if (dup2(high_in, IN_FD) < 0 || dup2(high_out, OUT_FD) < 0)
		return false;
	close_from(NO_FD);
	return true;
}

static void limit(int resource, rlim_t soft, rlim_t hard)
{
	const struct rlimit value = {.rlim_cur = soft, .rlim_max = hard};

	setrlimit(resource, &value);
}

static void take_limits(unsigned seconds, size_t born_with)
{
	limit(RLIMIT_CPU, seconds, seconds + 1);
	limit(RLIMIT_FSIZE, 0, 0);
	limit(RLIMIT_CORE, 0, 0);
	if (!SANITIZED) {
		const rlim_t memory = born_with + memory_limit;

		limit(RLIMIT_AS, memory, memory);
	}
}

static void give_up_files(void)
{
	/* Holds where there is no filter, too: what is open stays, nothing more can be opened. */
	limit(RLIMIT_NOFILE, NO_FD, NO_FD);
	ik_filter_enter();
}

/* The parent's secret was wiped by the fork, its size was not. */
static ik_secret *receive(const ik_secret *from)
{
	size_t left = ik_secret_size(from);
	ik_secret *secret = ik_secret_new(ik_secret_room(from));

	while (left > 0) {
		const ssize_t n = read(IN_FD, ik_secret_tail(secret), left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(IK_CHILD_FAILED);
		ik_secret_grown(secret, (size_t)n);
		left -= (size_t)n;
	}
	close(IN_FD);
	return secret;
}

static void send_bytes(const void *data, size_t size)
{
	const char *at = data;

	while (size > 0) {
		const ssize_t n = write(OUT_FD, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(IK_CHILD_FAILED);
		at += n;
		size -= (size_t)n;
	}
}

static void answer(uint64_t kind, const ik_secret *bytes)
{
	const struct ik_answer_head head = {.kind = kind, .size = ik_secret_size(bytes)};

	send_bytes(&head, sizeof(head));
	send_bytes(ik_secret_data(bytes), ik_secret_size(bytes));
}

static void answer_error(const struct ik_error *err)
{
	ik_secret *packed = ik_secret_new(IK_ANSWER_ERROR_ROOM);

	ik_pack_error(packed, err);
	answer(IK_ANSWER_ERROR, packed);
	ik_secret_free(packed);
}

void ik_child_live(const struct ik_job *job, int in, int out, const struct ik_birth *birth)
{
	struct ik_error err = {0};

	ik_alloc_on_failure(out_of_memory);
	own_signals();
	if (!tied_to(birth->parent))
		_exit(IK_CHILD_FAILED);
	if (!keep_only(in, out))
		_exit(errno == EMFILE || errno == ENFILE || errno == EINVAL ? IK_CHILD_NO_FILES
									    : IK_CHILD_FAILED);
	take_limits(job->seconds, birth->memory);
	if (job->prepare)
		job->prepare(job->argument);
	give_up_files();

	ik_secret *secret = job->secret ? receive(job->secret) : NULL;
	ik_secret *result = ik_secret_new(job->result_cap);

	if (job->run(job->argument, secret, result, &err))
		answer(IK_ANSWER_RESULT, result);
	else
		answer_error(&err);
	ik_secret_free(result);
	ik_secret_free(secret);
	_exit(IK_CHILD_DONE);
}
