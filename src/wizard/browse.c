/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.c: looking for a file, directory by directory. */
#include "wizard/browse.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "files/place.h"
#include "ops/change/import.h"
#include "wizard/inside.h"
#include "wizard/task.h"

static void forget_entries(struct ik_browse *browse)
{
	for (size_t i = 0; i < browse->n_all; i++) {
		free(browse->all[i].name);
		free(browse->all[i].sought_by);
	}
	free(browse->all);
	free(browse->entries);
	browse->all = NULL;
	browse->entries = NULL;
	browse->n_all = browse->n = browse->at = 0;
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

/* What is known of it without looking inside. */
static const char *mark_of(const struct ik_place_entry *entry)
{
	if (entry->missing)
		return N_("broken link");
	if (entry->closed)
		return N_("not readable");
	return entry->directory || entry->file ? "" : N_("no file");
}

/* A name on disk as it is shown; caller frees. */
static struct ik_browse_entry shown_entry(const struct ik_place_entry *entry)
{
	char *text = ik_text_from_locale(entry->name);
	const char *name = text ? text : entry->name;
	char *visible = ik_text_visible(name, strlen(name));
	struct ik_browse_entry shown = {
		.directory = entry->directory,
		.hidden = entry->name[0] == '.',
		.choosable = strcmp(visible, name) == 0,
		.mark = mark_of(entry),
		.size = entry->file ? entry->size : -1,
		.modified = entry->modified,
	};

	shown.unknown = entry->file && !entry->closed && entry->size > 0
			&& entry->size <= IK_IMPORT_MAX && shown.choosable;
	shown.sought_by = ik_text_folded(visible);
	shown.name = ik_format("%s%s", visible, entry->directory ? "/" : "");
	free(visible);
	free(text);
	return shown;
}

/* Whether ENTRY is shown while SOUGHT, which is folded, was typed. */
static bool holds(const struct ik_browse_entry *entry, const char *sought)
{
	return (!entry->hidden || *sought == '.') && strstr(entry->sought_by, sought);
}

/* Picks those that are shown; the way up stands among them as long as nothing was typed. */
static void pick(struct ik_browse *browse)
{
	char *sought = ik_text_folded(browse->sought);

	browse->n = browse->at = 0;
	for (size_t i = 0; i < browse->n_all; i++)
		if (holds(&browse->all[i], sought))
			browse->entries[browse->n++] = &browse->all[i];
	free(sought);
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
	browse->all = ik_alloc_array(n + 1, sizeof(*browse->all));
	browse->entries = ik_alloc_array(n + 1, sizeof(struct ik_browse_entry *));
	if (!is_root(folder))
		browse->all[browse->n_all++] = (struct ik_browse_entry){.name = ik_strdup(".."),
									.sought_by = ik_strdup(""),
									.directory = true,
									.choosable = true,
									.mark = "",
									.size = -1};
	for (size_t i = 0; i < n; i++)
		browse->all[browse->n_all++] = shown_entry(&entries[i]);
	ik_place_entries_free(entries, n);
	pick(browse);
	return true;
}

static void select_name(struct ik_browse *browse, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; size && i < browse->n; i++)
		if (strncmp(browse->entries[i]->name, name, size) == 0
		    && (!browse->entries[i]->name[size]
			|| strcmp(browse->entries[i]->name + size, "/") == 0))
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
	/* It was about the one selected before. */
	ik_error_clear(&browse->trouble);
}

void ik_browse_seek(struct ik_browse *browse, const char *text)
{
	size_t size = strlen(browse->sought), more = strlen(text);

	ik_error_clear(&browse->trouble);
	if (size + more >= sizeof(browse->sought))
		return;
	memcpy(browse->sought + size, text, more + 1);
	pick(browse);
}

bool ik_browse_unseek(struct ik_browse *browse)
{
	size_t size = strlen(browse->sought);

	if (size == 0)
		return false;
	browse->sought[size - ik_text_previous(browse->sought, size)] = '\0';
	ik_error_clear(&browse->trouble);
	pick(browse);
	return true;
}

/* --- what a file is --------------------------------------------------------------------------- */

static const char *word_for(const struct ik_import_look *look)
{
	const struct ik_content_look *content = &look->content;

	if (look->is_backup)
		return N_("backup");
	if (content->kind == IK_CONTENT_PKCS12)
		return "PKCS #12";
	if (look->zip_encrypted || (content->kind == IK_CONTENT_ZIP && !look->zip_files))
		return "ZIP";
	if (content->keys > 0 && content->certificates > 0)
		return N_("key, certificate");
	if (content->keys > 0 || content->kind == IK_CONTENT_KEY_DER)
		return N_("private key");
	return content->kind == IK_CONTENT_UNKNOWN ? "" : N_("certificate");
}

void ik_browse_mark(struct ik_browse *browse, size_t at)
{
	struct ik_browse_entry *entry = browse->entries[at];
	struct ik_import_look look = {0};
	char *path = join(browse->folder, entry->name);
	char *disk = ik_wizard_on_disk(path);

	entry->unknown = false;
	if (ik_import_look(disk, &look, NULL))
		entry->mark = word_for(&look);
	ik_import_look_free(&look);
	free(disk);
	free(path);
}

char *ik_browse_start(const struct ik_wizard *wizard, const struct ik_field *field)
{
	const char *typed = ik_answer(wizard->answers, field->id);

	if (*typed || field->makes || !ik_task_is(wizard, "restore"))
		return ik_strdup(typed);
	char *folder = ik_format("%s/backups/", wizard->store);
	char *text = access(folder, F_OK) == 0 ? ik_text_from_locale(folder) : NULL;

	free(folder);
	return text ? text : ik_strdup(typed);
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
	const struct ik_browse_entry *entry = browse->at < browse->n ? browse->entries[browse->at]
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
	const struct ik_browse_entry *entry = browse->at < browse->n ? browse->entries[browse->at]
								     : NULL;

	return entry && !entry->directory && entry->choosable ? join(browse->folder, entry->name)
							      : NULL;
}

char *ik_browse_here(const struct ik_browse *browse, const char *typed)
{
	return join(browse->folder, last_part(typed));
}
