/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service_judge.c: what a service shows, beside what the store has: the certificate in use, an
 * older one, another. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ops/records/default_store.h"
#include "ops/status/service.h"
#include "ops/status/service_inside.h"

ik_store *ik_service_history(const char *path, struct ik_history *history)
{
	ik_store *store = ik_store_open(path, NULL);
	unsigned in_use = 0;

	*history = (struct ik_history){0};
	if (store) {
		ik_store_current(store, &in_use, NULL);
		ik_history_read(store, in_use, IK_HISTORY_ALL, 0, history, NULL);
	}
	return store;
}

const struct ik_facts *ik_service_in_use(const struct ik_history *history)
{
	const struct ik_past *past = history->in_use ? ik_history_find(history, history->in_use)
						     : NULL;

	return past && past->has_facts ? &past->facts : NULL;
}

static bool holds(const struct ik_past *past, const struct ik_facts *shown)
{
	return past->has_facts && past->facts.sha256
	       && strcmp(past->facts.sha256, shown->sha256) == 0;
}

/* The generation that has it: that in use, else the newest. */
static const struct ik_past *find(const struct ik_history *history, const struct ik_facts *shown)
{
	const struct ik_past *in_use = history->in_use ? ik_history_find(history, history->in_use)
						       : NULL;

	if (in_use && holds(in_use, shown))
		return in_use;
	for (size_t i = history->n; i-- > 0;)
		if (holds(&history->items[i], shown))
			return &history->items[i];
	return NULL;
}

void ik_seen_judge(const struct ik_history *history, int64_t now, struct ik_seen *seen)
{
	const struct ik_facts *shown = seen->served.chain;
	const struct ik_past *past;

	if (seen->failure.id != IK_E_NONE || seen->served.n == 0) {
		seen->state = IK_SEEN_NOT;
		return;
	}
	past = find(history, shown);
	seen->generation = past ? past->number : 0;
	seen->since = past && past->number != history->in_use ? past->left_at : -1;
	if (past && past->number == history->in_use)
		seen->state = IK_SEEN_IN_USE;
	else if (shown->not_after < now)
		seen->state = IK_SEEN_EXPIRED;
	else if (!past)
		seen->state = IK_SEEN_FOREIGN;
	else
		seen->state = past->state == IK_STATE_RETIRED && seen->since >= 0
				      ? IK_SEEN_OLD
				      : IK_SEEN_OTHER_TIME;
}

bool ik_seen_error(const struct ik_service *service, const struct ik_seen *seen,
		   struct ik_error *error)
{
	const struct ik_facts *shown = seen->served.chain;
	char *number = ik_format("%u", seen->generation);
	char *when = NULL, *serial = NULL;

	if (seen->state == IK_SEEN_NOT) {
		ik_pass(error, &seen->failure);
	} else if (seen->state == IK_SEEN_OLD) {
		when = ik_date_zoned(seen->since);
		ik_fail(error, IK_E_SERVICE_OLD, service->name, number, when);
	} else if (seen->state == IK_SEEN_OTHER_TIME) {
		ik_fail(error, IK_E_SERVICE_OTHER_TIME, service->name, number);
	} else if (seen->state == IK_SEEN_FOREIGN) {
		serial = ik_text_in_fours(shown->serial);
		ik_fail(error, IK_E_SERVICE_FOREIGN, service->name, serial);
	} else if (seen->state == IK_SEEN_EXPIRED) {
		when = ik_date_zoned(shown->not_after);
		serial = ik_text_in_fours(shown->serial);
		ik_fail(error, IK_E_SERVICE_EXPIRED, service->name, when, serial);
	}
	free(serial);
	free(when);
	free(number);
	return error->id != IK_E_NONE;
}

static char *cure_of_failure(enum ik_error_id id)
{
	switch (id) {
	case IK_E_SERVICE_NAME:
		return ik_strdup(_("Look at the spelling, or write the address."));
	case IK_E_SERVICE_NAME_LATER:
		return ik_strdup(_("Look at /etc/resolv.conf, or write the address."));
	case IK_E_SERVICE_REFUSED:
		return ik_strdup(_("Start the service, or write the port at which it listens."));
	case IK_E_SERVICE_SLOW:
	case IK_E_SERVICE_REACH:
		return ik_strdup(_("Look whether it runs, and whether a firewall is between."));
	case IK_E_SERVICE_PLAIN:
	case IK_E_SERVICE_CLOSED:
		return ik_strdup(_("If it begins in the clear, say how: --starttls. If not, write "
				   "the port of its TLS."));
	case IK_E_SERVICE_STARTTLS:
		return ik_strdup(
			_("Turn TLS on there, or look whether it is a service of that kind."));
	case IK_E_SERVICE_SNI:
		return ik_strdup(_("Ask for a name that it knows: --sni NAME"));
	default:
		return NULL;
	}
}

static char *cure_of_age(const char *store, const struct ik_service *service)
{
	char *command, *cure;

	if (!service->hook)
		return ik_format(
			_("Reload it. So that this happens by itself after each change: %s"),
			"inkan help hooks");
	command = ik_command_for(store, "inkan hooks --again");
	cure = ik_format(_("It was not reloaded: look at the command %s, then: %s"), service->hook,
			 command);
	free(command);
	return cure;
}

char *ik_seen_cure(const char *store, const struct ik_service *service, const struct ik_seen *seen)
{
	if (seen->state == IK_SEEN_UNASKED || seen->state == IK_SEEN_IN_USE)
		return NULL;
	if (seen->state == IK_SEEN_NOT)
		return cure_of_failure(seen->failure.id);
	if (seen->state == IK_SEEN_FOREIGN
	    || (seen->state == IK_SEEN_EXPIRED && seen->generation == 0))
		return ik_strdup(_("Lead it to the files of the certificate in use, then reload "
				   "it. Or ask for another name: --sni NAME"));
	return cure_of_age(store, service);
}

const char *ik_seen_word(enum ik_seen_state state)
{
	static const char *const words[IK_SEEN_COUNT] = {
		[IK_SEEN_UNASKED] = "unknown",  [IK_SEEN_NOT] = "unknown",
		[IK_SEEN_IN_USE] = "in-use",    [IK_SEEN_OLD] = "old",
		[IK_SEEN_OTHER_TIME] = "other", [IK_SEEN_FOREIGN] = "foreign",
		[IK_SEEN_EXPIRED] = "expired",
	};

	return words[state];
}

void ik_seen_free(struct ik_seen *seen)
{
	ik_served_free(&seen->served);
	*seen = (struct ik_seen){0};
}
