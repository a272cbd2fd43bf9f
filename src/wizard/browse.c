/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.c: looking for a file, directory by directory. */
#include "wizard/browse.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "files/place.h"
#include "ops/rules/rules.h"
#include "wizard/inside.h"

static void forget_entries(struct ik_browse *browse)
{
	for (size_t i = 0; i < browse->n; i++)
		free(browse->entries[i].name);
	free(browse->entries);
	browse->entries = NULL;
	browse->n = browse->at = 0;
	browse->sought[0] = '\0';
}

static bool is_root(const char *folder)
{
	return strcmp(folder, "/") == 0;
}

static char *join(const char *folder, const char *name)
{
	return ik_format("%s%s%s", folder, is_root(folder) ? "" : "/", name);
}

/* The directory that FOLDER is in; caller frees. */
static char *above(const char *folder)
{
	const char *slash = strrchr(folder, '/');

	return !slash || slash == folder ? ik_strdup("/")
					 : ik_strndup(folder, (size_t)(slash - folder));
}

/* A name on disk as it is shown; caller frees. */
static struct ik_browse_entry shown_entry(const struct ik_place_entry *entry)
{
	char *text = ik_text_from_locale(entry->name);
	const char *name = text ? text : entry->name;
	char *visible = ik_text_visible(name, strlen(name));
	struct ik_browse_entry shown = {.directory = entry->directory,
					.choosable = strcmp(visible, name) == 0};

	shown.name = ik_format("%s%s", visible, entry->directory ? "/" : "");
	free(visible);
	free(text);
	return shown;
}

/* Takes FOLDER over and shows it, if it can be read. */
static bool show(struct ik_browse *browse, char *folder)
{
	struct ik_place_entry *entries = NULL;
	size_t n = 0;
	char *disk = ik_wizard_on_disk(folder);

	ik_error_clear(&browse->trouble);
	bool ok = ik_place_list(disk, &entries, &n, &browse->trouble);

	free(disk);
	if (!ok) {
		free(folder);
		return false;
	}
	forget_entries(browse);
	free(browse->folder);
	browse->folder = folder;
	browse->entries = ik_alloc((n + 1) * sizeof(*browse->entries));
	if (!is_root(folder))
		browse->entries[browse->n++] = (struct ik_browse_entry){
			.name = ik_strdup(".."), .directory = true, .choosable = true};
	for (size_t i = 0; i < n; i++)
		browse->entries[browse->n++] = shown_entry(&entries[i]);
	ik_place_entries_free(entries, n);
	return true;
}

static void select_name(struct ik_browse *browse, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; size && i < browse->n; i++)
		if (strncmp(browse->entries[i].name, name, size) == 0
		    && (!browse->entries[i].name[size]
			|| strcmp(browse->entries[i].name + size, "/") == 0))
			browse->at = i;
}

/* TYPED as an absolute path; caller frees. */
static char *absolute(const char *typed)
{
	char *path = ik_wizard_expand(typed);

	if (*path == '/')
		return path;
	char *here = getcwd(NULL, 0);
	char *folder = here ? ik_text_from_locale(here) : NULL;
	char *whole = join(folder ? folder : "/", path);

	free(folder);
	free(here);
	free(path);
	return whole;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void ik_browse_begin(struct ik_browse *browse, const char *typed)
{
	char *path = absolute(typed);
	char *folder = above(path);
	struct ik_error first = {0};

	*browse = (struct ik_browse){0};
	while (!show(browse, ik_strdup(folder)) && !is_root(folder)) {
		char *next = above(folder);

		if (first.id == IK_E_NONE)
			first = browse->trouble;
		free(folder);
		folder = next;
	}
	if (!browse->folder)
		browse->folder = ik_strdup("/");
	if (browse->trouble.id == IK_E_NONE)
		browse->trouble = first;
	select_name(browse, last_part(path));
	free(folder);
	free(path);
}

void ik_browse_end(struct ik_browse *browse)
{
	forget_entries(browse);
	free(browse->folder);
	*browse = (struct ik_browse){0};
}

void ik_browse_step(struct ik_browse *browse, long by)
{
	long at = (long)browse->at + by;
	long last = (long)browse->n - 1;

	browse->at = at < 0 || last < 0 ? 0 : (size_t)(at > last ? last : at);
	browse->sought[0] = '\0';
	/* It was about the one selected before. */
	ik_error_clear(&browse->trouble);
}

static bool seek(struct ik_browse *browse)
{
	size_t size = strlen(browse->sought);

	for (size_t i = 0; i < browse->n; i++)
		if (strncasecmp(browse->entries[i].name, browse->sought, size) == 0) {
			browse->at = i;
			return true;
		}
	return false;
}

void ik_browse_seek(struct ik_browse *browse, const char *text)
{
	size_t size = strlen(browse->sought), more = strlen(text);

	ik_error_clear(&browse->trouble);
	if (size + more >= sizeof(browse->sought))
		return;
	memcpy(browse->sought + size, text, more + 1);
	if (seek(browse) || size == 0)
		return;
	memcpy(browse->sought, text, more + 1);
	seek(browse);
}

bool ik_browse_up(struct ik_browse *browse)
{
	char *from = ik_strdup(last_part(browse->folder));
	bool ok = !is_root(browse->folder) && show(browse, above(browse->folder));

	if (ok)
		select_name(browse, from);
	free(from);
	return ok;
}

bool ik_browse_open(struct ik_browse *browse)
{
	const struct ik_browse_entry *entry = browse->at < browse->n ? &browse->entries[browse->at]
								     : NULL;

	if (!entry || !entry->directory || !entry->choosable)
		return false;
	if (strcmp(entry->name, "..") == 0)
		return ik_browse_up(browse);
	char *name = ik_strndup(entry->name, strlen(entry->name) - 1);
	bool ok = show(browse, join(browse->folder, name));

	free(name);
	return ok;
}

char *ik_browse_chosen(const struct ik_browse *browse)
{
	const struct ik_browse_entry *entry = browse->at < browse->n ? &browse->entries[browse->at]
								     : NULL;

	return entry && !entry->directory && entry->choosable ? join(browse->folder, entry->name)
							      : NULL;
}

char *ik_browse_here(const struct ik_browse *browse, const char *typed)
{
	return join(browse->folder, last_part(typed));
}
