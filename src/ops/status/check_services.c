/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_services.c: whether the services that use the certificate show the one in use. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/history.h"
#include "ops/status/check_inside.h"

/* What cannot be asked is not known; who shows what is out of use was forgotten; what is none of
 * ours, or has expired, is seen by every client. */
static enum ik_severity severity_of(enum ik_seen_state state)
{
	switch (state) {
	case IK_SEEN_FOREIGN:
	case IK_SEEN_EXPIRED:
		return IK_SEVERITY_CRITICAL;
	case IK_SEEN_OLD:
	case IK_SEEN_OTHER_TIME:
		return IK_SEVERITY_WARNING;
	default:
		return IK_SEVERITY_UNKNOWN;
	}
}

static void add_listed(const ik_store *store, struct ik_check *check)
{
	const size_t before = check->services.n;
	struct ik_error error = {0};
	char *file = ik_format("%s/services", ik_store_path(store));

	if (!ik_services_listed(store, &check->services, &error))
		ik_check_add(
			check, IK_SEVERITY_UNKNOWN, &error,
			error.id == IK_E_SERVICES_LINE || error.id == IK_E_SERVICES_TEXT
				? ik_strdup(_("Write a line like this: HOST:PORT starttls=smtp "
					      "sni=NAME hook=NAME"))
				: ik_strdup(_("Run it as root or as the owner of the store.")));
	else if (check->services.n == before)
		ik_check_say(check, IK_SEVERITY_UNKNOWN, IK_E_SERVICES_NONE, file, NULL,
			     ik_strdup(_("Write HOST:PORT of each service into it, a line each.")));
	free(file);
}

void ik_check_services(const struct ik_check_wish *wish, const struct ik_history *history,
		       struct ik_check *check)
{
	struct ik_services *services = &check->services;

	if (wish->listed)
		add_listed(history->store, check);
	check->seen = ik_alloc_array(services->n + 1, sizeof(*check->seen));
	ik_services_ask(services, check->has_facts ? &check->facts : NULL, NULL, check->seen);
	for (size_t i = 0; i < services->n; i++) {
		struct ik_seen *seen = &check->seen[i];
		struct ik_error error = {0};

		ik_seen_judge(history, wish->now, seen);
		if (ik_seen_error(&services->items[i], seen, &error))
			ik_check_add(check, severity_of(seen->state), &error,
				     ik_seen_cure(wish->store, &services->items[i], seen));
	}
}
