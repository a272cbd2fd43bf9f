/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enrolling.c: the line that enrols an agent. */
#include "config.h"

#include "ops/status/enrolling.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/shell.h"
#include "ops/records/default_store.h"
#include "ops/records/published.h"
#include "ops/records/served.h"
#include "store/store.h"

static bool is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_same(const char *path, const char *other)
{
	struct stat st, there;

	return stat(path, &st) == 0 && stat(other, &there) == 0 && st.st_dev == there.st_dev
	       && st.st_ino == there.st_ino;
}

/* Where whoever fetches from the directory SOURCE can put reports: beside what is published, as far
 * as that can be seen from here; NULL: nowhere.  Caller frees. */
static char *place_for_reports(const char *store, const char *source)
{
	char *beside = ik_format("%s/reports", source), *published = ik_format("%s/publish", store);
	char *of_store = ik_reports_folder(store), *place = NULL;

	if (is_directory(beside))
		place = ik_strdup(beside);
	else if (is_same(source, published) && is_directory(of_store))
		place = realpath(of_store, NULL); /* it is pasted elsewhere */
	free(of_store);
	free(published);
	free(beside);
	return place;
}

char *ik_enrolling_of(const char *store, const char *source, const char *sha256, bool again)
{
	char *place = *source == '/' ? place_for_reports(store, source) : NULL;
	char *from = ik_shell_word(*source ? source : "SOURCE");
	char *to = place ? ik_shell_word(place) : ik_strdup("");
	char *line = ik_format("inkan-agent enroll %s --fingerprint %s%s%s%s", from, sha256,
			       place ? " --report-to " : "", to, again ? " --again" : "");

	free(to);
	free(from);
	free(place);
	return line;
}

char *ik_enrolling_line(const char *store, const char *sha256)
{
	ik_store *opened = sha256 ? ik_store_open(store, NULL) : NULL;
	struct ik_published published = {0};
	char *line = NULL;

	if (opened && ik_published_read(opened, &published, NULL) && *published.source)
		line = ik_enrolling_of(store, published.source, sha256, false);
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
