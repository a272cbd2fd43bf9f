/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enrolling.c: the line that enrols an agent. */
#include "config.h"

#include "ops/status/enrolling.h"

#include "base/alloc.h"
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
