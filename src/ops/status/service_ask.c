/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service_ask.c: services asked for their certificates, each by a child of its own that finds and
 * reaches it, then gives up files and network but for that one connection, and only then hears what
 * a stranger says. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "ops/rules/rules.h"
#include "ops/status/service.h"

/* A second more than the child gives itself: it may have something to say at the end. */
enum { WALL_SECONDS = IK_SERVICE_SECONDS + 1, SEEN_MAX = 512 * 1024 };

struct question {
	const struct ik_service *service;
	const char *sni;
	const char *key_type; /* that will do; NULL: any */
};

/* --- in the child: the way to the service ----------------------------------------------------- */

/* What this child has reached; it has one service to ask. */
static struct {
	int64_t deadline;
	int fd;
	struct ik_error failure;
} reached = {.fd = -1};

static bool fail_slow(const char *name, struct ik_error *err)
{
	char *seconds = ik_format("%d", IK_SERVICE_SECONDS);

	ik_fail(err, IK_E_SERVICE_SLOW, name, seconds);
	free(seconds);
	return false;
}

static bool fail_name(const struct ik_service *service, int code, int saved_errno,
		      struct ik_error *err)
{
	if (code == EAI_SYSTEM)
		return ik_error_errno(err, IK_E_SERVICE_REACH, service->name, saved_errno);
	if (code == EAI_AGAIN)
		return ik_fail(err, IK_E_SERVICE_NAME_LATER, service->host);
	return ik_fail(err, IK_E_SERVICE_NAME, service->host);
}

static bool fail_reach(const struct ik_service *service, int error, struct ik_error *err)
{
	if (error == ETIMEDOUT)
		return fail_slow(service->name, err);
	if (error == ECONNREFUSED)
		return ik_fail(err, IK_E_SERVICE_REFUSED, service->name);
	return ik_error_errno(err, IK_E_SERVICE_REACH, service->name, error);
}

/* Waits until a connection under way is there; 0, or the errno. */
static int wait_for(int fd, int64_t until)
{
	struct pollfd one = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t size = sizeof(error);

	for (;;) {
		const int64_t left = until - ik_served_clock();
		const int n = poll(&one, 1, left > 0 ? (int)left : 0);

		if (n > 0)
			break;
		if (n == 0 && left <= 0)
			return ETIMEDOUT;
		if (n < 0 && errno != EINTR)
			return errno;
	}
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

/* A connection to one address, or -1 and the errno in *ERROR. */
static int connect_to(const struct addrinfo *address, int64_t until, int *error)
{
	const int fd = socket(address->ai_family,
			      address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
			      address->ai_protocol);

	*error = 0;
	if (fd < 0) {
		*error = errno;
		return -1;
	}
	if (connect(fd, address->ai_addr, address->ai_addrlen) != 0)
		*error = errno == EINPROGRESS ? wait_for(fd, until) : errno;
	if (*error == 0)
		return fd;
	close(fd);
	return -1;
}

static unsigned count(const struct addrinfo *addresses)
{
	unsigned n = 0;

	for (; addresses; addresses = addresses->ai_next)
		n++;
	return n;
}

/* Each address has its share of the time that is left, so that one that is silent leaves some for
 * the next. */
static bool connect_one_of(const struct addrinfo *addresses, const struct ik_service *service,
			   struct ik_error *err)
{
	int error = 0;

	for (; addresses; addresses = addresses->ai_next) {
		const int64_t now = ik_served_clock();

		reached.fd = connect_to(addresses,
					now + (reached.deadline - now) / count(addresses), &error);
		if (reached.fd >= 0)
			return true;
	}
	return fail_reach(service, error, err);
}

static void reach(const void *argument)
{
	const struct question *question = argument;
	const struct ik_service *service = question->service;
	const struct addrinfo wish = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV | (service->is_address ? AI_NUMERICHOST : 0),
	};
	struct addrinfo *addresses = NULL;
	int code;

	/* So that a name server that is silent is told apart from a service that is. */
	setenv("RES_OPTIONS", "timeout:2 attempts:1", 0);
	reached.deadline = ik_served_clock() + (int64_t)IK_SERVICE_SECONDS * 1000;
	code = getaddrinfo(service->host, service->port, &wish, &addresses);
	if (code == 0) {
		connect_one_of(addresses, service, &reached.failure);
		freeaddrinfo(addresses);
	} else {
		fail_name(service, code, errno, &reached.failure);
	}
}

/* --- in the child: the answer ----------------------------------------------------------------- */

static bool pack(const struct ik_served *served, ik_secret *result)
{
	bool ok = ik_pack_number(result, (int64_t)served->n);

	for (size_t i = 0; ok && i < served->n; i++)
		ok = ik_facts_pack(&served->chain[i], result);
	return ok;
}

static bool ask(const void *argument, const ik_secret *secret, ik_secret *result,
		struct ik_error *err)
{
	const struct question *question = argument;
	const struct ik_served_wish wish = {
		.name = question->service->name,
		.starttls = question->service->starttls,
		.sni = question->sni,
		.key_type = question->key_type,
		.deadline = reached.deadline,
		.seconds = IK_SERVICE_SECONDS,
	};
	struct ik_served served = {0};
	bool ok;

	(void)secret;
	if (reached.fd < 0)
		return ik_pass(err, &reached.failure);
	ok = ik_served_take(reached.fd, &wish, &served, err);
	if (ok && !pack(&served, result))
		ok = ik_fail(err, IK_E_SERVICE_CERTIFICATE, wish.name);
	ik_served_free(&served);
	return ok;
}

/* --- in the parent ---------------------------------------------------------------------------- */

