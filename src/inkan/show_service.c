/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show_service.c: inkan show --connect HOST:PORT: the certificates that a service shows, as they
 * came. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "inkan/commands.h"
#include "ops/records/state.h"
#include "rows/proof.h"
#include "rows/report.h"

/* Which of ours it is, if any. */
static void add_place(const struct ik_shown *shown, struct ik_report *report)
{
	if (shown->generation)
		ik_report_pair(report, IK_TONE_PLAIN,
			       ik_format(_("Generation %u"), shown->generation),
			       ik_strdup(ik_state_word(shown->state)));
	else
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Generation")),
			       ik_strdup(_("none of this store")));
}

static void add_chain(const struct ik_seen *seen, struct ik_report *report)
{
	for (size_t i = 1; i < seen->served.n; i++) {
		const struct ik_facts *facts = &seen->served.chain[i];
		char *until = ik_date_day(facts->not_after);

		ik_report_pair(report, IK_TONE_PLAIN, i == 1 ? ik_strdup(_("Chain")) : NULL,
			       ik_format(_("%s, until %s"), facts->subject, until));
		free(until);
	}
}

static void print_text(const struct ik_service *service, const struct ik_shown *shown,
		       const struct ik_seen *seen, int64_t now)
{
	struct ik_report report = {0};

	ik_report_pair(&report, IK_TONE_PLAIN, ik_strdup(_("Service")), ik_strdup(service->name));
	add_place(shown, &report);
	ik_proof_facts(&report, NULL, &shown->facts, now, true);
	add_chain(seen, &report);
	ik_proof_zone(&report, NULL, &shown->facts);
	ik_report_print(&report);
	ik_report_free(&report);
}

static void print_json(const struct ik_service *service, const struct ik_shown *shown,
		       const struct ik_seen *seen, int64_t now)
{
	struct ik_buffer json = {0};

	ik_shown_service_json(shown, service, seen, now, &json);
	fputs(ik_buffer_string(&json), stdout);
	ik_buffer_free(&json);
}

/* Nobody shows two things at once. */
static bool one_service(const struct ik_line *line, struct ik_services *services,
			struct ik_error *err)
{
	if (line->n_arguments > 0)
		return ik_fail(err, IK_E_ARGUMENT_EXTRA, line->argument[0], line->syntax->program,
			       line->command->name);
	if (line->repeated.n > 1)
		return ik_fail(err, IK_E_OPTION_TWICE,
			       ik_inkan_syntax.options[IK_OPTION_CONNECT].name);
	return ik_cli_add_service(line, line->repeated.items[0], services, err);
}

int ik_cli_fail_service(const struct ik_line *line, const char *store, const struct ik_error *err,
			const struct ik_services *services, const struct ik_seen *seen)
{
	char *cure = services->n > 0 ? ik_seen_cure(store, services->items, seen) : NULL;
	int status = ik_cli_fail(line, err);

	if (cure)
		ik_printf(stderr, "  %s\n", cure);
	free(cure);
	return status;
}

int ik_cli_show_service(const struct ik_line *line, const char *store)
{
	struct ik_services services = {0};
	struct ik_shown shown = {0};
	struct ik_seen seen = {0};
	struct ik_error err = {0};
	int64_t now = ik_cli_now();
	int status = 0;

	if (!one_service(line, &services, &err)
	    || !ik_show_service(store, &services, now, &shown, &seen, &err))
		status = ik_cli_fail_service(line, store, &err, &services, &seen);
	else if (line->given[IK_OPTION_JSON])
		print_json(services.items, &shown, &seen, now);
	else
		print_text(services.items, &shown, &seen, now);
	if (status == 0 && line->given[IK_OPTION_QR])
		ik_cli_print_pictures(line, &shown.facts);
	ik_seen_free(&seen);
	ik_shown_free(&shown);
	ik_services_free(&services);
	return status;
}
