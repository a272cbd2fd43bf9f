/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service_follow.c: whether the services of a store follow a change: asked until they do, but not
 * for ever. */
#include "config.h"

#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/status/service.h"
#include "ops/status/service_inside.h"

enum { PAUSE_MS = 250 };

/* A service that is being reloaded shows the old one a while longer; one that is being started
 * again is not there. */
static bool may_follow_yet(const struct ik_seen *seen)
{
	switch (seen->state) {
	case IK_SEEN_OLD:
	case IK_SEEN_OTHER_TIME:
	case IK_SEEN_FOREIGN:
	case IK_SEEN_EXPIRED:
		return true;
	case IK_SEEN_NOT:
		return seen->failure.id == IK_E_SERVICE_REFUSED
		       || seen->failure.id == IK_E_SERVICE_CLOSED;
	default:
		return false;
	}
}

/* Asks those that MAY_FOLLOW, all if that is NULL; how many may follow yet. */
static size_t ask(struct ik_followed *followed, const struct ik_history *history, int64_t now,
		  bool (*may_follow)(const struct ik_seen *seen), struct ik_watch *watch)
{
	struct ik_service some[IK_SERVICES_MAX];
	size_t places[IK_SERVICES_MAX], left = 0;
	struct ik_services asked = {.items = some};
	struct ik_seen *seen = ik_alloc_array(IK_SERVICES_MAX, sizeof(*seen));

	for (size_t i = 0; i < followed->services.n; i++)
		if (!may_follow || may_follow(&followed->seen[i])) {
			places[asked.n] = i;
			some[asked.n++] = followed->services.items[i];
		}
	ik_services_ask(&asked, ik_service_in_use(history), watch, seen);
	for (size_t i = 0; i < asked.n; i++) {
		ik_seen_judge(history, now, &seen[i]);
		left += may_follow_yet(&seen[i]);
		ik_seen_free(&followed->seen[places[i]]);
		followed->seen[places[i]] = seen[i];
	}
	free(seen);
	return left;
}

/* With somebody looking on.  False: it cannot be waited, or need not be. */
static bool wait_a_while(struct ik_watch *watch)
{
	const struct itimerspec pause = {.it_value.tv_nsec = PAUSE_MS * 1000000L};
	const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	bool ok = timer >= 0 && timerfd_settime(timer, 0, &pause, NULL) == 0
		  && ik_watch_wait(watch, timer);

	if (timer >= 0)
		close(timer);
	return ok;
}

static void follow(struct ik_followed *followed, const struct ik_history *history, int64_t now,
		   struct ik_watch *watch)
{
	const size_t step = ik_watch_add(watch, N_("Asking the services"), NULL);
	int64_t until;

	ik_watch_begin(watch, step);
	followed->seen = ik_alloc_array(followed->services.n, sizeof(*followed->seen));
	until = ik_served_clock() + IK_FOLLOW_SECONDS * 1000;
	if (ask(followed, history, now, NULL, watch) > 0)
		while (ik_served_clock() < until && wait_a_while(watch)
		       && ask(followed, history, now, may_follow_yet, watch) > 0)
			continue;
	ik_watch_done(watch, step);
}

/* What the services may show.  Read only where there are some: it is every certificate of STORE. */
static bool read_history(const ik_store *store, struct ik_history *history, struct ik_error *err)
{
	unsigned in_use = 0;

	return ik_store_current(store, &in_use, err)
	       && ik_history_read(store, in_use, IK_HISTORY_ALL, 0, history, err);
}

void ik_services_follow(const char *path, int64_t now, struct ik_watch *watch,
			struct ik_followed *followed)
{
	struct ik_history history = {0};
	ik_store *store = ik_store_open(path, NULL);

	*followed = (struct ik_followed){0};
	if (store && ik_services_listed(store, &followed->services, &followed->failure)
	    && followed->services.n > 0 && read_history(store, &history, &followed->failure))
		follow(followed, &history, now, watch);
	ik_history_free(&history);
	ik_store_close(store);
}

void ik_followed_free(struct ik_followed *followed)
{
	for (size_t i = 0; followed->seen && i < followed->services.n; i++)
		ik_seen_free(&followed->seen[i]);
	free(followed->seen);
	ik_services_free(&followed->services);
	*followed = (struct ik_followed){0};
}
