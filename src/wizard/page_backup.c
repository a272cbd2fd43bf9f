/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_backup.c: where the backup goes, and what is known about that place. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "files/place.h"
#include "ops/rules/rules.h"
#include "rows/words.h"
#include "wizard/inside.h"
#include "wizard/pages.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Where should the backup go?");
}

static char *fill_file(const struct ik_wizard *wizard)
{
	const struct ik_situation *situation = &wizard->situation;
	unsigned generation = ik_task(wizard)->switches ? situation->next_generation
							: situation->generation;
	const char *host = situation->host && *situation->host ? situation->host : "server";

	char *path = ik_backup_default_file(wizard->store, host, generation, wizard->clock());
	char *text = ik_text_from_locale(path);

	if (!text)
		return path;
	free(path);
	return text;
}

struct ik_backup_look {
	char *text; /* that was looked at; NULL: none was */
	bool usable;
	struct ik_place place;
	struct ik_error why; /* it is not usable */
};

struct ik_backup_look *ik_backup_look_new(void)
{
	return ik_alloc(sizeof(struct ik_backup_look));
}

void ik_backup_look_free(struct ik_backup_look *look)
{
	if (look)
		free(look->text);
	free(look);
}

static void look(const struct ik_wizard *wizard)
{
	struct ik_backup_look *found = wizard->backup_look;
	char *path = NULL;

	free(found->text);
	*found = (struct ik_backup_look){
		.text = ik_strdup(ik_answer(wizard->answers, IK_F_BACKUP_FILE)),
		.place.free_bytes = -1};
	found->usable = ik_rule_backup_file(found->text, wizard->store, &path, &found->place,
					    &found->why);
	free(path);
}

/* What stands at the path that is in the field. */
static const struct ik_backup_look *found(const struct ik_wizard *wizard)
{
	const struct ik_backup_look *last = wizard->backup_look;

	if (!last->text || strcmp(last->text, ik_answer(wizard->answers, IK_F_BACKUP_FILE)) != 0)
		look(wizard);
	return last;
}

static bool check_file(struct ik_wizard *wizard, struct ik_error *err)
{
	return found(wizard)->usable || ik_pass(err, &found(wizard)->why);
}

static char *remark_file(struct ik_wizard *wizard)
{
	if (!found(wizard)->usable || !found(wizard)->place.same_disk)
		return NULL;
	return ik_strdup(_("On the same disk as the store. Copy it elsewhere too."));
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_backup_look *last = found(wizard);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Free space")),
		       ik_words_size(last->usable ? last->place.free_bytes : -1));
}

static const struct ik_field fields[] = {
	{
		.id = IK_F_BACKUP_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("Backup file"),
		.help = N_("Tab completes a path. Copy the file elsewhere later."),
		.explain = N_("The backup is a ZIP file. The keys in it are sealed with your "
			      "password, and README.txt inside tells "
			      "how to open it without this program.\n"
			      "A backup on the disk of this server is lost together with it: copy "
			      "the file to another machine or "
			      "medium, or give the path of one here. Nothing is ever overwritten."),
		.fill = fill_file,
		.check = check_file,
		.remark = remark_file,
		.makes = true,
	},
};

static const struct ik_button buttons[] = {
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O")},
};

const struct ik_page ik_page_backup = {
	.id = "backup",
	.kind = IK_PAGE_FORM,
	.rail = N_("Backup"),
	.title = title,
	.shown = ik_task_saves,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
	.buttons = buttons,
	.n_buttons = IK_COUNT(buttons),
	.rows = rows,
	.look = look,
};
