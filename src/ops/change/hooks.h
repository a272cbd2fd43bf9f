/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.h: commands that run after a switch, such as the reload of a service.
 *
 * They are the executables in the store's hooks.d and, for root's default store, in
 * IK_SYSTEM_HOOKS, in the order of their names: what the services of this server do is not set off
 * by a trial elsewhere. One that another user owns or could have changed is not run, and that
 * counts as a failure. */
#ifndef IK_OPS_CHANGE_HOOKS_H
#define IK_OPS_CHANGE_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/watch.h"
#include "ops/change/outcome.h"

/* How long each may take, and how much of what it printed is kept for the proof. */
enum { IK_HOOK_SECONDS = 60, IK_HOOK_LINES = 5 };

struct ik_hook {
	char *name;
	char *directory;
	struct ik_error refused; /* why it will not be run; none if it will */
};

struct ik_hook_list {
	struct ik_hook *items;
	size_t n;
};

/* A zeroed struct is empty. */
struct ik_hooks {
	struct ik_hook *items; /* that run, or whose refusal is a failure */
	size_t n;
	struct ik_hook_list ignored; /* that lie beside them and are none: REFUSED says why */
	struct ik_list elsewhere;    /* the system's, which do not run for this store */
};

/* What a command is told: INKAN_EVENT, INKAN_STORE, INKAN_CERTIFICATE, INKAN_SERIAL. */
struct ik_hooks_event {
	const char *event;   /* "create", "import", "restore", "rollback", "again" */
	const char *store;   /* path */
	unsigned generation; /* in use now */
	const char *serial;  /* of its certificate; NULL: unknown */
	int64_t when;
	size_t step;      /* what ik_hooks_steps() said */
	unsigned seconds; /* 0: IK_HOOK_SECONDS */
};

/* Those that this user's changes of STORE, which may not exist yet, are followed by. */
void ik_hooks_look(const char *store, struct ik_hooks *hooks);

/* Adds their steps to WATCH; with very many of them, one for all.  Returns the first of them. */
size_t ik_hooks_steps(const struct ik_hooks *hooks, struct ik_watch *watch);

/* Runs them all, whatever comes of each; the store's lock must not be held.  Whom each could be
 * changed by is looked at once more, so that one that was changed since it was found is refused.
 * What came of each goes into OUTCOME and into the audit log, the first failure into OUTCOME->late
 * as well. */
void ik_hooks_run(const struct ik_hooks *hooks, const struct ik_hooks_event *event,
		  struct ik_watch *watch, struct ik_outcome *outcome);

/* Runs them again for the certificate that is in use in STORE.  False only if there is none, or it
 * cannot be read. */
bool ik_hooks_again(const char *store, int64_t now, struct ik_watch *watch,
		    struct ik_outcome *outcome, struct ik_error *err);

void ik_hooks_free(struct ik_hooks *hooks); /* zeroed again */

#endif
