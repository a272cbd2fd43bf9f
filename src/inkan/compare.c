/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c: inkan compare A B: two certificates, wherever they are, fact by fact. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "inkan/commands.h"
#include "rows/proof.h"
#include "rows/report.h"
#include "rows/words.h"

/* As of other programs that compare. */
enum { SAME = 0, DIFFERENT = 1, TROUBLE = 2 };

static const char connect_to[] = "connect:";

struct side {
	char *label; /* what it is, as it can be shown */
	struct ik_shown shown;
};

static bool ask(const struct ik_line *line, const char *store, const char *where, struct side *side)
{
	struct ik_services services = {0};
	struct ik_seen seen = {0};
	struct ik_error err = {0};
	bool ok = ik_cli_add_service(line, where, &services, &err)
		  && ik_show_service(store, &services, ik_cli_now(), &side->shown, &seen, &err);

	if (ok)
		side->label = ik_strdup(services.items->name);
	else
		ik_cli_fail_service(line, store, &err, &services, &seen);
	ik_seen_free(&seen);
	ik_services_free(&services);
	return ok;
}

static bool look(const struct ik_line *line, const char *store, const char *argument,
		 struct side *side)
{
	struct ik_error err = {0};
	const char *file = NULL;
	bool ok = ik_cli_look(store, argument, line->given[IK_OPTION_JSON], &side->shown, &file,
			      &err);

	if (ok)
		side->label = file ? ik_words_path(file)
				   : ik_format(_("Generation %u"), side->shown.generation);
	if (ok && side->shown.damage) {
		err = *side->shown.damage;
		ok = false;
	}
	if (!ok)
		ik_cli_fail(line, &err);
	return ok;
}

static bool take(const struct ik_line *line, const char *store, const char *argument,
		 struct side *side)
{
	if (strncmp(argument, connect_to, strlen(connect_to)) == 0)
		return ask(line, store, argument + strlen(connect_to), side);
	return look(line, store, argument, side);
}

static void print_text(const struct side *a, const struct side *b)
{
	static const struct ik_report_words words = {
		.differs = N_("%s: different"),
		.first = N_("A: %s"),
		.second = N_("B: %s"),
		.same = N_("%s: %s (the same)"),
	};
	struct ik_report report = {0};
	int64_t now = ik_cli_now();
	char *lines;

	ik_report_text(&report, IK_TONE_STRONG,
		       ik_strdup(ik_shown_same(&a->shown, &b->shown)
					 ? _("The same certificate.")
					 : _("Two different certificates.")));
	ik_report_text(&report, IK_TONE_PLAIN, ik_format(_("A: %s"), a->label));
	ik_report_text(&report, IK_TONE_PLAIN, ik_format(_("B: %s"), b->label));
	ik_proof_facts(&report, &a->shown.facts, &b->shown.facts, now, true);
	ik_proof_zone(&report, &a->shown.facts, &b->shown.facts);
	lines = ik_report_plain_with(&report, &words);
	ik_print(stdout, lines);
	free(lines);
	ik_report_free(&report);
}

static void print_json(const struct side *a, const struct side *b)
{
	struct ik_buffer json = {0};

	ik_shown_compare_json(&a->shown, &b->shown, &json);
	fputs(ik_buffer_string(&json), stdout);
	ik_buffer_free(&json);
}

static int compare(const struct ik_line *line, const char *store, struct side sides[2])
{
	for (size_t i = 0; i < 2; i++)
		if (!take(line, store, line->argument[i], &sides[i]))
			return TROUBLE;
	if (line->given[IK_OPTION_JSON])
		print_json(&sides[0], &sides[1]);
	else
		print_text(&sides[0], &sides[1]);
	return ik_shown_same(&sides[0].shown, &sides[1].shown) ? SAME : DIFFERENT;
}

int ik_command_compare(const struct ik_line *line)
{
	struct side sides[2] = {0};
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	int status = store ? compare(line, store, sides) : TROUBLE;

	if (!store)
		ik_cli_fail(line, &err);
	for (size_t i = 0; i < 2; i++) {
		ik_shown_free(&sides[i].shown);
		free(sides[i].label);
	}
	free(store);
	return status;
}
