/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.c: inkan check: what is wrong, or soon will be, in the way of monitoring plugins: the first
 * line and the exit status say how bad it is. */
#include "ops/status/check.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "inkan/commands.h"
#include "ops/rules/rules.h"
#include "rows/words.h"

enum { UNKNOWN = 3 };

static bool days_of(const struct ik_line *line, enum ik_option option, int *days,
		    struct ik_error *err)
{
	const char *text = line->value[option];

	if (!text)
		return true;
	if (ik_rule_days(text, days, err))
		return true;
	return ik_error_detail(err, "%s %s", ik_inkan_syntax.options[option].name, text);
}

/* Not translated: programs look for them. */
static const char *first_word(enum ik_severity status)
{
	static const char *const words[] = {
		[IK_SEVERITY_REMARK] = "OK",
		[IK_SEVERITY_WARNING] = "WARNING",
		[IK_SEVERITY_CRITICAL] = "CRITICAL",
		[IK_SEVERITY_UNKNOWN] = "UNKNOWN",
	};

	return words[status];
}

static const char *word_of(enum ik_severity severity)
{
	static const char *const words[] = {
		[IK_SEVERITY_REMARK] = N_("Remark"),
		[IK_SEVERITY_WARNING] = N_("Warning"),
		[IK_SEVERITY_CRITICAL] = N_("Critical"),
		[IK_SEVERITY_UNKNOWN] = N_("Unknown"),
	};

	return _(words[severity]);
}

static void print_first(const struct ik_check *check)
{
	const char *word = first_word(check->status);

	if (check->status != IK_SEVERITY_REMARK) {
		char *sentence = ik_error_sentence(&check->findings[0].error);

		ik_printf(stdout, "%s: %s\n", word, sentence);
		free(sentence);
		return;
	}
	char *until = ik_date_day(check->facts.not_after);
	char *left = ik_words_days_left(check->facts.not_after, check->now);
	char *sentence = ik_format(_("The certificate is valid until %s (%s)."), until, left);

	ik_printf(stdout, "%s: %s\n", word, sentence);
	free(sentence);
	free(until);
	free(left);
}

/* What is as it should be is said, too: whoever asks wants to compare the serial number. */
static void print_services(const struct ik_check *check)
{
	for (size_t i = 0; check->seen && i < check->services.n; i++) {
		const struct ik_seen *seen = &check->seen[i];
		char *serial = seen->state == IK_SEEN_IN_USE
				       ? ik_words_hex(seen->served.chain->serial)
				       : NULL;

		if (serial)
			ik_printf(stdout, _("%s shows the certificate in use. Serial number: %s\n"),
				  check->services.items[i].name, serial);
		free(serial);
	}
}

static void print_text(const struct ik_check *check)
{
	print_first(check);
	print_services(check);
	for (size_t i = 0; i < check->n; i++) {
		const struct ik_finding *finding = &check->findings[i];
		char *sentence = ik_error_sentence(&finding->error);
		char *below = ik_error_below(&finding->error);

		ik_printf(stdout, "%s: INK-%u: %s\n", word_of(finding->severity),
			  ik_error_number(finding->error.id), sentence);
		if (below)
			ik_printf(stdout, "  %s\n", below);
		if (finding->cure)
			ik_printf(stdout, "  %s\n", finding->cure);
		free(below);
		free(sentence);
	}
}

/* Both are UTF-8 in every locale. */
static void print_for_programs(const struct ik_check *check, bool json)
{
	struct ik_buffer text = {0};

	if (json)
		ik_check_json(check, &text);
	else
		ik_check_prometheus(check, &text);
	fputs(ik_buffer_string(&text), stdout);
	ik_buffer_free(&text);
}

static void print(const struct ik_line *line, const struct ik_check *check)
{
	if (line->given[IK_OPTION_JSON] || line->given[IK_OPTION_PROMETHEUS])
		print_for_programs(check, line->given[IK_OPTION_JSON]);
	else
		print_text(check);
}

bool ik_cli_add_service(const struct ik_line *line, const char *text, struct ik_services *services,
			struct ik_error *err)
{
	return ik_service_add(services, text, err)
	       && ik_service_how(services, line->value[IK_OPTION_STARTTLS],
				 line->value[IK_OPTION_SNI], err);
}

static bool add_services(const struct ik_line *line, struct ik_services *services,
			 struct ik_error *err)
{
	for (size_t i = 0; i < line->repeated.n; i++)
		if (!ik_cli_add_service(line, line->repeated.items[i], services, err))
			return false;
	return true;
}

int ik_command_check(const struct ik_line *line)
{
	struct ik_error err = {0};
	struct ik_check check;
	struct ik_services services = {0};
	char *store = ik_cli_store_path(line, &err);
	struct ik_check_wish wish = {
		.store = store,
		.now = ik_cli_now(),
		.services = &services,
		.listed = line->given[IK_OPTION_SERVICES],
	};
	const char *calendar = line->value[IK_OPTION_CALENDAR];
	int status;

	if (!store || !days_of(line, IK_OPTION_WARNING, &wish.warning_days, &err)
	    || !days_of(line, IK_OPTION_CRITICAL, &wish.critical_days, &err)
	    || !add_services(line, &services, &err)) {
		ik_cli_fail(line, &err);
		ik_services_free(&services);
		free(store);
		return UNKNOWN;
	}
	ik_check(&wish, &check);
	print(line, &check);
	status = ik_check_exit(check.status);
	/* What is lost on its way is not known. */
	if (!ik_print_ok(stdout)) {
		ik_fail(&err, IK_E_OUTPUT_LOST);
		ik_print_failure(&err);
		status = UNKNOWN;
	}
	if (calendar && !ik_check_save_calendar(&check, calendar, &err)) {
		ik_print_failure(&err);
		status = status ? status : UNKNOWN;
	}
	ik_check_free(&check);
	free(store);
	return status;
}
