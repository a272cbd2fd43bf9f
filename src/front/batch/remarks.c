/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remarks.c: what the pages would warn of, for who is shown no page. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "rows/words.h"
#include "wizard/follow.h"
#include "wizard/key_apart.h"
#include "wizard/wizard.h"

static void warn(bool when, const char *sentence)
{
	if (when)
		ik_print_note("inkan: %s\n", sentence);
}

static void warn_of_left_out(const struct ik_import_key *key)
{
	for (size_t i = 0; i < key->left_out.n; i++) {
		struct ik_error error = {0};
		char *sentence;

		ik_objection_error(&key->left_out.items[i], &error);
		sentence = ik_error_sentence(&error);
		warn(true, sentence);
		free(sentence);
	}
}

static void warn_of_rest(const struct ik_import *import, const struct ik_import_key *key)
{
	unsigned rest = key->rest - (unsigned)key->left_out.n;
	enum { SAID = 5 };
	struct ik_list first = import->passed_over;
	bool many = first.n > SAID;

	first.n = many ? SAID : first.n;
	char *names = ik_list_join(&first, ", ");
	char *others = ik_format(ngettext("%u other certificate in the file is left out.",
					  "%u other certificates in the file are left out.", rest),
				 rest);
	char *passed_over = ik_format(many ? _("Not taken from the file: %s, and others")
					   : _("Not taken from the file: %s"),
				      names);

	warn_of_left_out(key);
	warn(rest > 0, others);
	warn(*names, passed_over);
	free(passed_over);
	free(others);
	free(names);
}

/* What helps against what was just warned of. */
static bool is_below(const struct ik_row *row)
{
	return (row->kind == IK_ROW_TEXT && row->tone == IK_TONE_QUIET)
	       || row->kind == IK_ROW_COMMAND;
}

/* What the review says in a sentence of its own, and what helps, which stands quietly below it. */
static void remark_review(struct ik_wizard *wizard, const struct ik_page *review)
{
	struct ik_report report = {0};
	bool warned = false;

	review->rows(wizard, &report);
	for (size_t i = 0; i < report.n; i++) {
		const struct ik_row *row = &report.rows[i];

		if (warned && is_below(row)) {
			ik_print_note("  %s\n", row->now);
			continue;
		}
		warned = row->kind == IK_ROW_TEXT && row->tone == IK_TONE_WARNING;
		warn(warned, row->now);
	}
	ik_report_free(&report);
}

/* SENTENCE about GROUP; nothing where that is none. */
static void warn_of_group(const char *sentence, const char *group)
{
	char *text = ik_format(sentence, group ? group : "");

	warn(group && *group, text);
	free(text);
}

static void remark_group(const struct ik_key_group *group, bool waits)
{
	warn_of_group(
		waits ? _("Once its certificate is in use, the key can be read by the group %s.")
		      : _("The new key can be read by the group %s."),
		group->name);
	warn_of_group(_("The new key can no longer be read by the group %s."), group->dropped);
	warn_of_group(_("Warning: the group %s cannot be given the new key here; only the owner of "
			"the store can read it."),
		      group->lost);
}

static void remark_groups(const struct ik_wizard *wizard)
{
	const struct ik_restore_entry *back = wizard->restore ? ik_restore_in_use(wizard->restore)
							      : NULL;
	const struct ik_plan *plan = ik_wizard_head(wizard);

	if (plan)
		remark_group(&plan->group, wizard->request != NULL);
	if (back)
		remark_group(&back->group, false);
}

/* Names that somebody gave are those that are wanted. */
static bool has_own_names(const struct ik_wizard *wizard)
{
	return ik_answer_origin(wizard->answers, IK_F_NAME) > IK_FROM_DEFAULT
	       || ik_answer_origin(wizard->answers, IK_F_ALT_NAMES) > IK_FROM_DEFAULT;
}

/* What follows the switch is named by the proof; what does not is named nowhere else. */
static void remark_hooks(const struct ik_plan *plan)
{
	char *ignored = ik_follow_ignored(plan->store, &plan->hooks);
	char *sentence = ik_format(_("Not run: %s"), ignored ? ignored : "");

	warn(ignored, sentence);
	free(sentence);
	free(ignored);
}

static void remark_losses(const struct ik_wizard *wizard, const struct ik_losses *losses)
{
	struct ik_losses told = *losses;
	struct ik_list lines = {0};

	if (has_own_names(wizard))
		told.names = (struct ik_list){0};
	ik_losses_lines(&told, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		char *sentence = ik_format(_("Warning: lost with this change: %s"), lines.items[i]);

		warn(true, sentence);
		free(sentence);
	}
	ik_list_free(&lines);
}

static void remark_new(const struct ik_wizard *wizard)
{
	struct ik_list sentences = {0};

	ik_wizard_remarks(wizard, &sentences);
	for (size_t i = 0; i < sentences.n; i++)
		warn(true, sentences.items[i]);
	ik_list_free(&sentences);
}

/* The page of the password says it while it is typed. */
static void remark_password(const struct ik_wizard *wizard)
{
	const struct ik_plan *plan = ik_wizard_head(wizard);
	const ik_secret *password = wizard->backup ? wizard->backup->target.password
				    : plan         ? plan->backup.password
						   : NULL;

	warn(password && !ik_password_is_ascii(password),
	     _("Warning: other programs may not be able to open a backup whose password is not "
	       "ASCII."));
}

void ik_batch_remark(struct ik_wizard *wizard, const struct ik_page *review)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	remark_review(wizard, review);
	remark_new(wizard);
	if (wizard->import && import) {
		warn(import->password_unused, _("The password of the file was not needed."));
		warn_of_rest(import, &wizard->import->taken);
	}
	remark_password(wizard);
	remark_groups(wizard);
	if (ik_wizard_head(wizard))
		remark_hooks(ik_wizard_head(wizard));
	if (wizard->create)
		remark_losses(wizard, &wizard->create->losses);
	if (wizard->request)
		remark_losses(wizard, &wizard->request->losses);
}

void ik_batch_tell_keys(const struct ik_wizard *wizard, const char *how)
{
	const struct ik_import *import = ik_wizard_opened(wizard);

	for (size_t i = 0; import && i < import->n_fits; i++) {
		const struct ik_import_key *key = &import->keys[i];
		char *until = ik_date_day(key->facts.not_after);
		char *label = ik_format(_("%s, until %s"), key->facts.subject, until);
		char *apart = ik_key_apart(import, i, false);

		ik_printf(stderr, "  %s%zu: %s, %s%s%s\n", how, i + 1, ik_key_type_name(key->type),
			  label, *apart ? ", " : "", apart);
		free(apart);
		free(label);
		free(until);
	}
}
