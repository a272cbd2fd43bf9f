/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enrolling.c: the line that enrols an agent. */
#include "config.h"

#include "ops/status/enrolling.h"

#include "base/alloc.h"
#include "ops/records/default_store.h"
#include "ops/records/published.h"
#include "store/store.h"

/* The rule for sources lets nothing pass that a shell would take for more than text. */
char *ik_enrolling_line(const char *store, const char *sha256)
{
	ik_store *opened = sha256 ? ik_store_open(store, NULL) : NULL;
	struct ik_published published = {0};
	char *line = NULL;

	if (opened && ik_published_read(opened, &published, NULL) && *published.source)
		line = ik_format("inkan-agent enroll %s --fingerprint %s", published.source,
				 sha256);
	ik_published_free(&published);
	ik_store_close(opened);
	return line;
}

char *ik_source_line(const char *store)
{
	ik_store *opened = ik_store_open(store, NULL);
	struct ik_published published = {0};
	struct ik_error failure = {0};
	char *line = NULL;

	if (opened && !ik_published_read(opened, &published, &failure)
	    && failure.id == IK_E_PUBLISHED_DAMAGED)
		line = ik_published_cure(opened);
	ik_published_free(&published);
	ik_store_close(opened);
	return line ? line : ik_command_for(store, "inkan publish --source URL");
}
