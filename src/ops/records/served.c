/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served.c: looks for a trace of agents. */
#include "config.h"

#include "ops/records/served.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/places.h"
#include "ops/records/default_store.h"
#include "ops/records/published.h"
#include "trust/agent_report.h"

bool ik_store_is_of_root(const char *store)
{
	return ik_is_same_place(store, IK_STORE_OF_ROOT);
}

char *ik_reports_folder(const char *store)
{
	return ik_store_is_of_root(store) ? ik_strdup(IK_REPORTS_OF_ROOT)
					  : ik_format("%s/reports", store);
}

static bool has_report(const char *store)
{
	char *folder = ik_reports_folder(store);
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	uint8_t id[IK_AGENT_ID_BYTES];
	bool has = false;

	while (dir && !has && (entry = readdir(dir)))
		has = ik_agent_report_is_name(entry->d_name, id);
	if (dir)
		closedir(dir);
	free(folder);
	return has;
}

static bool publishes(const ik_store *store)
{
	struct ik_published published;
	struct ik_error err = {0};
	bool does = ik_published_read(store, &published, &err)
			    ? *published.source || published.sets.n > 0
			    : err.id == IK_E_PUBLISHED_DAMAGED;

	ik_published_free(&published);
	return does;
}

static bool has_recovery(const ik_store *store)
{
	struct ik_buffer text = {0};
	bool has = ik_store_get(store, "recovery", &text, NULL);

	ik_buffer_free(&text);
	return has;
}

bool ik_serves_agents(const char *path)
{
	ik_store *store = ik_store_open(path, NULL);
	bool serves = store && (publishes(store) || has_recovery(store) || has_report(path));

	ik_store_close(store);
	return serves;
}
