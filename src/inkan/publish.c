/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.c: inkan publish: makes what agents fetch, and says how one is enrolled. */
#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/print.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/change/publish.h"
#include "ops/status/daily.h"
#include "ops/status/enrolling.h"
#include "rows/report.h"
#include "rows/words.h"

static bool read_wish(const struct ik_line *line, const char *store, struct ik_publish_wish *wish,
		      struct ik_error *err)
{
	const char *valid = line->value[IK_OPTION_VALID];

	*wish = (struct ik_publish_wish){
		.store = store, .now = ik_cli_now(), .source = line->value[IK_OPTION_SOURCE]};
	if (!wish->source && !valid && !line->given[IK_OPTION_REFRESH])
		return ik_fail(err, IK_E_ARGUMENT_ONE_OF, "--source, --valid, --refresh", "inkan",
			       "publish");
	return ik_cli_valid_days(line, 0, &wish->valid_days, err);
}

/* --- for people ------------------------------------------------------------------------------- */

/* No agent can be enrolled by a certificate that never signs an index. */
static bool can_enrol(const struct ik_publish_end *end)
{
	return end->published && end->stays.id != IK_E_CMS_KEY_LEADS_NOT;
}

static void add_enrolling(const struct ik_publish_wish *wish, const struct ik_publish_end *end,
			  struct ik_report *report)
{
	char *line = ik_enrolling_line(wish->store, end->certificate);

	if (line && !can_enrol(end))
		free(line);
	else if (line)
		ik_report_command(report, ik_strdup(_("To enrol an agent, type there")), line);
	else
		ik_report_command(report, ik_strdup(_("Say where agents fetch it")),
				  ik_source_line(wish->store));
}

/* It is signed for some days only, and agents mind when nobody does it again. */
static void add_daily(const struct ik_publish_wish *wish, struct ik_report *report)
{
	bool is_timer;
	char *command = ik_daily_command(wish->store, &is_timer);

	if (is_timer && ik_daily_timer_is_on("")) {
		free(command);
		return;
	}
	ik_report_command(report,
			  ik_strdup(is_timer ? _("To have that signed again every day")
					     : _("By cron, every day, to sign that again")),
			  command);
}

static void add_end(const struct ik_publish_wish *wish, const struct ik_publish_end *end,
		    struct ik_report *report)
{
	char *store = ik_words_path(wish->store);

	for (size_t i = 0; i < end->put_back.n; i++)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(_("Put back, since the store had lost it: steps/%s"),
					 end->put_back.items[i]));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Published")),
		       ik_format("%s/publish/", store));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Steps")), ik_format("%zu", end->steps));
	if (end->signed_index)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Signed until")),
			       ik_date_zoned(end->expires));
	free(store);
}

static void print_end(const struct ik_publish_wish *wish, const struct ik_publish_end *end)
{
	struct ik_report report = {0};

	if (end->published) {
		add_end(wish, end, &report);
		add_enrolling(wish, end, &report);
		add_daily(wish, &report);
	} else {
		ik_report_text(&report, IK_TONE_PLAIN,
			       ik_strdup(_("No certificate is in use here, so nothing is "
					   "published.")));
	}
	ik_report_print(&report);
	ik_report_free(&report);
}

/* --- for programs ----------------------------------------------------------------------------- */

static int tell(const struct ik_publish_wish *wish, const struct ik_publish_end *end, int status)
{
	json_t *object = ik_json_begin(end->published || wish->source || wish->valid_days);
	char *line = can_enrol(end) ? ik_enrolling_line(wish->store, end->certificate) : NULL;

	ik_json_set_flag(object, "published", end->published);
	ik_json_set_text(object, "sha256", end->published ? end->certificate : NULL);
	ik_json_set_number(object, "steps", (int64_t)end->steps);
	ik_json_set_list(object, "put_back", &end->put_back);
	ik_json_set_flag(object, "signed", end->signed_index);
	if (end->signed_index) {
		ik_json_set_number(object, "sequence", (int64_t)end->sequence);
		ik_json_set_moment(object, "expires", end->expires);
	}
	ik_json_set_text(object, "enroll", line);
	if (end->stays.id != IK_E_NONE)
		ik_json_set_error(object, &end->stays);
	free(line);
	return ik_json_end(object, end->published, status);
}

/* --- both ------------------------------------------------------------------------------------- */

/* What is not signed is why agents will ask soon: it is an error, though all else was made. */
static int say(const struct ik_line *line, const struct ik_publish_wish *wish,
	       const struct ik_publish_end *end)
{
	int status = 0;

	if (!line->given[IK_OPTION_JSON])
		print_end(wish, end);
	if (end->stays.id != IK_E_NONE)
		status = ik_print_failure(&end->stays);
	return line->given[IK_OPTION_JSON] ? tell(wish, end, status) : status;
}

/* Without a store there is nothing to publish, which is no failure of what runs every day. */
static bool is_nothing_yet(const struct ik_publish_wish *wish, const struct ik_error *err)
{
	return err->id == IK_E_STORE_NONE && !wish->source && !wish->valid_days;
}

int ik_command_publish(const struct ik_line *line)
{
	struct ik_publish_wish wish;
	struct ik_publish_end end = {0};
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	int status;

	if (store && read_wish(line, store, &wish, &err)
	    && (ik_publish_perform(&wish, NULL, &end, &err) || is_nothing_yet(&wish, &err)))
		status = say(line, &wish, &end);
	else
		status = ik_cli_fail(line, &err);
	ik_publish_end_free(&end);
	free(store);
	return status;
}