/* What every certificate has. */
static bool all_is_known(const struct ik_served *served, struct ik_error *err)
{
	for (size_t i = 0; i < served->n; i++) {
		const struct ik_facts *facts = &served->chain[i];

		if (!facts->sha256 || !facts->serial || !facts->key_type || !facts->subject)
			return ik_fail(err, IK_E_CHILD_LIED);
	}
	return true;
}

static bool unpack(const ik_secret *result, struct ik_served *served, struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(result);
	const int64_t n = ik_unpack_number(&in);

	if (n < 1 || n > IK_SERVED_MAX)
		return ik_fail(err, IK_E_CHILD_LIED);
	served->chain = ik_alloc_array((size_t)n, sizeof(*served->chain));
	for (served->n = 0; served->n < (size_t)n; served->n++)
		ik_facts_unpack(&in, &served->chain[served->n]);
	if (ik_unpack_done(&in, err) && all_is_known(served, err))
		return true;
	ik_served_free(served);
	return false;
}

/* What the child could not say itself: all that it does has an end of its own but the look-up of a
 * name. */
static void name_failure(const struct ik_service *service, struct ik_error *failure)
{
	if (failure->id != IK_E_CHILD_SLOW)
		return;
	ik_error_clear(failure);
	if (service->is_address)
		fail_slow(service->name, failure);
	else
		ik_fail(failure, IK_E_SERVICE_NAME_LATER, service->host);
}

static const char *sni_of(const struct ik_service *service, const char *common_name, char **made)
{
	if (service->sni)
		return service->sni;
	/* What is no name on the net cannot be asked for. */
	if (!service->is_address)
		return ik_rule_host_name(service->host, made, NULL) ? *made : NULL;
	return common_name && ik_rule_host_name(common_name, made, NULL) ? *made : NULL;
}

static void take_answers(const struct ik_services *services, const struct ik_job *jobs,
			 struct ik_seen *seen)
{
	for (size_t i = 0; i < services->n; i++) {
		if (seen[i].failure.id == IK_E_NONE)
			unpack(jobs[i].result, &seen[i].served, &seen[i].failure);
		name_failure(&services->items[i], &seen[i].failure);
	}
}

static void ask_all(const struct ik_services *services, const struct ik_facts *in_use,
		    const char *key_type, struct ik_watch *watch, struct ik_seen *seen)
{
	struct question questions[IK_SERVICES_MAX];
	struct ik_job jobs[IK_SERVICES_MAX] = {0};
	char *names[IK_SERVICES_MAX] = {0};
	const char *name = in_use ? in_use->common_name : NULL;
	struct ik_error err = {0};

	for (size_t i = 0; i < services->n; i++) {
		const struct ik_service *service = &services->items[i];

		seen[i] = (struct ik_seen){.since = -1};
		questions[i] = (struct question){.service = service,
						 .sni = sni_of(service, name, &names[i]),
						 .key_type = key_type};
		jobs[i] = (struct ik_job){
			.run = ask,
			.prepare = reach,
			.argument = &questions[i],
			.result_cap = SEEN_MAX,
			.seconds = IK_SERVICE_SECONDS,
			.wall_seconds = WALL_SECONDS,
			.idles = true,
			.failure = &seen[i].failure,
		};
	}
	if (!ik_contain(jobs, services->n, watch, &err)) {
		for (size_t i = 0; i < services->n; i++)
			seen[i].failure = err;
	}
	take_answers(services, jobs, seen);
	ik_job_free(jobs, services->n);
	for (size_t i = 0; i < services->n; i++)
		free(names[i]);
}

static bool is_same(const struct ik_seen *seen, const struct ik_facts *in_use)
{
	return seen->served.n > 0 && strcmp(seen->served.chain->sha256, in_use->sha256) == 0;
}

/* "ecdsa-p256" and "ecdsa-p384" are. */
static bool is_of_a_kind(const char *a, const char *b)
{
	const size_t size = strcspn(a, "-");

	return size == strcspn(b, "-") && strncmp(a, b, size) == 0;
}

/* What is shown is for another kind of key than that in use: there may be one for each. */
static bool may_have_ours(const struct ik_seen *seen, const struct ik_facts *in_use)
{
	return seen->served.n > 0 && !is_of_a_kind(seen->served.chain->key_type, in_use->key_type);
}

static void ask_for_ours(const struct ik_services *services, const struct ik_facts *in_use,
			 struct ik_watch *watch, struct ik_seen *seen)
{
	struct ik_service some[IK_SERVICES_MAX];
	struct ik_services asked = {.items = some};
	struct ik_seen *again = ik_alloc_array(IK_SERVICES_MAX, sizeof(*again));
	size_t places[IK_SERVICES_MAX];

	for (size_t i = 0; i < services->n; i++)
		if (may_have_ours(&seen[i], in_use)) {
			places[asked.n] = i;
			some[asked.n++] = services->items[i];
		}
	ask_all(&asked, in_use, in_use->key_type, watch, again);
	for (size_t i = 0; i < asked.n; i++) {
		struct ik_seen *first = &seen[places[i]];
		const struct ik_seen other = *first;

		if (!is_same(&again[i], in_use))
			continue;
		*first = again[i];
		again[i] = other;
	}
	for (size_t i = 0; i < asked.n; i++)
		ik_seen_free(&again[i]);
	free(again);
}

void ik_services_ask(const struct ik_services *services, const struct ik_facts *in_use,
		     struct ik_watch *watch, struct ik_seen *seen)
{
	ask_all(services, in_use, NULL, watch, seen);
	if (in_use && in_use->sha256 && in_use->key_type)
		ask_for_ours(services, in_use, watch, seen);
}
