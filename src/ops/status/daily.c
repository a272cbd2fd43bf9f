/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daily.c: the timer for root's default store, and what to run for others. */
#include "config.h"

#include "ops/status/daily.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "ops/records/default_store.h"
#include "ops/records/served.h"

#define TIMER "inkan-publish.timer"

/* Where systemd keeps what "systemctl enable" made of its [Install] section. */
static const char enabled[] = "/etc/systemd/system/timers.target.wants/" TIMER;

bool ik_daily_timer_is_on(const char *root)
{
	char *link = ik_format("%s%s", root, enabled);
	struct stat st;
	bool on = lstat(link, &st) == 0;

	free(link);
	return on;
}

char *ik_daily_command(const char *store, bool *is_timer)
{
	char *whole = NULL, *command;

	*is_timer = ik_store_is_of_root(store);
	if (*is_timer)
		return ik_strdup("systemctl enable --now " TIMER);
	/* Cron starts it in a home, where a path that begins here leads nowhere. */
	if (store[0] != '/')
		whole = realpath(store, NULL);
	command = ik_command_for(whole ? whole : store, "inkan publish --refresh");
	free(whole);
	return command;
}
